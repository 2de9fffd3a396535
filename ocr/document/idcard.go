package document

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/heyan/heyan/internal/number"
)

var (
	birthPattern = regexp.MustCompile(`((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日?`)
	birthLoose   = regexp.MustCompile(`((?:19|20)\d\d)\D{0,2}?[年牛午平]?\D{0,1}?(\d{1,2})[月用]?\D{0,1}?(\d{1,2})[日曰]?`)
	termPattern  = regexp.MustCompile(`((?:19|20)\d\d)[.,·:年]?(\d\d)[.,·:月]?(\d\d)日?[-—–~至一]{0,2}((?:19|20)\d\d)[.,·:年]?(\d\d)[.,·:月]?(\d\d)`)
	openPattern  = regexp.MustCompile(`((?:19|20)\d\d)[.,·:年]?(\d\d)[.,·:月]?(\d\d)日?[-—–~至一]{0,2}长期?`)
)

// The portrait side's labels; where the value of each stands is in places (reread.go).
const (
	labelName    = "姓名"
	labelSex     = "性别"
	labelNation  = "民族"
	labelBirth   = "出生"
	labelAddress = "住址"
	labelNumber  = "公民身份号码"
)

// readPortrait reads the side with the face. The number comes first: it proves the birth date and the sex.
func (s *sheet) readPortrait(ctx context.Context, d *Document) error {
	labels := map[string]found{}
	for _, label := range []string{labelName, labelSex, labelNation, labelBirth, labelAddress, labelNumber} {
		if f, ok := s.find(label); ok {
			labels[label] = f
		}
	}
	numberRow, digits := s.numberRow(labels)
	f := s.fitPortrait(labels, numberRow, digits)

	if f.ok {
		d.Landmarks["outline"] = f.quad(0, 0, cardWidth, cardHeight)
	}
	id, err := s.readNumber(ctx, f, digits)
	if err != nil {
		return err
	}
	put := func(name string, v Field) {
		if v.Value != "" {
			d.Fields[name] = v
		}
	}
	put("id_number", id)

	values := map[string]value{}
	if l, ok := labels[labelName]; ok {
		values["name"] = s.value(trimTo(s.after(l), unicode.Han))
	} else if l, ok := s.rowAbove(labels[labelSex], labels[labelNation]); ok {
		values["name"] = s.value(trimTo(withoutLabels(trim(s.rows[l].glyphs)), unicode.Han))
	}
	if l, ok := labels[labelSex]; ok {
		end := s.after(l)
		if n, ok := labels[labelNation]; ok && n.row == l.row && n.start >= l.end {
			end = s.rows[l.row].glyphs[l.end:n.start]
		}
		values["sex"] = s.value(trim(end))
	}
	if l, ok := labels[labelNation]; ok {
		values["ethnicity"] = s.value(trimTo(s.after(l), unicode.Han))
	}
	if l, ok := labels[labelBirth]; ok {
		values["birth_date"] = s.value(trim(s.after(l)))
	} else if i := slices.IndexFunc(s.rows, func(w row) bool { return birthPattern.MatchString(w.String()) }); i >= 0 {
		values["birth_date"] = s.value(s.rows[i].glyphs)
	}
	var lines []glyph
	if l, ok := labels[labelAddress]; ok {
		lines = s.address(l, numberRow)
		values["address"] = s.value(lines)
	} else {
		lines = s.addressIn(f, numberRow)
		v := s.value(lines)
		v.lowest = math.Min(v.lowest, 0.85) // where it begins and ends is by the layout alone
		values["address"] = v
	}
	if values["address"], err = s.finishAddress(ctx, f, lines, values["address"]); err != nil {
		return err
	}
	if err := s.improve(ctx, f, values); err != nil {
		return err
	}
	put("name", personName(values["name"]))
	put("address", s.addressField(values["address"]))
	put("ethnicity", ethnicityField(values["ethnicity"]))
	put("sex", sexField(values["sex"], id))
	put("birth_date", birthField(values["birth_date"], id))
	return nil
}

// rowAbove returns the row above the first of the labels that was found.
func (s *sheet) rowAbove(labels ...found) (int, bool) {
	for _, l := range labels {
		if l.likeness > 0 && l.row > 0 && s.rows[l.row].y-s.rows[l.row-1].y < 4*s.rows[l.row].h {
			return l.row - 1, true
		}
	}
	return 0, false
}

// trimTo is trim, and ends the value at the first run of characters that cannot belong to it: only those of class and
// the name's dot may.
func trimTo(glyphs []glyph, class *unicode.RangeTable) []glyph {
	glyphs = trim(glyphs)
	end := 0
	for end < len(glyphs) && (unicode.Is(class, glyphs[end].r) || glyphs[end].r == '·' || glyphs[end].r == '.' || glyphs[end].r == '〇') {
		end++
	}
	return glyphs[:end]
}

