package pdf

import (
	"encoding/json"
	"fmt"

	"github.com/heyan/heyan/internal/intake"
	"github.com/heyan/heyan/internal/native"
)

// The methods that Handlers serves. Each request carries the document as its only blob.
const (
	methodInspect = "pdf.inspect"
	methodRender  = "pdf.render"
	methodText    = "pdf.text"
)

// request is the header of every request.
type request struct {
	Page int     `json:"page"`
	DPI  float64 `json:"dpi"`
}

// response is the header of every response; a rendered page's RGBA is its blob.
type response struct {
	Fault  fault             `json:"fault,omitempty"`
	Detail string            `json:"detail,omitempty"`
	Pages  []intake.PageSize `json:"pages,omitempty"`
	Width  int               `json:"width,omitempty"`
	Height int               `json:"height,omitempty"`
	Lines  []intake.TextLine `json:"lines,omitempty"`
}

// fault is what is wrong with a document, as opposed to with us.
type fault string

const (
	sound     fault = ""
	encrypted fault = "encrypted"
	damaged   fault = "damaged"
)

// pack writes header and blobs as a message.
func pack(header any, blobs ...[]byte) (native.Message, error) {
	b, err := json.Marshal(header)
	if err != nil {
		return native.Message{}, fmt.Errorf("write header: %w", err)
	}
	return native.Message{Header: b, Blobs: blobs}, nil
}
