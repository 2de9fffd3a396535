package photo

import (
	"context"
	"image"

	"github.com/heyan/heyan/internal/geom"
)

// Nets finds people. Package nets implements it.
type Nets interface {
	// Faces returns the faces of img, the most confident first.
	Faces(ctx context.Context, img *image.NRGBA) ([]Face, error)
	// Person returns how likely each part of img belongs to a person.
	Person(ctx context.Context, img *image.NRGBA) (*Mask, error)
}

// Face is one detected face, in px of the picture.
type Face struct {
	Box        geom.Quad // upright, from the hairline to the chin
	Confidence float64   // 0 to 1
	// Landmarks are 68 points in the order of the iBUG 300-W annotation, left and right as seen in the picture:
	// 0–16 jaw from left to right (8 the chin), 17–26 brows, 27–35 nose (30 its tip), 36–41 left eye, 42–47 right
	// eye, 48–67 mouth. Nil where they were not sought.
	Landmarks []geom.Point
}

// Mask is a coarse map over a whole picture, row by row, its corners on the picture's corners.
type Mask struct {
	W, H int
	P    []float32 // W × H values in 0 to 1
}

// Resize returns m at w × h cells, by bilinear interpolation between cell centres.
func (m *Mask) Resize(w, h int) *Mask {
	out := &Mask{W: w, H: h, P: make([]float32, w*h)}
	if m.W < 1 || m.H < 1 {
		return out
	}
	type tap struct {
		i, j int
		f    float32
	}
	taps := func(from, to int) []tap {
		t := make([]tap, to)
		for k := range t {
			x := min(max((float32(k)+0.5)*float32(from)/float32(to)-0.5, 0), float32(from-1))
			i := int(x)
			t[k] = tap{i, min(i+1, from-1), x - float32(i)}
		}
		return t
	}
	columns := taps(m.W, w)
	for y, r := range taps(m.H, h) {
		top, bottom := m.P[r.i*m.W:(r.i+1)*m.W], m.P[r.j*m.W:(r.j+1)*m.W]
		row := out.P[y*w : (y+1)*w]
		for x, c := range columns {
			a := top[c.i] + (top[c.j]-top[c.i])*c.f
			b := bottom[c.i] + (bottom[c.j]-bottom[c.i])*c.f
			row[x] = a + (b-a)*r.f
		}
	}
	return out
}
