package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/intake"
)

const (
	// maxGap is the space within a line, in heights of its characters. What is further apart are two columns, which
	// an OCR engine would also tell apart.
	maxGap = 1.5
	// minOverlap is the share of its height by which a character stands on the line it belongs to.
	minOverlap = 0.4
	// sameWay is the cosine of the angle to which characters of a line agree: 10°.
	sameWay = 0.985
)

// direction returns the unit vector in px of text that PDFium says is turned by an angle in radians, clockwise.
func (t transform) direction(angle float64) geom.Point {
	v := t.x.Mul(math.Cos(angle)).Sub(t.y.Mul(math.Sin(angle)))
	return v.Mul(1 / max(math.Hypot(v.X, v.Y), 1e-9))
}

// lines joins characters, in PDFium's order, to lines in reading order. A line ends where PDFium ended one, where the direction
// changes, and where the next character stands elsewhere: above or below, before, or far behind.
func lines(glyphs []glyph) []intake.TextLine {
	var out []intake.TextLine
	var l line
	flush := func() {
		if t := strings.TrimSpace(l.text.String()); t != "" {
			out = append(out, intake.TextLine{Text: t, Quad: l.quad()})
		}
		l = line{}
	}
	for _, g := range glyphs {
		r := []rune(g.text)
		switch {
		case len(r) == 0 || r[0] == 0:
		case r[0] == '\n' || r[0] == '\r':
			flush()
		case unicode.IsSpace(r[0]):
			if l.n > 0 {
				l.text.WriteByte(' ')
			}
		default:
			if l.n > 0 && !l.holds(g) {
				flush()
			}
			l.add(g)
		}
	}
	flush()
	return inOrder(out)
}

// inOrder sorts lines as they are read: row by row from the top, each from the left. PDFium's own order is the file's
// on some pages and its guess on others.
func inOrder(all []intake.TextLine) []intake.TextLine {
	middle := func(l intake.TextLine) float64 { return l.Quad.Center().Y }
	slices.SortStableFunc(all, func(a, b intake.TextLine) int { return cmp.Compare(middle(a), middle(b)) })
	for rest := all; len(rest) > 0; {
		n := 1
		for n < len(rest) && middle(rest[n])-middle(rest[0]) < rest[0].Quad.Height()/2 {
			n++
		}
		slices.SortStableFunc(rest[:n], func(a, b intake.TextLine) int { return cmp.Compare(a.Quad.Center().X, b.Quad.Center().X) })
		rest = rest[n:]
	}
	return all
}

// line is a line of text being put together. Its box is measured along its direction and across it, downwards.
type line struct {
	text                    strings.Builder
	n                       int
	along                   geom.Point
	start, end, top, bottom float64
}

func dot(a, b geom.Point) float64 { return a.X*b.X + a.Y*b.Y }

// extent returns where g stands in the line's own axes.
func (l *line) extent(g glyph) (start, end, top, bottom float64) {
	down := geom.Point{X: -l.along.Y, Y: l.along.X}
	start, end, top, bottom = math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, p := range g.box {
		a, d := dot(p, l.along), dot(p, down)
		start, end, top, bottom = min(start, a), max(end, a), min(top, d), max(bottom, d)
	}
	return start, end, top, bottom
}

func (l *line) holds(g glyph) bool {
	if dot(l.along, g.along) < sameWay {
		return false
	}
	start, _, top, bottom := l.extent(g)
	height := max(l.bottom-l.top, bottom-top)
	// A comma is low and a quotation mark high, both within the line; a subscript stands half on it.
	overlap := min(bottom, l.bottom) - max(top, l.top)
	return overlap >= minOverlap*min(bottom-top, l.bottom-l.top) &&
		start-l.end <= maxGap*height && start-l.end >= -height
}

func (l *line) add(g glyph) {
	if l.n == 0 {
		l.along = g.along
		l.start, l.end, l.top, l.bottom = l.extent(g)
	} else {
		start, end, top, bottom := l.extent(g)
		l.start, l.end, l.top, l.bottom = min(l.start, start), max(l.end, end), min(l.top, top), max(l.bottom, bottom)
	}
	l.n++
	l.text.WriteString(g.text)
}

// quad returns the line's corners in px.
func (l *line) quad() geom.Quad {
	down := geom.Point{X: -l.along.Y, Y: l.along.X}
	at := func(a, d float64) geom.Point { return l.along.Mul(a).Add(down.Mul(d)) }
	return geom.Quad{at(l.start, l.top), at(l.end, l.top), at(l.end, l.bottom), at(l.start, l.bottom)}
}
