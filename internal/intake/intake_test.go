package intake

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

func opener(tb testing.TB) *Opener {
	tb.Helper()
	o, err := New(DefaultLimits(), nil)
	must(tb, err)
	return o
}

// open opens data and decodes its first page.
func open(tb testing.TB, data []byte) (*Upload, *Page, error) {
	tb.Helper()
	u, err := opener(tb).Open(tb.Context(), data)
	if err != nil {
		return nil, nil, err
	}
	p, err := u.Page(tb.Context(), 0, 0)
	return u, p, err
}

// near reports whether img has about the colour c at x, y.
func near(img *image.NRGBA, x, y int, c color.NRGBA, tolerance int) bool {
	p := img.NRGBAAt(x, y)
	diff := func(a, b uint8) int { return int(math.Abs(float64(a) - float64(b))) }
	return diff(p.R, c.R) <= tolerance && diff(p.G, c.G) <= tolerance && diff(p.B, c.B) <= tolerance && p.A == 255
}

// expect checks the centres of the four quarters of img, clockwise from the top left.
func expect(t *testing.T, img *image.NRGBA, tolerance int, want ...color.NRGBA) {
	t.Helper()
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for i, at := range []image.Point{{w / 4, h / 4}, {w * 3 / 4, h / 4}, {w * 3 / 4, h * 3 / 4}, {w / 4, h * 3 / 4}} {
		if !near(img, at.X, at.Y, want[i], tolerance) {
			t.Errorf("quarter %d is %v, want %v", i, img.NRGBAAt(at.X, at.Y), want[i])
		}
	}
}

func TestOpenEveryFormat(t *testing.T) {
	const w, h = 64, 48
	m := marked(w, h)
	deep := image.NewNRGBA64(m.Rect)
	grey := image.NewGray(m.Rect)
	for y := range h {
		for x := range w {
			deep.Set(x, y, m.At(x, y))
			grey.Set(x, y, m.At(x, y))
		}
	}
	tests := []struct {
		name      string
		data      []byte
		format    string
		tolerance int
	}{
		{"JPEG", encodeJPEG(t, m), JPEG, 8},
		{"JPEG with bytes behind its end", append(encodeJPEG(t, m), "MotionPhoto and more"...), JPEG, 8},
		{"JPEG with bytes between its segments", junkBetween(encodeJPEG(t, m)), JPEG, 8},
		{"PNG", encodePNG(t, m), PNG, 0},
		{"PNG with a palette", encodePNG(t, paletted(m)), PNG, 0},
		{"PNG of 16 bits", encodePNG(t, deep), PNG, 0},
		{"PNG with bytes behind its end", append(encodePNG(t, m), 0, 0, 0), PNG, 0},
		{"GIF", encodeGIF(t, &gif.GIF{Image: []*image.Paletted{paletted(m)}, Delay: []int{0}}), GIF, 0},
		{"BMP", encodeBMP(t, m), BMP, 0},
		{"BMP with a palette", encodeBMP(t, paletted(m)), BMP, 0},
		{"TIFF", encodeTIFF(t, m), TIFF, 0},
		{"TIFF with a palette", encodeTIFF(t, paletted(m)), TIFF, 0},
		{"TIFF of 16 bits", encodeTIFF(t, deep), TIFF, 0},
		{"TIFF as scanners write it", new(tiffWriter).file([]tiffPageSpec{{img: m}}), TIFF, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, p, err := open(t, tt.data)
			must(t, err)
			if u.Format != tt.format || u.Frames != 1 || u.NumPages() != 1 || u.Bytes != int64(len(tt.data)) || len(u.SHA256) != 64 {
				t.Errorf("got %+v", u)
			}
			if p.Width != w || p.Height != h || p.Scale != 1 || p.Turned != 0 || p.Mirrored || p.Text != nil || p.Rendered {
				t.Errorf("got page %+v", p)
			}
			expect(t, p.Image, tt.tolerance, red, green, white, blue)
		})
	}
	for name, data := range map[string][]byte{"PNG": encodePNG(t, grey), "JPEG": encodeJPEG(t, grey), "TIFF": encodeTIFF(t, grey)} {
		t.Run("grey "+name, func(t *testing.T) {
			u, p, err := open(t, data)
			must(t, err)
			if !u.Grey {
				t.Error("not grey")
			}
			g := func(c color.NRGBA) color.NRGBA {
				y := color.GrayModel.Convert(c).(color.Gray).Y
				return color.NRGBA{y, y, y, 255}
			}
			expect(t, p.Image, 2, g(red), g(green), g(white), g(blue))
		})
	}
}

