// Package ocrtest is the suite that every engine passes, in its own process and hosted in a child.
package ocrtest

import (
	"context"
	"errors"
	"image"
	"image/color"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/disintegration/imaging"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"

	"github.com/heyan/heyan/internal/fonts"
	"github.com/heyan/heyan/ocr"
)

const number = "110199199003070017"

// Run holds an engine to what ocr.Engine promises. open is called once.
func Run(t *testing.T, open func(t *testing.T) ocr.Engine) {
	t.Helper()
	e := open(t)
	t.Run("it says what it is", func(t *testing.T) {
		if info := e.Info(); info.Name == "" || info.Version == "" || len(info.SHA256) != 64 {
			t.Errorf("%+v lacks a part", info)
		}
	})
	t.Run("an empty page has no text", func(t *testing.T) {
		page := read(t, e, paper(800, 500))
		if text := joined(page); len(text) > 2 {
			t.Errorf("read %q on blank paper", text)
		}
		if page.Width != 800 || page.Height != 500 {
			t.Errorf("the page is %d × %d, want 800 × 500", page.Width, page.Height)
		}
	})
	t.Run("a picture without an area is no error", func(t *testing.T) {
		for _, size := range []image.Point{{0, 0}, {1, 1}, {3, 400}, {400, 3}} {
			read(t, e, image.NewNRGBA(image.Rectangle{Max: size}))
		}
	})
	t.Run("one line is read where it stands", func(t *testing.T) {
		page := read(t, e, Written(t, 44, number))
		if text := joined(page); !strings.Contains(text, number) {
			t.Fatalf("read %q, want %s", text, number)
		}
		box := page.Lines[0].Quad.Bounds()
		if center := box.Min.Add(box.Max).Div(2); center.Y < 70 || center.Y > 120 || center.X < 200 || center.X > 450 {
			t.Errorf("it stands at %v, want around (325, 94)", box)
		}
	})
	t.Run("every quarter turn reads the same", func(t *testing.T) {
		img := Written(t, 44, "公民身份号码 "+number, "签发日期 2015年06月01日", "有效期限 2015.06.01-2035.06.01", "核验专用 SPECIMEN 2026")
		for quarters := range 4 {
			page := read(t, e, img)
			if text := joined(page); !strings.Contains(text, number) || !strings.Contains(text, "2035.06.01") {
				t.Errorf("turned by %d quarters it read %q", quarters, text)
			}
			if got, want := page.Turn(), (4-quarters)%4; got != want {
				t.Errorf("turned by %d quarters: Turn() = %d, want %d", quarters, got, want)
			}
			img = imaging.Rotate270(img)
		}
	})
	t.Run("lines come back in order", func(t *testing.T) {
		texts := []string{"20150601", "110199", "88664422"}
		imgs := []*image.NRGBA{}
		for _, text := range texts {
			imgs = append(imgs, imaging.Crop(Written(t, 40, text), image.Rect(60, 50, 480, 120)))
		}
		imgs = append(imgs, image.NewNRGBA(image.Rectangle{}))
		lines, err := e.Lines(t.Context(), imgs, ocr.Options{Alphabet: "0123456789"})
		if err != nil {
			t.Fatal(err)
		}
		if len(lines) != len(imgs) {
			t.Fatalf("%d lines for %d pictures", len(lines), len(imgs))
		}
		for i, text := range texts {
			if lines[i].Text != text {
				t.Errorf("line %d reads %q, want %s", i, lines[i].Text, text)
			}
		}
		if lines[3].Text != "" {
			t.Errorf("read %q in no picture", lines[3].Text)
		}
	})
	t.Run("a cancelled context ends it", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		start := time.Now()
		if _, err := e.Page(ctx, Written(t, 40, number), ocr.Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want the context's", err)
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("it took %v", took)
		}
	})
	t.Run("many callers read the same", func(t *testing.T) {
		img := Written(t, 40, "有效期限 2015.06.01", number)
		want := joined(read(t, e, img))
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				page, err := e.Page(t.Context(), img, ocr.Options{})
				if err != nil || joined(page) != want {
					t.Errorf("read %q, %v; want %q", joined(page), err, want)
				}
			})
		}
		group.Wait()
	})
	t.Run("a huge picture is read", func(t *testing.T) {
		img := imaging.Paste(paper(5000, 4000), imaging.Resize(Written(t, 40, number), 4000, 0, imaging.Linear), image.Pt(400, 300))
		if text := joined(read(t, e, img)); !strings.Contains(text, number) {
			t.Errorf("read %q, want %s", text, number)
		}
	})
}

func read(t *testing.T, e ocr.Engine, img *image.NRGBA) ocr.Page {
	t.Helper()
	page, err := e.Page(t.Context(), img, ocr.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func joined(p ocr.Page) string {
	var b strings.Builder
	for _, l := range p.Lines {
		b.WriteString(strings.ReplaceAll(l.Text, " ", "") + "\n")
	}
	return b.String()
}

func paper(w, h int) *image.NRGBA { return imaging.New(w, h, color.NRGBA{238, 240, 240, 255}) }

// Written returns a picture of 1000 × 640 px with lines of dark text in a size in px, the first around y = 94.
func Written(t testing.TB, size float64, lines ...string) *image.NRGBA {
	t.Helper()
	f, err := fonts.Open(fonts.Chinese[0], 0)
	if err != nil {
		t.Fatalf("%v (scripts/deps.sh fonts installs it)", err)
	}
	face, err := fonts.Face(f, size)
	if err != nil {
		t.Fatal(err)
	}
	img := paper(1000, 640)
	d := font.Drawer{Dst: img, Src: image.NewUniform(color.NRGBA{25, 25, 30, 255}), Face: face}
	for i, l := range lines {
		d.Dot = fixed.P(90, 110+i*int(size*2.2))
		d.DrawString(l)
	}
	return img
}
