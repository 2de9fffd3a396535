package photo

import (
	"image"
	"math"
)

// sceneSide is the long side, in px, at which people and cloth are measured: areas and colours need no more.
const sceneSide = 640

// scene is a picture reduced for measuring, with what most measures need of every px.
type scene struct {
	img   *image.NRGBA
	w, h  int
	scale float64 // px of the original a px of img

	// u and v are log chromaticities ln R - ln G and ln B - ln G of linear light: shade and folds leave them as they
	// are, a coloured light moves every px by the same amount (Finlayson and Hordley, 2001). y is linear luminance
	// in 0 to 1.
	u, v, y []float32
	person  []float32 // likelihood that a px belongs to a person, 0 to 1
	near    []float32 // person, spread out by about 1 % of the picture: what is 0 here is surely background
}

// darkOffset keeps the logarithm of dark px finite; noise would rule the chromaticity of px darker than it.
const darkOffset = 0.01

// tables of sRGB (IEC 61966-2-1) levels: linear light, and ln(linear + darkOffset).
var (
	linear    = levelTable(func(l float64) float64 { return l })
	logLinear = levelTable(func(l float64) float64 { return math.Log(l + darkOffset) })
)

func levelTable(f func(float64) float64) *[256]float32 {
	var t [256]float32
	for i := range t {
		c := float64(i) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		t[i] = float32(f(c))
	}
	return &t
}

// luminance returns the linear luminance of an sRGB px, 0 to 1.
func luminance(p []uint8) float32 {
	return 0.2126*linear[p[0]] + 0.7152*linear[p[1]] + 0.0722*linear[p[2]]
}

func newScene(img *image.NRGBA, mask *Mask) *scene {
	small := Fit(img, sceneSide)
	s := &scene{img: small, w: small.Rect.Dx(), h: small.Rect.Dy()}
	s.scale = float64(img.Rect.Dx()) / float64(max(s.w, 1))
	n := s.w * s.h
	planes := make([]float32, 3*n)
	s.u, s.v, s.y = planes[:n:n], planes[n:2*n:2*n], planes[2*n:]
	for y := range s.h {
		row := small.Pix[y*small.Stride : y*small.Stride+s.w*4]
		o := y * s.w
		for i := 0; i < len(row); i, o = i+4, o+1 {
			p := row[i : i+3 : i+3]
			g := logLinear[p[1]]
			s.u[o], s.v[o], s.y[o] = logLinear[p[0]]-g, logLinear[p[2]]-g, luminance(p)
		}
	}
	if mask == nil {
		mask = &Mask{W: 1, H: 1, P: []float32{0}}
	}
	s.person = mask.Resize(s.w, s.h).P
	s.near = mask.spread(max(mask.W, mask.H)/100).Resize(s.w, s.h).P
	return s
}

// at returns the three channels of px i of the scene.
func (s *scene) at(i int) []uint8 {
	o := i/s.w*s.img.Stride + i%s.w*4
	return s.img.Pix[o : o+3 : o+3]
}

// spread returns m with each cell raised to the largest within r cells along both axes.
func (m *Mask) spread(r int) *Mask {
	pass := func(in []float32, lines, length, lineStep, step int) []float32 {
		out := make([]float32, len(in))
		for l := range lines {
			for i := range length {
				best := float32(0)
				for k := max(i-r, 0); k <= min(i+r, length-1); k++ {
					best = max(best, in[l*lineStep+k*step])
				}
				out[l*lineStep+i*step] = best
			}
		}
		return out
	}
	return &Mask{W: m.W, H: m.H, P: pass(pass(m.P, m.H, m.W, m.W, 1), m.W, m.H, 1, m.W)}
}
