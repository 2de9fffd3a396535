package specimen

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"

	"github.com/disintegration/imaging"

	"github.com/heyan/heyan/internal/geom"
)

// Severity is how badly a document is photographed.
type Severity int

// The severities, from a clean scan to beyond reading.
const (
	Clean Severity = iota
	Slight
	Moderate
	Heavy
	Unreadable
)

func (s Severity) String() string {
	return [...]string{"clean", "slight", "moderate", "heavy", "unreadable"}[s]
}

// degrees are the bounds of what each severity does: widths of a card in the photo in px, blur in px, JPEG quality,
// tilt in degrees, perspective as a share of the sides, noise in levels.
var degrees = [...]struct {
	width0, width1, blur0, blur1, jpeg0, jpeg1, tilt, perspective, noise float64
	quarters, glare                                                      bool
}{
	Clean:      {1100, 1500, 0, 0.3, 88, 95, 0.6, 0, 1, false, false},
	Slight:     {1000, 1500, 0.2, 0.8, 60, 85, 10, 0.03, 3, true, false},
	Moderate:   {650, 1050, 0.4, 1.3, 40, 62, 15, 0.06, 6, true, true},
	Heavy:      {400, 700, 0.6, 1.6, 30, 48, 15, 0.09, 9, true, true},
	Unreadable: {260, 420, 2.6, 4.0, 20, 40, 12, 0.05, 8, false, false},
}

// Picture is a photograph of one or more specimens.
type Picture struct {
	Image    *image.NRGBA // as a camera stored it: after JPEG
	JPEG     []byte
	Fields   map[string]Field // places in the picture's px; of several specimens all fields together
	Outlines []geom.Quad      // of the documents, from the top left corner of their content
	Turn     int              // quarters clockwise that make it upright
}

// Photograph puts specimens on a table, in one row or one column, and photographs them.
func Photograph(r *rand.Rand, sev Severity, specimens ...Specimen) Picture {
	d := degrees[sev]
	sheet, places := together(r, specimens)
	w, h := sheet.Rect.Dx(), sheet.Rect.Dy()
	target := between(r, d.width0, d.width1)
	if specimens[0].Kind != "id_card" {
		target *= between(r, 1.55, 2.1) * float64(specimens[0].Image.Rect.Dx()) / sheetW * 0.8 // A4 is larger, and held farther away
	}
	scale := target / float64(specimens[0].Image.Rect.Dx())
	// Where the sheet's corners come to lie in the photo.
	dw, dh := float64(w)*scale, float64(h)*scale
	sin, cos := math.Sincos(between(r, -d.tilt, d.tilt) * math.Pi / 180)
	corners := geom.Quad{{X: -dw / 2, Y: -dh / 2}, {X: dw / 2, Y: -dh / 2}, {X: dw / 2, Y: dh / 2}, {X: -dw / 2, Y: dh / 2}}
	corners = corners.Map(func(p geom.Point) geom.Point {
		p.X += between(r, -1, 1) * d.perspective * dw / 2
		p.Y += between(r, -1, 1) * d.perspective * dh / 2
		return geom.Point{X: p.X*cos - p.Y*sin, Y: p.X*sin + p.Y*cos}
	})
	margin := between(r, 0.06, 0.28) * dw
	if sev == Clean {
		margin = between(r, 0.0, 0.05) * dw
	}
	b := corners.Bounds()
	shift := geom.Point{X: -float64(b.Min.X) + margin, Y: -float64(b.Min.Y) + margin}
	corners = corners.Map(func(p geom.Point) geom.Point { return p.Add(shift) })
	pw, ph := int(float64(b.Dx())+2*margin), int(float64(b.Dy())+2*margin)

	photo := table(r, pw, ph, sev)
	lay(photo, sheet, corners, scale)
	shade(r, photo, sev)
	if d.glare && r.IntN(4) == 0 {
		glare(r, photo, corners)
	}
	if sigma := between(r, d.blur0, d.blur1); sigma > 0.25 {
		photo = imaging.Blur(photo, sigma)
	}
	noise(r, photo, d.noise)

	h2, err := geom.Perspective(geom.Rect(sheet.Rect), corners)
	if err != nil {
		panic(err)
	}
	pic := Picture{Fields: map[string]Field{}}
	quarters := 0
	if d.quarters && r.IntN(4) == 0 {
		quarters = 1 + r.IntN(3)
	}
	for i, s := range specimens {
		move := func(p geom.Point) geom.Point { return h2.Apply(p.Add(places[i])).Turn(quarters, pw, ph) }
		for name, f := range s.Fields {
			f.Quad = f.Quad.Map(move)
			pic.Fields[name] = f
		}
		pic.Outlines = append(pic.Outlines, geom.Rect(s.Image.Rect).Map(move))
	}
	switch quarters {
	case 1:
		photo = imaging.Rotate270(photo)
	case 2:
		photo = imaging.Rotate180(photo)
	case 3:
		photo = imaging.Rotate90(photo)
	}
	pic.Turn = (4 - quarters) % 4
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, photo, &jpeg.Options{Quality: int(between(r, d.jpeg0, d.jpeg1))}); err != nil {
		panic(err)
	}
	pic.JPEG = buf.Bytes()
	stored, err := jpeg.Decode(&buf)
	if err != nil {
		panic(err)
	}
	pic.Image = imaging.Clone(stored)
	return pic
}