// junkBetween puts stray bytes behind the first segment, as some cameras do.
func junkBetween(jpg []byte) []byte {
	at := 4 + int(jpg[4])<<8 + int(jpg[5])
	return slices.Concat(jpg[:at], []byte{0, 0, 7}, jpg[at:])
}

func TestWebP(t *testing.T) {
	lossless := riffChunk("VP8L", losslessVP8(twoTone(32, 16)))
	lossy := lossyWebP(t)[12:]
	half := image.NewNRGBA(image.Rect(0, 0, 32, 16))
	for i := range half.Pix { // red, and on the right nothing at all
		half.Pix[i] = [4]byte{200, 30, 40, 255}[i%4]
		if i%4 == 3 && i/4%32 >= 16 {
			half.Pix[i] = 0
		}
	}
	const animated, alpha = 1 << 1, 1 << 4
	opaque := bytes.Repeat([]byte{255}, 16)
	var alph []byte
	for range 16 {
		alph = append(append(alph, opaque...), make([]byte, 16)...)
	}
	alph = append([]byte{0}, alph...)
	tests := []struct {
		name      string
		data      []byte
		frames    int
		tolerance int
	}{
		{"lossless", riffFile(lossless), 1, 0},
		{"lossy, at video levels", riffFile(lossy), 1, 6},
		{"the last pad byte is missing", bytes.TrimSuffix(riffFile(riffChunk("VP8L", losslessVP8(twoTone(32, 16))), riffChunk("JUNK", []byte{1})), []byte{0}), 1, 0},
		{"lossless with alpha", riffFile(riffChunk("VP8L", losslessVP8(half))), 1, 0},
		{"lossy with alpha", riffFile(vp8x(alpha, 32, 16), riffChunk("ALPH", alph), lossy), 1, 6},
		{"extended", riffFile(vp8x(0, 32, 16), lossy), 1, 6},
		{"animated", riffFile(vp8x(animated, 32, 16), riffChunk("ANIM", make([]byte, 6)), anmf(0, 0, 32, 16, lossless), anmf(0, 0, 32, 16, lossless)), 2, 0},
		{"animated, lossy with alpha", riffFile(vp8x(animated|alpha, 32, 16), anmf(0, 0, 32, 16, riffChunk("ALPH", alph), lossy)), 1, 6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, p, err := open(t, tt.data)
			must(t, err)
			if u.Format != WebP || u.Frames != tt.frames || p.Width != 32 || p.Height != 16 {
				t.Errorf("got %s, %d frames, %d × %d", u.Format, u.Frames, p.Width, p.Height)
			}
			expect(t, p.Image, tt.tolerance, red, white, white, red)
		})
	}
	t.Run("a frame smaller than its canvas", func(t *testing.T) {
		u, p, err := open(t, riffFile(vp8x(animated, 100, 50), anmf(40, 20, 32, 16, lossless)))
		must(t, err)
		if u.Frames != 1 || p.Width != 100 || p.Height != 50 {
			t.Errorf("got %d frames, %d × %d", u.Frames, p.Width, p.Height)
		}
		if !near(p.Image, 39, 20, white, 0) || !near(p.Image, 40, 20, red, 0) || !near(p.Image, 55, 35, red, 0) || !near(p.Image, 55, 36, white, 0) {
			t.Error("the frame is not where it belongs")
		}
	})
}

