package signalbox_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	signalbox "github.com/signalbox/signalbox/sdk/go"
	"github.com/signalbox/signalbox/sdk/go/internal/testserver"
)

var background = context.Background()

func newClient(t *testing.T, server *testserver.Server) *signalbox.Client {
	t.Helper()
	client, err := signalbox.NewClient(server.SRSR)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func register(t *testing.T, client *signalbox.Client, registration signalbox.Registration) *signalbox.Lease {
	t.Helper()
	lease, err := client.Register(background, registration)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lease.Close(background) })
	return lease
}

func count(t *testing.T, client *signalbox.Client, name string, filter signalbox.Filter) int {
	t.Helper()
	service, err := client.Lookup(background, name, filter)
	if err != nil {
		t.Fatal(err)
	}
	return len(service.Instances)
}

func TestRegisterLookupClose(t *testing.T) {
	client := newClient(t, testserver.StartRegistry(t, "0"))
	lease := register(t, client, signalbox.Registration{
		Name: "orders", Port: 8000, Version: "1.2", Tags: []string{"blue"}, Weight: 3, Metadata: map[string]string{"zone": "a"},
	})
	instance := lease.Instance()
	if instance.Address != "http://127.0.0.1:8000" || instance.State != "passing" || instance.LeaseMs != 30000 {
		t.Fatalf("%+v", instance)
	}
	register(t, client, signalbox.Registration{Name: "orders", Address: "http://h:1"})
	if got := count(t, client, "orders", signalbox.Filter{}); got != 2 {
		t.Fatal(got)
	}
	for _, filter := range []signalbox.Filter{{Tags: []string{"blue"}}, {Version: "1.2"}} {
		if got := count(t, client, "orders", filter); got != 1 {
			t.Fatalf("%+v: %d", filter, got)
		}
	}
	services, err := client.Services(background, "ord")
	if err != nil || len(services) != 1 || services[0].Instances != 2 {
		t.Fatal(services, err)
	}
	chosen, err := client.Choose(background, "orders", signalbox.Hash, "k", signalbox.Filter{Version: "1.2"})
	if err != nil || chosen.ID != instance.ID {
		t.Fatal(chosen, err)
	}
	if _, err := client.Choose(background, "none", signalbox.Random, "", signalbox.Filter{}); !signalbox.IsNotFound(err) {
		t.Fatal(err)
	}
	if err := lease.Close(background); err != nil {
		t.Fatal(err)
	}
	if err := lease.Close(background); err != nil {
		t.Fatal(err)
	}
	if got := count(t, client, "orders", signalbox.Filter{}); got != 1 {
		t.Fatal(got)
	}
}

func TestRefusalsAreTyped(t *testing.T) {
	client := newClient(t, testserver.StartRegistry(t, "0"))
	_, err := client.Register(background, signalbox.Registration{Name: "a", Address: "h"})
	refusal, ok := err.(*signalbox.Error)
	if !ok || refusal.Code != "ERR_BAD_ARGUMENT" || refusal.Status != 400 || refusal.Retryable {
		t.Fatalf("%#v", err)
	}
	for _, address := range []string{"", "localhost:80", "ftp://h"} {
		if _, err := signalbox.NewClient(address); err == nil {
			t.Fatal(address)
		}
	}
	gone, err := signalbox.NewClient("http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gone.Lookup(background, "a", signalbox.Filter{}); err == nil {
		t.Fatal("nobody listens there")
	}
}