// numberRow returns the row that the ID number stands in, -1 where none does, and its digits.
func (s *sheet) numberRow(labels map[string]found) (int, []glyph) {
	best, most := -1, []glyph{}
	for i, w := range s.rows {
		glyphs := w.glyphs
		if l, ok := labels[labelNumber]; ok && l.row == i {
			glyphs = glyphs[l.end:]
		}
		if d := digitsOf(glyphs); len(d) >= 12 && len(d) > len(most) {
			best, most = i, d
		}
	}
	if l, ok := labels[labelNumber]; ok && best < 0 {
		return l.row, nil
	}
	return best, most
}

// digitsOf returns the longest run of glyphs that can be digits of an ID number, look-alikes included; none where
// most of it is no digit at all.
func digitsOf(glyphs []glyph) []glyph {
	var best, run []glyph
	real := 0
	flush := func() {
		if len(run) > len(best) && real*3 >= len(run)*2 {
			best = slices.Clone(run)
		}
		run, real = run[:0], 0
	}
	for _, g := range glyphs {
		r, ok := digitLike(g.r)
		if !ok {
			flush()
			continue
		}
		if g.r == r {
			real++
		}
		run = append(run, g)
	}
	flush()
	return best
}

// digitLike returns the digit (or X) that a character is or is taken for in a number.
func digitLike(r rune) (rune, bool) {
	switch {
	case r >= '0' && r <= '9', r == 'X':
		return r, true
	}
	switch r {
	case 'x', '×', 'Χ':
		return 'X', true
	case 'O', 'o', 'D', 'Q', '〇', '○':
		return '0', true
	case 'l', 'I', '|', '!', 'i', '丨':
		return '1', true
	case 'Z', 'z':
		return '2', true
	case 'S', 's':
		return '5', true
	case 'B':
		return '8', true
	case 'b':
		return '6', true
	case 'g', 'q':
		return '9', true
	}
	return r, false
}

// asNumber returns the digits that glyphs show.
func asNumber(glyphs []glyph) string {
	var b strings.Builder
	for _, g := range glyphs {
		r, _ := digitLike(g.r)
		b.WriteRune(r)
	}
	return b.String()
}

// address returns the value right of its label and the lines under it, down to the number's row, as far as they begin
// below the value and not below the label or the portrait.
func (s *sheet) address(l found, numberRow int) []glyph {
	value := trim(s.after(l))
	all := slices.Clone(value)
	label := s.rows[l.row].glyphs[l.end-1]
	left := label.x + 0.4*s.rows[l.row].h
	last := s.rows[l.row]
	for i := l.row + 1; i < len(s.rows); i++ {
		w := s.rows[i]
		if i == numberRow || w.y-last.y > 2.6*last.h || containsLabel(w) {
			break
		}
		var next []glyph
		for _, g := range w.glyphs {
			if g.x > left {
				next = append(next, g)
			}
		}
		if len(next) == 0 {
			break
		}
		all = append(all, trim(next)...)
		last = w
	}
	return all
}

// addressIn returns what stands where cards print the address, for one whose label was not found.
func (s *sheet) addressIn(f frame, numberRow int) []glyph {
	const left, top, right, bottom = 11, 25.2, 55, 43 // mm
	var all []glyph
	birth, _ := s.birthRow()
	for i, w := range s.rows {
		if i == numberRow || i == birth || containsLabel(w) {
			continue
		}
		var inside []glyph
		for _, g := range w.glyphs {
			if p, ok := f.inverse(s.point(g)); ok && p.X > left && p.X < right && p.Y > top && p.Y < bottom {
				inside = append(inside, g)
			}
		}
		all = append(all, trim(inside)...)
	}
	return all
}

func containsLabel(w row) bool {
	text := w.String()
	return strings.Contains(text, "公民身份") || strings.Contains(text, "身份号码")
}

// readEmblem reads the side with the emblem.
func (s *sheet) readEmblem(ctx context.Context, d *Document) error {
	values := map[string]value{}
	labels := map[string]found{}
	for _, label := range []string{"签发机关", "有效期限"} {
		if l, ok := s.find(label); ok {
			labels[label] = l
		}
	}
	if l, ok := labels["签发机关"]; ok {
		values["issuer"] = s.value(trimTo(s.after(l), unicode.Han))
	} else if i := slices.IndexFunc(s.rows, func(w row) bool { return strings.Contains(w.String(), "公安局") }); i >= 0 {
		values["issuer"] = s.value(trimTo(s.rows[i].glyphs, unicode.Han))
	}
	if l, ok := labels["有效期限"]; ok {
		values["term"] = s.value(trim(s.after(l)))
	}
	if !termRead(values["term"].text) {
		for _, w := range s.rows {
			if termRead(w.String()) {
				values["term"] = s.value(w.glyphs)
			}
		}
	}
	if err := s.improve(ctx, s.fitEmblem(labels), values); err != nil {
		return err
	}
	if issuer := issuerField(values["issuer"]); issuer.Value != "" {
		d.Fields["issuer"] = issuer
	}
	from, to := termFields(values["term"])
	if from.Value != "" {
		d.Fields["valid_from"] = from
	}
	if to.Value != "" {
		d.Fields["valid_to"] = to
	}
	return nil
}

func termRead(text string) bool {
	return termPattern.MatchString(text) || openPattern.MatchString(text)
}

