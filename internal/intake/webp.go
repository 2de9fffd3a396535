package intake

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"

	"golang.org/x/image/vp8l"
	"golang.org/x/image/webp"
)

// openWebP reads the chunks of data (RFC 9649). Of an animation the first frame is a page, on its canvas.
func openWebP(l Limits, data []byte) (contents, error) {
	bad := func(why string) (contents, error) { return contents{}, damaged(title(WebP), errors.New(why)) }
	size := int64(binary.LittleEndian.Uint32(data[4:])) + 8
	if size < 12 || size > int64(len(data))+1 { // the last pad byte may be missing
		return bad("file cut off")
	}
	var c contents
	var first webpFrame
	var meta metadata
	var w, h int // of the canvas
	err := riff(data[12:min(size, int64(len(data)))], func(name string, body []byte) error {
		switch name {
		case "VP8X":
			if len(body) < 10 {
				return errors.New("header cut off")
			}
			w, h = uint24(body[4:])+1, uint24(body[7:])+1
		case "ANMF":
			if c.frames++; c.frames > 1 {
				return nil
			}
			if len(body) < 16 {
				return errors.New("frame cut off")
			}
			first = webpFrame{x: 2 * uint24(body), y: 2 * uint24(body[3:])}
			return riff(body[16:], first.add)
		case "EXIF":
			meta = readEXIF(bytes.TrimPrefix(body, []byte("Exif\x00\x00")))
		case "VP8 ", "VP8L", "ALPH":
			if c.frames == 0 {
				return first.add(name, body)
			}
		}
		return nil
	})
	if err != nil {
		return contents{}, damaged(title(WebP), err)
	}
	if w == 0 {
		w, h = first.width, first.height
	}
	if err := l.allow(w, h); err != nil {
		return contents{}, err
	}
	switch {
	case first.pixels == nil:
		return bad("no picture")
	case first.x+first.width > w || first.y+first.height > h,
		c.frames == 0 && (first.width != w || first.height != h):
		return bad("picture and canvas differ")
	}
	c.software, c.taken = meta.software, meta.taken
	c.sheets = []sheet{picture{l, w, h, meta.orient, func(ctx context.Context, _ float64) (rows, error) {
		r, err := first.decode(ctx)
		if err != nil {
			return rows{}, damaged(title(WebP), err)
		}
		return r.place(first.x, first.y, w, h), nil
	}}}
	return c, nil
}

// riff calls f with every chunk of data.
func riff(data []byte, f func(name string, body []byte) error) error {
	for len(data) >= 8 {
		n := int64(binary.LittleEndian.Uint32(data[4:]))
		if n > int64(len(data))-8 {
			return errors.New("chunk cut off")
		}
		if err := f(string(data[:4]), data[8:8+n]); err != nil {
			return err
		}
		data = data[min(int64(len(data)), 8+n+n&1):]
	}
	return nil
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// webpFrame is one picture: VP8 with or without an alpha channel beside it, or VP8L.
type webpFrame struct {
	x, y, width, height int
	name                string
	pixels, alpha       []byte
}

// add takes a chunk of the frame, and reads its size where it is the one with the pixels.
func (f *webpFrame) add(name string, body []byte) error {
	switch {
	case f.pixels != nil:
		return nil
	case name == "ALPH":
		f.alpha = body
	case name == "VP8 ": // RFC 6386, 9.1: a key frame's tag, start code, size
		if len(body) < 10 || body[0]&1 != 0 || string(body[3:6]) != "\x9d\x01\x2a" {
			return errors.New("no key frame")
		}
		f.width = int(binary.LittleEndian.Uint16(body[6:]) & 0x3fff)
		f.height = int(binary.LittleEndian.Uint16(body[8:]) & 0x3fff)
		f.name, f.pixels = name, body
	case name == "VP8L":
		config, err := vp8l.DecodeConfig(bytes.NewReader(body))
		if err != nil {
			return err
		}
		f.width, f.height, f.name, f.pixels = config.Width, config.Height, name, body
	}
	return nil
}

// decode writes the frame as a still file of its own and decodes that.
func (f *webpFrame) decode(ctx context.Context) (rows, error) {
	var still []byte
	chunk := func(name string, body []byte) {
		still = append(still, name...)
		still = binary.LittleEndian.AppendUint32(still, uint32(len(body))) // #nosec G115 -- a chunk of the file
		still = append(still, body...)
		if len(body)%2 == 1 {
			still = append(still, 0)
		}
	}
	still = append(still, "RIFF\x00\x00\x00\x00WEBP"...)
	if f.alpha != nil && f.name == "VP8 " {
		w, h := f.width-1, f.height-1
		const hasAlpha = 1 << 4
		chunk("VP8X", []byte{hasAlpha, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)})
		chunk("ALPH", f.alpha)
	}
	chunk(f.name, f.pixels)
	binary.LittleEndian.PutUint32(still[4:], uint32(len(still)-8)) // #nosec G115 -- the file and a few bytes
	img, err := webp.Decode(reader(ctx, still))
	if err != nil {
		return rows{}, err
	}
	r := rowsOf(img)
	// The decoder hands out VP8's video levels in a type that promises full ones.
	switch m := img.(type) {
	case *image.YCbCr:
		r.read = ycbcrRows(m, videoRange())
	case *image.NYCbCrA:
		r.read = withAlpha(ycbcrRows(&m.YCbCr, videoRange()), m)
	}
	return r, nil
}
