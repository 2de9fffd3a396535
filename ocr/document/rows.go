package document

import (
	"cmp"
	"image"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/ocr"
)

// sheet is a page while it is read. Its rows lie in straightened coordinates: the picture's, turned so that its text
// runs along x.
type sheet struct {
	reader *Reader
	img    *image.NRGBA
	page   ocr.Page
	asOf   time.Time

	sin, cos float64 // of the text's angle
	rows     []row   // top to bottom
}

// glyph is one character and where it stands.
type glyph struct {
	r          rune
	spaced     bool // a space was read before it
	confidence float64
	line       int     // index of its line
	at         float64 // its centre along that line, 0 to 1
	x, y       float64 // its centre, straightened
}

// row is what stands on one height, left to right.
type row struct {
	glyphs []glyph
	y, h   float64 // centre and text height, straightened px
}

func (w row) String() string { return textOf(w.glyphs) }

func textOf(glyphs []glyph) string {
	var b strings.Builder
	for _, g := range glyphs {
		b.WriteRune(g.r)
	}
	return b.String()
}

// wordsOf is textOf with the spaces between Latin words: those that were read, and one where a line ends. Between
// Chinese characters a space says nothing.
func wordsOf(glyphs []glyph) string {
	var b strings.Builder
	for i, g := range glyphs {
		if i > 0 && g.r < 0x2e80 && glyphs[i-1].r < 0x2e80 && (g.spaced || g.line != glyphs[i-1].line) {
			b.WriteByte(' ')
		}
		b.WriteRune(g.r)
	}
	return b.String()
}

// straight returns p in straightened coordinates, and bent is its inverse.
func (s *sheet) straight(p geom.Point) geom.Point {
	return geom.Point{X: p.X*s.cos + p.Y*s.sin, Y: -p.X*s.sin + p.Y*s.cos}
}

func (s *sheet) bent(p geom.Point) geom.Point {
	return geom.Point{X: p.X*s.cos - p.Y*s.sin, Y: p.X*s.sin + p.Y*s.cos}
}

// straighten finds the text's angle, the median of its lines weighed by their length, and sorts the glyphs into rows.
func (s *sheet) straighten() {
	type tilt struct{ angle, weight float64 }
	var tilts []tilt
	total := 0.0
	for _, l := range s.page.Lines {
		if a := l.Quad.Angle(); math.Abs(a) < 45 {
			w := math.Pow(l.Quad.Width()/math.Max(l.Quad.Height(), 1), 1.5)
			tilts = append(tilts, tilt{a, w})
			total += w
		}
	}
	slices.SortFunc(tilts, func(a, b tilt) int { return cmp.Compare(a.angle, b.angle) })
	angle, sum := 0.0, 0.0
	for _, t := range tilts {
		if sum += t.weight; sum >= total/2 {
			angle = t.angle
			break
		}
	}
	s.sin, s.cos = math.Sincos(angle * math.Pi / 180)
	s.sort()
}

// sort puts the lines into rows: a line joins the row whose height it shares by more than half.
func (s *sheet) sort() {
	order := make([]int, len(s.page.Lines))
	for i := range order {
		order[i] = i
	}
	centre := func(i int) geom.Point { return s.straight(s.page.Lines[i].Quad.Center()) }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(centre(a).Y, centre(b).Y) })
	s.rows = nil
	for _, i := range order {
		l := s.page.Lines[i]
		if math.Abs(l.Quad.Angle()-math.Atan2(s.sin, s.cos)*180/math.Pi) > 40 || l.Text == "" || isMark(l.Text) {
			continue // a column, a stamp, a mark
		}
		y, h := centre(i).Y, l.Quad.Height()
		glyphs := s.glyphs(i)
		best := -1
		for k := max(0, len(s.rows)-4); k < len(s.rows); k++ {
			reach := 0.45 * math.Min(h, s.rows[k].h)
			// Perspective tilts rows against each other: follow the line's neighbour, not the row's middle.
			if d := math.Abs(s.level(s.rows[k], glyphs) - y); d < reach && (best < 0 || d < math.Abs(s.level(s.rows[best], glyphs)-y)) {
				best = k
			}
		}
		if best < 0 {
			s.rows = append(s.rows, row{glyphs: glyphs, y: y, h: h})
			continue
		}
		w := &s.rows[best]
		n, m := float64(len(w.glyphs)), float64(len(glyphs))
		w.y, w.h = (w.y*n+y*m)/(n+m), (w.h*n+h*m)/(n+m)
		w.glyphs = append(w.glyphs, glyphs...)
		slices.SortStableFunc(w.glyphs, func(a, b glyph) int { return cmp.Compare(a.x, b.x) })
	}
	slices.SortStableFunc(s.rows, func(a, b row) int { return cmp.Compare(a.y, b.y) })
}

