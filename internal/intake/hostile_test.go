package intake

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestRefusals(t *testing.T) {
	jpg := encodeJPEG(t, marked(64, 48))
	tests := []struct {
		name   string
		data   []byte
		want   error
		detail string // a part of it
	}{
		{"nothing", nil, ErrDamaged, "empty"},
		{"text", []byte("hello"), ErrFormat, "JPEG or PDF"},
		{"HTML that names a picture", []byte("<html><img src=a.jpg></html>"), ErrFormat, "none of"},
		{"a word that starts like BMP", []byte("BMW repair shop, open daily from 9 to 5"), ErrFormat, "none of"},
		{"HEIC", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), ErrFormat, "Most Compatible"},
		{"HEIF of another brand", []byte("\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic"), ErrFormat, "HEIC"},
		{"AVIF", []byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00avifmif1"), ErrFormat, "AVIF"},
		{"a video", []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), ErrFormat, "Videos"},
		{"a Word document", []byte("PK\x03\x04 and so on"), ErrFormat, "PDF or JPEG"},
		{"BigTIFF", []byte("II+\x00\x08\x00\x00\x00"), ErrFormat, "BigTIFF"},
		{"lossless JPEG", flatJPEG(0xc3, 2, 1, 3, make([]byte, 6)), ErrFormat, "save it as"},
		{"only magic bytes: JPEG", []byte("\xff\xd8\xff"), ErrDamaged, "JPEG"},
		{"only magic bytes: PNG", []byte("\x89PNG\r\n\x1a\n"), ErrDamaged, "PNG"},
		{"only magic bytes: GIF", []byte("GIF89a"), ErrDamaged, "GIF"},
		{"only magic bytes: TIFF", []byte("II*\x00"), ErrDamaged, "TIFF"},
		{"only magic bytes: WebP", []byte("RIFF\x00\x00\x00\x00WEBP"), ErrDamaged, "WebP"},
		{"a JPEG's head and a PDF's tail", []byte("\xff\xd8\xff\xe0%PDF-1.4 ... %%EOF"), ErrDamaged, "JPEG"},
		{"JPEG without height", setJPEGSize(jpg, 64, 0), ErrDamaged, ""},
		{"JPEG of 1001 passes", slices.Concat(jpg[:len(jpg)-2], bytes.Repeat(segment(0xda, []byte{1, 1, 0, 0, 63, 0}), 1001), []byte{0xff, 0xd9}), ErrDamaged, ""},
		{"GIF frame larger than its screen", gifFrame(t, 200, 10), ErrDamaged, "GIF"},
		{"BMP with more pixels than bytes", bmpSize(encodeBMP(t, marked(8, 8)), 5000, 5000), ErrDamaged, "BMP"},
		{"WebP canvas of another size than its picture", riffFile(vp8x(0, 100, 100), lossyWebP(t)[12:]), ErrDamaged, ""},
		{"WebP frame outside its canvas", riffFile(vp8x(2, 40, 16), anmf(10, 0, 32, 16, lossyWebP(t)[12:])), ErrDamaged, ""},
		{"palette TIFF with an index beyond its colours", badPalette(), ErrDamaged, "TIFF"},
		{"TIFF with strips outside the file", new(tiffWriter).file([]tiffPageSpec{{tags: tiffTags(100, 100, 1<<30)}}), ErrDamaged, "TIFF"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := open(t, tt.data)
			if !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			e, ok := errors.AsType[*Error](err)
			if !ok || !strings.Contains(e.Detail, tt.detail) || !strings.HasSuffix(e.Detail, ".") {
				t.Errorf("detail %q, want %q in it", e.Detail, tt.detail)
			}
		})
	}
	t.Run("too many bytes", func(t *testing.T) {
		o, err := New(Limits{Bytes: 100, Pixels: 1, Pages: 1, WorkPixels: 1}, nil)
		must(t, err)
		if _, err := o.Open(t.Context(), jpg); !errors.Is(err, ErrTooLarge) {
			t.Errorf("got %v", err)
		}
	})
}