// together lays specimens under or beside each other and returns where each begins.
func together(r *rand.Rand, specimens []Specimen) (*image.NRGBA, []geom.Point) {
	first := specimens[0].Image
	if len(specimens) == 1 {
		return first, []geom.Point{{}}
	}
	const gap = 60
	down := r.IntN(3) > 0
	w, h := 0, 0
	var places []geom.Point
	for _, s := range specimens {
		if down {
			places = append(places, geom.Point{Y: float64(h)})
			w, h = max(w, s.Image.Rect.Dx()), h+s.Image.Rect.Dy()+gap
			continue
		}
		places = append(places, geom.Point{X: float64(w)})
		w, h = w+s.Image.Rect.Dx()+gap, max(h, s.Image.Rect.Dy())
	}
	sheet := imaging.New(w, h, grey(246))
	for i, s := range specimens {
		sheet = imaging.Paste(sheet, s.Image, image.Pt(int(places[i].X), int(places[i].Y)))
	}
	return sheet, places
}

// table is what documents lie on: plain, wood, cloth or a scanner's lid.
func table(r *rand.Rand, w, h int, sev Severity) *image.NRGBA {
	base := pick(r, []color.NRGBA{{120, 84, 56, 255}, {60, 62, 70, 255}, {180, 176, 168, 255}, {94, 104, 92, 255}, {40, 34, 30, 255}, {150, 120, 90, 255}})
	if sev == Clean {
		base = pick(r, []color.NRGBA{{250, 250, 250, 255}, {236, 236, 236, 255}, {90, 92, 96, 255}})
	}
	img := imaging.New(w, h, base)
	kind := r.IntN(3)
	if sev == Clean {
		kind = 0
	}
	phase := between(r, 0, 10)
	for y := range h {
		for x := range w {
			v := 0.0
			switch kind {
			case 1: // wood: bands that waver
				v = 14 * math.Sin(float64(y)/9+3*math.Sin(float64(x)/170+phase))
			case 2: // cloth: a weave
				v = 9 * (math.Sin(float64(x)/2.1) + math.Sin(float64(y)/2.3))
			}
			v += 6 * math.Sin(float64(x)/210+phase) * math.Cos(float64(y)/190)
			p := img.Pix[y*img.Stride+4*x:]
			for c := range 3 {
				p[c] = clamp(float64(p[c]) + v)
			}
		}
	}
	return img
}

