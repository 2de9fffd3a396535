package intake

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// Every fixture is made here, by encoders or byte by byte.

var (
	red   = color.NRGBA{200, 30, 40, 255}
	green = color.NRGBA{30, 160, 60, 255}
	blue  = color.NRGBA{30, 60, 200, 255}
	white = color.NRGBA{255, 255, 255, 255}
)

// marked is a picture that differs in every orientation: red top left, green top right, blue bottom left, else white.
func marked(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	fill := func(r image.Rectangle, c color.Color) {
		draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
	}
	fill(img.Rect, white)
	fill(image.Rect(0, 0, w/2, h/2), red)
	fill(image.Rect(w/2, 0, w, h/2), green)
	fill(image.Rect(0, h/2, w/2, h), blue)
	return img
}

// grainy is a picture without a flat spot, as cameras make them.
func grainy(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = uint8(96 + r.IntN(96))
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func encodeJPEG(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	must(tb, jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}))
	return b.Bytes()
}

func encodePNG(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	must(tb, png.Encode(&b, img))
	return b.Bytes()
}

func encodeGIF(tb testing.TB, g *gif.GIF) []byte {
	tb.Helper()
	var b bytes.Buffer
	must(tb, gif.EncodeAll(&b, g))
	return b.Bytes()
}

func encodeBMP(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	must(tb, bmp.Encode(&b, img))
	return b.Bytes()
}

func encodeTIFF(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	must(tb, tiff.Encode(&b, img, &tiff.Options{Compression: tiff.Deflate}))
	return b.Bytes()
}

// paletted returns img in the four colours of marked.
func paletted(img image.Image) *image.Paletted {
	p := image.NewPaletted(img.Bounds(), color.Palette{white, red, green, blue})
	draw.Draw(p, p.Rect, img, image.Point{}, draw.Src)
	return p
}

// exifBytes is EXIF with an orientation, a program and a time.
func exifBytes(orientation int) []byte {
	var t tiffWriter
	return t.file([]tiffPageSpec{{tags: []tiffTag{
		{0x0112, 3, []uint32{uint32(orientation)}, ""},
		{0x0131, 2, nil, "Snapshot 1.0"},
		{0x0132, 2, nil, "2026:03:04 05:06:07"},
	}}})
}

// segment returns a JPEG marker segment.
func segment(code byte, body []byte) []byte {
	s := []byte{0xff, code}
	s = binary.BigEndian.AppendUint16(s, uint16(len(body)+2))
	return append(s, body...)
}

// withEXIF puts EXIF behind a JPEG's first marker.
func withEXIF(jpg, exif []byte) []byte {
	out := append([]byte(nil), jpg[:2]...)
	out = append(out, segment(0xe1, append([]byte("Exif\x00\x00"), exif...))...)
	return append(out, jpg[2:]...)
}

// pngChunk returns a PNG chunk.
func pngChunk(name string, body []byte) []byte {
	c := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	c = append(append(c, name...), body...)
	return binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))
}

// tiffTag is a directory entry: numbers of type 3 or 4, or text of type 2.
type tiffTag struct {
	tag, kind uint16
	numbers   []uint32
	text      string
}

// tiffPageSpec is a directory and, where img is set, its pixels as one uncompressed RGB strip.
type tiffPageSpec struct {
	img  *image.NRGBA
	tags []tiffTag
}

// tiffWriter writes little-endian TIFF files of any number of directories.
type tiffWriter struct{ out []byte }

