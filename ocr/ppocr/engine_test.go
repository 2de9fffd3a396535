package ppocr

import (
	"testing"

	"github.com/heyan/heyan/ocr"
	"github.com/heyan/heyan/ocr/ocrtest"
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

func TestSuite(t *testing.T) {
	ocrtest.Run(t, func(t *testing.T) ocr.Engine { return newEngine(t) })
}

func BenchmarkCard(b *testing.B) {
	e := newEngine(b)
	img := ocrtest.Written(b, 34, "姓名 高建国", "性别 男 民族 汉", "出生 1990 年 3 月 7 日", "住址 江苏省南京市示例区", "示例路18号2单元301室", "公民身份号码 110199199003070017")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Page(b.Context(), img, ocr.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
