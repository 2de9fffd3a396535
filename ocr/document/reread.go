package document

import (
	"context"
	"image"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/disintegration/imaging"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/number"
	"github.com/heyan/heyan/internal/raster"
	"github.com/heyan/heyan/ocr"
)

// value is what was read in one place.
type value struct {
	text   string
	words  string  // text with the spaces between Latin words
	lowest float64 // confidence of the least sure character
	inner  float64 // the same of its letters, digits and Chinese characters alone
	twice  bool    // read a second time, by itself, with the same result
	lost   bool    // a character seems to be missing
	quad   geom.Quad
}

// lostAt is the confidence of a value that a character seems to be missing from.
const lostAt = 0.6

func (s *sheet) value(glyphs []glyph) value {
	v := value{text: textOf(glyphs), lowest: certainty(glyphs), inner: certainty(withoutMarks(glyphs)), lost: s.holed(glyphs), words: wordsOf(glyphs), quad: s.around(glyphs)}
	if v.lost {
		v.lowest, v.inner = math.Min(v.lowest, lostAt), math.Min(v.inner, lostAt)
	}
	return v
}

// withoutMarks returns the glyphs that are letters, digits or Chinese characters.
func withoutMarks(glyphs []glyph) []glyph {
	return slices.DeleteFunc(slices.Clone(glyphs), func(g glyph) bool { return !unicode.IsLetter(g.r) && !unicode.IsDigit(g.r) })
}

// Where an engine says where its characters stand, two Chinese ones of a line are 0.5 to 1.0 of the line's height
// apart and the first is 0.4 to 0.6 from its left end; with one missing between or before them it is 1.25 and more
// (names and issuers of 56 specimens at four severities, a third with characters that PP-OCR has not).
const (
	widestStep = 1.2
	widestEdge = 1.0
	widestGap  = 1.8 // between the characters at the ends of two lines of a row: a seal may cover what stood there
)

// holed reports whether a Chinese character may have been dropped from a value, as readers drop those they do not
// know without a word: two stand too far apart, or the first or last too far from the end of its line.
func (s *sheet) holed(glyphs []glyph) bool {
	var steps []float64
	for i, b := range glyphs {
		if b.r < 0x2e80 {
			continue
		}
		l := s.page.Lines[b.line]
		long := l.Quad.Width() / math.Max(l.Quad.Height(), 1) // in heights
		if i > 0 && glyphs[i-1].line == b.line && glyphs[i-1].r >= 0x2e80 {
			steps = append(steps, (b.at-glyphs[i-1].at)*long)
		}
		if i > 0 && glyphs[i-1].line != b.line && glyphs[i-1].r >= 0x2e80 && b.x-glyphs[i-1].x > widestGap*l.Quad.Height() {
			return true
		}
		if n := len(l.Chars); n > 0 && (b.at <= l.Chars[0].X && b.at*long > widestEdge || b.at >= l.Chars[n-1].X && (1-b.at)*long > widestEdge) {
			return true
		}
		if len(l.Chars) > 0 && len(steps) > 0 && steps[len(steps)-1] > widestStep {
			return true
		}
	}
	if len(steps) < 2 {
		return false
	}
	slices.Sort(steps)
	return steps[len(steps)-1] > 1.6*steps[(len(steps)-1)/2]
}

// sure returns the probability that the value is right. A second look that agrees cannot tell look-alikes apart, but
// rules out what went wrong in cutting the line out.
func (v value) sure() float64 {
	p := sure(v.lowest)
	if v.twice {
		p = 1 - (1-p)*0.6
	}
	return math.Min(p, 0.98)
}

// frame maps millimetres on a card to px of the picture.
type frame struct {
	ok bool
	m  [6]float64 // x = m0 X + m1 Y + m2, y = m3 X + m4 Y + m5
}

func (f frame) at(x, y float64) geom.Point {
	return geom.Point{X: f.m[0]*x + f.m[1]*y + f.m[2], Y: f.m[3]*x + f.m[4]*y + f.m[5]}
}

func (f frame) quad(x0, y0, x1, y1 float64) geom.Quad {
	return geom.Quad{f.at(x0, y0), f.at(x1, y0), f.at(x1, y1), f.at(x0, y1)}
}

// pair is a point known on both the card and the picture.
type pair struct {
	x, y float64 // mm
	p    geom.Point
}

