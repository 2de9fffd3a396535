package intake

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"io"

	"github.com/gen2brain/jpegn"
)

// jpegDecoder chooses between two decoders.
//
// jpegn takes about half the time of image/jpeg and can decode straight to a half, a quarter or an eighth, which also
// bounds the memory of a large photo. It is trusted with one pass of three Y′CbCr components only, and with nothing that
// it finds fault with: CMYK comes out black, and scans that end early come out smeared without an error. So whatever
// jpegn does not settle is decoded by image/jpeg, which is strict, and whose word is final.
func jpegDecoder(h jpegHeader, data []byte) func(context.Context, float64) (rows, error) {
	return func(ctx context.Context, shrink float64) (rows, error) {
		if h.components == 3 && !h.rgb && h.frame != progressive {
			denom := 1
			for denom < 8 && float64(2*denom) <= shrink {
				denom *= 2
			}
			if m, err := decodeScaled(data, denom); err == nil && m.Rect.Dx() == ceilDiv(h.width, denom) &&
				m.Rect.Dy() == ceilDiv(h.height, denom) && !endsEarly(m, denom) {
				return rowsOf(m), nil
			}
		}
		m, err := decodeStrict(ctx, h, data)
		if err != nil {
			return rows{}, damaged(title(JPEG), err)
		}
		return rowsOf(m), nil
	}
}

// decodeScaled returns the picture at 1/denom of its sides, rounded up.
func decodeScaled(data []byte, denom int) (m *image.YCbCr, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("decoder panicked: %v", p)
		}
	}()
	img, err := jpegn.Decode(bytes.NewReader(data), &jpegn.Options{ScaleDenom: denom})
	if err != nil {
		return nil, err
	}
	m, ok := img.(*image.YCbCr)
	if !ok {
		return nil, fmt.Errorf("decoded to %T", img)
	}
	return m, nil
}

// minFlat is how many px must be equal to look suspicious; of a unit reduced to an eighth, or cut by the picture's edge,
// fewer remain, and its neighbour's are looked at too.
const minFlat = 8

// endsEarly reports whether the last coding unit of m is one flat colour, which is what jpegn makes of a scan that
// stops before it. White margins are as flat: those pictures are decoded once more, which is the price of
// never calling half a document a whole one.
func endsEarly(m *image.YCbCr, denom int) bool {
	w, h := 8, 8 // of a coding unit
	switch m.SubsampleRatio {
	case image.YCbCrSubsampleRatio422:
		w = 16
	case image.YCbCrSubsampleRatio420:
		w, h = 16, 16
	case image.YCbCrSubsampleRatio440:
		h = 16
	case image.YCbCrSubsampleRatio411:
		w = 32
	case image.YCbCrSubsampleRatio410:
		w, h = 32, 16
	}
	start := func(n, size int) int { return (n - 1) / size * size } // of the last unit of n px
	x0, y0 := start(m.Rect.Max.X, max(w/denom, 1)), start(m.Rect.Max.Y, max(h/denom, 1))
	x1, y1 := m.Rect.Max.X-1, m.Rect.Max.Y-1
	x0 = max(min(x0, x1-ceilDiv(minFlat, y1-y0+1)), 0)
	last := m.YCbCrAt(x1, y1)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			if m.YCbCrAt(x, y) != last {
				return false
			}
		}
	}
	return true
}

func ceilDiv(a, b int) int { return (a + b - 1) / b }

// decodeStrict decodes by image/jpeg, at full size. Four components without an Adobe segment are plain CMYK, which
// image/jpeg refuses: they are given the segment, and the inversion that it implies is taken back.
func decodeStrict(ctx context.Context, h jpegHeader, data []byte) (image.Image, error) {
	if h.components != 4 || h.adobe {
		return jpeg.Decode(reader(ctx, data))
	}
	segment := []byte("\xff\xd8\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00")
	img, err := jpeg.Decode(io.MultiReader(bytes.NewReader(segment), reader(ctx, data[2:])))
	if m, ok := img.(*image.CMYK); ok {
		for i, v := range m.Pix {
			m.Pix[i] = 255 - v
		}
	}
	return img, err
}

// reader reads data until ctx ends, so that a decoder stops with it.
func reader(ctx context.Context, data []byte) io.Reader {
	return &ctxReader{ctx, bytes.NewReader(data)}
}

type ctxReader struct {
	ctx context.Context //nolint:containedctx // lives as long as one call of a decoder
	r   *bytes.Reader
}

func (r *ctxReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// ReadAt serves decoders that jump, as TIFF's does.
func (r *ctxReader) ReadAt(p []byte, off int64) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.ReadAt(p, off)
}
