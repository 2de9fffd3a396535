package ppocr

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/disintegration/imaging"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"

	"github.com/heyan/heyan/internal/fonts"
	"github.com/heyan/heyan/ocr"
)

func newEngine(t testing.TB) *Engine {
	t.Helper()
	e, err := New()
	if err != nil {
		t.Fatalf("%v (make models fetches what is missing)", err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

// written draws lines of black text on grey paper.
func written(t testing.TB, size float64, lines ...string) *image.NRGBA {
	t.Helper()
	f, err := fonts.Open(fonts.Chinese[0], 0)
	if err != nil {
		t.Fatalf("%v (scripts/deps.sh fonts installs it)", err)
	}
	face, err := fonts.Face(f, size)
	if err != nil {
		t.Fatal(err)
	}
	img := imaging.New(1000, 640, color.NRGBA{225, 228, 230, 255})
	d := font.Drawer{Dst: img, Src: image.NewUniform(color.NRGBA{25, 25, 30, 255}), Face: face}
	for i, l := range lines {
		d.Dot = fixed.P(90, 110+i*int(size*2.2))
		d.DrawString(l)
	}
	return img
}

func TestEveryQuarterTurnReadsTheSame(t *testing.T) {
	e := newEngine(t)
	img := written(t, 40, "公民身份号码 110199199003070017", "住址 江苏省南京市示例路18号", "有效期限 2015.06.01-2035.06.01")
	for turn := range 4 {
		page, err := e.Page(t.Context(), img, ocr.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := page.Turn(); got != (4-turn)%4 {
			t.Errorf("turned by %d quarters: Turn() = %d, want %d", turn, got, (4-turn)%4)
		}
		var all strings.Builder
		for _, l := range page.Lines {
			all.WriteString(strings.ReplaceAll(l.Text, " ", "") + "\n")
		}
		for _, want := range []string{"110199199003070017", "江苏省南京市示例路18号", "2015.06.01-2035.06.01"} {
			if !strings.Contains(all.String(), want) {
				t.Errorf("turned by %d quarters: %q is not in\n%s", turn, want, all.String())
			}
		}
		img = imaging.Rotate270(img)
	}
}

func BenchmarkCard(b *testing.B) {
	e := newEngine(b)
	img := written(b, 34, "姓名 高建国", "性别 男 民族 汉", "出生 1990 年 3 月 7 日", "住址 江苏省南京市示例区", "示例路18号2单元301室", "公民身份号码", "110199199003070017")
	for b.Loop() {
		if _, err := e.Page(b.Context(), img, ocr.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