// fit returns the map that takes the pairs' mm to px with the least squares: an affine one where they spread over the
// card, else, as of a number alone, one that only shifts, turns and scales; not ok with fewer than two.
func fit(pairs []pair) frame {
	if len(pairs) < 2 {
		return frame{}
	}
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range pairs {
		x0, y0, x1, y1 = min(x0, p.x), min(y0, p.y), max(x1, p.x), max(y1, p.y)
	}
	if len(pairs) < 3 || x1-x0 < minSpread || y1-y0 < minSpread {
		return fitSimilar(pairs)
	}
	// Normal equations of three unknowns, solved for x and y alike.
	var a [3][3]float64
	var bx, by [3]float64
	for _, p := range pairs {
		v := [3]float64{p.x, p.y, 1}
		for i := range 3 {
			for j := range 3 {
				a[i][j] += v[i] * v[j]
			}
			bx[i] += v[i] * p.p.X
			by[i] += v[i] * p.p.Y
		}
	}
	det := func(m [3][3]float64) float64 {
		return m[0][0]*(m[1][1]*m[2][2]-m[1][2]*m[2][1]) - m[0][1]*(m[1][0]*m[2][2]-m[1][2]*m[2][0]) + m[0][2]*(m[1][0]*m[2][1]-m[1][1]*m[2][0])
	}
	d := det(a)
	if math.Abs(d) < 1e-6*float64(len(pairs)) {
		return frame{}
	}
	f := frame{ok: true}
	for k := range 3 {
		mx, my := a, a
		for i := range 3 {
			mx[i][k], my[i][k] = bx[i], by[i]
		}
		f.m[k], f.m[3+k] = det(mx)/d, det(my)/d
	}
	return f
}

// minSpread is how far apart, in mm each way, points must lie to tell a card's slant from their own error of a
// millimetre.
const minSpread = 8

// fitSimilar returns the shift, turn and scale that fit the pairs best; not ok where they are less than 8 mm apart.
func fitSimilar(pairs []pair) frame {
	n := float64(len(pairs))
	var x, y, u, v float64
	for _, p := range pairs {
		x, y, u, v = x+p.x/n, y+p.y/n, u+p.p.X/n, v+p.p.Y/n
	}
	var a, b, spread float64
	for _, p := range pairs {
		dx, dy, du, dv := p.x-x, p.y-y, p.p.X-u, p.p.Y-v
		a, b, spread = a+dx*du+dy*dv, b+dx*dv-dy*du, spread+dx*dx+dy*dy
	}
	if spread < minSpread*minSpread/2 {
		return frame{}
	}
	a, b = a/spread, b/spread
	return frame{ok: true, m: [6]float64{a, -b, u - a*x + b*y, b, a, v - b*x - a*y}}
}

// inverse returns the mm on the card of a point of the picture; false where f is no map.
func (f frame) inverse(p geom.Point) (geom.Point, bool) {
	d := f.m[0]*f.m[4] - f.m[1]*f.m[3]
	if !f.ok || math.Abs(d) < 1e-9 {
		return geom.Point{}, false
	}
	dx, dy := p.X-f.m[2], p.Y-f.m[5]
	return geom.Point{X: (f.m[4]*dx - f.m[1]*dy) / d, Y: (f.m[0]*dy - f.m[3]*dx) / d}, true
}

// Where labels and values stand on the portrait side, in mm from the card's top left corner, lines by their middle.
// Source: GA 448; printed cards vary by about a millimetre.
var (
	labelRows = map[string]float64{labelName: 8.6, labelSex: 15.2, labelBirth: 21.8, labelAddress: 28.4, labelNumber: 46.6}
	places    = map[string][4]float64{ // x0 y0 x1 y1
		"name": {12.8, 5.9, 40, 11.2}, "sex": {12.8, 12.8, 20.5, 17.7}, "ethnicity": {30.5, 12.8, 48, 17.7},
		"birth_date": {12.8, 19.4, 50, 24.3}, "id_number": {27.5, 43.6, 79, 49.7},
		"issuer": {33, 38.6, 74, 43.6}, "term": {33, 44.8, 74, 50},
	}
)

// Size of an ID-1 card in mm. Source: GA 448, ISO/IEC 7810.
const (
	cardWidth  = 85.6
	cardHeight = 54.0
)

const (
	labelX     = 4.9  // left edge of the labels
	labelWidth = 2.55 // of one of their characters
	numberLeft = 30.2
	numberWide = 45.5
	birthLeft  = 15.2 // middle of the year's first digit
)

func (s *sheet) point(g glyph) geom.Point { return s.bent(geom.Point{X: g.x, Y: g.y}) }