// TestBombs opens files whose headers promise gigabytes: each must be refused before anything is reserved for it.
func TestBombs(t *testing.T) {
	ihdr := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 30000), 30000)
	screen := encodeGIF(t, &gif.GIF{Image: []*image.Paletted{paletted(marked(8, 8))}, Delay: []int{0}})
	binary.LittleEndian.PutUint16(screen[6:], 65535)
	binary.LittleEndian.PutUint16(screen[8:], 65535)
	tests := []struct {
		name string
		data []byte
	}{
		{"PNG of 30000 × 30000", slices.Concat([]byte("\x89PNG\r\n\x1a\n"), pngChunk("IHDR", append(ihdr, 8, 6, 0, 0, 0)), pngChunk("IEND", nil))},
		{"JPEG of 65500 × 65500", setJPEGSize(encodeJPEG(t, marked(64, 64)), 65500, 65500)},
		{"progressive JPEG of 65500 × 65500", setJPEGSize(flatJPEG(progressive, 2, 1, 3, make([]byte, 6)), 65500, 65500)},
		{"GIF of 65535 × 65535", screen},
		{"BMP of 2³⁰ × 2³⁰", bmpSize(encodeBMP(t, marked(8, 8)), 1<<30, 1<<30)},
		{"BMP of 20000 × 20000", bmpSize(encodeBMP(t, marked(8, 8)), 20000, 20000)},
		{"WebP canvas of 2²⁴ × 2²⁴", riffFile(vp8x(0, 1<<24, 1<<24), lossyWebP(t)[12:])},
		{"animated WebP canvas of 16000 × 16000", riffFile(vp8x(2, 16000, 16000), anmf(0, 0, 32, 16, lossyWebP(t)[12:]))},
		{"TIFF of 40000 × 40000", new(tiffWriter).file([]tiffPageSpec{{tags: tiffTags(40000, 40000, 8)}})},
		{"TIFF with tiles of 40000 × 40000", new(tiffWriter).file([]tiffPageSpec{{tags: append(tiffTags(10, 10, 8),
			tiffTag{0x0142, 4, []uint32{40000}, ""}, tiffTag{0x0143, 4, []uint32{40000}, ""})}})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := opener(t).Open(t.Context(), tt.data)
			runtime.ReadMemStats(&after)
			if !errors.Is(err, ErrTooManyPixels) {
				t.Errorf("got %v", err)
			}
			if got := after.TotalAlloc - before.TotalAlloc; got > 1<<20 {
				t.Errorf("reserved %d bytes", got)
			}
		})
	}
	t.Run("GIF of 100,000 frames", func(t *testing.T) {
		one := encodeGIF(t, &gif.GIF{Image: []*image.Paletted{paletted(marked(8, 8))}, Delay: []int{0}})
		at := 13 // no palette for all frames
		frame := one[at : len(one)-1]
		data := slices.Concat(one[:at], bytes.Repeat(frame, 100000), []byte{0x3b})
		u, p, err := open(t, data)
		must(t, err)
		if u.Frames != 100000 || p.Width != 8 {
			t.Errorf("%d frames, %d px wide", u.Frames, p.Width)
		}
	})
}

