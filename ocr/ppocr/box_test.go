package ppocr

import (
	"math"
	"testing"

	"github.com/heyan/heyan/internal/geom"
)

func TestTheSmallestBoxFollowsTheTilt(t *testing.T) {
	for degrees := -44.0; degrees <= 44; degrees += 11 {
		sin, cos := math.Sincos(degrees * math.Pi / 180)
		var points []geom.Point
		for i := range 60 {
			for j := range 10 {
				x, y := float64(i), float64(j)
				points = append(points, geom.Point{X: 100 + x*cos - y*sin, Y: 100 + x*sin + y*cos})
			}
		}
		q, ok := smallestBox(points)
		if !ok {
			t.Fatalf("%g°: no box", degrees)
		}
		if math.Abs(q.Width()-59) > 0.01 || math.Abs(q.Height()-9) > 0.01 || math.Abs(q.Angle()-degrees) > 0.01 {
			t.Errorf("%g°: %g × %g at %g°, want 59 × 9", degrees, q.Width(), q.Height(), q.Angle())
		}
	}
}

func TestPointsOnALineHaveNoBox(t *testing.T) {
	if _, ok := smallestBox([]geom.Point{{X: 1, Y: 1}, {X: 2, Y: 2}, {X: 5, Y: 5}}); ok {
		t.Error("a line has an area")
	}
	if _, ok := smallestBox(nil); ok {
		t.Error("nothing has an area")
	}
}

func TestATallBoxReadsDownwards(t *testing.T) {
	q := rightwards(geom.Quad{{X: 0, Y: 0}, {X: 10, Y: 0}, {X: 10, Y: 90}, {X: 0, Y: 90}})
	if q[0] != (geom.Point{X: 10, Y: 0}) || math.Abs(q.Angle()-90) > 0.01 {
		t.Errorf("%v reads at %g°, want from the top right downwards", q, q.Angle())
	}
}
