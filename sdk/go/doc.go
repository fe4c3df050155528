// Package signalbox registers services with a signalbox registry, finds others there, and calls routes through the gateway
// of a signalbox center. It needs nothing but the standard library.
//
// A service registers and stays registered until its lease is closed: heartbeats go out by themselves, and an instance that
// the registry has lost, or a registry that was restarted, is registered with again.
//
//	client, err := signalbox.NewClient("http://127.0.0.1:4214")
//	lease, err := client.Register(ctx, signalbox.Registration{Name: "orders", Port: 8000})
//	defer lease.Close(context.Background())
//
// Others are found by a lookup, or by a resolver that keeps what is registered at hand and follows its changes:
//
//	resolver := client.Resolve("orders", signalbox.Filter{})
//	defer resolver.Close()
//	instance, err := resolver.Pick(ctx)
//
// The registry's API is described in docs/REGISTRY.md of signalbox.
package signalbox
