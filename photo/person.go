package photo

import (
	"image"

	"github.com/heyan/heyan/internal/geom"
)

// Person is where the photographed person stands: the one with the largest face.
type Person struct {
	FaceX      float64 // centre of the face, share of the picture's width, 0 left to 1 right
	BodyX      float64 // centre of the whole silhouette, likewise
	FaceHeight float64 // share of the picture's height
	Share      float64 // of the picture that the silhouette covers, 0 to 1
	HeadMargin float64 // room above the hair, share of the picture's height; 0 where the head is cut off

	// ShoulderLeft and ShoulderRight are the room between a shoulder and the picture's edge on its side, as share of
	// the picture's width; 0 where the shoulder is cut off. Shoulders is their distance, in face widths.
	ShoulderLeft, ShoulderRight, Shoulders float64

	// AboveHead is the share of cloth and print in the background right above the head, 0 to 1; -1 where the head
	// touches the picture's edge.
	AboveHead float64

	Box geom.Quad // around the silhouette, in px of the picture
}

// findPerson measures the silhouette that hangs together with the face f. The second result is the largest share of
// the picture that any silhouette apart from it covers, and the third where that is, in px of the picture.
func findPerson(s *scene, f Face, cv coverage) (*Person, float64, image.Rectangle) {
	box := f.Box.Scale(1 / s.scale)
	fw, fh := box.Width(), box.Height()
	centre := box.Center()
	p := &Person{
		FaceX: centre.X / float64(s.w), FaceHeight: fh / float64(s.h),
		AboveHead: -1,
	}
	body, others, otherBox := silhouettes(s, box.Bounds())
	b, n, sx := image.Rectangle{}, 0, 0
	headTop := s.h
	for i, in := range body {
		if !in {
			continue
		}
		x, y := i%s.w, i/s.w
		n, sx = n+1, sx+x
		b = b.Union(image.Rect(x, y, x+1, y+1))
		if y < headTop && float64(x) > centre.X-0.4*fw && float64(x) < centre.X+0.4*fw {
			headTop = y
		}
	}
	if n == 0 { // the face alone was found
		b, n, headTop = box.Bounds(), int(fw*fh), max(int(box[0].Y), 0)
		sx = n * int(centre.X)
	}
	p.Share, p.BodyX = float64(n)/float64(s.w*s.h), float64(sx)/float64(n)/float64(s.w)
	p.Box = geom.Rect(scaled(b, s.scale))
	p.HeadMargin = float64(headTop) / float64(s.h)
	p.shoulders(s, body, box)
	if headTop > 2 {
		p.AboveHead = clearShare(s, cv, image.Rect(int(centre.X-0.8*fw), headTop-int(0.6*fh), int(centre.X+0.8*fw), headTop))
	}
	return p, others, otherBox
}

// clearShare returns the share of background px in r that are no gap, or -1 without background there.
func clearShare(s *scene, cv coverage, r image.Rectangle) float64 {
	r = r.Intersect(image.Rect(0, 0, s.w, s.h))
	all, good := 0, 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if i := y*s.w + x; s.near[i] < surelyBackground {
				all++
				if !cv.gap[i] {
					good++
				}
			}
		}
	}
	if all < 20 {
		return -1
	}
	return float64(good) / float64(all)
}

// shoulders measures the silhouette's span between half a face and one face below the chin, where shoulders are
// widest before the arms part from the body.
func (p *Person) shoulders(s *scene, body []bool, face geom.Quad) {
	chin, fh := face[2].Y, face.Height()
	left, right, found := s.w, 0, false
	for y := max(int(chin+0.4*fh), 0); y < min(int(chin+fh), s.h); y++ {
		for x := range s.w {
			if body[y*s.w+x] {
				left, right, found = min(left, x), max(right, x+1), true
			}
		}
	}
	if found {
		w := float64(s.w)
		p.ShoulderLeft, p.ShoulderRight = float64(left)/w, (w-float64(right))/w
		p.Shoulders = float64(right-left) / max(face.Width(), 1)
	}
}

// silhouettes splits the px of people into the part that holds most of face, and the others, of which it returns the
// largest.
func silhouettes(s *scene, face image.Rectangle) (body []bool, share float64, largest image.Rectangle) {
	n := s.w * s.h
	label := make([]int32, n)
	face = face.Intersect(image.Rect(0, 0, s.w, s.h))
	type part struct {
		size, onFace int
		box          image.Rectangle
	}
	parts := []part{{}}
	var stack []int
	for start := range n {
		if label[start] != 0 || s.person[start] < surelyPerson {
			continue
		}
		id := int32(len(parts))
		var p part
		stack = append(stack[:0], start)
		label[start] = id
		for len(stack) > 0 {
			i := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			x, y := i%s.w, i/s.w
			p.size++
			p.box = p.box.Union(image.Rect(x, y, x+1, y+1))
			if (image.Point{X: x, Y: y}).In(face) {
				p.onFace++
			}
			for _, k := range [4]int{i - 1, i + 1, i - s.w, i + s.w} {
				if k < 0 || k >= n || label[k] != 0 || (k == i-1 && x == 0) || (k == i+1 && x == s.w-1) || s.person[k] < surelyPerson {
					continue
				}
				label[k] = id
				stack = append(stack, k)
			}
		}
		parts = append(parts, p)
	}
	main := 0
	for i, p := range parts {
		if p.onFace > parts[main].onFace {
			main = i
		}
	}
	body = make([]bool, n)
	for i, l := range label {
		body[i] = main > 0 && int(l) == main
	}
	second := 0
	for i, p := range parts {
		if i != main && p.size > parts[second].size {
			second = i
		}
	}
	return body, float64(parts[second].size) / float64(n), scaled(parts[second].box, s.scale)
}
