package photo

import "image"

// Sharpness is how much of a picture's detail a blur would take away, 0 to 1, at 1024 px on the long side: 0.60 and
// more is sharp, below 0.50 blurred (Crete, Dolmiere, Ladret and Nicolas, "The blur effect", SPIE 2007: one minus
// their measure, by a mean over nine px, the worse of both directions). A value is -1 where there is too little
// detail to tell.
type Sharpness struct {
	Whole float64 // the whole picture
	Face  float64 // the largest face
	Print float64 // the print on the cloth
}

// sharpSide is the long side, in px, at which sharpness is measured, so that a value means the same in every picture.
const sharpSide = 1024

// leastDetail is the mean difference between neighbouring px, in levels, that is needed to speak of sharpness.
const leastDetail = 0.35

// region of interest of a px
const (
	elsewhere = iota
	onFace
	onPrint
	regions
)

// measureSharpness measures grey, a picture of up to 1024 px; region says for each of its px where it lies.
func measureSharpness(grey *image.Gray, region func(x, y int) int) Sharpness {
	w, h := grey.Rect.Dx(), grey.Rect.Dy()
	// Per region and direction: the sum of differences between neighbours, and of what blurring takes of them. The
	// difference between neighbours of a mean over nine is that of its two ends.
	var all, lost [2][regions]int
	var n [regions]int
	for y := 5; y < h-4; y++ {
		row := grey.Pix[y*grey.Stride : y*grey.Stride+w]
		above := grey.Pix[(y-1)*grey.Stride : (y-1)*grey.Stride+w]
		top, bottom := grey.Pix[(y-5)*grey.Stride:], grey.Pix[(y+4)*grey.Stride:]
		for x := 5; x < w-4; x++ {
			r := region(x, y)
			n[r]++
			p := int(row[x])
			across := abs(p - int(row[x-1]))
			down := abs(p - int(above[x]))
			all[0][r] += 9 * across
			all[1][r] += 9 * down
			lost[0][r] += max(9*across-abs(int(row[x+4])-int(row[x-5])), 0)
			lost[1][r] += max(9*down-abs(int(bottom[x])-int(top[x])), 0)
		}
	}
	value := func(rs ...int) float64 {
		best := 2.0
		for d := range 2 {
			var a, l, c int
			for _, r := range rs {
				a, l, c = a+all[d][r], l+lost[d][r], c+n[r]
			}
			if c < 400 || float64(a) < 9*leastDetail*float64(c) {
				return -1
			}
			best = min(best, float64(l)/float64(a))
		}
		return best
	}
	return Sharpness{Whole: value(elsewhere, onFace, onPrint), Face: value(onFace), Print: value(onPrint)}
}

func abs(x int) int { return max(x, -x) }