func TestOrientation(t *testing.T) {
	const w, h = 48, 32
	m := marked(w, h)
	tests := []struct {
		tag      int
		want     [4]color.NRGBA // clockwise from the top left
		turned   int
		mirrored bool
	}{
		{1, [4]color.NRGBA{red, green, white, blue}, 0, false},
		{2, [4]color.NRGBA{green, red, blue, white}, 0, true},
		{3, [4]color.NRGBA{white, blue, red, green}, 180, false},
		{4, [4]color.NRGBA{blue, white, green, red}, 180, true},
		{5, [4]color.NRGBA{red, blue, white, green}, 270, true},
		{6, [4]color.NRGBA{blue, red, green, white}, 90, false},
		{7, [4]color.NRGBA{white, green, red, blue}, 90, true},
		{8, [4]color.NRGBA{green, white, blue, red}, 270, false},
	}
	plain := encodePNG(t, m)
	for _, tt := range tests {
		exif := exifBytes(tt.tag)
		two := riffChunk("VP8L", losslessVP8(twoTone(w, h)))
		for name, data := range map[string][]byte{
			"JPEG": withEXIF(encodeJPEG(t, m), exif),
			"PNG":  slices.Concat(plain[:33], pngChunk("eXIf", exif), plain[33:]),
			"TIFF": new(tiffWriter).file([]tiffPageSpec{{img: m, tags: []tiffTag{{0x0112, 3, []uint32{uint32(tt.tag)}, ""}}}}),
			"WebP": riffFile(vp8x(1<<3, w, h), two, riffChunk("EXIF", exif)),
		} {
			u, p, err := open(t, data)
			must(t, err)
			if p.Turned != tt.turned || p.Mirrored != tt.mirrored {
				t.Errorf("%s, tag %d: turned %d, mirrored %t", name, tt.tag, p.Turned, p.Mirrored)
			}
			wantW, wantH := w, h
			if tt.tag > 4 {
				wantW, wantH = h, w
			}
			if p.Width != wantW || p.Height != wantH || p.Image.Rect != image.Rect(0, 0, wantW, wantH) {
				t.Errorf("%s, tag %d: %d × %d, picture %v", name, tt.tag, p.Width, p.Height, p.Image.Rect)
			}
			if name != "TIFF" && (u.Software != "Snapshot 1.0" || !u.Taken.Equal(time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC))) {
				t.Errorf("%s: written by %q at %v", name, u.Software, u.Taken)
			}
			if name != "WebP" {
				expect(t, p.Image, 8, tt.want[:]...)
			}
		}
	}
}

// TestOrientationToThePixel turns a picture of distinct px in all ways and looks each up.
func TestOrientationToThePixel(t *testing.T) {
	const w, h = 37, 19 // no multiple of a strip
	src := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range src.Pix {
		src.Pix[i] = uint8(i / 4 >> (8 * (i % 4)))
		if i%4 == 3 {
			src.Pix[i] = 255
		}
	}
	at := map[int]func(x, y int) (int, int){
		1: func(x, y int) (int, int) { return x, y },
		2: func(x, y int) (int, int) { return w - 1 - x, y },
		3: func(x, y int) (int, int) { return w - 1 - x, h - 1 - y },
		4: func(x, y int) (int, int) { return x, h - 1 - y },
		5: func(x, y int) (int, int) { return y, x },
		6: func(x, y int) (int, int) { return h - 1 - y, x },
		7: func(x, y int) (int, int) { return h - 1 - y, w - 1 - x },
		8: func(x, y int) (int, int) { return y, w - 1 - x },
	}
	for tag, to := range at {
		got, err := upright(t.Context(), rowsOf(src), exifOrientation(tag))
		must(t, err)
		for y := range h {
			for x := range w {
				u, v := to(x, y)
				if got.NRGBAAt(u, v) != src.NRGBAAt(x, y) {
					t.Fatalf("tag %d: px %d, %d is not at %d, %d", tag, x, y, u, v)
				}
			}
		}
	}
}