func TestTruncation(t *testing.T) {
	m := grainy(200, 160)
	two := image.NewPaletted(m.Rect, paletted(marked(1, 1)).Palette)
	for i := range two.Pix {
		two.Pix[i] = uint8(i*i/7) % 4
	}
	files := map[string][]byte{
		"JPEG": encodeJPEG(t, m), "JPEG with EXIF": withEXIF(encodeJPEG(t, m), exifBytes(6)),
		"progressive JPEG": flatJPEG(progressive, 40, 40, 3, noise(4800)), "CMYK JPEG": flatJPEG(0xc0, 40, 40, 4, noise(6400), adobe(0)),
		"grey JPEG": flatJPEG(0xc0, 40, 40, 1, noise(1600)),
		"PNG":       encodePNG(t, m), "BMP": encodeBMP(t, m), "TIFF": encodeTIFF(t, m),
		"scanner's TIFF": new(tiffWriter).file([]tiffPageSpec{{img: m}}),
		"GIF":            encodeGIF(t, &gif.GIF{Image: []*image.Paletted{two}, Delay: []int{0}}),
		"lossless WebP":  riffFile(riffChunk("VP8L", losslessVP8(twoTone(200, 160)))), "lossy WebP": lossyWebP(t),
	}
	for name, data := range files {
		if _, _, err := open(t, data); err != nil {
			t.Fatalf("%s, whole: %v", name, err)
		}
		for _, percent := range []int{10, 50, 99} {
			if _, _, err := open(t, data[:len(data)*percent/100]); !errors.Is(err, ErrDamaged) && len(data)*percent/100 >= 12 {
				t.Errorf("%s at %d %%: %v", name, percent, err)
			}
		}
		if strings.HasSuffix(name, "JPEG") {
			for _, percent := range []int{30, 50, 90, 99} {
				cut := append(slices.Clone(data[:len(data)*percent/100]), 0xff, 0xd9)
				if _, _, err := open(t, cut); !errors.Is(err, ErrDamaged) {
					t.Errorf("%s at %d %% with an end put behind it: %v", name, percent, err)
				}
			}
		}
	}
	for _, longSide := range []int{0, 100, 50, 25} {
		data := files["JPEG"]
		for _, percent := range []int{30, 50, 90, 98} {
			u, err := opener(t).Open(t.Context(), append(slices.Clone(data[:len(data)*percent/100]), 0xff, 0xd9))
			must(t, err)
			if _, err := u.Page(t.Context(), 0, longSide); !errors.Is(err, ErrDamaged) {
				t.Errorf("JPEG at %d %% with an end, reduced to %d px: %v", percent, longSide, err)
			}
		}
	}
}

// TestDecoderPanicIsDamage holds guard to its word; none of the decoders is known to panic.
func TestDecoderPanicIsDamage(t *testing.T) {
	err := guard(t.Context(), "PNG", func() error { panic("index out of range") })
	if !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
	if e, _ := errors.AsType[*Error](err); strings.Contains(e.Detail, "index") {
		t.Errorf("detail %q tells too much", e.Detail)
	}
}

func noise(n int) []byte {
	return grainy(n, 1).Pix[:n]
}

// setJPEGSize overwrites the size in the frame header.
func setJPEGSize(jpg []byte, w, h int) []byte {
	out := slices.Clone(jpg)
	for _, marker := range []string{"\xff\xc0\x00", "\xff\xc2\x00"} {
		if at := bytes.Index(out, []byte(marker)); at > 0 {
			binary.BigEndian.PutUint16(out[at+5:], uint16(h))
			binary.BigEndian.PutUint16(out[at+7:], uint16(w))
		}
	}
	return out
}

func bmpSize(data []byte, w, h int) []byte {
	binary.LittleEndian.PutUint32(data[18:], uint32(w))
	binary.LittleEndian.PutUint32(data[22:], uint32(h))
	return data
}

// gifFrame is a GIF whose only frame claims to be w × h px on a screen of 64 × 64.
func gifFrame(tb testing.TB, w, h int) []byte {
	tb.Helper()
	data := encodeGIF(tb, &gif.GIF{Image: []*image.Paletted{paletted(marked(64, 64))}, Delay: []int{0}})
	at := bytes.Index(data, []byte{0x2c, 0, 0, 0, 0, 64, 0, 64, 0})
	binary.LittleEndian.PutUint16(data[at+5:], uint16(w))
	binary.LittleEndian.PutUint16(data[at+7:], uint16(h))
	return data
}

