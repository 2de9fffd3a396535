package photo

import (
	"image"

	"github.com/heyan/heyan/internal/geom"
)

// outline returns the outer boundary of a connected part, clockwise, in px of the original picture. part lists px of
// a scene that is w px wide, b is their bounding box, scale the px of the original a px of the scene.
//
// It walks along the borders of cells, not px, of about a fiftieth of the part's size, so that polygons stay short; a
// cell counts where any of its px does.
func outline(part []int, b image.Rectangle, w int, scale float64) []geom.Point {
	cell := max(max(b.Dx(), b.Dy())/48, 1)
	gw, gh := (b.Dx()+cell-1)/cell, (b.Dy()+cell-1)/cell
	set := make([]bool, gw*gh)
	for _, i := range part {
		set[(i/w-b.Min.Y)/cell*gw+(i%w-b.Min.X)/cell] = true
	}
	in := func(x, y int) bool { return x >= 0 && y >= 0 && x < gw && y < gh && set[y*gw+x] }
	start := image.Point{}
	for !in(start.X, start.Y) {
		start.X++ // the top row of the bounding box has a cell
	}
	// Walk with the part on the right hand; at every corner try right, straight, left, back.
	ahead := [4]image.Point{{X: 1}, {Y: 1}, {X: -1}, {Y: -1}}     // east, south, west, north
	right := [4]image.Point{{}, {X: -1}, {X: -1, Y: -1}, {Y: -1}} // the cell on the right of each step
	left := [4]image.Point{{Y: -1}, {}, {X: -1}, {X: -1, Y: -1}}  // and the cell on its left
	free := func(p image.Point, d int) bool {
		r, l := p.Add(right[d]), p.Add(left[d])
		return in(r.X, r.Y) && !in(l.X, l.Y)
	}
	var points []geom.Point
	at, direction := start, 0
	for steps := 0; steps < 4*gw*gh+8; steps++ {
		next := direction
		for _, turn := range [4]int{1, 0, 3, 2} {
			if d := (direction + turn) % 4; free(at, d) {
				next = d
				break
			}
		}
		if next != direction || steps == 0 {
			points = append(points, geom.Point{
				X: float64(min(b.Min.X+at.X*cell, b.Max.X)) * scale,
				Y: float64(min(b.Min.Y+at.Y*cell, b.Max.Y)) * scale,
			})
		}
		direction = next
		at = at.Add(ahead[direction])
		if at == start {
			break
		}
	}
	if points = simplify(points, 1.5*float64(cell)*scale); len(points) < 4 {
		box := geom.Rect(b).Scale(scale)
		return box[:]
	}
	return points
}

// simplify drops points of an open path that lie within tolerance of the line through those kept (Douglas and
// Peucker, 1973).
func simplify(p []geom.Point, tolerance float64) []geom.Point {
	if len(p) < 3 {
		return p
	}
	first, last := p[0], p[len(p)-1]
	far, at := 0.0, 0
	for i := 1; i < len(p)-1; i++ {
		d := p[i].Distance(first)
		if base := first.Distance(last); base > 0 {
			a, b := last.Sub(first), p[i].Sub(first)
			d = max(a.X*b.Y-a.Y*b.X, a.Y*b.X-a.X*b.Y) / base
		}
		if d > far {
			far, at = d, i
		}
	}
	if far <= tolerance {
		return []geom.Point{first, last}
	}
	head := simplify(p[:at+1], tolerance)
	return append(head[:len(head)-1:len(head)-1], simplify(p[at:], tolerance)...)
}
