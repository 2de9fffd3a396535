package document

import (
	"image"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/ocr"
)

// printed is a line of a page made by hand: what was read, its left edge, its middle and its height in px.
type printed struct {
	text    string
	x, y, h float64
}

// pageOf sets lines as a reader would find them: a Chinese character is as wide as the line is high.
func pageOf(lines ...printed) ocr.Page {
	page := ocr.Page{Width: 2000, Height: 1400}
	for _, l := range lines {
		total := 0.0
		for _, r := range l.text {
			total += cells(r)
		}
		line := ocr.Line{Text: l.text, Confidence: 0.99}
		x := 0.0
		for _, r := range l.text {
			line.Chars = append(line.Chars, ocr.Char{Rune: r, Confidence: 0.99, X: (x + cells(r)/2) / total})
			x += cells(r)
		}
		line.Quad = geom.Rect(image.Rect(int(l.x), int(l.y-l.h/2), int(l.x+total/2*l.h), int(l.y+l.h/2)))
		page.Lines = append(page.Lines, line)
	}
	return page
}

func valuesOf(t *testing.T, page ocr.Page) (string, map[string]string, map[string]Field) {
	t.Helper()
	docs, err := (&Reader{}).Read(t.Context(), image.NewNRGBA(image.Rect(0, 0, 10, 10)), page, time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	if err != nil || len(docs) != 1 {
		t.Fatalf("got %d documents, error %v, want one", len(docs), err)
	}
	got := map[string]string{}
	for name, f := range docs[0].Fields {
		got[name] = f.Value
	}
	return docs[0].Kind, got, docs[0].Fields
}

func TestReadsPagesThatNoPrinterOfOursMade(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []printed
		kind  string
		want  map[string]string
	}{
		{
			"an owner in English keeps its spaces and its dot",
			[]printed{
				{"Certificate of Domain Name Registration", 400, 100, 50},
				{"Domain Name:", 200, 300, 30},
				{"example-shop.com.cn", 700, 300, 30},
				{"Registrant:", 200, 380, 30},
				{"Beijing Example Technology Co., Ltd.", 700, 380, 30},
				{"Registration Date:", 200, 460, 30},
				{"21-Sep-2022", 700, 460, 30},
				{"Expiration Date:", 200, 540, 30},
				{"21-Sep-2027", 700, 540, 30},
			},
			certificate,
			map[string]string{
				"domain": "example-shop.com.cn", "owner": "Beijing Example Technology Co., Ltd.",
				"registered_on": "2022-09-21", "expires_on": "2027-09-21",
			},
		},
		{
			"a Chinese domain ends where the sentence's words begin, and gets its lost dot back",
			[]printed{
				{"域名证书", 700, 100, 60},
				{"域名：", 200, 300, 30},
				{"长风示例公司", 700, 300, 30},
				{"域名所有者：", 200, 380, 30},
				{"孙伟", 700, 380, 30},
			},
			certificate,
			map[string]string{"domain": "长风示例.公司", "owner": "孙伟"},
		},
		{
			"the cells of a form's table are labels even where no gap parts them",
			[]printed{
				{"网站备案信息真实性核验单", 700, 100, 60},
				{"网站主办者", 200, 300, 30},
				{"主办者名称", 356, 300, 30},
				{"长沙平海文化传媒有限公司", 620, 300, 30},
				{"基本信息", 215, 390, 30},
				{"网站域名", 342, 390, 30},
				{"pinghai.com", 620, 390, 30},
			},
			form,
			map[string]string{"host_name": "长沙平海文化传媒有限公司", "domains": "pinghai.com"},
		},
		{
			"a card without a label for its address still has one",
			[]printed{
				{"1999年1月18日", 280, 436, 50},
				{"陕西省西安市雁塔区示例街", 260, 568, 50},
				{"879号A座2062室", 260, 660, 50},
				{"公民身份号码", 98, 932, 44},
				{"610199199901183839", 604, 932, 100},
			},
			idCard,
			map[string]string{
				"address": "陕西省西安市雁塔区示例街879号A座2062室", "birth_date": "1999-01-18",
				"id_number": "610199199901183839", "sex": "男",
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			kind, got, _ := valuesOf(t, pageOf(tt.lines...))
			if kind != tt.kind {
				t.Errorf("kind %q, want %q", kind, tt.kind)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatASealCoversIsNotSure(t *testing.T) {
	_, got, fields := valuesOf(t, pageOf(
		printed{"域名证书", 700, 100, 60},
		printed{"域名：", 200, 300, 30},
		printed{"example.cn", 700, 300, 30},
		printed{"注册商：", 200, 380, 30},
		printed{"北京模拟数", 700, 380, 30},
		printed{"术有限公司", 915, 380, 30},
	))
	if f := fields["registrar"]; f.Confidence >= 0.9 {
		t.Errorf("%q is sure with %.2f though characters are missing, want below 0.9", got["registrar"], f.Confidence)
	}
}
