package signalbox

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/http"
	"sync"
	"time"
)

// DefaultLease is how long an instance lives without a heartbeat, unless its registration says otherwise.
const DefaultLease = 30 * time.Second

const (
	retryMin = 100 * time.Millisecond
	retryMax = 5 * time.Second
)

// Registration is what an instance says of itself.
type Registration struct {
	Name string
	// Address is a URL or host:port; empty: the address from which the registry is asked, with Port.
	Address string
	Port    int
	// ID is made up unless told.
	ID       string
	Version  string
	Tags     []string
	Weight   int
	Metadata map[string]string
	// Lease is DefaultLease unless told. Heartbeats go out three times as often.
	Lease time.Duration
	Check *Check
	// OnEvent is told when the instance was registered again, and when a heartbeat failed; nil: nobody is. It must not block.
	OnEvent func(Event)
}

// Event is something that became of a lease.
type Event struct {
	// Err is why a heartbeat or a registration failed; nil: the instance was registered again.
	Err error
}

// Lease keeps an instance registered until it is closed. It may be used by many goroutines.
type Lease struct {
	client       *Client
	registration Registration
	cancel       context.CancelFunc
	done         chan struct{}
	mutex        sync.Mutex
	instance     Instance
}

type registrationBody struct {
	ID       string            `json:"id"`
	Name     string            `json:"name"`
	Address  string            `json:"address,omitempty"`
	Port     int               `json:"port,omitempty"`
	Version  string            `json:"version,omitempty"`
	Tags     []string          `json:"tags,omitempty"`
	Weight   int               `json:"weight,omitempty"`
	Metadata map[string]string `json:"metadata,omitempty"`
	LeaseMs  int64             `json:"leaseMs"`
	Check    *Check            `json:"check,omitempty"`
}

// Register registers an instance, and keeps it registered until the lease is closed. The context is for the first
// registration alone.
func (c *Client) Register(ctx context.Context, registration Registration) (*Lease, error) {
	if registration.ID == "" {
		id, err := newID()
		if err != nil {
			return nil, err
		}
		registration.ID = id
	}
	if registration.Lease <= 0 {
		registration.Lease = DefaultLease
	}
	background, cancel := context.WithCancel(context.Background())
	lease := &Lease{client: c, registration: registration, cancel: cancel, done: make(chan struct{})}
	if err := lease.register(ctx); err != nil {
		cancel()
		return nil, err
	}
	go lease.keep(background)
	return lease, nil
}

// Instance is what the registry made of the registration.
func (l *Lease) Instance() Instance {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.instance
}

// Close ends the heartbeats and takes the instance out of the registry. It may be called more than once. An instance that
// is gone already is no error; one that cannot be taken out goes when its lease ends.
func (l *Lease) Close(ctx context.Context) error {
	l.cancel()
	<-l.done
	err := l.client.ask(ctx, 0, http.MethodDelete, "/v1/instances/"+l.registration.ID, nil, nil)
	if IsNotFound(err) {
		return nil
	}
	return err
}

func (l *Lease) register(ctx context.Context) error {
	r := l.registration
	body := registrationBody{
		ID: r.ID, Name: r.Name, Address: r.Address, Port: r.Port, Version: r.Version, Tags: r.Tags, Weight: r.Weight,
		Metadata: r.Metadata, LeaseMs: r.Lease.Milliseconds(), Check: r.Check,
	}
	var instance Instance
	if err := l.client.ask(ctx, 0, http.MethodPost, "/v1/instances", body, &instance); err != nil {
		return err
	}
	l.mutex.Lock()
	l.instance = instance
	l.mutex.Unlock()
	return nil
}

// keep beats until it is cancelled. What fails is tried again soon, so that a restart of the registry costs little.
func (l *Lease) keep(ctx context.Context) {
	defer close(l.done)
	interval := l.registration.Lease / 3
	wait, retry := interval, retryMin
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		err := l.beat(ctx)
		if err == nil {
			wait, retry = interval, retryMin
			continue
		}
		if ctx.Err() != nil {
			return
		}
		l.tell(Event{Err: err})
		wait = retry
		if wait > interval {
			wait = interval
		}
		if retry *= 2; retry > retryMax {
			retry = retryMax
		}
	}
}

// beat renews the lease, and registers again where the registry knows nothing of it.
func (l *Lease) beat(ctx context.Context) error {
	err := l.client.ask(ctx, 0, http.MethodPut, "/v1/instances/"+l.registration.ID+"/lease", nil, nil)
	if !IsNotFound(err) {
		return err
	}
	if err := l.register(ctx); err != nil {
		return err
	}
	l.tell(Event{})
	return nil
}

func (l *Lease) tell(event Event) {
	if l.registration.OnEvent != nil {
		l.registration.OnEvent(event)
	}
}

func newID() (string, error) {
	var bytes [16]byte
	if _, err := rand.Read(bytes[:]); err != nil {
		return "", errors.New("signalbox: no random numbers: " + err.Error())
	}
	return hex.EncodeToString(bytes[:]), nil
}
