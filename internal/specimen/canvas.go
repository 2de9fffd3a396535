package specimen

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"github.com/heyan/heyan/internal/fonts"
	"github.com/heyan/heyan/internal/geom"
)

// typeface names a font of Debian's.
type typeface struct {
	path  string
	index int
}

// The faces that specimens are set in.
var (
	sans = []typeface{
		{"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0},
		{"/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0},
		{"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2},
	}
	serif = []typeface{
		{"/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2},
		{"/usr/share/fonts/truetype/arphic/uming.ttc", 0},
	}
	brush  = typeface{"/usr/share/fonts/truetype/arphic/ukai.ttc", 0}
	digits = []typeface{
		{"/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", 0},
		{"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0},
		{"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 0},
	}
)

var opened sync.Map // typeface to *sfnt.Font

// open returns a font. A font that is not installed is the fault of whoever runs the tests: it panics with the cure.
func (t typeface) open() *sfnt.Font {
	if f, ok := opened.Load(t); ok {
		return f.(*sfnt.Font) //nolint:forcetypeassert // only fonts are stored
	}
	f, err := fonts.Open(t.path, t.index)
	if err != nil {
		panic(err.Error() + " (scripts/deps.sh fonts installs it)")
	}
	opened.Store(t, f)
	return f
}

// canvas is a sheet that is printed on.
type canvas struct{ *image.NRGBA }

func newCanvas(w, h int, paper color.NRGBA) canvas {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(paper), image.Point{}, draw.Src)
	return canvas{img}
}

// style is how text is set.
type style struct {
	face    typeface
	size    float64 // px
	ink     color.NRGBA
	spacing float64    // px between characters
	bold    float64    // px that strokes are thickened by
	jitter  *rand.Rand // handwriting: moves, turns and resizes each character
}

// text sets a line with its left end at x and its baseline at y, and returns the box around it.
func (c canvas) text(s style, x, y float64, text string) geom.Quad {
	f := s.face.open()
	face, err := fonts.Face(f, s.size)
	if err != nil {
		panic(err)
	}
	defer face.Close()
	left := x
	var b sfnt.Buffer
	for _, r := range text {
		advance, ok := face.GlyphAdvance(r)
		if glyph, err := f.GlyphIndex(&b, r); err != nil || glyph == 0 || !ok { // not in this font
			advance = fixed.I(int(s.size / 2))
			if r != ' ' { // no such character in this font: another has it
				other := s
				other.face = sans[2]
				if other.face != s.face {
					q := c.text(other, x, y, string(r))
					advance = fixed.I(int(q.Width()))
				}
			}
			x += float64(advance)/64 + s.spacing
			continue
		}
		c.glyph(s, f, &b, x, y, r)
		x += float64(advance)/64 + s.spacing
	}
	return geom.Quad{{X: left, Y: y - 0.88*s.size}, {X: x - s.spacing, Y: y - 0.88*s.size}, {X: x - s.spacing, Y: y + 0.14*s.size}, {X: left, Y: y + 0.14*s.size}}
}

// width returns how wide text is set.
func (s style) width(text string) float64 {
	face, err := fonts.Face(s.face.open(), s.size)
	if err != nil {
		panic(err)
	}
	defer face.Close()
	return float64(font.MeasureString(face, text))/64 + s.spacing*float64(len([]rune(text)))
}

func (c canvas) glyph(s style, f *sfnt.Font, b *sfnt.Buffer, x, y float64, r rune) {
	index, err := f.GlyphIndex(b, r)
	if err != nil {
		return
	}
	segments, err := f.LoadGlyph(b, index, fixed.Int26_6(s.size*64), nil)
	if err != nil {
		return
	}
	scale, sin, cos, slant := 1.0, 0.0, 1.0, 0.0
	if s.jitter != nil {
		scale = between(s.jitter, 0.88, 1.12)
		sin, cos = math.Sincos(between(s.jitter, -0.09, 0.09))
		slant = between(s.jitter, -0.12, 0.05)
		y += between(s.jitter, -0.07, 0.07) * s.size
		x += between(s.jitter, -0.04, 0.04) * s.size
	}
	at := func(p fixed.Point26_6, dx float64) (float32, float32) {
		px, py := float64(p.X)/64*scale, float64(p.Y)/64*scale
		px -= slant * py
		return float32(x + dx + px*cos - py*sin), float32(y + px*sin + py*cos)
	}
	reach := int(1.5*s.size) + 4
	box := image.Rect(int(x)-reach, int(y)-reach, int(x)+reach, int(y)+reach).Intersect(c.Rect)
	if box.Empty() {
		return
	}
	for dx := 0.0; dx <= s.bold; dx += max(s.bold, 1) {
		c.outline(segments, box, s.ink, func(p fixed.Point26_6) (float32, float32) { return at(p, dx) })
	}
}

// outline fills a glyph's segments inside box, the only part of the sheet that is touched.
func (c canvas) outline(segments sfnt.Segments, box image.Rectangle, ink color.NRGBA, at func(fixed.Point26_6) (float32, float32)) {
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	to := func(p fixed.Point26_6) (float32, float32) {
		x, y := at(p)
		return x - float32(box.Min.X), y - float32(box.Min.Y)
	}
	for _, seg := range segments {
		x1, y1 := to(seg.Args[0])
		x2, y2 := to(seg.Args[1])
		x3, y3 := to(seg.Args[2])
		switch seg.Op {
		case sfnt.SegmentOpMoveTo:
			r.ClosePath()
			r.MoveTo(x1, y1)
		case sfnt.SegmentOpLineTo:
			r.LineTo(x1, y1)
		case sfnt.SegmentOpQuadTo:
			r.QuadTo(x1, y1, x2, y2)
		case sfnt.SegmentOpCubeTo:
			r.CubeTo(x1, y1, x2, y2, x3, y3)
		}
	}
	r.ClosePath()
	r.Draw(c, box, image.NewUniform(ink), image.Point{})
}

// fill fills a shape.
func (c canvas) fill(points []geom.Point, ink color.NRGBA) {
	box := image.Rectangle{}
	for _, p := range points {
		box = box.Union(image.Rect(int(p.X)-2, int(p.Y)-2, int(p.X)+3, int(p.Y)+3))
	}
	if box = box.Intersect(c.Rect); box.Empty() {
		return
	}
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	for i, p := range points {
		x, y := float32(p.X)-float32(box.Min.X), float32(p.Y)-float32(box.Min.Y)
		if i == 0 {
			r.MoveTo(x, y)
			continue
		}
		r.LineTo(x, y)
	}
	r.ClosePath()
	r.Draw(c, box, image.NewUniform(ink), image.Point{})
}

// line draws a stroke of a thickness through points.
func (c canvas) line(points []geom.Point, thick float64, ink color.NRGBA) {
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		d := a.Distance(b)
		if d == 0 {
			continue
		}
		u := b.Sub(a).Mul(thick / 2 / d)
		n := geom.Point{X: -u.Y, Y: u.X}
		c.fill([]geom.Point{a.Sub(u).Add(n), b.Add(u).Add(n), b.Add(u).Sub(n), a.Sub(u).Sub(n)}, ink)
	}
}

// frame draws the edges of a box.
func (c canvas) frame(x0, y0, x1, y1, thick float64, ink color.NRGBA) {
	c.line([]geom.Point{{X: x0, Y: y0}, {X: x1, Y: y0}, {X: x1, Y: y1}, {X: x0, Y: y1}, {X: x0, Y: y0}}, thick, ink)
}

func ellipse(x, y, rx, ry float64) []geom.Point {
	points := make([]geom.Point, 72)
	for i := range points {
		sin, cos := math.Sincos(float64(i) / 72 * 2 * math.Pi)
		points[i] = geom.Point{X: x + rx*cos, Y: y + ry*sin}
	}
	return points
}

func grey(v uint8) color.NRGBA { return color.NRGBA{v, v, v, 255} }
