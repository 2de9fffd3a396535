package pdf

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"

	"github.com/heyan/heyan/internal/intake"
	"github.com/heyan/heyan/internal/native"
)

// Caller calls a method of the child process; native.Pool is one.
type Caller interface {
	Call(ctx context.Context, method string, req native.Message) (native.Message, error)
}

// New returns a Renderer that has Handlers' methods called by caller.
func New(caller Caller) intake.Renderer { return renderer{caller} }

type renderer struct{ caller Caller }

func (r renderer) Inspect(ctx context.Context, pdf []byte) ([]intake.PageSize, error) {
	res, _, err := r.call(ctx, methodInspect, request{}, pdf)
	return res.Pages, err
}

func (r renderer) Render(ctx context.Context, pdf []byte, page int, dpi float64) (*image.NRGBA, error) {
	res, blobs, err := r.call(ctx, methodRender, request{page, dpi}, pdf)
	if err != nil {
		return nil, err
	}
	if res.Width < 1 || res.Height < 1 || len(blobs) != 1 || len(blobs[0])/4/res.Width < res.Height {
		return nil, fmt.Errorf("render PDF page: answer of %d × %d px in %d blobs", res.Width, res.Height, len(blobs))
	}
	return &image.NRGBA{Pix: blobs[0], Stride: 4 * res.Width, Rect: image.Rect(0, 0, res.Width, res.Height)}, nil
}

func (r renderer) Text(ctx context.Context, pdf []byte, page int, dpi float64) ([]intake.TextLine, error) {
	res, _, err := r.call(ctx, methodText, request{page, dpi}, pdf)
	return res.Lines, err
}

// call turns what the child says of the document into intake's errors. A document that kills the child is damaged.
func (r renderer) call(ctx context.Context, method string, req request, pdf []byte) (response, [][]byte, error) {
	msg, err := pack(req, pdf)
	if err != nil {
		return response{}, nil, err
	}
	answer, err := r.caller.Call(ctx, method, msg)
	if errors.Is(err, native.ErrCrashed) {
		return response{}, nil, tooComplex(err)
	}
	if err != nil {
		return response{}, nil, fmt.Errorf("call %s: %w", method, err)
	}
	var res response
	if err := json.Unmarshal(answer.Header, &res); err != nil {
		return response{}, nil, fmt.Errorf("read answer of %s: %w", method, err)
	}
	switch res.Fault {
	case sound:
		return res, answer.Blobs, nil
	case encrypted:
		return response{}, nil, &intake.Error{
			Kind: intake.ErrEncrypted, Cause: errors.New(res.Detail),
			Detail: "The PDF file is protected by a password; remove the protection and upload it again.",
		}
	default:
		return response{}, nil, tooComplex(errors.New(res.Detail))
	}
}

func tooComplex(cause error) error {
	return &intake.Error{
		Kind: intake.ErrDamaged, Cause: cause,
		Detail: "The PDF file is damaged or too complex to draw; print it to a new PDF, or export it as JPEG, and upload that.",
	}
}
