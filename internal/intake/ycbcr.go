package intake

import (
	"encoding/binary"
	"image"
)

// matrix takes Y′CbCr to R′G′B′ with the coefficients of ITU-R BT.601, in 1/2¹⁶: luma·y + bias, plus the chroma's part.
type matrix struct{ y, bias, rCr, gCb, gCr, bCb int32 }

// fullRange is JFIF's: luma of 0 to 255. The integers are those of image/color.
func fullRange() matrix { return matrix{0x10101, 0, 91881, 22554, 46802, 116130} }

// videoRange is VP8's: luma of 16 to 235, chroma of 16 to 240, as libwebp reads RFC 6386, 9.2. Rounded.
func videoRange() matrix { return matrix{76309, 1<<15 - 16*76309, 104597, 25675, 53279, 132201} }

// ycbcrRows returns a reader of m's rows. Each chroma sample holds for the px it was taken from, as in image/color.
func ycbcrRows(m *image.YCbCr, k matrix) func(int, []byte) {
	b := m.Rect
	width, sub := b.Dx(), 1
	switch m.SubsampleRatio {
	case image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420:
		sub = 2
	case image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410:
		sub = 4
	}
	return func(y int, dst []byte) {
		luma := m.Y[m.YOffset(b.Min.X, b.Min.Y+y):]
		c := m.COffset(b.Min.X, b.Min.Y+y)
		n := (width + sub - 1) / sub
		cbs, crs := m.Cb[c:c+n:c+n], m.Cr[c:c+n:c+n]
		luma, dst = luma[:width:width], dst[:4*width:4*width]
		if sub == 2 { // what nearly every camera writes: two px at a time, the coefficients in registers
			ky, bias, rCr, gCb, gCr, bCb := k.y, k.bias, k.rCr, k.gCb, k.gCr, k.bCb
			pairs, out := luma[:width&^1], dst
			for i, cb := range cbs[:width/2] {
				u, v := int32(cb)-128, int32(crs[i])-128
				dr, dg, db := rCr*v, -gCb*u-gCr*v, bCb*u
				y0, y1 := int32(pairs[0])*ky+bias, int32(pairs[1])*ky+bias
				binary.LittleEndian.PutUint64(out, uint64(pixel(y0+dr, y0+dg, y0+db))|uint64(pixel(y1+dr, y1+dg, y1+db))<<32)
				pairs, out = pairs[2:], out[8:]
			}
			if width%2 == 1 {
				k.run(dst[4*width-4:], luma[width-1:], cbs[n-1], crs[n-1])
			}
			return
		}
		for i := range n {
			from, to := i*sub, min((i+1)*sub, width)
			k.run(dst[4*from:4*to], luma[from:to], cbs[i], crs[i])
		}
	}
}

// run converts px that share a chroma sample.
func (k *matrix) run(dst, luma []byte, cb, cr uint8) {
	u, v := int32(cb)-128, int32(cr)-128
	dr, dg, db := k.rCr*v, -k.gCb*u-k.gCr*v, k.bCb*u
	for i, l := range luma {
		y := int32(l)*k.y + k.bias
		binary.LittleEndian.PutUint32(dst[4*i:], pixel(y+dr, y+dg, y+db))
	}
}

// pixel returns opaque RGBA, red in the lowest byte, of levels in 1/2¹⁶, rounded down to 0 to 255.
func pixel(r, g, b int32) uint32 {
	if uint32(r|g|b)>>24 != 0 {
		r, g, b = inRange(r), inRange(g), inRange(b)
	}
	return uint32(r)>>16 | uint32(g)>>8&0xff00 | uint32(b)&0xff0000 | 0xff<<24
}

func inRange(v int32) int32 { return min(max(v, 0), 0xffffff) }
