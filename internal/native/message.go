// Package native runs code that can crash, leak or hang in supervised child processes of heyan's own binary.
//
// # Why
//
// OCR engines, neural nets and the PDF renderer are C and C++ (or a large WebAssembly heap). A crash there would take
// the service and every request in flight with it; a hang could not be ended. A child costs about 0.1 ms a call and
// dies alone: Pool starts it, feeds it one request at a time, kills it at the deadline or when it has grown or worked
// enough, starts the next, and repeats on a fresh child what a dying child was doing for somebody else.
//
// # How
//
// A Method is a name and a Message in, a Message out. The child's main calls Serve with its handlers; the parent's
// Pool calls them by name. Neither side knows what a method means.
package native

import (
	"context"
	"encoding/json"
	"errors"
)

// Message is what travels: a small JSON header and large binary parts beside it.
type Message struct {
	Header json.RawMessage
	Blobs  [][]byte
}

// Handler answers one request in the child. A returned error reaches the caller as an Error with the same text.
type Handler func(ctx context.Context, req Message) (Message, error)

// Error is what a handler in the child returned.
type Error struct{ Text string }

func (e *Error) Error() string { return e.Text }

// ErrCrashed means that the child died under this very request twice: the request is what kills it.
var ErrCrashed = errors.New("native code crashed on this input")

// ErrClosed means that the pool has been closed.
var ErrClosed = errors.New("pool of native processes is closed")
