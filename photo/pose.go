package photo

import (
	"math"

	"github.com/heyan/heyan/internal/geom"
)

// Pose is how the head is held and whether the face is free, from landmarks and px.
type Pose struct {
	Interocular float64 // distance between the eyes' centres, px of the picture
	// Yaw is the nose tip's offset from the middle between the eyes, along the line of the eyes, in interocular
	// distances: 0 frontal, below 0.2 about frontal, above 0.3 clearly turned; positive to the picture's right.
	Yaw float64
	// Pitch is the nose tip's distance below the line of the eyes as a share of the chin's: about 0.4 frontal, less
	// when the face looks up, more when it looks down.
	Pitch float64
	Roll  float64 // of the line of the eyes, degrees clockwise
	// EyeLight is the luminance of the eye regions relative to the cheeks: about 0.4 for open eyes, below 0.06 behind
	// dark glasses.
	EyeLight float64
	// EyeOpening is the gap between the lids relative to the eye's width, the mean of both eyes.
	EyeOpening float64
	// ForeheadSkin, EyeSkin and MouthSkin are the shares of px there that have the colour of the cheeks: low under a
	// fringe or a hat, behind glasses, behind a mask. -1 where the face is too small.
	ForeheadSkin, EyeSkin, MouthSkin float64
}

// measurePose needs f's landmarks; without them it returns nil.
func measurePose(s *scene, f Face, skin *skinModel) *Pose {
	if len(f.Landmarks) != 68 {
		return nil
	}
	l := f.Landmarks
	left, right := mean(l[36:42]), mean(l[42:48])
	axis := right.Sub(left)
	ied := math.Hypot(axis.X, axis.Y)
	if ied < 1 {
		return nil
	}
	middle := left.Add(right).Mul(0.5)
	along := func(q geom.Point) float64 { d := q.Sub(middle); return (d.X*axis.X + d.Y*axis.Y) / ied }
	below := func(q geom.Point) float64 { d := q.Sub(middle); return (d.Y*axis.X - d.X*axis.Y) / ied }
	p := &Pose{
		Interocular: ied,
		Yaw:         along(l[30]) / ied,
		Pitch:       below(l[30]) / math.Max(below(l[8]), 1),
		Roll:        math.Atan2(axis.Y, axis.X) * 180 / math.Pi,
		EyeOpening:  (opening(l[36:42]) + opening(l[42:48])) / 2,
	}
	// Regions in the eyes' own frame: x along their line, y below it, both in interocular distances.
	region := func(x0, y0, x1, y1 float64) geom.Quad {
		e := axis.Mul(1)
		d := geom.Point{X: -axis.Y, Y: axis.X}
		at := func(x, y float64) geom.Point { return middle.Add(e.Mul(x)).Add(d.Mul(y)) }
		return geom.Quad{at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1)}
	}
	mouth := below(mean(l[48:68])) / ied
	eyeL, eyeR := s.region(region(-0.75, -0.18, -0.25, 0.18)), s.region(region(0.25, -0.18, 0.75, 0.18))
	cheekL, cheekR := s.region(region(-0.6, 0.35, -0.3, 0.65)), s.region(region(0.3, 0.35, 0.6, 0.65))
	cheek := max(s.luminance(cheekL), s.luminance(cheekR))
	p.EyeLight = min(s.luminance(eyeL), s.luminance(eyeR)) / math.Max(cheek, 1e-4)
	p.ForeheadSkin = s.skinShare(s.region(region(-0.45, -0.85, 0.45, -0.5)), skin)
	p.EyeSkin = s.skinShare(append(eyeL, eyeR...), skin)
	p.MouthSkin = s.skinShare(s.region(region(-0.45, mouth-0.1, 0.45, mouth+0.3)), skin)
	return p
}

// opening returns the mean distance of the lids over the width of one eye's six landmarks.
func opening(eye []geom.Point) float64 {
	return (eye[1].Distance(eye[5]) + eye[2].Distance(eye[4])) / 2 / math.Max(eye[0].Distance(eye[3]), 1e-6)
}

func mean(points []geom.Point) geom.Point {
	var sum geom.Point
	for _, p := range points {
		sum = sum.Add(p)
	}
	return sum.Mul(1 / float64(len(points)))
}

// region lists the px of the scene inside q, a convex box in px of the picture.
func (s *scene) region(q geom.Quad) []int {
	q = q.Scale(1 / s.scale)
	return s.inside(q[:])
}

// inside lists the px of the scene inside a convex polygon in px of the scene, corners clockwise.
func (s *scene) inside(corners []geom.Point) []int {
	var px []int
	minX, minY, maxX, maxY := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range corners {
		minX, minY, maxX, maxY = math.Min(minX, c.X), math.Min(minY, c.Y), math.Max(maxX, c.X), math.Max(maxY, c.Y)
	}
	for y := max(int(minY), 0); y < min(int(math.Ceil(maxY)), s.h); y++ {
	next:
		for x := max(int(minX), 0); x < min(int(math.Ceil(maxX)), s.w); x++ {
			p := geom.Point{X: float64(x) + 0.5, Y: float64(y) + 0.5}
			for i, a := range corners {
				b := corners[(i+1)%len(corners)]
				if (b.X-a.X)*(p.Y-a.Y)-(b.Y-a.Y)*(p.X-a.X) < 0 {
					continue next
				}
			}
			px = append(px, y*s.w+x)
		}
	}
	return px
}

// luminance returns the mean linear luminance of px of the scene, 0 to 1.
func (s *scene) luminance(px []int) float64 {
	sum := 0.0
	for _, i := range px {
		sum += float64(s.y[i])
	}
	return sum / float64(max(len(px), 1))
}

func (s *scene) skinShare(px []int, skin *skinModel) float64 {
	if skin == nil || len(px) < 12 {
		return -1
	}
	n := 0
	for _, i := range px {
		if skin.has(s, i) {
			n++
		}
	}
	return float64(n) / float64(len(px))
}
