package specimen

import (
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/heyan/heyan/internal/geom"
)

var (
	sealRed  = color.NRGBA{205, 26, 34, 255}
	sealGrey = color.NRGBA{100, 100, 102, 255}
)

// drawSeal stamps a ring with a name along its upper arc and a plain disc in its middle, where a true seal has a star
// or an emblem. The ink is uneven, weaker towards one side, and print below shows through it.
func drawSeal(c canvas, r *rand.Rand, x, y, radius float64, name string, ink color.NRGBA, strength float64) geom.Quad {
	side := int(2*radius) + 12
	middle := float64(side) / 2
	die := newCanvas(side, side, grey(255)) // what is black on it takes ink
	ring := func(at, thick float64) {
		var points []geom.Point
		for i := range 181 {
			sin, cos := math.Sincos(float64(i) / 180 * 2 * math.Pi)
			points = append(points, geom.Point{X: middle + at*cos, Y: middle + at*sin})
		}
		die.line(points, thick, grey(0))
	}
	ring(radius*0.97, radius*0.055)
	if r.IntN(3) == 0 {
		ring(radius*0.9, radius*0.014)
	}
	die.fill(ellipse(middle, middle, radius*0.2, radius*0.2), grey(0))
	turn := between(r, -0.25, 0.25)
	face := serif[0].open()
	letters := []rune(name)
	size := min(radius*0.3, radius*3.6/float64(len(letters)))
	span := min(float64(len(letters))*size*1.12/(radius*0.74), 5)
	var b sfnt.Buffer
	for i, letter := range letters {
		t := -math.Pi/2 + turn + span*(float64(i)/float64(max(len(letters)-1, 1))-0.5)
		die.turned(face, &b, letter, middle+radius*0.64*math.Cos(t), middle+radius*0.64*math.Sin(t), size, t+math.Pi/2, grey(0))
	}
	c.stamp(r, die, int(x-middle), int(y-middle), ink, strength)
	return geom.Quad{{X: x - radius, Y: y - radius}, {X: x + radius, Y: y - radius}, {X: x + radius, Y: y + radius}, {X: x - radius, Y: y + radius}}
}

// stamp presses a die on the sheet with its top left corner at x0, y0.
func (c canvas) stamp(r *rand.Rand, die canvas, x0, y0 int, ink color.NRGBA, strength float64) {
	sin, cos := math.Sincos(between(r, 0, 2*math.Pi))
	lean := between(r, 0, 0.3)
	phase, side := between(r, 0, 6), float64(die.Rect.Dx())
	for y := range die.Rect.Dy() {
		for x := range die.Rect.Dx() {
			covered := 1 - float64(die.Pix[y*die.Stride+4*x])/255
			px, py := x0+x, y0+y
			if covered == 0 || px < 0 || py < 0 || px >= c.Rect.Dx() || py >= c.Rect.Dy() {
				continue
			}
			u, v := float64(x)/side-0.5, float64(y)/side-0.5
			blotch := 0.9 + 0.06*math.Sin(31*u+phase+4*math.Sin(17*v)) + 0.05*math.Sin(23*v-phase+5*u) - 0.12*r.Float64()*r.Float64()
			a := min(max(covered*strength*(blotch-lean*(0.5+u*cos+v*sin)), 0), 1)
			p := c.Pix[py*c.Stride+4*px:]
			for i, level := range [3]uint8{ink.R, ink.G, ink.B} {
				below := float64(p[i])
				p[i] = clamp(below * (1 - a + a*float64(level)/255))
			}
		}
	}
}

// turned sets one character upright along a direction, its foot at x, y.
func (c canvas) turned(f *sfnt.Font, b *sfnt.Buffer, letter rune, x, y, size, angle float64, ink color.NRGBA) {
	index, err := f.GlyphIndex(b, letter)
	if err != nil || index == 0 {
		return
	}
	segments, err := f.LoadGlyph(b, index, fixed.Int26_6(size*64), nil)
	if err != nil {
		return
	}
	sin, cos := math.Sincos(angle)
	reach := int(2*size) + 2
	box := rect(int(x)-reach, int(y)-reach, int(x)+reach, int(y)+reach).Intersect(c.Rect)
	if box.Empty() {
		return
	}
	for _, dx := range []float64{-0.02, 0.02} { // seals are cut bold
		c.outline(segments, box, ink, func(p fixed.Point26_6) (float32, float32) {
			px, py := float64(p.X)/64-size/2+dx*size, float64(p.Y)/64
			return float32(x + px*cos - py*sin), float32(y + px*sin + py*cos)
		})
	}
}