func (t *tiffWriter) file(pages []tiffPageSpec) []byte {
	t.out = []byte("II*\x00\x00\x00\x00\x00")
	link := 4
	for _, p := range pages {
		tags := p.tags
		if p.img != nil {
			strip := len(t.out)
			for i := 0; i < len(p.img.Pix); i += 4 {
				t.out = append(t.out, p.img.Pix[i:i+3]...)
			}
			b := p.img.Rect
			size := uint32(len(t.out) - strip)
			tags = append([]tiffTag{
				{0x0100, 4, []uint32{uint32(b.Dx())}, ""},
				{0x0101, 4, []uint32{uint32(b.Dy())}, ""},
				{0x0102, 3, []uint32{8, 8, 8}, ""},
				{0x0103, 3, []uint32{1}, ""},
				{0x0106, 3, []uint32{2}, ""},
				{0x0111, 4, []uint32{uint32(strip)}, ""},
				{0x0115, 3, []uint32{3}, ""},
				{0x0116, 4, []uint32{uint32(b.Dy())}, ""},
				{0x0117, 4, []uint32{size}, ""},
			}, tags...)
		}
		sortTags(tags)
		values := make([][]byte, len(tags))
		for i, tag := range tags {
			v := append([]byte(tag.text), 0)
			if tag.kind != 2 {
				v = nil
				for _, n := range tag.numbers {
					if tag.kind == 3 {
						v = binary.LittleEndian.AppendUint16(v, uint16(n))
					} else {
						v = binary.LittleEndian.AppendUint32(v, n)
					}
				}
			}
			if len(v) > 4 {
				at := binary.LittleEndian.AppendUint32(nil, uint32(len(t.out)))
				t.out = append(t.out, v...)
				v = at
			}
			values[i] = append(v, 0, 0, 0, 0)[:4]
		}
		binary.LittleEndian.PutUint32(t.out[link:], uint32(len(t.out)))
		t.out = binary.LittleEndian.AppendUint16(t.out, uint16(len(tags)))
		for i, tag := range tags {
			n := len(tag.numbers)
			if tag.kind == 2 {
				n = len(tag.text) + 1
			}
			t.out = binary.LittleEndian.AppendUint16(t.out, tag.tag)
			t.out = binary.LittleEndian.AppendUint16(t.out, tag.kind)
			t.out = binary.LittleEndian.AppendUint32(t.out, uint32(n))
			t.out = append(t.out, values[i]...)
		}
		link = len(t.out)
		t.out = append(t.out, 0, 0, 0, 0)
	}
	return t.out
}

func sortTags(tags []tiffTag) {
	for i := range tags {
		for j := i; j > 0 && tags[j].tag < tags[j-1].tag; j-- {
			tags[j], tags[j-1] = tags[j-1], tags[j]
		}
	}
}

// bits collects bits, most significant first as JPEG wants them, or least significant first as WebP does.
type bits struct {
	out   []byte
	n     int
	msb   bool
	stuff bool
}

func (b *bits) put(v uint32, n int) {
	for i := range n {
		bit := v >> i & 1
		if b.msb {
			bit = v >> (n - 1 - i) & 1
		}
		if b.n%8 == 0 {
			if b.stuff && len(b.out) > 0 && b.out[len(b.out)-1] == 0xff {
				b.out = append(b.out, 0)
			}
			b.out = append(b.out, 0)
		}
		shift := b.n % 8
		if b.msb {
			shift = 7 - shift
		}
		b.out[len(b.out)-1] |= byte(bit << shift)
		b.n++
	}
}

