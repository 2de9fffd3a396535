package intake

import (
	"context"
	"encoding/binary"
	"image"
)

// orientation says how stored pixels become upright: mirrored left to right first, then turned clockwise.
type orientation struct {
	mirror   bool
	quarters int // 0 to 3
}

// exifOrientation returns the orientation of EXIF tag 0x0112 (CIPA DC-008, 4.6.5); unknown values are upright.
func exifOrientation(tag int) orientation {
	if tag < 1 || tag > 8 {
		return orientation{}
	}
	return [...]orientation{{}, {true, 0}, {false, 2}, {true, 2}, {true, 3}, {false, 1}, {true, 1}, {false, 3}}[tag-1]
}

// strip is how many rows are turned together: their px side by side fill one cache line of the turned picture.
const strip = 16

// upright reads src row by row into a new picture, turned by o.
func upright(ctx context.Context, src rows, o orientation) (*image.NRGBA, error) {
	w, h := src.width, src.height
	ow, oh := w, h
	if o.quarters%2 == 1 {
		ow, oh = h, w
	}
	out := image.NewNRGBA(image.Rect(0, 0, ow, oh))
	// The px of stored column x, row y becomes px start + x·dx + y·dy of the turned picture.
	var start, dx, dy int
	switch o.quarters {
	case 0:
		start, dx, dy = 0, 1, ow
	case 1:
		start, dx, dy = ow-1, ow, -1
	case 2:
		start, dx, dy = ow*oh-1, -1, -ow
	case 3:
		start, dx, dy = (oh-1)*ow, -ow, 1
	}
	if o.mirror {
		start, dx = start+(w-1)*dx, -dx
	}
	if dx == 1 {
		for y := range h {
			if y%strip == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			at := 4 * (start + y*dy)
			src.read(y, out.Pix[at:at+4*w])
		}
		return out, nil
	}
	buf := make([]byte, strip*4*w)
	for y0 := 0; y0 < h; y0 += strip {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := min(strip, h-y0)
		for i := range n {
			src.read(y0+i, buf[i*4*w:(i+1)*4*w])
		}
		for x := range w {
			at := start + x*dx + y0*dy
			for i := range n {
				px := binary.LittleEndian.Uint32(buf[4*(i*w+x):])
				binary.LittleEndian.PutUint32(out.Pix[4*(at+i*dy):], px)
			}
		}
	}
	return out, nil
}