func TestMoreThanOnePicture(t *testing.T) {
	m := marked(40, 30)
	o := opener(t)
	t.Run("a GIF counts its frames and shows the first", func(t *testing.T) {
		g := &gif.GIF{Config: image.Config{Width: 60, Height: 50}}
		for i := range 3 {
			p := paletted(m)
			if i > 0 {
				clear(p.Pix)
			}
			p.Rect = p.Rect.Add(image.Pt(10, 5))
			g.Image, g.Delay = append(g.Image, p), append(g.Delay, 5)
		}
		u, p, err := open(t, encodeGIF(t, g))
		must(t, err)
		if u.Frames != 3 || u.NumPages() != 1 || p.Width != 60 || p.Height != 50 {
			t.Errorf("%d frames, %d pages, %d × %d", u.Frames, u.NumPages(), p.Width, p.Height)
		}
		if !near(p.Image, 9, 5, white, 0) || !near(p.Image, 10, 5, red, 0) || !near(p.Image, 49, 5, green, 0) || !near(p.Image, 10, 34, blue, 0) {
			t.Error("the frame is not where it belongs")
		}
	})
	t.Run("a TIFF has pages, but its thumbnail is none", func(t *testing.T) {
		small := tiffPageSpec{img: marked(8, 6), tags: []tiffTag{{0x00fe, 4, []uint32{1}, ""}}}
		u, err := o.Open(t.Context(), new(tiffWriter).file([]tiffPageSpec{
			{img: m}, small, {img: twoTone(20, 10), tags: []tiffTag{{0x0112, 3, []uint32{6}, ""}}},
		}))
		must(t, err)
		if u.NumPages() != 2 || u.Frames != 2 {
			t.Fatalf("%d pages, %d frames", u.NumPages(), u.Frames)
		}
		p, err := u.Page(t.Context(), 1, 0)
		must(t, err)
		if p.Width != 10 || p.Height != 20 || p.Turned != 90 {
			t.Errorf("%d × %d, turned %d", p.Width, p.Height, p.Turned)
		}
		expect(t, p.Image, 0, red, red, white, white)
		if _, err := u.Page(t.Context(), 2, 0); err == nil {
			t.Error("there is a third page")
		}
	})
	t.Run("a TIFF with too many pages", func(t *testing.T) {
		_, err := o.Open(t.Context(), new(tiffWriter).file(make21(m)))
		if !errors.Is(err, ErrTooManyPages) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a TIFF whose pages go in a circle", func(t *testing.T) {
		data := new(tiffWriter).file([]tiffPageSpec{{img: m}})
		copy(data[len(data)-4:], data[4:8])
		if _, err := o.Open(t.Context(), data); !errors.Is(err, ErrDamaged) {
			t.Errorf("got %v", err)
		}
	})
}

func make21(m *image.NRGBA) []tiffPageSpec {
	pages := make([]tiffPageSpec, 21)
	for i := range pages {
		pages[i].img = m
	}
	return pages
}

func TestJPEGColours(t *testing.T) {
	// Two blocks each: red and blue, in each colour model.
	tests := []struct {
		name string
		data []byte
		want [2]color.NRGBA
	}{
		{"Y′CbCr", flatJPEG(0xc0, 2, 1, 3, []byte{76, 85, 255, 29, 255, 107}), [2]color.NRGBA{{254, 0, 0, 255}, {0, 0, 254, 255}}},
		{"progressive", flatJPEG(progressive, 2, 1, 3, []byte{76, 85, 255, 29, 255, 107}), [2]color.NRGBA{{254, 0, 0, 255}, {0, 0, 254, 255}}},
		{"RGB", flatJPEG(0xc0, 2, 1, 3, []byte{250, 10, 20, 10, 20, 250}, adobe(0)), [2]color.NRGBA{{250, 10, 20, 255}, {10, 20, 250, 255}}},
		{"grey", flatJPEG(0xc0, 2, 1, 1, []byte{60, 220}), [2]color.NRGBA{{60, 60, 60, 255}, {220, 220, 220, 255}}},
		{"Adobe's inverted CMYK", flatJPEG(0xc0, 2, 1, 4, []byte{255, 0, 0, 255, 0, 0, 255, 255}, adobe(0)), [2]color.NRGBA{{255, 0, 0, 255}, {0, 0, 255, 255}}},
		{"plain CMYK", flatJPEG(0xc0, 2, 1, 4, []byte{0, 255, 255, 0, 255, 255, 0, 0}), [2]color.NRGBA{{255, 0, 0, 255}, {0, 0, 255, 255}}},
		// YCCK as Adobe writes it is Y′CbCr of the amounts of ink, here 0, 255, 255 and 255, 255, 0, and inverted black.
		{"YCCK", flatJPEG(0xc0, 2, 1, 4, []byte{179, 171, 0, 255, 226, 0, 149, 255}, adobe(2)), [2]color.NRGBA{{255, 0, 0, 255}, {0, 0, 255, 255}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, p, err := open(t, tt.data)
			must(t, err)
			if p.Width != 16 || p.Height != 8 || u.Grey != (tt.name == "grey") {
				t.Errorf("%d × %d, grey %t", p.Width, p.Height, u.Grey)
			}
			expect(t, p.Image, 3, tt.want[0], tt.want[1], tt.want[1], tt.want[0])
		})
	}
}

