package srsr_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/signalbox/signalbox/sdk/go/internal/testserver"
	"github.com/signalbox/signalbox/sdk/go/srsr"
)

func lookup(t *testing.T, client *srsr.ServiceRegistryClient, name string) string {
	t.Helper()
	address, _, err := client.Lookup(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// Cases 38 and e15.
func TestRegisterTwiceAndDeregister(t *testing.T) {
	server := testserver.StartRegistry(t, "0")
	client := srsr.NewServiceRegistryClient("svc", "http://h:1", server.SRSR)
	if err := client.Register(); err != nil {
		t.Fatal(err)
	}
	if err := client.Register(); err == nil || err.Error() != "Register- already registered!" {
		t.Fatal(err)
	}
	if got := lookup(t, client, "svc"); got != "http://h:1" {
		t.Fatal(got)
	}
	client.Deregister()
	if got := lookup(t, client, "svc"); got != "" {
		t.Fatal(got)
	}
}

func TestRefusalNamesTheStatus(t *testing.T) {
	server := testserver.StartRegistry(t, "0")
	err := srsr.NewServiceRegistryClient("svc", "localhost", server.SRSR).Register()
	if err == nil || err.Error() != "Register- bad status: 400 Bad Request" {
		t.Fatal(err)
	}
}

// Cases 39 and b18.
func TestHeartbeatsAndRegistrationAfterLoss(t *testing.T) {
	server := testserver.StartRegistry(t, "0", "-t", "0.5")
	client := srsr.NewServiceRegistryClient("svc", "http://h:1", server.SRSR)
	client.Interval = 10 * time.Millisecond
	if err := client.Register(); err != nil {
		t.Fatal(err)
	}
	defer client.Deregister()
	address, err := url.Parse(server.SRSR)
	if err != nil {
		t.Fatal(err)
	}
	server.Stop()
	// Case 43: nothing happens while the registry is away.
	time.Sleep(30 * time.Millisecond)
	testserver.StartRegistry(t, address.Port())
	testserver.Until(t, "registered again", func() bool {
		found, _, err := client.Lookup(context.Background(), "svc")
		return err == nil && found == "http://h:1"
	})
}

// Cases 40 to 42.
func TestWithoutARegistry(t *testing.T) {
	client := srsr.NewServiceRegistryClient("svc", "", "http://127.0.0.1:1")
	if err := client.Register(); err == nil || !strings.HasPrefix(err.Error(), "Register- ") {
		t.Fatal(err)
	}
	client.Deregister()
	server := testserver.StartRegistry(t, "0")
	late := srsr.NewServiceRegistryClient("svc", "", server.SRSR)
	if err := late.Register(); err != nil {
		t.Fatal(err)
	}
	server.Stop()
	late.Deregister()
}

// Case e14.
func TestTextsThatSayBooleans(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = writer.Write([]byte(`{"success":"true","address":"http://a:1"}`))
	}))
	defer server.Close()
	address, found, err := srsr.NewServiceRegistryClient("c", "", server.URL).Lookup(context.Background(), "x")
	if err != nil || !found || address != "http://a:1" || asked.Load() != 1 {
		t.Fatal(address, found, err)
	}
}
