package document

import (
	"image"
	"testing"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/ocr"
)

func TestADroppedCharacterIsNoticed(t *testing.T) {
	for _, tt := range []struct {
		name string
		text string
		at   []float64 // of each character, in heights of the line
		long float64   // of the line, in heights
		want bool
	}{
		{"a name of two", "秦飞", []float64{0.55, 1.4}, 1.95, false},
		{"a name of three", "彭琬瑜", []float64{0.42, 1.25, 2.08}, 2.52, false},
		{"a single character", "汉", []float64{0.5}, 1.1, false},
		{"the middle of three is missing", "薛龙", []float64{0.5, 1.83}, 2.33, true},
		{"the third of four is missing", "尉迟瑜", []float64{0.5, 1.2, 2.6}, 3.1, true},
		{"the first is missing", "超燕", []float64{1.25, 2.08}, 2.62, true},
		{"the last is missing", "苏珊", []float64{0.5, 1.3}, 2.6, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			line := ocr.Line{Text: tt.text, Quad: geom.Rect(image.Rect(0, 0, int(tt.long*100), 100))}
			for i, r := range []rune(tt.text) {
				line.Chars = append(line.Chars, ocr.Char{Rune: r, Confidence: 0.99, X: tt.at[i] / tt.long})
			}
			s := sheet{page: ocr.Page{Lines: []ocr.Line{line}}, cos: 1}
			v := s.value(s.glyphs(0))
			if v.lost != tt.want {
				t.Errorf("a character is missing: %v, want %v", v.lost, tt.want)
			}
			again := better("name", v, line, v.quad)
			if sure := again.sure(); tt.want && sure >= 0.9 {
				t.Errorf("read again it is sure with %.2f, want below 0.9", sure)
			}
		})
	}
}

func TestAMarkIsNoValue(t *testing.T) {
	for text, want := range map[string]bool{
		"样本 SPECIMEN": true, "Specimen": true, "样本": true, "样本路12号": false, "周样例": false, "秦飞": false,
	} {
		if got := isMark(text); got != want {
			t.Errorf("%q is a mark: %v, want %v", text, got, want)
		}
	}
}
