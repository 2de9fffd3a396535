package document

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// caption is a label of a document that prints labels and values, and the field that its value is.
type caption struct {
	field  string
	labels []string // spaces left out, lower case; longer ones count over shorter ones they contain
}

// placedLabel is a caption where it stands.
type placedLabel struct {
	field string
	at    found
}

// begins reports whether a label stands where one can: at a row's or a line's beginning, after a gap or after a mark, not inside
// a value or a sentence that has the same word; a Latin one is a word of its own.
func (s *sheet) begins(f found) bool {
	w := s.rows[f.row]
	letter := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
	if f.end < len(w.glyphs) && letter(w.glyphs[f.end-1].r) && letter(w.glyphs[f.end].r) &&
		w.glyphs[f.end].x-w.glyphs[f.end-1].x < 0.8*w.h {
		return false
	}
	if f.start == 0 {
		return true
	}
	before := w.glyphs[f.start-1]
	// Cells of a table that are too close for a gap were still found as lines of their own.
	return before.line != w.glyphs[f.start].line || w.glyphs[f.start].x-before.x > 1.5*w.h || strings.ContainsRune(":;,。、)(/|【】[]<>·-—", before.r)
}

// captions returns where the captions stand, at most one a place, the longest label of each.
func (s *sheet) captions(list []caption) []placedLabel {
	var all []placedLabel
	for i := range s.rows {
		var here []placedLabel
		for _, c := range list {
			for _, label := range c.labels {
				for start := 0; ; {
					f, ok := s.findFrom(i, start, label)
					if !ok {
						break
					}
					if s.begins(f) {
						here = append(here, placedLabel{field: c.field, at: f})
					}
					start = f.end
				}
			}
		}
		// Longest first; what overlaps one that is kept is dropped.
		slices.SortStableFunc(here, func(a, b placedLabel) int {
			return cmp.Compare(float64(b.at.end-b.at.start)+b.at.likeness, float64(a.at.end-a.at.start)+a.at.likeness)
		})
		var kept []placedLabel
		for _, p := range here {
			if !slices.ContainsFunc(kept, func(k placedLabel) bool { return p.at.start < k.at.end && k.at.start < p.at.end }) {
				kept = append(kept, p)
			}
		}
		slices.SortFunc(kept, func(a, b placedLabel) int { return cmp.Compare(a.at.start, b.at.start) })
		all = append(all, kept...)
	}
	return all
}

// findFrom is findIn for one label from a glyph on; only the left end of a word can begin a Latin label.
func (s *sheet) findFrom(i, start int, label string) (found, bool) {
	glyphs := s.rows[i].glyphs
	want := []rune(label)
	for ; start+len(want) <= len(glyphs); start++ {
		right := 0
		for k, r := range want {
			if alike(glyphs[start+k].r, r) {
				right++
			}
		}
		share := float64(right) / float64(len(want))
		latin := want[0] < 0x2e80
		if need := 1 - 1/float64(max(len(want), 4)); share == 1 || !latin && len(want) >= 4 && share >= need {
			return found{i, start, start + len(want), share}, true
		}
	}
	return found{}, false
}

// valueOf returns the glyphs of the value that belongs to a label: what stands right of it up to the next label or
// column, else what stands under it; and the lines that go on below.
func (s *sheet) valueOf(p placedLabel, labels []placedLabel) []glyph {
	w := s.rows[p.at.row]
	limit := len(w.glyphs)
	for _, o := range labels {
		if o.at.row == p.at.row && o.at.start >= p.at.end {
			limit = min(limit, o.at.start)
		}
	}
	value := s.untilGap(w, s.skipTranslation(w.glyphs[p.at.end:limit]))
	if len(trim(value)) > 0 {
		return s.continued(p, trim(value), labels)
	}
	// Under the label: the first row below whose glyphs begin around the label's left edge or centre.
	left, right := w.glyphs[p.at.start].x-1.2*w.h, w.glyphs[p.at.end-1].x+1.2*w.h
	for i := p.at.row + 1; i < min(p.at.row+4, len(s.rows)); i++ {
		below := s.rows[i]
		if below.y-w.y > 4.5*math.Max(w.h, below.h) {
			break
		}
		var under []glyph
		for k, g := range below.glyphs {
			if g.x < left || len(under) == 0 && g.x > right {
				continue
			}
			if len(under) > 0 && g.x-below.glyphs[k-1].x > 3*below.h {
				break
			}
			under = append(under, g)
		}
		if len(under) == 0 {
			continue
		}
		if slices.ContainsFunc(labels, func(o placedLabel) bool {
			return o.at.row == i && below.glyphs[o.at.start].x <= under[len(under)-1].x && below.glyphs[o.at.end-1].x >= under[0].x
		}) {
			break
		}
		return trim(under)
	}
	return nil
}

// skipTranslation drops an English label in brackets or after a slash that follows a Chinese one.
func (s *sheet) skipTranslation(glyphs []glyph) []glyph {
	text := textOf(glyphs)
	if i := strings.IndexByte(text, ':'); i >= 0 && isPlainLatin(text[:i]) {
		n := len([]rune(text[:i]))
		return glyphs[n+1:]
	}
	if len(glyphs) > 0 && (glyphs[0].r == '(' || glyphs[0].r == '/') {
		if i := strings.IndexByte(text, ')'); i > 0 && glyphs[0].r == '(' && isPlainLatin(text[:i]) {
			return glyphs[len([]rune(text[:i]))+1:]
		}
	}
	return glyphs
}

// isPlainLatin reports whether s could be a translated label: letters and a few marks, no digits, no dots.
func isPlainLatin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune("()/'& ", r)
	})
}

// untilGap ends a value where a gap of more than three text heights begins another column.
func (s *sheet) untilGap(w row, glyphs []glyph) []glyph {
	for i := 1; i < len(glyphs); i++ {
		if glyphs[i].x-glyphs[i-1].x > 4*w.h {
			return glyphs[:i]
		}
	}
	return glyphs
}

// continued adds the rows under a value that go on with it: close below, beginning at its left edge, without a label.
func (s *sheet) continued(p placedLabel, value []glyph, labels []placedLabel) []glyph {
	last := s.rows[p.at.row]
	left := value[0].x
	for i := p.at.row + 1; i < len(s.rows); i++ {
		w := s.rows[i]
		if w.y-last.y > 1.75*last.h || len(w.glyphs) == 0 || math.Abs(w.glyphs[0].x-left) > 1.2*w.h {
			break
		}
		if slices.ContainsFunc(labels, func(o placedLabel) bool { return o.at.row == i }) {
			break
		}
		value = append(slices.Clone(value), s.untilGap(w, w.glyphs)...)
		last = w
	}
	return value
}
