package document

import (
	"math"
	"strings"
)

// addressField joins the lines of an address. It begins with a province, or a place of one.
func (s *sheet) addressField(v value) Field {
	text := strings.NewReplacer(":", "", "，", "", ",", "", "。", "").Replace(v.text)
	if len([]rune(text)) < 5 {
		return Field{}
	}
	f := Field{Value: text, Raw: v.text, Confidence: v.sure(), Quad: v.quad}
	if !strings.ContainsAny(text, "省市区县州旗盟") {
		f.Confidence = math.Min(f.Confidence, 0.5)
	}
	if n := len([]rune(text)); n > 20 {
		f.Confidence -= 0.002 * float64(n-20) // every further character can be wrong
	}
	return f
}