// isMark reports whether a line says no more than that this is a specimen: such words stand anywhere, and beside a
// label they would be taken for its value.
func isMark(text string) bool {
	text = strings.ToUpper(strings.ReplaceAll(text, " ", ""))
	for _, word := range []string{"样本", "样张", "样例", "SPECIMEN", "SAMPLE"} {
		text = strings.ReplaceAll(text, word, "")
	}
	return text == ""
}

// level returns the height of the row's glyph that is closest to the glyphs.
func (s *sheet) level(w row, glyphs []glyph) float64 {
	if len(glyphs) == 0 || len(w.glyphs) == 0 {
		return w.y
	}
	left, right := glyphs[0].x, glyphs[len(glyphs)-1].x
	best, distance := w.y, math.Inf(1)
	for _, g := range w.glyphs {
		if d := math.Max(left-g.x, g.x-right); d < distance {
			best, distance = g.y, d
		}
	}
	return best
}

// glyphs returns the characters of a line; where the engine did not say where they stand, they share its width by
// their own: a Chinese character is as wide as two others.
func (s *sheet) glyphs(i int) []glyph {
	l := s.page.Lines[i]
	runes := []rune(l.Text)
	out := make([]glyph, 0, len(runes))
	chars := l.Chars
	if len(chars) != len(runes) {
		chars = make([]ocr.Char, len(runes))
		total, x := 0.0, 0.0
		for _, r := range runes {
			total += cells(r)
		}
		for k, r := range runes {
			chars[k] = ocr.Char{Rune: r, Confidence: l.Confidence, X: (x + cells(r)/2) / total}
			x += cells(r)
		}
	}
	spaced := false
	for _, c := range chars {
		if c.Rune == ' ' || c.Rune == '\u3000' {
			spaced = true
			continue
		}
		p := s.straight(l.Quad.Sub(c.X, 0.5, c.X, 0.5)[0])
		out = append(out, glyph{r: fold(c.Rune), spaced: spaced, confidence: c.Confidence, line: i, at: c.X, x: p.X, y: p.Y})
		spaced = false
	}
	return out
}

func cells(r rune) float64 {
	if r >= 0x2e80 {
		return 2
	}
	return 1
}

// fold makes full-width letters, digits and punctuation half-width, and one colon of all.
func fold(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '︰' || r == '∶':
		return ':'
	}
	return r
}

// around returns the box around glyphs, in px of the picture.
func (s *sheet) around(glyphs []glyph) geom.Quad {
	if len(glyphs) == 0 {
		return geom.Quad{}
	}
	// Glyphs of one line give a part of its box; those of several, the straightened box around their parts.
	parts := []geom.Quad{}
	for start := 0; start < len(glyphs); {
		end := start
		for end < len(glyphs) && glyphs[end].line == glyphs[start].line {
			end++
		}
		l := s.page.Lines[glyphs[start].line]
		half := 0.55 * math.Max(l.Quad.Height(), 1) / math.Max(l.Quad.Width(), 1)
		parts = append(parts, l.Quad.Sub(math.Max(glyphs[start].at-half, 0), 0, math.Min(glyphs[end-1].at+half, 1), 1))
		start = end
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return s.union(parts)
}

// union returns the box along the text's direction around boxes.
func (s *sheet) union(parts []geom.Quad) geom.Quad {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, q := range parts {
		for _, p := range q {
			p = s.straight(p)
			x0, y0, x1, y1 = min(x0, p.X), min(y0, p.Y), max(x1, p.X), max(y1, p.Y)
		}
	}
	return s.box(x0, y0, x1, y1)
}

// box returns a straightened box in px of the picture.
func (s *sheet) box(x0, y0, x1, y1 float64) geom.Quad {
	return geom.Quad{{X: x0, Y: y0}, {X: x1, Y: y0}, {X: x1, Y: y1}, {X: x0, Y: y1}}.Map(s.bent)
}

// all returns the indices of all lines, and the box around them.
func (s *sheet) all() ([]int, geom.Quad) {
	var lines []int
	var quads []geom.Quad
	for i, l := range s.page.Lines {
		lines = append(lines, i)
		quads = append(quads, l.Quad)
	}
	return lines, s.union(quads)
}
