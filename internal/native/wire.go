package native

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// A frame on the pipe is a count of parts, the length of each, and the parts: the envelope as JSON, then the blobs.
const (
	maxParts = 64
	maxPart  = 1 << 30 // bytes; a page of 50 Mpx is 150 MB
)

var errFrame = errors.New("malformed frame")

// envelope travels before the blobs: a request names its method, an answer its error.
type envelope struct {
	Method string          `json:"method,omitempty"`
	Error  string          `json:"error,omitempty"`
	Failed bool            `json:"failed,omitempty"`
	Header json.RawMessage `json:"header,omitempty"`
}

func writeFrame(w io.Writer, e envelope, blobs [][]byte) error {
	head, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode envelope: %w", err)
	}
	if len(blobs) >= maxParts {
		return fmt.Errorf("%w: %d blobs", errFrame, len(blobs))
	}
	sizes := binary.LittleEndian.AppendUint32(nil, uint32(len(blobs)+1))
	sizes = binary.LittleEndian.AppendUint32(sizes, uint32(len(head)))
	for _, b := range blobs {
		if len(b) > maxPart {
			return fmt.Errorf("%w: blob of %d bytes", errFrame, len(b))
		}
		sizes = binary.LittleEndian.AppendUint32(sizes, uint32(len(b)))
	}
	if _, err := w.Write(append(sizes, head...)); err != nil {
		return err
	}
	for _, b := range blobs {
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	return nil
}

// readFrame returns io.EOF where the pipe was closed between frames.
func readFrame(r *bufio.Reader) (envelope, [][]byte, error) {
	var e envelope
	var word [4]byte
	next := func() (int, error) {
		_, err := io.ReadFull(r, word[:])
		return int(binary.LittleEndian.Uint32(word[:])), err
	}
	n, err := next()
	if err != nil {
		return e, nil, err
	}
	if n < 1 || n > maxParts {
		return e, nil, fmt.Errorf("%w: %d parts", errFrame, n)
	}
	sizes := make([]int, n)
	for i := range sizes {
		if sizes[i], err = next(); err != nil {
			return e, nil, fmt.Errorf("read frame: %w", err)
		}
		if sizes[i] > maxPart {
			return e, nil, fmt.Errorf("%w: part of %d bytes", errFrame, sizes[i])
		}
	}
	parts := make([][]byte, n)
	for i, size := range sizes {
		parts[i] = make([]byte, size)
		if _, err := io.ReadFull(r, parts[i]); err != nil {
			return e, nil, fmt.Errorf("read frame: %w", err)
		}
	}
	if err := json.Unmarshal(parts[0], &e); err != nil {
		return e, nil, fmt.Errorf("%w: %w", errFrame, err)
	}
	return e, parts[1:], nil
}
