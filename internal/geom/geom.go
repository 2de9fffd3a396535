// Package geom is the plane geometry that every other package shares: points, four-cornered boxes and the
// perspective maps between them.
//
// # Coordinates
//
// Origin top left, x to the right, y down, unit px of the picture at hand. A Quad's corners run clockwise starting at
// the top left corner of its content, so that a line of text that reads upside down has its first corner at the
// bottom right of the picture. That one convention is how rotation travels through heyan.
package geom

import (
	"errors"
	"image"
	"math"
)

// Point is a place in a picture, in px.
type Point struct{ X, Y float64 }

// Add returns p moved by q.
func (p Point) Add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }

// Sub returns the vector from q to p.
func (p Point) Sub(q Point) Point { return Point{p.X - q.X, p.Y - q.Y} }

// Mul returns p scaled by f.
func (p Point) Mul(f float64) Point { return Point{p.X * f, p.Y * f} }

// Distance returns the Euclidean distance between p and q, in px.
func (p Point) Distance(q Point) float64 { return math.Hypot(p.X-q.X, p.Y-q.Y) }

// Quad is a four-cornered box, clockwise from the top left corner of its content.
type Quad [4]Point

// Rect returns the upright Quad with the edges of r.
func Rect(r image.Rectangle) Quad {
	x0, y0, x1, y1 := float64(r.Min.X), float64(r.Min.Y), float64(r.Max.X), float64(r.Max.Y)
	return Quad{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}
}

// Bounds returns the smallest upright rectangle that holds q.
func (q Quad) Bounds() image.Rectangle {
	x0, y0, x1, y1 := q[0].X, q[0].Y, q[0].X, q[0].Y
	for _, p := range q[1:] {
		x0, y0, x1, y1 = min(x0, p.X), min(y0, p.Y), max(x1, p.X), max(y1, p.Y)
	}
	return image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1)))
}

// Center returns the mean of q's corners.
func (q Quad) Center() Point {
	return q[0].Add(q[1]).Add(q[2]).Add(q[3]).Mul(0.25)
}

// Width returns the mean length of q's top and bottom edges, in px.
func (q Quad) Width() float64 { return (q[0].Distance(q[1]) + q[3].Distance(q[2])) / 2 }

// Height returns the mean length of q's left and right edges, in px.
func (q Quad) Height() float64 { return (q[0].Distance(q[3]) + q[1].Distance(q[2])) / 2 }

// Angle returns the direction in which q's content reads, in degrees clockwise from the x axis, in (-180, 180].
func (q Quad) Angle() float64 {
	v := q[1].Sub(q[0]).Add(q[2].Sub(q[3]))
	return math.Atan2(v.Y, v.X) * 180 / math.Pi
}

// Area returns the area that q encloses, in px².
func (q Quad) Area() float64 {
	s := 0.0
	for i := range q {
		a, b := q[i], q[(i+1)%4]
		s += a.X*b.Y - b.X*a.Y
	}
	return math.Abs(s) / 2
}

// Scale returns q with every coordinate multiplied by f.
func (q Quad) Scale(f float64) Quad { return q.Map(func(p Point) Point { return p.Mul(f) }) }

// Map returns q with f applied to each corner.
func (q Quad) Map(f func(Point) Point) Quad {
	for i := range q {
		q[i] = f(q[i])
	}
	return q
}

// Turn returns q as it stands after a picture of w × h px was turned clockwise by the given number of quarters.
func (q Quad) Turn(quarters, w, h int) Quad {
	return q.Map(func(p Point) Point { return p.Turn(quarters, w, h) })
}

// Turn returns p as it stands after a picture of w × h px was turned clockwise by the given number of quarters.
func (p Point) Turn(quarters, w, h int) Point {
	switch ((quarters % 4) + 4) % 4 {
	case 1:
		return Point{float64(h) - p.Y, p.X}
	case 2:
		return Point{float64(w) - p.X, float64(h) - p.Y}
	case 3:
		return Point{p.Y, float64(w) - p.X}
	}
	return p
}

// Sub returns the part of q between the given shares of its width and height (0 to 1 each; outside extends it).
func (q Quad) Sub(x0, y0, x1, y1 float64) Quad {
	at := func(x, y float64) Point {
		top := q[0].Mul(1 - x).Add(q[1].Mul(x))
		bottom := q[3].Mul(1 - x).Add(q[2].Mul(x))
		return top.Mul(1 - y).Add(bottom.Mul(y))
	}
	return Quad{at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1)}
}

// Homography is a perspective map of the plane, row by row, with the last element 1.
type Homography [9]float64

// ErrDegenerate is returned where corners lie on one line and no map exists.
var ErrDegenerate = errors.New("corners do not span an area")

// Perspective returns the map that takes each corner of src to the corner of dst of the same index.
func Perspective(src, dst Quad) (Homography, error) {
	// Eight equations in eight unknowns, solved by Gauss-Jordan elimination with row pivoting.
	var m [8][9]float64
	for i := range src {
		x, y, u, v := src[i].X, src[i].Y, dst[i].X, dst[i].Y
		m[2*i] = [9]float64{x, y, 1, 0, 0, 0, -u * x, -u * y, u}
		m[2*i+1] = [9]float64{0, 0, 0, x, y, 1, -v * x, -v * y, v}
	}
	for c := range 8 {
		p := c
		for r := c + 1; r < 8; r++ {
			if math.Abs(m[r][c]) > math.Abs(m[p][c]) {
				p = r
			}
		}
		if math.Abs(m[p][c]) < 1e-9 {
			return Homography{}, ErrDegenerate
		}
		m[c], m[p] = m[p], m[c]
		for r := range 8 {
			if r == c {
				continue
			}
			f := m[r][c] / m[c][c]
			for k := c; k < 9; k++ {
				m[r][k] -= f * m[c][k]
			}
		}
	}
	h := Homography{8: 1}
	for i := range 8 {
		h[i] = m[i][8] / m[i][i]
	}
	return h, nil
}

// Apply returns where h takes p.
func (h Homography) Apply(p Point) Point {
	w := h[6]*p.X + h[7]*p.Y + h[8]
	return Point{(h[0]*p.X + h[1]*p.Y + h[2]) / w, (h[3]*p.X + h[4]*p.Y + h[5]) / w}
}
