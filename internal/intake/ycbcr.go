package intake

import "image"

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
		cbs, crs := m.Cb[c:c+n], m.Cr[c:c+n]
		luma, dst = luma[:width:width], dst[:4*width:4*width]
		for i, cb := range cbs {
			u, v := int32(cb)-128, int32(crs[i])-128
			dr, dg, db := k.rCr*v, -k.gCb*u-k.gCr*v, k.bCb*u
			for range min(sub, len(luma)) {
				yy := int32(luma[0])*k.y + k.bias
				p := dst[:4:4]
				p[0], p[1], p[2], p[3] = level(yy+dr), level(yy+dg), level(yy+db), 255
				luma, dst = luma[1:], dst[4:]
			}
		}
	}
}

// level rounds down v, in 1/2¹⁶, to 0 to 255.
func level(v int32) uint8 {
	if uint32(v)&0xff000000 == 0 {
		return uint8(v >> 16)
	}
	return uint8(^(v >> 31))
}
