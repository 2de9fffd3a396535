package document

import (
	"math"
	"strings"
)

// found is where a label stands in a row.
type found struct {
	row        int
	start, end int // of its glyphs in the row
	likeness   float64
}

// find returns the best place of any of the labels, read with at most one wrong character in three; false where none
// is there. A label of two characters must be right, or stand at the row's beginning or after a gap with one right.
func (s *sheet) find(labels ...string) (found, bool) {
	best := found{likeness: 0}
	for i := range s.rows {
		if f, ok := s.findIn(i, labels...); ok && f.likeness > best.likeness {
			best = f
		}
	}
	return best, best.likeness > 0
}

// findIn is find in one row.
func (s *sheet) findIn(i int, labels ...string) (found, bool) {
	best := found{}
	glyphs := s.rows[i].glyphs
	for _, label := range labels {
		want := []rune(label)
		for start := 0; start+len(want) <= len(glyphs); start++ {
			right := 0
			for k, r := range want {
				if alike(glyphs[start+k].r, r) {
					right++
				}
			}
			share := float64(right) / float64(len(want))
			need := 0.66
			if len(want) <= 2 {
				need = 1
			}
			// A longer label that fits says more than a shorter one.
			if likeness := share + float64(len(want))/100; share >= need && likeness > best.likeness {
				best = found{i, start, start + len(want), likeness}
			}
		}
	}
	return best, best.likeness > 0
}

// lookAlikes are characters that the readers take for each other; each string is one class.
var lookAlikes = []string{"0OoQD〇○", "1lI|!丨", "2Zz", "5Ss", "8B", "6b", "9g", "住佳往", "址止", "民氏", "出岀", "姓牲", "名各", "性姓", "别剥", "证正", "限眼", "册朋", "期朝", "有育", "域城", "者著", "日曰", "至主"}

func alike(a, b rune) bool {
	if a == b {
		return true
	}
	if a >= 'A' && a <= 'Z' {
		a += 'a' - 'A'
	}
	if b >= 'A' && b <= 'Z' {
		b += 'a' - 'A'
	}
	if a == b {
		return true
	}
	if a < 0x80 && b < 0x80 {
		return false // digits and letters of labels are read well
	}
	for _, class := range lookAlikes {
		hasA, hasB := false, false
		for _, r := range class {
			hasA, hasB = hasA || r == a, hasB || r == b
		}
		if hasA && hasB {
			return true
		}
	}
	return false
}

// after returns the glyphs right of f in its row.
func (s *sheet) after(f found) []glyph { return s.rows[f.row].glyphs[f.end:] }

// trim drops separators around a value.
func trim(glyphs []glyph) []glyph {
	sep := func(r rune) bool {
		switch r {
		case ':', ';', ',', '|', '_', '-', '.', '·', '=', '\'', '"', '`', '~', '。', '、':
			return true
		}
		return false
	}
	for len(glyphs) > 0 && (sep(glyphs[0].r) || glyphs[0].r == ')') {
		glyphs = glyphs[1:]
	}
	for n := len(glyphs); n > 0 && sep(glyphs[n-1].r); n = len(glyphs) {
		if n > 3 && glyphs[n-1].r == '.' && abbreviated(textOf(glyphs)) {
			break
		}
		glyphs = glyphs[:len(glyphs)-1]
	}
	return glyphs
}

// abbreviated reports whether text ends in a company's form, to which the dot belongs.
func abbreviated(text string) bool {
	text = strings.ToLower(text)
	for _, end := range []string{"ltd.", "inc.", "co.", "corp.", "llc.", "s.a.", "b.v."} {
		if strings.HasSuffix(text, end) {
			return true
		}
	}
	return false
}

// certainty returns the lowest confidence of glyphs; 0 of none.
func certainty(glyphs []glyph) float64 {
	if len(glyphs) == 0 {
		return 0
	}
	lowest := 1.0
	for _, g := range glyphs {
		lowest = math.Min(lowest, g.confidence)
	}
	return lowest
}
