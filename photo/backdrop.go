package photo

import (
	"cmp"
	"context"
	"image"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/raster"
)

// Backdrop is what was measured on a photo of a person before a cloth. Boxes, polygons and landmarks are in px of
// the picture.
type Backdrop struct {
	Width, Height int     // of the picture, px
	Colours       float64 // see colourSpread: below 3 the picture is black and white or tinted

	Faces []Face // all of them, the largest first
	// Others is the largest share of the picture that a silhouette apart from the main person covers; OthersBox is
	// where. Two people who touch are one silhouette: see Faces.
	Others    float64
	OthersBox image.Rectangle

	Person    *Person // nil without a face
	Pose      *Pose   // nil without a face
	Cloth     Cloth
	Top       Top // not Known without a face
	Light     Light
	Sharpness Sharpness
}

// Cloth is the blue cloth behind the person.
type Cloth struct {
	Found bool // something blue behind the person; without it the other numbers describe the commonest background
	// Known is false where a person leaves too little background to tell anything.
	Known      bool
	Share      float64 // of the background that is cloth or print on it, 0 to 1: the coverage
	Print      float64 // of the background that is print, 0 to 1
	Strokes    int     // runs of white print on the rows of the reduced picture: 0 on a plain wall
	Background float64 // of the picture that is background, 0 to 1
	Edges      Edges   // share of each edge's background that is cloth or print
	Gaps       []Gap   // parts of the background that are neither, the largest first

	// Lightness (0 to 100), Chroma and Hue (degrees) are the cloth's CIELAB colour in white light.
	Lightness, Chroma, Hue float64
}

// MeasureBackdrop measures img, a photo of a person before a cloth. nets finds the people; its errors, and ctx's, are
// the only ones. A picture without a person or a cloth is a result.
func MeasureBackdrop(ctx context.Context, nets Nets, img *image.NRGBA) (*Backdrop, error) {
	small := Fit(img, sharpSide)
	var faces []Face
	var mask *Mask
	group, gctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) { faces, err = nets.Faces(gctx, small); return err })
	group.Go(func() (err error) { mask, err = nets.Person(gctx, small); return err })
	if err := group.Wait(); err != nil {
		return nil, err
	}
	m := measureBackdrop(small, faces, mask)
	m.rescale(img)
	return m, nil
}

// measureBackdrop does the work on a picture of up to 1024 px, in whose px the results are.
func measureBackdrop(img *image.NRGBA, faces []Face, mask *Mask) *Backdrop {
	slices.SortStableFunc(faces, func(a, b Face) int { return cmp.Compare(b.Box.Area(), a.Box.Area()) })
	m := &Backdrop{Width: img.Rect.Dx(), Height: img.Rect.Dy(), Faces: faces}
	s := newScene(img, mask)
	c := findCloth(s)
	var skin *skinModel
	if len(faces) > 0 {
		skin = findSkin(s, faces[0])
	}
	strokes := findStrokes(s, c)
	l, fromPrint := findLight(strokes, skin)
	findSheen(s, c, l)
	cv := measureCoverage(s, c)
	m.Cloth = describeCloth(s, c, l, cv)
	m.Cloth.Strokes = len(strokes)
	m.Light.Cast = Cast{U: l.u, V: l.v, Print: fromPrint}
	m.Light.measureClothLight(s, c, cv, strokes)
	m.Colours = colourSpread(s)
	if len(faces) > 0 {
		f := faces[0]
		m.Person, m.Others, m.OthersBox = findPerson(s, f, cv)
		m.Pose = measurePose(s, f, skin)
		m.Top = measureTop(s, c, f, skin, l)
		m.Light.Face = measureFaceLight(img, s, f, l)
	} else {
		_, m.Others, m.OthersBox = silhouettes(s, image.Rectangle{})
	}
	m.Sharpness = measureSharpness(raster.Gray(img), s.regions(c, cv, faces))
	return m
}

// describeCloth puts the parts together.
func describeCloth(s *scene, c *cloth, l light, cv coverage) Cloth {
	out := Cloth{
		Found: c.found, Known: cv.background > 0.03,
		Share: cv.share, Print: cv.print, Background: cv.background, Edges: cv.edges, Gaps: cv.gaps,
	}
	slices.SortStableFunc(out.Gaps, func(a, b Gap) int { return cmp.Compare(b.Share, a.Share) })
	var ls, as, bs []float64
	for i := 0; i < len(s.y); i += 7 { // a sample, spread over all columns
		if s.near[i] < surelyBackground && (!c.found || c.member[i]) {
			lab := s.lab(i, l)
			x, y := lab.cartesian()
			ls, as, bs = append(ls, lab.L), append(as, x), append(bs, y)
		}
	}
	if len(ls) > 0 {
		mid := polar(percentile(ls, 0.5), percentile(as, 0.5), percentile(bs, 0.5))
		out.Lightness, out.Chroma, out.Hue = mid.L, mid.C, mid.Hue
	}
	return out
}

// regions returns a function that tells where the px of a row of the 1024 px picture lie, for measuring sharpness.
func (s *scene) regions(c *cloth, cv coverage, faces []Face) func(y int, row []uint8) {
	printed := make([]uint8, len(s.y))
	if c.found && cv.print >= leastPrint {
		const reach = 2 // px of the scene: the edges of a stroke are what is sharp or not
		for i := range s.y {
			if s.near[i] >= surelyBackground || c.member[i] || cv.gap[i] {
				continue
			}
			x, y := i%s.w, i/s.w
			for dy := max(y-reach, 0); dy <= min(y+reach, s.h-1); dy++ {
				for dx := max(x-reach, 0); dx <= min(x+reach, s.w-1); dx++ {
					printed[dy*s.w+dx] = onPrint
				}
			}
		}
	}
	var face image.Rectangle
	if len(faces) > 0 {
		face = faces[0].Box.Bounds()
	}
	return func(y int, row []uint8) {
		from := printed[min(int(float64(y)/s.scale), s.h-1)*s.w:][:s.w]
		for x := range row {
			row[x] = from[x*s.w/len(row)]
		}
		if y >= face.Min.Y && y < face.Max.Y {
			for x := max(face.Min.X, 0); x < min(face.Max.X, len(row)); x++ {
				row[x] = onFace
			}
		}
	}
}

// rescale turns px of the reduced picture into px of img.
func (m *Backdrop) rescale(img *image.NRGBA) {
	f := float64(img.Rect.Dx()) / float64(max(m.Width, 1))
	m.Width, m.Height = img.Rect.Dx(), img.Rect.Dy()
	if f == 1 {
		return
	}
	points := func(ps []geom.Point) {
		for i := range ps {
			ps[i] = ps[i].Mul(f)
		}
	}
	for i := range m.Faces {
		m.Faces[i].Box = m.Faces[i].Box.Scale(f)
		points(m.Faces[i].Landmarks)
	}
	for i := range m.Cloth.Gaps {
		points(m.Cloth.Gaps[i].Polygon)
		m.Cloth.Gaps[i].Bounds = scaled(m.Cloth.Gaps[i].Bounds, f)
	}
	m.OthersBox = scaled(m.OthersBox, f)
	m.Top.Box = m.Top.Box.Scale(f)
	if m.Person != nil {
		m.Person.Box = m.Person.Box.Scale(f)
	}
	if m.Pose != nil {
		m.Pose.Interocular *= f
	}
}
