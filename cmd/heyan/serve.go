package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/heyan/heyan/handlers"
	"github.com/heyan/heyan/internal/native"
)

// serveCommand answers over HTTP until it is told to stop.
type serveCommand struct {
	engineFlags
	Addr    string        `default:"127.0.0.1:8080" help:"Address to listen on; other than loopback only with --api-keys (default ${default})."`
	APIKeys string        `name:"api-keys" placeholder:"FILE" type:"existingfile" help:"File of the sha256 of each key, one a line."`
	Queue   int           `default:"0" placeholder:"N" help:"Requests that may wait for a slot (default: four a slot)."`
	Wait    time.Duration `default:"1s" help:"Longest wait for a slot before 503 (default ${default})."`
	Grace   time.Duration `default:"35s" help:"Longest time for requests to finish after a signal (default ${default})."`
	Log     string        `default:"info" enum:"debug,info,warn,error" help:"Least level that is logged (default ${default})."`
}

// Run wires the service top to bottom and shuts it down bottom to top.
func (c *serveCommand) Run(ctx context.Context, std streams) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Log)); err != nil {
		return fmt.Errorf("--log: %w", err)
	}
	log := slog.New(slog.NewJSONHandler(std.err, &slog.HandlerOptions{Level: level}))
	var keys *handlers.Keys
	if c.APIKeys != "" {
		var err error
		if keys, err = handlers.LoadKeys(c.APIKeys); err != nil {
			return fmt.Errorf("--api-keys: %w", err)
		}
	}
	if err := handlers.CheckAddr(c.Addr, keys); err != nil {
		return err
	}
	e, err := newEngine(c.engineFlags, log, std.err)
	if err != nil {
		return err
	}
	defer e.close()
	handler, err := handlers.New(c.config(e, keys, log))
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; choose another with --addr", c.Addr, err)
	}
	server := handlers.Server(c.Addr, handler)
	log.InfoContext(ctx, "listening", "addr", listener.Addr().String(), "slots", e.slots, "version", version().Version)

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		if err := e.warm(ctx); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "engines are not ready", "error", err.Error())
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		shutdown, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.Grace)
		defer cancel()
		log.InfoContext(shutdown, "shutting down")
		if err := server.Shutdown(shutdown); err != nil {
			return fmt.Errorf("shut down: %w; requests were cut off after --grace", err)
		}
		return nil
	})
	return group.Wait()
}

// config is the door's: the engine behind it, its limits, and what its metrics show.
func (c *serveCommand) config(e *engine, keys *handlers.Keys, log *slog.Logger) handlers.Config {
	queue := c.Queue
	if queue == 0 {
		queue = 4 * e.slots
	}
	return handlers.Config{
		Validator: e.validator, Keys: keys, Version: version(), Digest: e.rules.Digest, Ready: e.warm, Logger: log,
		Limits: handlers.Limits{
			FileBytes: c.MaxBytes, Pixels: c.MaxPixels, Pages: c.MaxPages, Deadline: c.Timeout, Slots: e.slots, Queue: queue, Wait: c.Wait,
		},
		Pools: map[string]func() native.Stats{"readers": e.readers.Stats, "seconds": e.seconds.Stats, "renderers": e.renderers.Stats},
	}
}

// healthCommand asks a running service whether it is ready: what a container calls, so that it needs no curl.
type healthCommand struct {
	Addr string `default:"127.0.0.1:8080" help:"Address of the service (default ${default})."`
}

// Run fails where the service does not answer that it is ready.
func (c *healthCommand) Run(ctx context.Context) error {
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return fmt.Errorf("--addr: %w", err)
	}
	if host == "" || host == "0.0.0.0" || host == "::" {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", http.NoBody)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("no service answers at %s; is heyan serve running there?", c.Addr)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the service at %s is not ready: %s", c.Addr, response.Status)
	}
	return nil
}