// tiffTags are those of a w × h px RGB picture whose pixels start at an offset.
func tiffTags(w, h, offset uint32) []tiffTag {
	return []tiffTag{
		{0x0100, 4, []uint32{w}, ""},
		{0x0101, 4, []uint32{h}, ""},
		{0x0102, 3, []uint32{8, 8, 8}, ""},
		{0x0103, 3, []uint32{1}, ""},
		{0x0106, 3, []uint32{2}, ""},
		{0x0111, 4, []uint32{offset}, ""},
		{0x0115, 3, []uint32{3}, ""},
		{0x0116, 4, []uint32{h}, ""},
		{0x0117, 4, []uint32{3 * w * h}, ""},
	}
}

// badPalette is the picture of CVE-2023-36308: two colours, and a pixel of colour 200.
func badPalette() []byte {
	return new(tiffWriter).file([]tiffPageSpec{{tags: []tiffTag{
		{0x0100, 4, []uint32{1}, ""},
		{0x0101, 4, []uint32{1}, ""},
		{0x0102, 3, []uint32{8}, ""},
		{0x0103, 3, []uint32{1}, ""},
		{0x0106, 3, []uint32{3}, ""},
		{0x0111, 4, []uint32{1}, ""},
		{0x0116, 4, []uint32{1}, ""},
		{0x0117, 4, []uint32{1}, ""},
		{0x0140, 3, []uint32{0, 65535, 0, 65535, 0, 65535}, ""},
	}}})
}

func FuzzOpen(f *testing.F) {
	m := marked(24, 16)
	for _, seed := range [][]byte{
		encodeJPEG(f, m), withEXIF(encodeJPEG(f, m), exifBytes(5)), flatJPEG(progressive, 2, 1, 3, noise(6)), flatJPEG(0xc0, 2, 1, 4, noise(8), adobe(2)),
		encodePNG(f, m), encodePNG(f, paletted(m)), encodeGIF(f, &gif.GIF{Image: []*image.Paletted{paletted(m)}, Delay: []int{0}}),
		encodeBMP(f, m), encodeTIFF(f, m), badPalette(), new(tiffWriter).file([]tiffPageSpec{{img: m}, {img: m}}),
		lossyWebP(f), riffFile(riffChunk("VP8L", losslessVP8(twoTone(8, 8)))), riffFile(vp8x(2, 40, 16), anmf(8, 0, 32, 16, lossyWebP(f)[12:])),
		scanPDF(f, m), vectorPDF("HELLO"),
	} {
		f.Add(seed)
	}
	o, err := New(Limits{Bytes: 1 << 20, Pixels: 1 << 18, Pages: 3, WorkPixels: 1 << 12}, nil)
	must(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := judge(t, o, data); err != nil {
			t.Error(err)
		}
	})
}

// judge opens data and every page of it, and checks what holds for any bytes.
func judge(t *testing.T, o *Opener, data []byte) error {
	u, err := o.Open(t.Context(), data)
	if err != nil {
		return refused(err)
	}
	if u.NumPages() < 1 || u.NumPages() > 3 || u.Frames < 1 {
		return fmt.Errorf("%d pages, %d frames", u.NumPages(), u.Frames)
	}
	for i := range u.NumPages() {
		p, err := u.Page(t.Context(), i, 50)
		if err != nil {
			if err := refused(err); err != nil {
				return err
			}
			continue
		}
		b := p.Image.Rect
		if b.Min != (image.Point{}) || b.Empty() || max(b.Dx(), b.Dy()) > 50 || p.Width < b.Dx() || p.Height < b.Dy() || p.Scale < 1 {
			return fmt.Errorf("page %+v", p)
		}
		for a := 3; a < len(p.Image.Pix); a += 4 {
			if p.Image.Pix[a] != 255 {
				return fmt.Errorf("px %d is not opaque", a/4)
			}
		}
	}
	return nil
}

func refused(err error) error {
	if e, ok := errors.AsType[*Error](err); !ok || e.Detail == "" {
		return fmt.Errorf("refused without a word for the caller: %w", err)
	}
	return nil
}
