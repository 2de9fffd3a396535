package intake

import (
	"context"
	"encoding/binary"
	"errors"
	"image/gif"
)

// openGIF counts the frames of data (GIF89a specification, 1990) without decoding one. Page 0 is the first frame on
// the logical screen; a missing trailer is forgiven, as browsers do, a frame that is cut off is not.
func openGIF(l Limits, data []byte) (contents, error) {
	cut := damaged(title(GIF), errors.New("block cut off"))
	if len(data) < 13 {
		return contents{}, cut
	}
	w, h := int(binary.LittleEndian.Uint16(data[6:])), int(binary.LittleEndian.Uint16(data[8:]))
	if err := l.allow(w, h); err != nil {
		return contents{}, err
	}
	at := 13 + colorTable(data[10])
	frames := 0
	for at < len(data) && data[at] != 0x3b {
		switch data[at] {
		case 0x21: // extension: label, sub-blocks
			at += 2
		case 0x2c: // image: position and size, flags, colours, code size, sub-blocks
			if len(data)-at < 10 {
				return contents{}, cut
			}
			frames++
			at += 10 + colorTable(data[at+9]) + 1
		default:
			return contents{}, damaged(title(GIF), errors.New("unknown block"))
		}
		for {
			if at >= len(data) {
				return contents{}, cut
			}
			n := int(data[at])
			at += 1 + n
			if n == 0 {
				break
			}
		}
	}
	if frames == 0 {
		return contents{}, damaged(title(GIF), errors.New("no frame"))
	}
	return contents{frames: frames, sheets: []sheet{picture{l, w, h, orientation{}, func(ctx context.Context, _ float64) (rows, error) {
		img, err := gif.Decode(reader(ctx, data))
		if err != nil {
			return rows{}, damaged(title(GIF), err)
		}
		b := img.Bounds()
		if b.Min.X < 0 || b.Min.Y < 0 || b.Max.X > w || b.Max.Y > h {
			return rows{}, damaged(title(GIF), errors.New("frame outside the screen"))
		}
		return rowsOf(img).place(b.Min.X, b.Min.Y, w, h), nil
	}}}}, nil
}

// colorTable returns the length in bytes of the colour table that a GIF's flags announce.
func colorTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}
