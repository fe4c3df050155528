package signalbox

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
)

// Gateway calls routes over the HTTP gateway of a center. It may be used by many goroutines.
type Gateway struct {
	base string
	http *http.Client
}

var routeRule = regexp.MustCompile(`^([A-Z]+) (/\S*)$`)

// NewGateway makes a caller of the gateway at an address such as http://127.0.0.1:8080. A nil client is one of its own.
func NewGateway(address string, client *http.Client) (*Gateway, error) {
	base, err := readBase(address)
	if err != nil {
		return nil, err
	}
	if client == nil {
		client = &http.Client{}
	}
	return &Gateway{base: base, http: client}, nil
}

// Call calls a route: "GET /stock/7", "POST /orders". body is sent as JSON, nil is none; the answer, which is JSON, is read
// into reply, unless that is nil. Failures of the route are *Error. The context bounds the time.
func (g *Gateway) Call(ctx context.Context, route string, body, reply any) error {
	parts := routeRule.FindStringSubmatch(route)
	if parts == nil {
		return fmt.Errorf("signalbox: route %q: METHOD /path is wanted", route)
	}
	return ask(ctx, g.http, parts[1], g.base+parts[2], body, reply)
}