// termFields takes the two days of a term apart. Two days that are a legal term apart to the day prove each other: a
// wrong digit would break it.
func termFields(v value) (from, to Field) {
	m := termPattern.FindStringSubmatch(v.text)
	open := openPattern.FindStringSubmatch(v.text)
	confidence := v.sure()
	switch {
	case m != nil:
		start, ok1 := day(m[1], m[2], m[3])
		end, ok2 := day(m[4], m[5], m[6])
		if !ok1 || !ok2 {
			confidence = math.Min(confidence, 0.4)
		}
		from = Field{Value: iso(m[1], m[2], m[3]), Raw: v.text, Confidence: confidence, Quad: v.quad}
		to = Field{Value: iso(m[4], m[5], m[6]), Raw: v.text, Confidence: confidence, Quad: v.quad}
		years := end.Year() - start.Year()
		if ok1 && ok2 && (years == 5 || years == 10 || years == 20) && within(end.Sub(start.AddDate(years, 0, 0)), 24*time.Hour) {
			if v.lowest > 0.5 {
				from.Confidence, from.Proof = agreed, proofAgreement
				to.Confidence, to.Proof = agreed, proofAgreement
			}
		} else {
			from.Confidence, to.Confidence = math.Min(confidence, 0.85), math.Min(confidence, 0.85)
		}
	case open != nil:
		if _, ok := day(open[1], open[2], open[3]); !ok {
			confidence = math.Min(confidence, 0.4)
		}
		from = Field{Value: iso(open[1], open[2], open[3]), Raw: v.text, Confidence: confidence, Quad: v.quad}
		to = Field{Value: "长期", Raw: v.text, Confidence: math.Max(confidence, 0.9), Quad: v.quad}
	}
	return from, to
}

func within(d, of time.Duration) bool { return d <= of && d >= -of }

func day(y, m, d string) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, iso(y, m, d))
	return t, err == nil
}

func iso(y, m, d string) string {
	pad := func(s string) string {
		if len(s) == 1 {
			return "0" + s
		}
		return s
	}
	return fmt.Sprintf("%s-%s-%s", y, pad(m), pad(d))
}

// personName accepts 2 to 30 Chinese characters with or without a dot between them.
func personName(v value) Field {
	name := strings.ReplaceAll(v.text, ".", "·")
	n := len([]rune(name))
	if n == 0 || n > 30 {
		return Field{}
	}
	confidence := v.sure()
	if n < 2 || n > 4 && !strings.ContainsRune(name, '·') {
		confidence = math.Min(confidence, 0.5)
	}
	return Field{Value: name, Raw: v.text, Confidence: confidence, Quad: v.quad}
}

// sexField takes 男 or 女; the number's 17th digit proves it.
func sexField(v value, id Field) Field {
	f := Field{Raw: v.text, Quad: v.quad, Confidence: v.sure()}
	for _, r := range v.text {
		if r == '男' || r == '女' {
			f.Value = string(r)
			break
		}
	}
	if id.Proof != proofChecksum {
		return f
	}
	said := number.IDSex(id.Value)
	switch f.Value {
	case said:
		f.Confidence, f.Proof = agreed, proofAgreement
	case "":
		f.Value, f.Raw, f.Confidence, f.Proof, f.Quad = said, id.Raw, id.Confidence, proofChecksum, id.Quad
	default:
		f.Confidence = math.Min(f.Confidence, 0.9)
	}
	return f
}

// birthField takes the printed day; the number's digits prove it.
func birthField(v value, id Field) Field {
	f := Field{Raw: v.text, Quad: v.quad, Confidence: v.sure()}
	m := birthPattern.FindStringSubmatch(v.text)
	if m == nil {
		if m = birthLoose.FindStringSubmatch(v.text); m != nil {
			f.Confidence = math.Min(f.Confidence, 0.7)
		}
	}
	if m != nil {
		if _, ok := day(m[1], m[2], m[3]); ok {
			f.Value = iso(m[1], m[2], m[3])
		}
	}
	if id.Proof != proofChecksum {
		return f
	}
	said, ok := number.IDBirth(id.Value)
	if !ok {
		return f
	}
	switch f.Value {
	case said.Format(time.DateOnly):
		f.Confidence, f.Proof = agreed, proofAgreement
	case "":
		f = Field{Value: said.Format(time.DateOnly), Raw: id.Raw, Confidence: id.Confidence, Proof: proofChecksum, Quad: id.Quad}
	default:
		// A day that is read without a doubt and contradicts the number is what a clerk must see.
		f.Confidence = math.Min(f.Confidence, 0.95)
		if v.lowest < 0.9 {
			f.Confidence = math.Min(f.Confidence, 0.6)
		}
	}
	return f
}

// issuerField expects the name of a public security office.
func issuerField(v value) Field {
	if len([]rune(v.text)) < 4 {
		return Field{}
	}
	f := Field{Value: v.text, Raw: v.text, Confidence: v.sure(), Quad: v.quad}
	if !strings.HasSuffix(v.text, "局") && !strings.HasSuffix(v.text, "处") || !strings.Contains(v.text, "公安") {
		f.Confidence = math.Min(f.Confidence, 0.5)
	}
	return f
}
