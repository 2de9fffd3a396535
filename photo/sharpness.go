package photo

import "image"

// Sharpness is how much of a picture's detail a blur would take away, 0 to 1, at 1024 px on the long side (Crete,
// Dolmiere, Ladret and Nicolas, "The blur effect", SPIE 2007: one minus their measure, by a mean over nine px, the
// worse of both directions). A value is -1 where there is too little detail to tell.
type Sharpness struct {
	Whole float64 // the whole picture: 0.6 and more is sharp
	Face  float64 // the largest face, which has softer edges: 0.5 and more is sharp
	// Print is the print on the cloth, hard edges that are the same in every photo: 0.6 and more is sharp, below 0.3
	// blurred. What noise adds to the detail is taken off; without that a noisy blurred picture measures sharp.
	Print float64
	Noise float64 // standard deviation of the noise at 1024 px, 8-bit levels
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

// measureSharpness measures grey, a picture of up to 1024 px; regionRow fills in where the px of a row lie.
func measureSharpness(grey *image.Gray, regionRow func(y int, row []uint8)) Sharpness {
	w, h := grey.Rect.Dx(), grey.Rect.Dy()
	// Per direction and region: the sum of differences between neighbours, and of what blurring takes of them, in
	// ninths of a level. The difference between neighbours of a mean over nine is a ninth of that of its two ends.
	var all, lost [2][regions]int
	var n [regions]int
	var histogram [2][256]int
	where := make([]uint8, w)
	for y := 5; y < h-4; y++ {
		regionRow(y, where)
		row := grey.Pix[y*grey.Stride : y*grey.Stride+w]
		above := grey.Pix[(y-1)*grey.Stride : (y-1)*grey.Stride+w]
		top, bottom := grey.Pix[(y-5)*grey.Stride:], grey.Pix[(y+4)*grey.Stride:]
		for x := 5; x < w-4; x++ {
			r := where[x]
			n[r]++
			p := int(row[x])
			across, down := abs(p-int(row[x-1])), abs(p-int(above[x]))
			if r == elsewhere {
				histogram[0][across]++
				histogram[1][down]++
			}
			all[0][r] += 9 * across
			all[1][r] += 9 * down
			lost[0][r] += max(9*across-abs(int(row[x+4])-int(row[x-5])), 0)
			lost[1][r] += max(9*down-abs(int(bottom[x])-int(top[x])), 0)
		}
	}
	noise := [2]float64{medianLevel(&histogram[0]), medianLevel(&histogram[1])}
	value := func(noise [2]float64, rs ...int) float64 {
		best := 2.0
		for d := range 2 {
			var a, l, c int
			for _, r := range rs {
				a, l, c = a+all[d][r], l+lost[d][r], c+n[r]
			}
			// Differences of normal noise have a mean of 1.18 medians; a ninth of it survives the blur.
			added := 9 * 1.18 * noise[d] * float64(c)
			detail := float64(a) - added
			if c < 400 || detail < 9*leastDetail*float64(c) {
				return -1
			}
			best = min(best, max(float64(l)-added*8/9, 0)/detail)
		}
		return best
	}
	out := Sharpness{
		Whole: value([2]float64{}, elsewhere, onFace, onPrint), Face: value([2]float64{}, onFace), Print: -1,
		// The median difference of two normal values is 0.954 standard deviations.
		Noise: (noise[0] + noise[1]) / 2 / 0.954,
	}
	if n[onPrint] > w*h/200 {
		out.Print = value(noise, onPrint)
	}
	return out
}

// medianLevel returns the median of a histogram of absolute differences, between levels by linear interpolation. A
// difference of 0 stands for anything below a half.
func medianLevel(histogram *[256]int) float64 {
	total := 0
	for _, n := range histogram {
		total += n
	}
	below := 0
	for level, n := range histogram {
		if 2*(below+n) >= total && n > 0 {
			low, width := float64(level)-0.5, 1.0
			if level == 0 {
				low, width = 0, 0.5
			}
			return low + width*(float64(total)/2-float64(below))/float64(n)
		}
		below += n
	}
	return 0
}

func abs(x int) int { return max(x, -x) }