// fitPortrait finds the card from the labels that were found, the number's two ends and where the birth date begins.
func (s *sheet) fitPortrait(labels map[string]found, numberRow int, digits []glyph) frame {
	var pairs []pair
	for label, y := range labelRows {
		if l, ok := labels[label]; ok {
			first := s.rows[l.row].glyphs[l.start]
			pairs = append(pairs, pair{labelX + labelWidth/2, y, s.point(first)})
			if label == labelNumber {
				last := s.rows[l.row].glyphs[l.end-1]
				pairs = append(pairs, pair{labelX + 5.5*labelWidth, y, s.point(last)})
			}
		}
	}
	if numberRow >= 0 && len(digits) == 18 {
		pairs = append(
			pairs,
			pair{numberLeft + numberWide/36, labelRows[labelNumber], s.point(digits[0])},
			pair{numberLeft + numberWide*35/36, labelRows[labelNumber], s.point(digits[17])},
		)
	}
	if i, glyphs := s.birthRow(); i >= 0 && i != numberRow {
		pairs = append(pairs, pair{birthLeft, labelRows[labelBirth], s.point(glyphs[0])})
	}
	return fit(pairs)
}

// birthRow returns the row that has a day in it as cards print one, and its glyphs from the year on; -1 where none has.
func (s *sheet) birthRow() (int, []glyph) {
	for i, w := range s.rows {
		text := w.String()
		if m := birthPattern.FindStringIndex(text); m != nil {
			return i, w.glyphs[len([]rune(text[:m[0]])):]
		}
	}
	return -1, nil
}

// fitEmblem finds the card from its two labels and the title.
func (s *sheet) fitEmblem(labels map[string]found) frame {
	var pairs []pair
	for label, y := range map[string]float64{"签发机关": 41.3, "有效期限": 47.6} {
		if l, ok := labels[label]; ok {
			w := s.rows[l.row].glyphs
			pairs = append(pairs, pair{21.5, y, s.point(w[l.start])}, pair{29.5, y, s.point(w[l.end-1])})
		}
	}
	return fit(pairs)
}

// improve reads again, cut out by itself, what was not found where the layout has it, and what was read with a doubt.
func (s *sheet) improve(ctx context.Context, f frame, values map[string]value) error {
	if s.reader == nil || s.reader.Engine == nil {
		return nil
	}
	var names []string
	for _, name := range []string{"name", "sex", "ethnicity", "birth_date", "issuer", "term"} {
		v, known := values[name]
		_, placed := places[name]
		switch {
		case known && v.text != "" && plausible(name, v.text) && v.lowest >= 0.93:
			continue
		case known && v.text != "" && plausible(name, v.text):
			names = append(names, name) // by its own box
		case placed && f.ok && (known || len(values) > 0) && sideOf(name) == s.side(values):
			names = append(names, name)
		}
	}
	var crops []*image.NRGBA
	var quads []geom.Quad
	for _, name := range names {
		q := values[name].quad
		long := len([]rune(values[name].text)) >= 4 && sideOf(name) == emblemSide // found, if not read well
		if values[name].text == "" || !plausible(name, values[name].text) && !long {
			p := places[name]
			q = f.quad(p[0], p[1], p[2], p[3])
		} else {
			q = widened(q, 0.4, 0.08)
		}
		quads = append(quads, q)
		crops = append(crops, raster.CutHeight(s.img, q, 48))
	}
	if len(crops) == 0 {
		return nil
	}
	lines, err := s.reader.Engine.Lines(ctx, crops, ocr.Options{})
	if err != nil {
		return err
	}
	for i, name := range names {
		values[name] = better(name, values[name], lines[i], quads[i])
	}
	return nil
}

// sideOf returns the side of an ID card that a value stands on.
func sideOf(name string) string {
	if name == "issuer" || name == "term" {
		return emblemSide
	}
	return portraitSide
}

func (s *sheet) side(values map[string]value) string {
	for name := range values {
		if name == "issuer" || name == "term" {
			return emblemSide
		}
	}
	return portraitSide
}

// widened returns q with a share of its height added left and right, and another above and below.
func widened(q geom.Quad, along, across float64) geom.Quad {
	dx := along * q.Height() / math.Max(q.Width(), 1)
	return q.Sub(-dx, -across, 1+dx, 1+across)
}

