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
	sealRed  = color.NRGBA{205, 30, 38, 255}
	sealGrey = color.NRGBA{110, 110, 112, 255}
)

// drawSeal stamps a ring with a name along its upper arc and a plain disc in its middle, where a true seal has a star
// or an emblem. The ink is a little uneven, and print below shows through.
func drawSeal(c canvas, r *rand.Rand, x, y, radius float64, name string, ink color.NRGBA, strength float64) geom.Quad {
	alpha := func(a float64) color.NRGBA {
		i := ink
		i.A = uint8(255 * strength * a)
		return i
	}
	turn := between(r, -0.25, 0.25)
	for i := range 120 {
		a, b := float64(i)/120*2*math.Pi, (float64(i)+1.2)/120*2*math.Pi
		at := func(t float64) geom.Point { return geom.Point{X: x + radius*math.Cos(t), Y: y + radius*math.Sin(t)} }
		c.line([]geom.Point{at(a), at(b)}, radius*0.055, alpha(between(r, 0.75, 1)))
	}
	c.fill(ellipse(x, y, radius*0.2, radius*0.2), alpha(0.9))
	face := serif[0].open()
	runes := []rune(name)
	size := min(radius*0.3, radius*3.6/float64(len(runes)))
	span := min(float64(len(runes))*size*1.12/(radius*0.74), 5)
	var b sfnt.Buffer
	for i, letter := range runes {
		t := -math.Pi/2 + turn + span*(float64(i)/float64(max(len(runes)-1, 1))-0.5)
		c.turned(face, &b, letter, x+radius*0.66*math.Cos(t), y+radius*0.66*math.Sin(t), size, t+math.Pi/2, alpha(between(r, 0.8, 1)))
	}
	return geom.Quad{{X: x - radius, Y: y - radius}, {X: x + radius, Y: y - radius}, {X: x + radius, Y: y + radius}, {X: x - radius, Y: y + radius}}
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
	c.outline(segments, box, ink, func(p fixed.Point26_6) (float32, float32) {
		px, py := float64(p.X)/64-size/2, float64(p.Y)/64
		return float32(x + px*cos - py*sin), float32(y + px*sin + py*cos)
	})
}