func TestAlphaIsLaidOverWhite(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 4, 1))
	for x, c := range []color.NRGBA{{0, 0, 0, 0}, {0, 0, 0, 128}, {200, 100, 0, 51}, {10, 20, 30, 255}} {
		img.SetNRGBA(x, 0, c)
	}
	deep := image.NewNRGBA64(img.Rect)
	pre := image.NewRGBA(img.Rect)
	for x := range 4 {
		deep.Set(x, 0, img.At(x, 0))
		pre.Set(x, 0, img.At(x, 0))
	}
	want := []color.NRGBA{{255, 255, 255, 255}, {127, 127, 127, 255}, {244, 224, 204, 255}, {10, 20, 30, 255}}
	for name, m := range map[string]image.Image{
		"8 bits": img, "16 bits": deep, "premultiplied": pre,
		"palette": &image.Paletted{Pix: []byte{0, 1, 2, 3}, Stride: 4, Rect: img.Rect, Palette: color.Palette{img.At(0, 0), img.At(1, 0), img.At(2, 0), img.At(3, 0)}},
		"unknown": struct{ image.Image }{img},
	} {
		got, err := upright(t.Context(), rowsOf(m), orientation{})
		must(t, err)
		for x, c := range want {
			if !near(got, x, 0, c, 1) {
				t.Errorf("%s, px %d: %v, want %v", name, x, got.NRGBAAt(x, 0), c)
			}
		}
	}
}

func TestReduction(t *testing.T) {
	small, err := New(Limits{Bytes: 20 << 20, Pixels: 50e6, Pages: 20, WorkPixels: 100e3}, nil)
	must(t, err)
	tests := []struct {
		name     string
		opener   *Opener
		data     []byte
		longSide int
		want     image.Point
	}{
		{"JPEG by a fraction", opener(t), encodeJPEG(t, marked(600, 400)), 500, image.Pt(500, 333)},
		{"JPEG by more than the decoder does", opener(t), encodeJPEG(t, marked(1600, 1200)), 90, image.Pt(90, 67)},
		{"JPEG by what the decoder does", opener(t), encodeJPEG(t, marked(1600, 1200)), 400, image.Pt(400, 300)},
		{"JPEG no larger than asked for", opener(t), encodeJPEG(t, marked(300, 200)), 400, image.Pt(300, 200)},
		{"PNG", opener(t), encodePNG(t, marked(601, 401)), 300, image.Pt(300, 200)},
		{"PNG to one row", opener(t), encodePNG(t, marked(1000, 4)), 100, image.Pt(100, 1)},
		{"to the pixels to work on", small, encodePNG(t, marked(600, 400)), 0, image.Pt(387, 258)},
		{"turned", opener(t), withEXIF(encodeJPEG(t, marked(600, 400)), exifBytes(6)), 300, image.Pt(200, 300)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, err := tt.opener.Open(t.Context(), tt.data)
			must(t, err)
			p, err := u.Page(t.Context(), 0, tt.longSide)
			must(t, err)
			if got := p.Image.Rect.Size(); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if got, want := p.Scale, float64(max(p.Width, p.Height))/float64(max(tt.want.X, tt.want.Y)); got != want {
				t.Errorf("scale %g, want %g", got, want)
			}
			if tt.want.Y == 1 {
				return
			}
			if p.Turned == 90 {
				expect(t, p.Image, 9, blue, red, green, white)
			} else {
				expect(t, p.Image, 9, red, green, white, blue)
			}
		})
	}
}