// plausible reports whether text can be what stands in a field.
func plausible(name, text string) bool {
	switch name {
	case "name":
		n := len([]rune(text))
		return n >= 2 && n <= 30
	case "sex":
		return strings.ContainsAny(text, "男女")
	case "ethnicity":
		return slices.ContainsFunc(ethnicities, func(e string) bool { return strings.TrimSuffix(text, "族") == e })
	case "birth_date":
		return birthPattern.MatchString(text)
	case "issuer":
		return strings.HasSuffix(text, "局") && strings.Contains(text, "公安")
	case "term":
		return termRead(text)
	}
	return text != ""
}

// better weighs a first reading against a second one: what agrees is read twice; of two that differ the plausible one
// counts, then the surer, and never as sure as it says.
func better(name string, first value, line ocr.Line, quad geom.Quad) value {
	glyphs := make([]glyph, 0, len(line.Chars))
	for _, c := range line.Chars {
		if c.Rune != ' ' {
			glyphs = append(glyphs, glyph{r: fold(c.Rune), confidence: c.Confidence})
		}
	}
	if len(line.Chars) == 0 {
		for _, r := range strings.ReplaceAll(line.Text, " ", "") {
			glyphs = append(glyphs, glyph{r: fold(r), confidence: line.Confidence})
		}
	}
	glyphs = withoutLabels(trim(glyphs))
	if name == "name" || name == "ethnicity" || name == "issuer" {
		glyphs = trimTo(glyphs, unicode.Han)
	}
	second := value{text: textOf(glyphs), lowest: certainty(glyphs), quad: quad}
	switch {
	case second.text == first.text && first.lost: // what the reader does not know it drops twice
		return first
	case second.text == first.text:
		first.twice = true
		first.lowest = math.Max(first.lowest, second.lowest)
		return first
	case second.text == "" || plausible(name, first.text) && !plausible(name, second.text):
		return first
	case first.text == "" || plausible(name, second.text) && !plausible(name, first.text):
		second.lowest = math.Min(second.lowest, 0.94)
		return second
	case second.lowest > first.lowest:
		second.lowest = math.Min(second.lowest, 0.85)
		return second
	}
	first.lowest = math.Min(first.lowest, 0.85)
	return first
}

// withoutLabels drops what a box that was cut too wide shows of its neighbours.
func withoutLabels(glyphs []glyph) []glyph {
	text := []rune(textOf(glyphs))
	for _, label := range []string{"姓名", "性别", "民族", "出生", "住址", "签发机关", "有效期限"} {
		want := []rune(label)
		for i := 0; i+len(want) <= len(text); i++ {
			if string(text[i:i+len(want)]) == label {
				glyphs = glyphs[i+len(want):]
				text = text[i+len(want):]
			}
		}
	}
	// A label's last character alone.
	if len(glyphs) > 1 && strings.ContainsRune("名别族生址", glyphs[0].r) {
		glyphs = glyphs[1:]
	}
	return trim(glyphs)
}

// Lines of an address, in mm on the card.
const (
	addressLeft  = 12.6
	addressFull  = 43  // a line that reaches here has another one under it
	addressStep  = 4.6 // from line to line; printed ones vary by 0.3
	addressLower = 40  // no line stands under this
)

// finishAddress reads the line under an address whose last line is full: short last lines are easily missed by what
// looks for text. Where it cannot tell, the address is not sure.
func (s *sheet) finishAddress(ctx context.Context, f frame, glyphs []glyph, v value) (value, error) {
	if len(glyphs) == 0 {
		return v, nil
	}
	last := glyphs[len(glyphs)-1]
	end, ok := f.inverse(s.point(last))
	if !ok || end.X < addressFull || end.Y > addressLower {
		return v, nil
	}
	line := s.page.Lines[last.line].Quad
	ends := last.r >= '0' && last.r <= '9' || strings.ContainsRune("省市区县路街道大", last.r)
	if s.reader != nil && s.reader.Engine != nil {
		y := end.Y + addressStep
		left, right := f.at(addressLeft, y), f.at(52, y)
		half := 0.62 * line.Height()
		along := right.Sub(left).Mul(1 / math.Max(left.Distance(right), 1))
		down := geom.Point{X: -along.Y * half, Y: along.X * half}
		q := geom.Quad{left.Sub(down), right.Sub(down), right.Add(down), left.Add(down)}
		lines, err := s.reader.Engine.Lines(ctx, []*image.NRGBA{raster.CutHeight(s.img, q, 48)}, ocr.Options{})
		if err != nil {
			return v, err
		}
		more := value{lowest: lines[0].Confidence}
		for _, c := range lines[0].Chars {
			if c.Rune != ' ' {
				more.text += string(fold(c.Rune))
				more.lowest = math.Min(more.lowest, c.Confidence)
			}
		}
		more.text = strings.Trim(more.text, "·.,:-_'")
		if more.text != "" && more.lowest >= 0.8 && !strings.Contains(more.text, "身份") && strings.ContainsAny(more.text, "号室栋楼层座组村户单元0123456789") {
			v.text += more.text
			v.lowest = math.Min(math.Min(v.lowest, more.lowest), 0.94)
			v.quad = s.union([]geom.Quad{v.quad, q})
			return v, nil
		}
	}
	if ends {
		v.lowest = math.Min(v.lowest, lostAt)
	}
	return v, nil
}

