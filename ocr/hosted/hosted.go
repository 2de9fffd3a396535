// Package hosted lets an engine that runs native code work in a child process: New gives the parent's side, Handlers
// the child's. Both sides give what the engine would have given in the process of its caller.
package hosted

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"sync"

	"github.com/heyan/heyan/internal/native"
	"github.com/heyan/heyan/ocr"
)

// Caller has a child run a method; *native.Pool is one.
type Caller interface {
	Call(ctx context.Context, method string, m native.Message) (native.Message, error)
}

// Engine is the parent's side.
type Engine struct {
	info   ocr.Info
	caller Caller
}

// New returns the engine that children reach under name; info is what it says of itself, so that nothing need be
// started to know it.
func New(name string, info ocr.Info, caller Caller) *Engine {
	info.Name = name
	return &Engine{info, caller}
}

// Handlers are the child's side: methods name.page, name.lines and name.warm. open loads the engine at the first call.
func Handlers(name string, open func() (ocr.Engine, error)) map[string]native.Handler {
	load := sync.OnceValues(open)
	return map[string]native.Handler{
		name + ".warm": func(context.Context, native.Message) (native.Message, error) {
			_, err := load()
			return native.Message{}, err
		},
		name + ".page": func(ctx context.Context, m native.Message) (native.Message, error) {
			return answer(ctx, m, load, func(e ocr.Engine, imgs []*image.NRGBA, opt ocr.Options) (any, error) {
				if len(imgs) != 1 {
					return nil, errors.New("a page is one picture")
				}
				return e.Page(ctx, imgs[0], opt)
			})
		},
		name + ".lines": func(ctx context.Context, m native.Message) (native.Message, error) {
			return answer(ctx, m, load, func(e ocr.Engine, imgs []*image.NRGBA, opt ocr.Options) (any, error) {
				return e.Lines(ctx, imgs, opt)
			})
		},
	}
}

// request is the header of a message; its blobs are the px of the pictures, three bytes each: red, green, blue.
type request struct {
	Options ocr.Options
	Sizes   []image.Point
}

func answer(_ context.Context, m native.Message, load func() (ocr.Engine, error),
	work func(ocr.Engine, []*image.NRGBA, ocr.Options) (any, error),
) (native.Message, error) {
	e, err := load()
	if err != nil {
		return native.Message{}, err
	}
	var r request
	if err := json.Unmarshal(m.Header, &r); err != nil {
		return native.Message{}, fmt.Errorf("decode request: %w", err)
	}
	imgs, err := unpack(r.Sizes, m.Blobs)
	if err != nil {
		return native.Message{}, err
	}
	result, err := work(e, imgs, r.Options)
	if err != nil {
		return native.Message{}, err
	}
	header, err := json.Marshal(result)
	return native.Message{Header: header}, err
}

// Info implements ocr.Engine.
func (e *Engine) Info() ocr.Info { return e.info }

// Page implements ocr.Engine.
func (e *Engine) Page(ctx context.Context, img *image.NRGBA, opt ocr.Options) (ocr.Page, error) {
	var page ocr.Page
	err := e.call(ctx, "page", []*image.NRGBA{img}, opt, &page)
	return page, err
}

// most is how many pictures travel in one message.
const most = 48

// Lines implements ocr.Engine.
func (e *Engine) Lines(ctx context.Context, imgs []*image.NRGBA, opt ocr.Options) ([]ocr.Line, error) {
	lines := make([]ocr.Line, 0, len(imgs))
	for start := 0; start < len(imgs); start += most {
		var some []ocr.Line
		if err := e.call(ctx, "lines", imgs[start:min(start+most, len(imgs))], opt, &some); err != nil {
			return nil, err
		}
		lines = append(lines, some...)
	}
	if len(lines) != len(imgs) {
		return nil, fmt.Errorf("%s read %d lines of %d", e.info.Name, len(lines), len(imgs))
	}
	return lines, nil
}

func (e *Engine) call(ctx context.Context, method string, imgs []*image.NRGBA, opt ocr.Options, result any) error {
	r := request{Options: opt}
	m := native.Message{}
	for _, img := range imgs {
		r.Sizes = append(r.Sizes, img.Rect.Size())
		m.Blobs = append(m.Blobs, pack(img))
	}
	var err error
	if m.Header, err = json.Marshal(r); err != nil {
		return fmt.Errorf("encode request: %w", err)
	}
	reply, err := e.caller.Call(ctx, e.info.Name+"."+method, m)
	if err != nil {
		return fmt.Errorf("%s: %w", e.info.Name, err)
	}
	if err := json.Unmarshal(reply.Header, result); err != nil {
		return fmt.Errorf("%s: decode answer: %w", e.info.Name, err)
	}
	return nil
}

// pack returns the px without alpha, which an upload has none of once it is open.
func pack(img *image.NRGBA) []byte {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := make([]byte, 3*w*h)
	for y := range h {
		src, dst := img.Pix[y*img.Stride:], out[3*y*w:3*(y+1)*w]
		for x := range w {
			copy(dst[3*x:3*x+3], src[4*x:4*x+3])
		}
	}
	return out
}

func unpack(sizes []image.Point, blobs [][]byte) ([]*image.NRGBA, error) {
	if len(sizes) != len(blobs) {
		return nil, fmt.Errorf("%d sizes for %d pictures", len(sizes), len(blobs))
	}
	imgs := make([]*image.NRGBA, len(blobs))
	for i, b := range blobs {
		w, h := sizes[i].X, sizes[i].Y
		if w < 0 || h < 0 || len(b) != 3*w*h {
			return nil, fmt.Errorf("%d bytes are no picture of %v", len(b), sizes[i])
		}
		img := image.NewNRGBA(image.Rect(0, 0, w, h))
		for p := range w * h {
			copy(img.Pix[4*p:4*p+3], b[3*p:3*p+3])
			img.Pix[4*p+3] = 255
		}
		imgs[i] = img
	}
	return imgs, nil
}