// flatJPEG writes a JPEG of any number of components, each 8 × 8 block of one level, baseline or as a progressive file
// with one pass. Blocks run left to right, components within them.
func flatJPEG(sof byte, blocksAcross, blocksDown, components int, levels []byte, extra ...[]byte) []byte {
	out := []byte{0xff, 0xd8}
	for _, s := range extra {
		out = append(out, s...)
	}
	table := make([]byte, 65)
	for i := range table[1:] {
		table[1+i] = 8
	}
	out = append(out, segment(0xdb, table)...)
	frame := []byte{8, byte(blocksDown * 8 >> 8), byte(blocksDown * 8), byte(blocksAcross * 8 >> 8), byte(blocksAcross * 8), byte(components)}
	scan := []byte{byte(components)}
	for i := range components {
		frame = append(frame, byte(i+1), 0x11, 0)
		scan = append(scan, byte(i+1), 0)
	}
	out = append(out, segment(sof, frame)...)
	// DC: categories 0 to 11 in four bits each. AC: end of block in one bit.
	out = append(out, segment(0xc4, append([]byte{0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))...)
	out = append(out, segment(0xc4, []byte{0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})...)
	end := byte(63)
	if sof == progressive {
		end = 0
	}
	out = append(out, segment(0xda, append(scan, 0, end, 0))...)
	b := bits{msb: true, stuff: true}
	last := make([]int, components)
	for i, v := range levels {
		c := i % components
		diff := int(v) - 128 - last[c]
		last[c] += diff
		size, code := 0, diff
		for m := max(diff, -diff); m > 0; m >>= 1 {
			size++
		}
		if diff < 0 {
			code += 1<<size - 1
		}
		b.put(uint32(size), 4)
		b.put(uint32(code), size)
		if sof != progressive {
			b.put(0, 1)
		}
	}
	for b.n%8 != 0 {
		b.put(1, 1)
	}
	if b.out[len(b.out)-1] == 0xff {
		b.out = append(b.out, 0)
	}
	return append(append(out, b.out...), 0xff, 0xd9)
}

// adobe is the segment that tells how components are transformed: 0 none, 2 YCCK.
func adobe(transform byte) []byte {
	return segment(0xee, append([]byte("Adobe\x00\x64\x00\x00\x00\x00"), transform))
}

// riffFile and riffChunk write WebP's container.
func riffFile(chunks ...[]byte) []byte {
	body := append([]byte("WEBP"), bytes.Join(chunks, nil)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func riffChunk(name string, body []byte) []byte {
	c := append(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(body))), body...)
	if len(body)%2 == 1 {
		c = append(c, 0)
	}
	return c
}

// losslessVP8 writes a lossless WebP picture of the top left colour and one other per channel, each channel with two levels
// at most.
func losslessVP8(img *image.NRGBA) []byte {
	b := &bits{}
	b.put(0x2f, 8)
	b.put(uint32(img.Rect.Dx()-1), 14)
	b.put(uint32(img.Rect.Dy()-1), 14)
	b.put(1<<0, 4) // alpha is used, version 0
	b.put(0, 3)    // no transform, no colour cache, no meta codes
	order := [4]int{1, 0, 2, 3}
	var low, high [4]byte
	for i, c := range order {
		low[i], high[i] = 255, 0
		for p := c; p < len(img.Pix); p += 4 {
			low[i], high[i] = min(low[i], img.Pix[p]), max(high[i], img.Pix[p])
		}
		b.put(1, 1) // simple code
		two := uint32(0)
		if low[i] != high[i] {
			two = 1
		}
		b.put(two, 1)
		b.put(1, 1) // first symbol in 8 bits
		b.put(uint32(low[i]), 8)
		if two == 1 {
			b.put(uint32(high[i]), 8)
		}
	}
	b.put(1, 1) // distances: one symbol, 0
	b.put(0, 3)
	for p := 0; p < len(img.Pix); p += 4 {
		for i, c := range order {
			if low[i] != high[i] {
				v := uint32(0)
				if img.Pix[p+c] == high[i] {
					v = 1
				}
				b.put(v, 1)
			}
		}
	}
	return b.out
}

// twoTone is red on the left half, white on the right.
func twoTone(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(white), image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(0, 0, w/2, h), image.NewUniform(red), image.Point{}, draw.Src)
	return img
}

// lossyWebP is twoTone(32, 16) as libwebp 1.2 writes it at quality 90.
func lossyWebP(tb testing.TB) []byte {
	tb.Helper()
	b, err := base64.StdEncoding.DecodeString(
		"UklGRkQAAABXRUJQVlA4IDgAAAAQAgCdASogABAAAMASJaACdMoRgD8AAILYAP75Ns//OwQpd+2f/7jy9x5e48v/ceX/8spvegAAAA==")
	must(tb, err)
	return b
}

func vp8x(flags byte, w, h int) []byte {
	w, h = w-1, h-1
	return riffChunk("VP8X", []byte{flags, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)})
}

// anmf is an animation frame at x, y, which are even.
func anmf(x, y, w, h int, chunks ...[]byte) []byte {
	head := []byte{
		byte(x / 2), byte(x / 2 >> 8), 0, byte(y / 2), byte(y / 2 >> 8), 0,
		byte(w - 1), byte((w - 1) >> 8), 0, byte(h - 1), byte((h - 1) >> 8), 0, 100, 0, 0, 0,
	}
	return riffChunk("ANMF", append(head, bytes.Join(chunks, nil)...))
}
