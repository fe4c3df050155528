// Package testserver starts the real registry, or a whole center, for tests of this module.
package testserver

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Server is a process of signalbox.
type Server struct {
	// SRSR and HTTP are the URLs of its registry and of its gateway; empty where there is none.
	SRSR, HTTP string
	process    *exec.Cmd
}

// Start starts `signalbox` with arguments and waits until it is ready. The test is skipped where SIGNALBOX_COMMAND, a JSON
// list, does not say how it is started.
func Start(t *testing.T, arguments ...string) *Server {
	t.Helper()
	var command []string
	if json.Unmarshal([]byte(os.Getenv("SIGNALBOX_COMMAND")), &command) != nil || len(command) == 0 {
		t.Skip("SIGNALBOX_COMMAND does not say how signalbox is started")
	}
	process := exec.Command(command[0], append(command[1:], arguments...)...)
	process.Stderr = os.Stderr
	stdout, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	server := &Server{process: process}
	t.Cleanup(server.Stop)
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err != nil {
		t.Fatalf("signalbox did not start: %v", err)
	}
	var ready struct{ SRSR, HTTP string }
	if err := json.Unmarshal(line, &ready); err != nil {
		t.Fatalf("ready line %q: %v", line, err)
	}
	if ready.SRSR != "" {
		server.SRSR = "http://" + ready.SRSR
	}
	if ready.HTTP != "" {
		server.HTTP = "http://" + ready.HTTP
	}
	return server
}

// StartRegistry starts a registry alone that keeps nothing; port "0" takes any.
func StartRegistry(t *testing.T, port string, more ...string) *Server {
	t.Helper()
	return Start(t, append([]string{"srsr", "-p", port, "-srsr-state", "none", "-json"}, more...)...)
}

// StartCenter starts a center with registry and gateway.
func StartCenter(t *testing.T) *Server {
	t.Helper()
	folder := t.TempDir()
	return Start(t, "server", "--json", "--data-dir", filepath.Join(folder, "data"), "--pipe", filepath.Join(folder, "pipe", "s"),
		"--log-level", "error", "--http-address", "127.0.0.1:0", "--srsr-address", "127.0.0.1:0")
}

// Stop ends it, at once, and waits. It may be called more than once.
func (s *Server) Stop() {
	if s.process == nil {
		return
	}
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
	s.process = nil
}

// Until waits for a condition, up to twenty seconds.
func Until(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !condition(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
