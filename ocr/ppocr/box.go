package ppocr

import (
	"math"
	"slices"

	"github.com/heyan/heyan/internal/geom"
)

// smallestBox returns the smallest rectangle, at any tilt, around points: rotating calipers on their convex hull. Its
// first corner is the top left one of a line that reads rightwards, or of one that reads downwards where the
// rectangle is much taller than wide. False where the points have no area.
func smallestBox(points []geom.Point) (geom.Quad, bool) {
	hull := convexHull(points)
	if len(hull) < 3 {
		return geom.Quad{}, false
	}
	best, bestArea := geom.Quad{}, math.Inf(1)
	for i, a := range hull {
		b := hull[(i+1)%len(hull)]
		d := a.Distance(b)
		if d == 0 {
			continue
		}
		u := b.Sub(a).Mul(1 / d)
		v := geom.Point{X: -u.Y, Y: u.X}
		u0, u1, v0, v1 := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
		for _, p := range hull {
			pu, pv := p.X*u.X+p.Y*u.Y, p.X*v.X+p.Y*v.Y
			u0, u1, v0, v1 = min(u0, pu), max(u1, pu), min(v0, pv), max(v1, pv)
		}
		if area := (u1 - u0) * (v1 - v0); area < bestArea {
			bestArea = area
			at := func(x, y float64) geom.Point { return u.Mul(x).Add(v.Mul(y)) }
			best = geom.Quad{at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)}
		}
	}
	return rightwards(best), !math.IsInf(bestArea, 1)
}

// rightwards renumbers the corners so that the first edge is the one that points most to the right, or, in a box more
// than one and a half times as tall as that edge is long, most downwards.
func rightwards(q geom.Quad) geom.Quad {
	best := 0
	for i := range q {
		if q[(i+1)%4].Sub(q[i]).X > q[(best+1)%4].Sub(q[best]).X {
			best = i
		}
	}
	q = geom.Quad{q[best], q[(best+1)%4], q[(best+2)%4], q[(best+3)%4]}
	if q.Height() > 1.5*q.Width() {
		// Its content reads along the longer edge: top right first, reading downwards.
		q = geom.Quad{q[1], q[2], q[3], q[0]}
	}
	return q
}

// convexHull returns the corners of the convex hull of points, clockwise on a picture (Andrew's monotone chain).
func convexHull(points []geom.Point) []geom.Point {
	p := slices.Clone(points)
	slices.SortFunc(p, func(a, b geom.Point) int {
		switch {
		case a.X != b.X && a.X < b.X, a.X == b.X && a.Y < b.Y:
			return -1
		case a == b:
			return 0
		}
		return 1
	})
	p = slices.Compact(p)
	if len(p) < 3 {
		return p
	}
	cross := func(o, a, b geom.Point) float64 { return (a.X-o.X)*(b.Y-o.Y) - (a.Y-o.Y)*(b.X-o.X) }
	var hull []geom.Point
	build := func(q geom.Point, floor int) {
		for len(hull) >= floor+2 && cross(hull[len(hull)-2], hull[len(hull)-1], q) <= 0 {
			hull = hull[:len(hull)-1]
		}
		hull = append(hull, q)
	}
	for _, q := range p {
		build(q, 0)
	}
	floor := len(hull) - 1
	for _, q := range slices.Backward(p[:len(p)-1]) {
		build(q, floor)
	}
	return hull[:len(hull)-1]
}