// lay draws the sheet into the photo at corners.
func lay(photo, sheet *image.NRGBA, corners geom.Quad, scale float64) {
	if scale < 0.75 { // average before sampling, as a lens does
		n := int(math.Round(1 / scale))
		if n > 1 {
			sheet = imaging.Resize(sheet, int(float64(sheet.Rect.Dx())*scale*1.1), 0, imaging.Box)
		}
	}
	back, err := geom.Perspective(corners, geom.Rect(sheet.Rect))
	if err != nil {
		panic(err)
	}
	w, h := float64(sheet.Rect.Dx()), float64(sheet.Rect.Dy())
	b := corners.Bounds().Intersect(photo.Rect)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			p := back.Apply(geom.Point{X: float64(x) + 0.5, Y: float64(y) + 0.5})
			if p.X < 0 || p.Y < 0 || p.X >= w || p.Y >= h {
				continue
			}
			sample(sheet, p.X-0.5, p.Y-0.5, photo.Pix[y*photo.Stride+4*x:])
		}
	}
}

func sample(img *image.NRGBA, x, y float64, out []uint8) {
	x, y = min(max(x, 0), float64(img.Rect.Dx()-1)), min(max(y, 0), float64(img.Rect.Dy()-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, img.Rect.Dx()-1), min(y0+1, img.Rect.Dy()-1)
	fx, fy := x-float64(x0), y-float64(y0)
	for c := range 3 {
		a, b := float64(img.Pix[y0*img.Stride+4*x0+c]), float64(img.Pix[y0*img.Stride+4*x1+c])
		d, e := float64(img.Pix[y1*img.Stride+4*x0+c]), float64(img.Pix[y1*img.Stride+4*x1+c])
		out[c] = clamp((a*(1-fx)+b*fx)*(1-fy) + (d*(1-fx)+e*fx)*fy)
	}
}

// shade lays a gradient of light over the photo.
func shade(r *rand.Rand, img *image.NRGBA, sev Severity) {
	strength := []float64{0.02, 0.12, 0.25, 0.35, 0.35}[sev]
	sin, cos := math.Sincos(between(r, 0, 2*math.Pi))
	gain := between(r, 1-strength, 1+strength/4)
	slope := between(r, 0, strength)
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			g := gain + slope*((float64(x)/w-0.5)*cos+(float64(y)/h-0.5)*sin)
			p := img.Pix[y*img.Stride+4*x:]
			for c := range 3 {
				p[c] = clamp(float64(p[c]) * g)
			}
		}
	}
}

// glare is a lamp's reflection somewhere on the document.
func glare(r *rand.Rand, img *image.NRGBA, on geom.Quad) {
	at := on.Sub(between(r, 0.1, 0.9), between(r, 0.1, 0.9), 1, 1)[0]
	radius := between(r, 0.04, 0.1) * on.Width()
	Glare(img, at, radius)
}

// Glare burns a soft spot of light into img around at, of a radius in px.
func Glare(img *image.NRGBA, at geom.Point, radius float64) {
	for y := max(int(at.Y-2*radius), 0); y < min(int(at.Y+2*radius), img.Rect.Dy()); y++ {
		for x := max(int(at.X-2*radius), 0); x < min(int(at.X+2*radius), img.Rect.Dx()); x++ {
			d := math.Hypot(float64(x)-at.X, float64(y)-at.Y) / radius
			a := min(max(1.6-d*1.2, 0), 1)
			p := img.Pix[y*img.Stride+4*x:]
			for c := range 3 {
				p[c] = clamp(float64(p[c])*(1-a) + 254*a)
			}
		}
	}
}

func noise(r *rand.Rand, img *image.NRGBA, sigma float64) {
	for i := 0; i < len(img.Pix); i += 4 {
		n := r.NormFloat64() * sigma
		for c := range 3 {
			img.Pix[i+c] = clamp(float64(img.Pix[i+c]) + n + r.NormFloat64()*sigma*0.4)
		}
	}
}

func clamp(v float64) uint8 { return uint8(min(max(v+0.5, 0), 255)) }

// Cut is what a frame shows of a picture whose document does not fit: the part inside box.
func Cut(img *image.NRGBA, box image.Rectangle) *image.NRGBA { return imaging.Crop(img, box) }
