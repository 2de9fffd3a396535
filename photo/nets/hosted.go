package nets

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"math"
	"sync"

	"github.com/heyan/heyan/internal/native"
	"github.com/heyan/heyan/photo"
)

// Methods of the child process.
const (
	MethodFaces  = "photo.faces"
	MethodPerson = "photo.person"
)

// hostedSide is the longest side, in px, of what is sent to the child: twice what the nets look at.
const hostedSide = 640

// Caller calls a method of the child process; native.Pool is one.
type Caller interface {
	Call(ctx context.Context, method string, req native.Message) (native.Message, error)
}

// Hosted returns nets that run in the child process behind caller, which must offer Handlers.
func Hosted(caller Caller) photo.Nets { return hosted{caller} }

type hosted struct{ caller Caller }

// size is the header of a request, whose one blob is the px as RGBA, and of the answer to MethodPerson, whose one
// blob is the mask as little-endian float32.
type size struct {
	W int `json:"w"`
	H int `json:"h"`
}

func (h hosted) call(ctx context.Context, method string, img *image.NRGBA) (native.Message, error) {
	if img.Stride != img.Rect.Dx()*4 { // a part of a larger picture
		img = photo.Shrink(img, img.Rect.Dx(), img.Rect.Dy())
	}
	header, err := json.Marshal(size{img.Rect.Dx(), img.Rect.Dy()})
	if err != nil {
		return native.Message{}, fmt.Errorf("encode request: %w", err)
	}
	return h.caller.Call(ctx, method, native.Message{Header: header, Blobs: [][]byte{img.Pix[:img.Rect.Dx()*img.Rect.Dy()*4]}})
}

// Faces implements photo.Nets.
func (h hosted) Faces(ctx context.Context, img *image.NRGBA) ([]photo.Face, error) {
	small := photo.Fit(img, hostedSide)
	answer, err := h.call(ctx, MethodFaces, small)
	if err != nil {
		return nil, fmt.Errorf("call for faces: %w", err)
	}
	var faces []photo.Face
	if err := json.Unmarshal(answer.Header, &faces); err != nil {
		return nil, fmt.Errorf("decode faces: %w", err)
	}
	sx := float64(img.Rect.Dx()) / float64(max(small.Rect.Dx(), 1))
	sy := float64(img.Rect.Dy()) / float64(max(small.Rect.Dy(), 1))
	for i := range faces {
		for k := range faces[i].Box {
			faces[i].Box[k].X *= sx
			faces[i].Box[k].Y *= sy
		}
		for k := range faces[i].Landmarks {
			faces[i].Landmarks[k].X *= sx
			faces[i].Landmarks[k].Y *= sy
		}
	}
	return faces, nil
}

// Person implements photo.Nets.
func (h hosted) Person(ctx context.Context, img *image.NRGBA) (*photo.Mask, error) {
	answer, err := h.call(ctx, MethodPerson, photo.Shrink(img, personSide, personSide))
	if err != nil {
		return nil, fmt.Errorf("call for person: %w", err)
	}
	var s size
	if err := json.Unmarshal(answer.Header, &s); err != nil {
		return nil, fmt.Errorf("decode person: %w", err)
	}
	if s.W < 1 || s.H < 1 || len(answer.Blobs) != 1 || len(answer.Blobs[0]) != 4*s.W*s.H {
		return nil, errors.New("decode person: mask has another size than it says")
	}
	m := &photo.Mask{W: s.W, H: s.H, P: make([]float32, s.W*s.H)}
	for i := range m.P {
		m.P[i] = math.Float32frombits(binary.LittleEndian.Uint32(answer.Blobs[0][4*i:]))
	}
	return m, nil
}

// Handlers returns what the child process offers: the nets by method. They are loaded at the first call, so that a
// child which never sees a person does not carry them.
func Handlers() map[string]native.Handler {
	load := sync.OnceValues(New)
	with := func(run func(context.Context, *Nets, *image.NRGBA) (native.Message, error)) native.Handler {
		return func(ctx context.Context, req native.Message) (native.Message, error) {
			n, err := load()
			if err != nil {
				return native.Message{}, err
			}
			img, err := picture(req)
			if err != nil {
				return native.Message{}, err
			}
			return run(ctx, n, img)
		}
	}
	return map[string]native.Handler{MethodFaces: with(answerFaces), MethodPerson: with(answerPerson)}
}

func answerFaces(ctx context.Context, n *Nets, img *image.NRGBA) (native.Message, error) {
	faces, err := n.Faces(ctx, img)
	if err != nil {
		return native.Message{}, err
	}
	header, err := json.Marshal(faces)
	return native.Message{Header: header}, err
}

func answerPerson(ctx context.Context, n *Nets, img *image.NRGBA) (native.Message, error) {
	m, err := n.Person(ctx, img)
	if err != nil {
		return native.Message{}, err
	}
	blob := make([]byte, 0, 4*len(m.P))
	for _, p := range m.P {
		blob = binary.LittleEndian.AppendUint32(blob, math.Float32bits(p))
	}
	header, err := json.Marshal(size{m.W, m.H})
	return native.Message{Header: header, Blobs: [][]byte{blob}}, err
}

// picture decodes a request.
func picture(req native.Message) (*image.NRGBA, error) {
	var s size
	if err := json.Unmarshal(req.Header, &s); err != nil {
		return nil, fmt.Errorf("decode request: %w", err)
	}
	if s.W < 1 || s.H < 1 || len(req.Blobs) != 1 || len(req.Blobs[0]) != 4*s.W*s.H {
		return nil, errors.New("decode request: picture has another size than it says")
	}
	return &image.NRGBA{Pix: req.Blobs[0], Stride: 4 * s.W, Rect: image.Rect(0, 0, s.W, s.H)}, nil
}
