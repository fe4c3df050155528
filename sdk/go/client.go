package signalbox

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Check says how the registry finds out whether an instance works.
type Check struct {
	// Type is "heartbeat", "http", "tcp" or "grpc".
	Type string `json:"type"`
	// Path is asked for with GET by a check of type http; "/" unless told.
	Path string `json:"path,omitempty"`
	// Service is what a check of type grpc asks about; the whole server unless told.
	Service    string `json:"service,omitempty"`
	IntervalMs int    `json:"intervalMs,omitempty"`
	TimeoutMs  int    `json:"timeoutMs,omitempty"`
	// Rise and Fall are the outcomes in a row that make an instance pass or fail.
	Rise int `json:"rise,omitempty"`
	Fall int `json:"fall,omitempty"`
}

// Instance is one registered instance of a service.
type Instance struct {
	ID       string            `json:"id"`
	Name     string            `json:"name"`
	Address  string            `json:"address"`
	Version  string            `json:"version"`
	Tags     []string          `json:"tags"`
	Weight   int               `json:"weight"`
	Metadata map[string]string `json:"metadata"`
	// LeaseMs is 0 for an instance that its checks alone keep.
	LeaseMs float64 `json:"leaseMs"`
	Check   Check   `json:"check"`
	// State is "passing" or "failing".
	State string `json:"state"`
	// Note says why, for people.
	Note string `json:"note"`
	// SinceMs is when it registered, in milliseconds since 1970.
	SinceMs float64 `json:"sinceMs"`
}

// Service is a name with its instances.
type Service struct {
	// Index is the number of the newest change that this shows.
	Index     int64      `json:"index"`
	Name      string     `json:"name"`
	Instances []Instance `json:"instances"`
}

// ServiceSize is a name in a list.
type ServiceSize struct {
	Name      string `json:"name"`
	Instances int    `json:"instances"`
	// Passing counts the addresses that may be chosen.
	Passing int `json:"passing"`
}

// Filter says which instances are wanted; the zero value wants all that pass.
type Filter struct {
	// Tags must all be there.
	Tags []string
	// Version must be this one, unless it is empty.
	Version string
	// AnyState wants those that fail, too.
	AnyState bool
}

func (f Filter) query() url.Values {
	query := url.Values{}
	for _, tag := range f.Tags {
		query.Add("tag", tag)
	}
	if f.Version != "" {
		query.Set("version", f.Version)
	}
	if f.AnyState {
		query.Set("state", "any")
	}
	return query
}

// Policy says how an instance is chosen.
type Policy string

// The policies of the registry.
const (
	Random     Policy = "random"
	RoundRobin Policy = "round-robin"
	Weighted   Policy = "weighted"
	// Hash gives the same instance for the same key as long as it is there.
	Hash Policy = "hash"
)

// Client asks one registry. It may be used by many goroutines.
type Client struct {
	base string
	http *http.Client
}

// Option changes a client when it is made.
type Option func(*Client)

// WithHTTPClient makes the client send its requests with another one: for certificates, proxies, tests.
func WithHTTPClient(client *http.Client) Option {
	return func(c *Client) { c.http = client }
}

// NewClient makes a client of the registry at an address such as http://127.0.0.1:4214. It connects to nothing yet.
func NewClient(address string, options ...Option) (*Client, error) {
	base, err := readBase(address)
	if err != nil {
		return nil, err
	}
	client := &Client{base: base, http: &http.Client{}}
	for _, option := range options {
		option(client)
	}
	return client, nil
}

// Services lists the names that begin with a prefix, in order.
func (c *Client) Services(ctx context.Context, prefix string) ([]ServiceSize, error) {
	var all []ServiceSize
	query := url.Values{"prefix": {prefix}}
	for {
		var page struct {
			Services []ServiceSize `json:"services"`
			Next     *string       `json:"next"`
		}
		if err := c.ask(ctx, 0, http.MethodGet, "/v1/services?"+query.Encode(), nil, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Services...)
		if page.Next == nil {
			return all, nil
		}
		query.Set("after", *page.Next)
	}
}

// Lookup lists the instances of a name. A name that is not there has none.
func (c *Client) Lookup(ctx context.Context, name string, filter Filter) (Service, error) {
	var service Service
	err := c.ask(ctx, 0, http.MethodGet, servicePath(name, "", filter.query()), nil, &service)
	return service, err
}

// Choose lets the registry choose an instance that passes. key is for the policy Hash alone. IsNotFound says of the error
// that there is none.
func (c *Client) Choose(ctx context.Context, name string, policy Policy, key string, filter Filter) (Instance, error) {
	query := filter.query()
	query.Del("state")
	query.Set("policy", string(policy))
	if policy == Hash {
		query.Set("key", key)
	}
	var reply struct {
		Instance Instance `json:"instance"`
	}
	err := c.ask(ctx, 0, http.MethodGet, servicePath(name, "/choose", query), nil, &reply)
	return reply.Instance, err
}

// WaitForChange is Lookup for those who know the service at an index already: it returns when there is a change after it,
// or with the same index when the time is over.
func (c *Client) WaitForChange(ctx context.Context, name string, filter Filter, index int64, wait time.Duration) (Service, error) {
	query := filter.query()
	query.Set("index", strconv.FormatInt(index, 10))
	query.Set("waitMs", strconv.FormatInt(wait.Milliseconds(), 10))
	var service Service
	err := c.ask(ctx, wait, http.MethodGet, servicePath(name, "", query), nil, &service)
	return service, err
}

func servicePath(name, rest string, query url.Values) string {
	path := "/v1/services/" + url.PathEscape(name) + rest
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// ask has the default timeout, and the time of a wait on top.
func (c *Client) ask(ctx context.Context, wait time.Duration, method, path string, body, reply any) error {
	ctx, cancel := context.WithTimeout(ctx, DefaultTimeout+wait)
	defer cancel()
	return ask(ctx, c.http, method, c.base+path, body, reply)
}