func TestHeartbeatsKeepAnInstanceAndLossRegistersAgain(t *testing.T) {
	server := testserver.StartRegistry(t, "0")
	client := newClient(t, server)
	var again atomic.Int32
	lease := register(t, client, signalbox.Registration{
		Name: "a", Port: 1, ID: "mine", Lease: 600 * time.Millisecond,
		OnEvent: func(event signalbox.Event) {
			if event.Err == nil {
				again.Add(1)
			}
		},
	})
	deleteInstance(t, server, lease.Instance().ID)
	testserver.Until(t, "registered again", func() bool { return again.Load() > 0 })
	if got := count(t, client, "a", signalbox.Filter{}); got != 1 {
		t.Fatal(got)
	}
	address, err := url.Parse(server.SRSR)
	if err != nil {
		t.Fatal(err)
	}
	before := again.Load()
	server.Stop()
	testserver.StartRegistry(t, address.Port())
	testserver.Until(t, "registered with the new registry", func() bool { return again.Load() > before })
	if got := lease.Instance().ID; got != "mine" {
		t.Fatal(got)
	}
}

func deleteInstance(t *testing.T, server *testserver.Server, id string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodDelete, server.SRSR+"/v1/instances/"+id, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
}

func TestResolverFollowsChanges(t *testing.T) {
	client := newClient(t, testserver.StartRegistry(t, "0"))
	resolver := client.Resolve("a b/c", signalbox.Filter{})
	defer resolver.Close()
	if _, err := resolver.Pick(background); !signalbox.IsNotFound(err) {
		t.Fatal(err)
	}
	changes := resolver.Watch()
	if first := <-changes; len(first.Instances) != 0 {
		t.Fatal(first)
	}
	lease := register(t, client, signalbox.Registration{Name: "a b/c", Address: "http://h:1"})
	if change := <-changes; len(change.Instances) != 1 {
		t.Fatal(change)
	}
	picked, err := resolver.Pick(background)
	if err != nil || picked.Address != "http://h:1" {
		t.Fatal(picked, err)
	}
	if err := lease.Close(background); err != nil {
		t.Fatal(err)
	}
	if change := <-changes; len(change.Instances) != 0 {
		t.Fatal(change)
	}
	resolver.Close()
	if _, isOpen := <-changes; isOpen {
		t.Fatal("the channel is open")
	}
	if _, isOpen := <-resolver.Watch(); isOpen {
		t.Fatal("a new channel is open")
	}
}

func TestResolverGoesOnWithoutTheRegistry(t *testing.T) {
	server := testserver.StartRegistry(t, "0")
	client := newClient(t, server)
	register(t, client, signalbox.Registration{Name: "a", Address: "http://h:1"})
	resolver := client.Resolve("a", signalbox.Filter{})
	defer resolver.Close()
	if _, err := resolver.Pick(background); err != nil {
		t.Fatal(err)
	}
	server.Stop()
	testserver.Until(t, "the loss is told", func() bool { return resolver.Err() != nil })
	if _, err := resolver.Pick(background); err != nil {
		t.Fatal(err)
	}
	never := client.Resolve("b", signalbox.Filter{})
	defer never.Close()
	ctx, cancel := context.WithTimeout(background, 200*time.Millisecond)
	defer cancel()
	if _, err := never.Pick(ctx); err == nil {
		t.Fatal("nobody has answered")
	}
}

func TestGatewayCallsARegisteredService(t *testing.T) {
	server := testserver.StartCenter(t)
	service := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		writer.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(writer, `{"path":%q}`, request.URL.Path)
	}))
	defer service.Close()
	client := newClient(t, server)
	register(t, client, signalbox.Registration{Name: "orders", Address: service.URL})
	gateway, err := signalbox.NewGateway(server.HTTP, nil)
	if err != nil {
		t.Fatal(err)
	}
	var reply struct{ Path string }
	testserver.Until(t, "the route is there", func() bool {
		return gateway.Call(background, "POST /web/orders/stock/7", map[string]int{"a": 1}, &reply) == nil
	})
	if reply.Path != "/stock/7" {
		t.Fatal(reply)
	}
	err = gateway.Call(background, "GET /nowhere", nil, nil)
	if refusal, ok := err.(*signalbox.Error); !ok || refusal.Code != "ERR_NO_ROUTE" || refusal.Status != 404 {
		t.Fatalf("%#v", err)
	}
	if err := gateway.Call(background, "nowhere", nil, nil); err == nil {
		t.Fatal("that is no route")
	}
}
