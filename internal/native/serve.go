package native

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
)

// Serve is the child's main: it answers requests from r on w, one at a time, until r is closed. A handler that panics
// ends the process, because nobody knows what state native code is in then; the parent starts another.
func Serve(r io.Reader, w io.Writer, handlers map[string]Handler) error {
	in, out := bufio.NewReaderSize(r, 1<<16), bufio.NewWriterSize(w, 1<<16)
	for {
		request, blobs, err := readFrame(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read request: %w", err)
		}
		answer, reply := answerTo(handlers, request, blobs)
		if err := writeFrame(out, answer, reply); err != nil {
			return fmt.Errorf("write answer: %w", err)
		}
		if err := out.Flush(); err != nil {
			return fmt.Errorf("write answer: %w", err)
		}
	}
}

// answerTo calls the method's handler. The deadline is the parent's: it kills the process.
func answerTo(handlers map[string]Handler, request envelope, blobs [][]byte) (envelope, [][]byte) {
	handler, ok := handlers[request.Method]
	if !ok {
		return envelope{Failed: true, Error: "there is no method " + request.Method}, nil
	}
	reply, err := handler(context.Background(), Message{Header: request.Header, Blobs: blobs})
	if err != nil {
		return envelope{Failed: true, Error: err.Error()}, nil
	}
	return envelope{Header: reply.Header}, reply.Blobs
}
