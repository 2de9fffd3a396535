package handlers

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/heyan/heyan/validate"
)

// admission bounds the work: a request takes a place in the room before its body is read, so that bodies have a
// bound, and a slot once it is there, so that slow callers hold none. Who finds no place, or waits too long for a
// slot, is told to come back; that keeps those inside fast.
type admission struct {
	room, slots chan struct{}
	wait        time.Duration
	waiting     atomic.Int64
}

func newAdmission(l Limits) *admission {
	return &admission{room: make(chan struct{}, l.Slots+l.Queue), slots: make(chan struct{}, l.Slots), wait: l.Wait}
}

// enter takes a place in the room; the caller leaves by calling what it returns.
func (a *admission) enter() (leave func(), err error) {
	select {
	case a.room <- struct{}{}:
		return func() { <-a.room }, nil
	default:
		return nil, validate.ErrBusy
	}
}

// work waits for a slot; the caller frees it by calling what it returns.
func (a *admission) work(ctx context.Context) (done func(), err error) {
	a.waiting.Add(1)
	defer a.waiting.Add(-1)
	timer := time.NewTimer(a.wait)
	defer timer.Stop()
	select {
	case a.slots <- struct{}{}:
		return func() { <-a.slots }, nil
	case <-timer.C:
		return nil, validate.ErrBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