// digitsOnly is the alphabet of an ID number.
const digitsOnly = "0123456789X"

// readNumber takes the ID number that the page shows. Where its check digit does not hold it is cut out and read
// again in several ways; two readings that prove themselves and differ are refused.
func (s *sheet) readNumber(ctx context.Context, f frame, digits []glyph) (Field, error) {
	first := s.value(digits)
	first.text = asNumber(digits)
	field := Field{Value: first.text, Raw: textOf(digits), Quad: first.quad, Confidence: sure(first.lowest)}
	if s.plausibleID(first.text) {
		field.Confidence, field.Proof = proven, proofChecksum
		if first.lowest < 0.5 {
			field.Confidence = 0.97
		}
		return field, nil
	}
	if s.reader == nil || s.reader.Engine == nil {
		return s.doubtful(field), nil
	}
	q := first.quad
	if len(digits) < 16 {
		if !f.ok {
			return s.doubtful(field), nil
		}
		p := places["id_number"]
		q = f.quad(p[0], p[1], p[2], p[3])
	}
	// The same print, cut out wider, tighter, and with its contrast raised.
	crops := []*image.NRGBA{
		raster.CutHeight(s.img, widened(q, 0.3, 0.1), 48),
		raster.CutHeight(s.img, widened(q, 0.5, 0.3), 48),
		raster.CutHeight(s.img, widened(q, 0.3, -0.08), 48),
	}
	crops = append(crops, imaging.AdjustContrast(crops[0], 35), imaging.Sharpen(crops[1], 1.2))
	lines, err := s.reader.Engine.Lines(ctx, crops, ocr.Options{Alphabet: digitsOnly})
	if err != nil {
		return field, err
	}
	if s.reader.Second != nil {
		// A whitelist makes Tesseract see digits everywhere, so its word alone proves nothing: it joins the vote.
		if more, err := s.reader.Second.Lines(ctx, crops[:1], ocr.Options{Alphabet: digitsOnly}); err == nil {
			lines = append(lines, more...)
		} else if ctx.Err() != nil {
			return field, err
		}
	}
	votes := map[string]int{}
	counted := map[string]int{}
	for _, l := range lines {
		n := number.Normalize(l.Text)
		if len(n) == 18 {
			counted[n]++
		}
		if s.plausibleID(n) {
			votes[n]++
		}
	}
	if len(votes) == 1 {
		for n, count := range votes {
			field.Value, field.Quad, field.Proof = n, q, proofChecksum
			field.Confidence = 0.93
			if count >= 2 {
				field.Confidence = 0.985
			} else {
				field.Proof = "" // one reading in several: chance passes one in eleven
				field.Confidence = 0.8
			}
		}
		return field, nil
	}
	if len(votes) > 1 {
		field.Confidence = 0.3
		return field, nil
	}
	// No reading proves itself. Where they all see the same number, the number itself is wrong.
	for n, count := range counted {
		if count >= 4 && n == field.Value {
			field.Confidence = 0.95
			return field, nil
		}
		if count >= 3 && len(field.Value) != 18 {
			field.Value, field.Quad = n, q
		}
	}
	return s.doubtful(field), nil
}

// doubtful lowers what is said of a number that does not prove itself.
func (s *sheet) doubtful(f Field) Field {
	f.Confidence = math.Min(f.Confidence, 0.6)
	if len(f.Value) < 15 {
		f.Confidence = math.Min(f.Confidence, 0.2)
	}
	return f
}

// plausibleID reports whether n proves itself and could be somebody's: a check digit that holds, a known province, a
// birth date that is past.
func (s *sheet) plausibleID(n string) bool {
	if !number.IsID(n) {
		return false
	}
	birth, ok := number.IDBirth(n)
	_, known := number.Province(n)
	return ok && known && birth.Year() >= 1880 && !birth.After(s.asOf)
}
