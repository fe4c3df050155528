// Package srsr is a client of srsr ("really simple service registry") with the calls of its own Go client, and without its
// faults: requests end after five seconds, an entry that the registry has lost is registered again, and Deregister without
// Register does nothing.
package srsr

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

const requestTimeout = 5 * time.Second

// DefaultInterval is the time between two heartbeats; entries live for 30 s.
const DefaultInterval = 20 * time.Second

// ServiceRegistryClient registers one service. It may be used by many goroutines.
type ServiceRegistryClient struct {
	// Interval is the time between two heartbeats; to be set before Register.
	Interval time.Duration

	name, address, server string
	http                  *http.Client
	mutex                 sync.Mutex
	id                    string
	cancel                context.CancelFunc
	done                  chan struct{}
}

// NewServiceRegistryClient makes a client. clientAddress may be empty: then the registry takes the address from which it is
// asked. serverAddress is a URL such as http://127.0.0.1:4214.
func NewServiceRegistryClient(clientName, clientAddress, serverAddress string) *ServiceRegistryClient {
	return &ServiceRegistryClient{
		Interval: DefaultInterval,
		name:     clientName,
		address:  clientAddress,
		server:   strings.TrimRight(serverAddress, "/"),
		http:     &http.Client{Timeout: requestTimeout},
	}
}

// Register registers the service and begins to beat.
func (c *ServiceRegistryClient) Register() error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.cancel != nil {
		return errors.New("Register- already registered!")
	}
	if err := c.register(context.Background()); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	c.cancel, c.done = cancel, make(chan struct{})
	go c.beat(ctx, c.done)
	return nil
}

// Deregister ends the heartbeats and takes the entry out. What fails is left to the end of the lease.
func (c *ServiceRegistryClient) Deregister() {
	c.mutex.Lock()
	cancel, done := c.cancel, c.done
	c.cancel = nil
	c.mutex.Unlock()
	if cancel == nil {
		return
	}
	cancel()
	<-done
	_, _ = c.post(context.Background(), "/deregister", map[string]string{"id": c.id})
}

// Lookup finds the address of a service; false where there is none.
func (c *ServiceRegistryClient) Lookup(ctx context.Context, name string) (string, bool, error) {
	reply, err := c.post(ctx, "/lookup", map[string]string{"name": name})
	return reply.Address, bool(reply.Success), err
}

func (c *ServiceRegistryClient) beat(ctx context.Context, done chan<- struct{}) {
	defer close(done)
	ticker := time.NewTicker(c.Interval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		reply, err := c.post(ctx, "/heartbeat", map[string]string{"id": c.id})
		if err == nil && !bool(reply.Success) {
			_ = c.register(ctx) // the next beat tries again
		}
	}
}

func (c *ServiceRegistryClient) register(ctx context.Context) error {
	body := map[string]string{"name": c.name, "address": c.address, "port": ""}
	reply, err := c.post(ctx, "/register", body)
	if err != nil {
		return fmt.Errorf("Register- %w", err)
	}
	c.id = reply.ID
	return nil
}

// looseBool is a boolean, or a text that says one, as the published description of srsr has it.
type looseBool bool

func (b *looseBool) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case "true", `"true"`:
		*b = true
	case "false", `"false"`, "null":
		*b = false
	default:
		return fmt.Errorf("%s is no boolean", text)
	}
	return nil
}

type reply struct {
	ID      string    `json:"id"`
	Success looseBool `json:"success"`
	Address string    `json:"address"`
}

func (c *ServiceRegistryClient) post(ctx context.Context, path string, body any) (reply, error) {
	var answer reply
	text, err := json.Marshal(body)
	if err != nil {
		return answer, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.server+path, bytes.NewReader(text))
	if err != nil {
		return answer, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return answer, err
	}
	defer response.Body.Close()
	payload, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return answer, err
	}
	if response.StatusCode != http.StatusOK {
		return answer, errors.New("bad status: " + response.Status)
	}
	return answer, json.Unmarshal(payload, &answer)
}
