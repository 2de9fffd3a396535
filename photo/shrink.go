package photo

import "image"

// Shrink returns img at w × h px by averaging the area under each px, and at the same size a plain copy with its
// origin at 0, 0. Larger than img it repeats px.
func Shrink(img *image.NRGBA, w, h int) *image.NRGBA {
	w, h = max(w, 1), max(h, 1)
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	b := img.Rect
	if b.Empty() {
		return out
	}
	if b.Dx() == w && b.Dy() == h {
		for y := range h {
			copy(out.Pix[y*out.Stride:(y+1)*out.Stride], img.Pix[y*img.Stride:y*img.Stride+w*4])
		}
		return out
	}
	// Rows are summed into columns first: whole px, because at the ratios used here (down to a half and less) the
	// fractions at the edges of an area change nothing that is measured.
	edges := func(from, to int) []int {
		e := make([]int, to+1)
		for i := range e {
			e[i] = i * from / to
		}
		return e
	}
	xs, ys := edges(b.Dx(), w), edges(b.Dy(), h)
	sums := make([]uint32, b.Dx()*3)
	for y := range h {
		y0, y1 := ys[y], max(ys[y+1], ys[y]+1)
		clear(sums)
		for sy := y0; sy < y1; sy++ {
			src := img.Pix[sy*img.Stride : sy*img.Stride+b.Dx()*4]
			for i, o := 0, 0; i < len(src); i, o = i+4, o+3 {
				s, d := src[i:i+3:i+3], sums[o:o+3:o+3]
				d[0] += uint32(s[0])
				d[1] += uint32(s[1])
				d[2] += uint32(s[2])
			}
		}
		dst := out.Pix[y*out.Stride : (y+1)*out.Stride]
		for x := range w {
			x0, x1 := xs[x], max(xs[x+1], xs[x]+1)
			var r, g, bl uint32
			for i := x0 * 3; i < x1*3; i += 3 {
				r, g, bl = r+sums[i], g+sums[i+1], bl+sums[i+2]
			}
			n := uint32((x1 - x0) * (y1 - y0))
			d := dst[x*4 : x*4+4 : x*4+4]
			d[0], d[1], d[2], d[3] = uint8((r+n/2)/n), uint8((g+n/2)/n), uint8((bl+n/2)/n), 255
		}
	}
	return out
}

// Fit is Shrink to a long side of at most long px, keeping the proportions; a smaller picture stays as it is.
func Fit(img *image.NRGBA, long int) *image.NRGBA {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if m := max(w, h); m > long {
		return Shrink(img, max(w*long/m, 1), max(h*long/m, 1))
	}
	return img
}
