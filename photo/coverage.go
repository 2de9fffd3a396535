package photo

import (
	"image"

	"github.com/heyan/heyan/internal/geom"
)

// Gap is a part of the background that is neither cloth nor print.
type Gap struct {
	Share   float64      // of the picture's area, 0 to 1
	Polygon []geom.Point // its outline, clockwise, in px of the picture
	Bounds  image.Rectangle
}

// Edges holds one number for each edge of the picture, -1 where it cannot be told because a person covers the edge.
type Edges struct{ Top, Right, Bottom, Left float64 }

// coverage says which px of the background are what.
type coverage struct {
	share, print, background float64 // see Cloth
	edges                    Edges
	gaps                     []Gap
	gap                      []bool // px of the scene that belong to a gap
}

// Sizes that tell print from wall. Print is small: a character, or a line of them that ran together. What is thin and
// touches an edge of the picture over most of its length is no print but the wall beside a cloth.
const (
	maxPrintArea   = 1.0 / 40 // of the picture
	maxLogoArea    = 0.10     // likewise, for what cloth surrounds on all sides
	maxHiddenArea  = 0.04     // likewise, for what cloth and the person surround
	maxPrintWidth  = 0.45     // of the picture's width, for what is
	maxPrintHeight = 0.30     // this high
	maxLineHeight  = 0.14     // of the picture's height, for lines of any width
	edgeShare      = 0.40     // of an edge
	edgeFill       = 0.60     // of the bounding box
	cornerArea     = 0.004    // of the picture, for what reaches an upper corner; sleeves reach the lower ones
	leastGap       = 0.002    // of the picture: smaller gaps count but are not listed
	leastPrint     = 0.01     // of the background: less is a spot, a crease, the fringe of a mask
)

// measureCoverage divides the background into cloth, print and gaps.
func measureCoverage(s *scene, c *cloth) coverage {
	n := s.w * s.h
	cv := coverage{gap: make([]bool, n)}
	seen := make([]bool, n)
	var cover, printed, gapped int
	var stack, part []int
	for start := range n {
		if seen[start] || s.near[start] >= surelyBackground {
			continue
		}
		if c.found && (c.member[start] || c.sheen[start]) {
			cover++
			continue
		}
		b := image.Rect(start%s.w, start/s.w, start%s.w+1, start/s.w+1)
		// What lies beyond a cloth's edge reaches the picture's edge, if need be behind the person; what cloth alone
		// surrounds is print.
		limit := maxLogoArea
		stack, part = append(stack[:0], start), part[:0]
		seen[start] = true
		for len(stack) > 0 {
			i := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			part = append(part, i)
			x, y := i%s.w, i/s.w
			b = b.Union(image.Rect(x, y, x+1, y+1))
			for _, k := range [4]int{i - 1, i + 1, i - s.w, i + s.w} {
				if k < 0 || k >= n || (k == i-1 && x == 0) || (k == i+1 && x == s.w-1) {
					limit = 0
					continue
				}
				if s.near[k] >= surelyBackground {
					limit = min(limit, maxHiddenArea)
					continue
				}
				if seen[k] || (c.found && (c.member[k] || c.sheen[k])) {
					continue
				}
				seen[k] = true
				stack = append(stack, k)
			}
		}
		if limit > 0 && mostly(part, c.glare) {
			cover += len(part)
			continue
		}
		if float64(len(part)) < limit*float64(n) || isPrint(b, len(part), s.w, s.h) {
			printed += len(part)
			continue
		}
		gapped += len(part)
		for _, i := range part {
			cv.gap[i] = true
		}
		if share := float64(len(part)) / float64(n); share >= leastGap {
			cv.gaps = append(cv.gaps, Gap{Share: share, Polygon: outline(part, b, s.w, s.scale), Bounds: scaled(b, s.scale)})
		}
	}
	total := cover + printed + gapped
	cv.background = float64(total) / float64(max(n, 1))
	if total > 0 {
		cv.share = float64(cover+printed) / float64(total)
		cv.print = float64(printed) / float64(total)
	}
	cv.edges = edgeCover(s, cv.gap)
	return cv
}

// mostly reports whether at least two thirds of the px in part are set.
func mostly(part []int, set []bool) bool {
	n := 0
	for _, i := range part {
		if set[i] {
			n++
		}
	}
	return 3*n >= 2*len(part)
}

// isPrint tells print from wall by the bounding box b and the area of a connected part of a picture of w × h px.
func isPrint(b image.Rectangle, area, w, h int) bool {
	bw, bh := float64(b.Dx())/float64(w), float64(b.Dy())/float64(h)
	corner := (b.Min.X == 0 || b.Max.X == w) && b.Min.Y == 0
	if corner && float64(area) > cornerArea*float64(w*h) {
		return false
	}
	filled := float64(area) > edgeFill*float64(b.Dx()*b.Dy())
	if filled && ((b.Min.X == 0 || b.Max.X == w) && bh > edgeShare || (b.Min.Y == 0 || b.Max.Y == h) && bw > edgeShare) {
		return false
	}
	return float64(area) < maxPrintArea*float64(w*h) &&
		((bw < maxPrintWidth && bh < maxPrintHeight) || bh < maxLineHeight)
}

// edgeCover returns for each edge the share of background px within 2 % of the picture's long side that are no gap.
func edgeCover(s *scene, gap []bool) Edges {
	depth := max(max(s.w, s.h)/50, 2)
	share := func(x0, y0, x1, y1 int) float64 {
		var all, good int
		for y := max(y0, 0); y < min(y1, s.h); y++ {
			for x := max(x0, 0); x < min(x1, s.w); x++ {
				if i := y*s.w + x; s.near[i] < surelyBackground {
					all++
					if !gap[i] {
						good++
					}
				}
			}
		}
		if all < 50 {
			return -1
		}
		return float64(good) / float64(all)
	}
	return Edges{
		Top: share(0, 0, s.w, depth), Bottom: share(0, s.h-depth, s.w, s.h),
		Left: share(0, 0, depth, s.h), Right: share(s.w-depth, 0, s.w, s.h),
	}
}

// scaled returns r, in px of a scene, in px of the picture.
func scaled(r image.Rectangle, f float64) image.Rectangle { return geom.Rect(r).Scale(f).Bounds() }
