package native

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Config is how a pool keeps its children. Command and Size must be given; of the others zero means no such bound.
type Config struct {
	Command     []string      // what to start; it must call Serve
	Env         []string      // variables besides the few that every child gets
	Size        int           // children at most, each working on one request at a time
	MaxRequests int           // a child is replaced after so many
	MaxRSS      int64         // a child is replaced once it holds more bytes than that after a request
	IdleTimeout time.Duration // a child that waits longer is ended; the next request starts another
	Logger      *slog.Logger  // discards where nil; never sees what travels
}

// Pool keeps children and gives them work. It may be called concurrently.
type Pool struct {
	config Config
	slots  chan *child // Size tokens: a waiting child, or nil where one is to be started

	mu     sync.Mutex
	alive  map[*child]bool
	closed chan struct{}
	stats  Stats
	broken error     // why children could not be started
	retry  time.Time // not before then
}

// Stats counts what happened to a pool's children.
type Stats struct {
	Alive    int   // children now
	RSS      int64 // bytes that they hold together
	Starts   int
	Crashes  int // died by themselves under a request
	Kills    int // killed at a deadline
	Recycled int // replaced by count, memory or idleness
}

// NewPool returns a pool; children start when they are first needed.
func NewPool(c Config) (*Pool, error) {
	if len(c.Command) == 0 || c.Size < 1 {
		return nil, errors.New("make pool: a command and a size of at least one are needed")
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	p := &Pool{config: c, slots: make(chan *child, c.Size), alive: map[*child]bool{}, closed: make(chan struct{})}
	for range c.Size {
		p.slots <- nil
	}
	return p, nil
}

// Call has a child run method on m, waiting for a free one. When ctx ends, the child that works on it is killed and
// ctx's error returned. What a child dies under by itself is tried once more on a fresh one; ErrCrashed means that it
// died again. An *Error is what the method answered.
func (p *Pool) Call(ctx context.Context, method string, m Message) (Message, error) {
	var ch *child
	select {
	case ch = <-p.slots:
	case <-ctx.Done():
		return Message{}, ctx.Err()
	case <-p.closed:
		return Message{}, ErrClosed
	}
	reply, ch, err := p.attempt(ctx, ch, method, m)
	if errors.Is(err, errDied) {
		reply, ch, err = p.attempt(ctx, ch, method, m)
	}
	p.giveBack(ch)
	if errors.Is(err, errDied) {
		err = fmt.Errorf("%s: %w", method, ErrCrashed)
	}
	return reply, err
}

// errDied means that the child died by itself under a request.
var errDied = errors.New("child died")

// attempt calls once, on ch or, where that is nil, on a new child. It returns the child to go on with, nil where there
// is none any more.
func (p *Pool) attempt(ctx context.Context, ch *child, method string, m Message) (Message, *child, error) {
	if ch != nil && !p.wake(ch) {
		ch = nil
	}
	if ch == nil {
		var err error
		if ch, err = p.start(); err != nil {
			return Message{}, nil, err
		}
	}
	reply, err := ch.call(ctx, method, m)
	if _, answered := errors.AsType[*Error](err); err == nil || answered {
		return reply, ch, err
	}
	killed := ctx.Err() != nil
	p.end(ch)
	select {
	case <-p.closed:
		return Message{}, nil, ErrClosed
	default:
	}
	p.count(func(s *Stats) {
		if killed {
			s.Kills++
		} else {
			s.Crashes++
		}
	})
	if killed {
		return Message{}, nil, ctx.Err()
	}
	p.config.Logger.WarnContext(ctx, "native process died under a request", "method", method)
	return Message{}, nil, errDied
}

// start starts a child; after a failure it does not try again for a second, so that a missing library is an error and
// no storm of processes.
func (p *Pool) start() (*child, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.closed:
		return nil, ErrClosed
	default:
	}
	if p.broken != nil && time.Now().Before(p.retry) {
		return nil, p.broken
	}
	ch, err := start(p.config)
	if err != nil {
		p.broken, p.retry = err, time.Now().Add(time.Second)
		return nil, err
	}
	p.broken = nil
	p.alive[ch] = true
	p.stats.Starts++
	return ch, nil
}

// wake takes a waiting child back to work; false where its idle time has ended it meanwhile.
func (p *Pool) wake(ch *child) bool {
	if ch.idle == nil || ch.idle.Stop() {
		ch.idle = nil
		return true
	}
	<-ch.exited
	return false
}

// giveBack returns a child's slot, and the child with it unless it has worked or grown enough.
func (p *Pool) giveBack(ch *child) {
	if ch != nil && (p.config.MaxRequests > 0 && ch.requests >= p.config.MaxRequests || p.config.MaxRSS > 0 && ch.rss() > p.config.MaxRSS) {
		p.end(ch)
		p.count(func(s *Stats) { s.Recycled++ })
		ch = nil
	}
	if ch != nil && p.config.IdleTimeout > 0 {
		ch.idle = time.AfterFunc(p.config.IdleTimeout, func() {
			p.end(ch)
			p.count(func(s *Stats) { s.Recycled++ })
		})
	}
	p.slots <- ch
}

// end kills a child and waits until it is gone.
func (p *Pool) end(ch *child) {
	p.mu.Lock()
	was := p.alive[ch]
	delete(p.alive, ch)
	p.mu.Unlock()
	if was {
		ch.kill()
		ch.reap()
		return
	}
	<-ch.exited
}

func (p *Pool) count(change func(*Stats)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.stats)
}

// Stats returns what happened so far.
func (p *Pool) Stats() Stats {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.stats
	s.Alive = len(p.alive)
	for ch := range p.alive {
		s.RSS += ch.rss()
	}
	return s
}

// Close ends every child, also those at work, and waits until they are gone; calls under way return ErrClosed. It may
// be called once.
func (p *Pool) Close() {
	p.mu.Lock()
	close(p.closed)
	var all []*child
	for ch := range p.alive {
		all = append(all, ch)
	}
	p.mu.Unlock()
	for _, ch := range all {
		ch.kill()
	}
	for range p.config.Size { // every call under way gives its slot back
		if ch := <-p.slots; ch != nil {
			if ch.idle != nil {
				ch.idle.Stop()
			}
			p.end(ch)
		}
	}
}

// Warm has every child answer method once, so that the first request finds it loaded.
func (p *Pool) Warm(ctx context.Context, method string) error {
	group, ctx := errgroup.WithContext(ctx)
	for range p.config.Size { // slots are handed out first come, first served: each child is asked once
		group.Go(func() error {
			_, err := p.Call(ctx, method, Message{})
			return err
		})
	}
	return group.Wait()
}
