package signalbox

import (
	"context"
	"math/rand"
	"sync"
	"time"
)

// resolveWait is how long one request waits for a change.
const resolveWait = 30 * time.Second

// Resolver keeps the instances of a name at hand and follows their changes. While the registry is away it goes on with
// what it knew. It may be used by many goroutines.
type Resolver struct {
	client *Client
	name   string
	filter Filter
	cancel context.CancelFunc
	done   chan struct{}
	known  chan struct{}

	mutex    sync.Mutex
	service  Service
	err      error
	watchers []chan Service
}

// Resolve begins to follow a name. Close ends it.
func (c *Client) Resolve(name string, filter Filter) *Resolver {
	ctx, cancel := context.WithCancel(context.Background())
	resolver := &Resolver{
		client: c, name: name, filter: filter, cancel: cancel, done: make(chan struct{}), known: make(chan struct{}),
	}
	go resolver.follow(ctx)
	return resolver
}

// Instances are those that are known now. The first call waits until the registry has answered once.
func (r *Resolver) Instances(ctx context.Context) ([]Instance, error) {
	select {
	case <-r.known:
	case <-ctx.Done():
		if err := r.Err(); err != nil {
			return nil, err
		}
		return nil, ctx.Err()
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.service.Instances, nil
}

// Pick chooses one by weight. The error is an *Error with the code ERR_NOT_FOUND where there is none.
func (r *Resolver) Pick(ctx context.Context) (Instance, error) {
	instances, err := r.Instances(ctx)
	if err != nil {
		return Instance{}, err
	}
	total := 0
	for _, instance := range instances {
		total += instance.Weight
	}
	if total == 0 {
		return Instance{}, &Error{Code: "ERR_NOT_FOUND", Text: "an instance of " + r.name + " not found", Status: 404}
	}
	rest := rand.Intn(total)
	for _, instance := range instances {
		if rest -= instance.Weight; rest < 0 {
			return instance, nil
		}
	}
	return instances[len(instances)-1], nil
}

// Watch gives the instances as they are, and then at each change; a reader that is slow gets the newest alone. The channel
// is closed with the resolver.
func (r *Resolver) Watch() <-chan Service {
	watcher := make(chan Service, 1)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	select {
	case <-r.done:
		close(watcher)
		return watcher
	default:
	}
	select {
	case <-r.known:
		watcher <- r.service
	default:
	}
	r.watchers = append(r.watchers, watcher)
	return watcher
}

// Err is why the last request failed; nil when it did not.
func (r *Resolver) Err() error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.err
}

// Close ends the resolver; what it knows stays.
func (r *Resolver) Close() {
	r.cancel()
	<-r.done
}

func (r *Resolver) follow(ctx context.Context) {
	defer r.end()
	var service Service
	var err error
	for index, retry := int64(-1), retryMin; ctx.Err() == nil; {
		if index < 0 {
			service, err = r.client.Lookup(ctx, r.name, r.filter)
		} else {
			service, err = r.client.WaitForChange(ctx, r.name, r.filter, index, resolveWait)
		}
		if err == nil {
			r.take(service, service.Index != index)
			index, retry = service.Index, retryMin
			continue
		}
		r.mutex.Lock()
		r.err = err
		r.mutex.Unlock()
		select {
		case <-ctx.Done():
		case <-time.After(retry):
		}
		if retry *= 2; retry > retryMax {
			retry = retryMax
		}
	}
}

func (r *Resolver) take(service Service, isNew bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.service, r.err = service, nil
	select {
	case <-r.known:
	default:
		close(r.known)
	}
	if !isNew {
		return
	}
	for _, watcher := range r.watchers {
		select {
		case <-watcher:
		default:
		}
		watcher <- service
	}
}

func (r *Resolver) end() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	close(r.done)
	for _, watcher := range r.watchers {
		close(watcher)
	}
}
