package signalbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// DefaultTimeout is how long one request may take, unless its context says less. Requests that wait for a change have the
// time of their wait on top.
const DefaultTimeout = 5 * time.Second

// answerBytesMax is the most bytes of an answer that is read.
const answerBytesMax = 64 << 20

// Error is a refusal of the registry or of a route. Codes are stable; docs/ERRORS.md of signalbox lists them.
type Error struct {
	Code string `json:"code"`
	Text string `json:"text"`
	// Status is the HTTP status.
	Status int `json:"status"`
	// Retryable says that the same request may succeed when it is made again.
	Retryable bool `json:"retryable"`
}

func (e *Error) Error() string { return e.Code + ": " + e.Text }

// IsNotFound says whether an error means that something is not there.
func IsNotFound(err error) bool {
	var refusal *Error
	return errors.As(err, &refusal) && refusal.Status == http.StatusNotFound
}

// readBase checks the address of a server and cuts the slash off its end.
func readBase(base string) (string, error) {
	parsed, err := url.Parse(base)
	if err != nil || parsed.Host == "" || (parsed.Scheme != "http" && parsed.Scheme != "https") {
		return "", fmt.Errorf("signalbox: address %q: http://host:port is wanted", base)
	}
	return strings.TrimRight(base, "/"), nil
}

// ask sends a request with a JSON body and reads a JSON answer into reply. A nil body is none; a nil reply is not read.
func ask(ctx context.Context, client *http.Client, method, address string, body, reply any) error {
	var payload io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("signalbox: body: %w", err)
		}
		payload = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, address, payload)
	if err != nil {
		return fmt.Errorf("signalbox: %w", err)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("signalbox: %w", err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, answerBytesMax))
	if err != nil {
		return fmt.Errorf("signalbox: %w", err)
	}
	if response.StatusCode >= 400 {
		return readError(response.StatusCode, text)
	}
	if reply == nil || len(text) == 0 {
		return nil
	}
	if err := json.Unmarshal(text, reply); err != nil {
		return fmt.Errorf("signalbox: answer of %s: %w", address, err)
	}
	return nil
}

// readError understands the errors of the registry and of the gateway, which has micro's form.
func readError(status int, text []byte) *Error {
	var fields struct {
		Code      json.RawMessage `json:"code"`
		Text      string          `json:"text"`
		Retryable bool            `json:"retryable"`
		ID        string          `json:"id"`
		Detail    string          `json:"detail"`
	}
	if json.Unmarshal(text, &fields) == nil {
		var code string
		if json.Unmarshal(fields.Code, &code) == nil && code != "" {
			return &Error{Code: code, Text: fields.Text, Status: status, Retryable: fields.Retryable}
		}
		if fields.ID != "" {
			retryable := status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests
			return &Error{Code: fields.ID, Text: fields.Detail, Status: status, Retryable: retryable}
		}
	}
	return &Error{Code: "ERR_STATUS", Text: fmt.Sprintf("status %d: %.200s", status, text), Status: status}
}