func TestAverageIsTheMeanOfWhatIsCovered(t *testing.T) {
	img := grainy(97, 61)
	for _, size := range []image.Point{{97, 61}, {96, 60}, {50, 31}, {48, 61}, {1, 1}, {33, 2}} {
		got, err := upright(t.Context(), average(rowsOf(img), size.X, size.Y), orientation{})
		must(t, err)
		for y := range size.Y {
			for x := range size.X {
				want := mean(img, float64(x)*97/float64(size.X), float64(y)*61/float64(size.Y), 97/float64(size.X), 61/float64(size.Y))
				if d := math.Abs(float64(got.NRGBAAt(x, y).R) - want); d > 0.6 {
					t.Fatalf("%v: px %d, %d is %d, want %.2f", size, x, y, got.NRGBAAt(x, y).R, want)
				}
			}
		}
	}
}

// mean returns the mean red of a w × h px part of img, by area, slowly.
func mean(img *image.NRGBA, x0, y0, w, h float64) float64 {
	sum := 0.0
	for y := int(y0); y < img.Rect.Dy(); y++ {
		dy := min(float64(y+1), y0+h) - max(float64(y), y0)
		for x := int(x0); x < img.Rect.Dx() && dy > 0; x++ {
			if dx := min(float64(x+1), x0+w) - max(float64(x), x0); dx > 0 {
				sum += dx * dy * float64(img.NRGBAAt(x, y).R)
			}
		}
	}
	return sum / (w * h)
}

func TestYCbCrIsConvertedAsImageColorDoes(t *testing.T) {
	for _, ratio := range []image.YCbCrSubsampleRatio{
		image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
		image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
	} {
		m := image.NewYCbCr(image.Rect(0, 0, 61, 37), ratio)
		for i := range m.Y {
			m.Y[i] = uint8(i * 7)
		}
		for i := range m.Cb {
			m.Cb[i], m.Cr[i] = uint8(i*31), uint8(255-i*17)
		}
		got, err := upright(t.Context(), rowsOf(m), orientation{})
		must(t, err)
		for y := range 37 {
			for x := range 61 {
				r, g, b, _ := m.At(x, y).RGBA()
				want := color.NRGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}
				if got.NRGBAAt(x, y) != want {
					t.Fatalf("%v: px %d, %d is %v, want %v", ratio, x, y, got.NRGBAAt(x, y), want)
				}
			}
		}
	}
}

func TestJPEGDecodersAgree(t *testing.T) {
	jpg := encodeJPEG(t, grainy(333, 201))
	h, err := walkJPEG(jpg)
	must(t, err)
	fast, err := decodeScaled(jpg, 1)
	must(t, err)
	slow, err := decodeStrict(t.Context(), h, jpg)
	must(t, err)
	a, err := upright(t.Context(), rowsOf(fast), orientation{})
	must(t, err)
	b, err := upright(t.Context(), rowsOf(slow), orientation{})
	must(t, err)
	worst := 0
	for i := range a.Pix {
		worst = max(worst, int(math.Abs(float64(a.Pix[i])-float64(b.Pix[i]))))
	}
	if worst > 6 { // two inverse transforms, within a level or two before colour amplifies it
		t.Errorf("px differ by up to %d levels", worst)
	}
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	u, err := opener(t).Open(ctx, encodePNG(t, grainy(300, 300)))
	must(t, err)
	cancel()
	if _, err := u.Page(ctx, 0, 0); !errors.Is(err, context.Canceled) || errors.Is(err, ErrDamaged) {
		t.Errorf("page: %v", err)
	}
	if _, err := opener(t).Open(ctx, encodePNG(t, grainy(30, 30))); !errors.Is(err, context.Canceled) {
		t.Errorf("open: %v", err)
	}
}

func TestLimitsMustBePositive(t *testing.T) {
	_, err := New(Limits{Bytes: 1, Pixels: 1, Pages: 0, WorkPixels: -1}, nil)
	if err == nil || !strings.Contains(err.Error(), "pages") || !strings.Contains(err.Error(), "work pixels") || strings.Contains(err.Error(), "bytes") {
		t.Errorf("got %v", err)
	}
}
