package photo

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/heyan/heyan/internal/geom"
)

func TestPercentileIsThatOfTheSortedValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-5, 5), 1, 60).Draw(t, "values")
		q := rapid.Float64Range(0, 1).Draw(t, "q")
		sorted := slices.Sorted(slices.Values(values))
		want := sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
		if got := percentile(slices.Clone(values), q); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	if got := percentile([]float64{}, 0.5); !math.IsNaN(got) {
		t.Errorf("got %v of nothing, want NaN", got)
	}
}

func TestLabOfKnownColours(t *testing.T) {
	for _, tt := range []struct {
		name      string
		r, g, b   float64
		l, c, hue float64
	}{
		{"white", 1, 1, 1, 100, 0, -1},
		{"black", 0, 0, 0, 0, 0, -1},
		{"sRGB red", 1, 0, 0, 53.2, 104.6, 40.0},
		{"sRGB green", 0, 1, 0, 87.7, 119.8, 136.0},
		{"sRGB blue", 0, 0, 1, 32.3, 133.8, 306.3},
	} {
		got := labOf(tt.r, tt.g, tt.b)
		if math.Abs(got.L-tt.l) > 0.1 || math.Abs(got.C-tt.c) > 0.1 || (tt.hue >= 0 && math.Abs(got.Hue-tt.hue) > 0.1) {
			t.Errorf("%s: got %+v, want L* %v, C* %v, hue %v", tt.name, got, tt.l, tt.c, tt.hue)
		}
		a, b := got.cartesian()
		if again := polar(got.L, a, b); math.Abs(again.C-got.C) > 1e-9 || (got.C > 1 && math.Abs(again.Hue-got.Hue) > 1e-9) {
			t.Errorf("%s: got %+v back from its coordinates, want %+v", tt.name, again, got)
		}
	}
}

func TestColourPolicy(t *testing.T) {
	for _, tt := range []struct {
		name      string
		colour    color.NRGBA
		red, blue bool
	}{
		{"red", color.NRGBA{200, 20, 30, 255}, true, false},
		{"crimson", color.NRGBA{160, 15, 45, 255}, true, false},
		{"maroon", color.NRGBA{100, 20, 25, 255}, true, false},
		{"royal blue", color.NRGBA{40, 60, 190, 255}, false, true},
		{"navy", color.NRGBA{25, 35, 85, 255}, false, true},
		{"denim", color.NRGBA{75, 105, 145, 255}, false, true},
		{"light blue", color.NRGBA{140, 180, 230, 255}, false, true},
		{"near-black navy", color.NRGBA{16, 18, 34, 255}, false, false},
		{"orange", color.NRGBA{240, 120, 20, 255}, false, false},
		{"hot pink", color.NRGBA{235, 60, 140, 255}, false, false},
		{"pink", color.NRGBA{240, 170, 185, 255}, false, false},
		{"purple", color.NRGBA{110, 40, 140, 255}, false, false},
		{"teal", color.NRGBA{0, 115, 115, 255}, false, false},
		{"brown", color.NRGBA{110, 75, 45, 255}, false, false},
		{"beige", color.NRGBA{215, 195, 165, 255}, false, false},
		{"black", color.NRGBA{20, 20, 22, 255}, false, false},
		{"white", color.NRGBA{240, 240, 244, 255}, false, false},
		{"grey", color.NRGBA{120, 122, 126, 255}, false, false},
		{"green", color.NRGBA{30, 120, 60, 255}, false, false},
		{"yellow", color.NRGBA{240, 205, 40, 255}, false, false},
	} {
		c := labOf(float64(linear[tt.colour.R]), float64(linear[tt.colour.G]), float64(linear[tt.colour.B]))
		if got := looksRed(c); got != tt.red {
			t.Errorf("%s (%+v): got red %v, want %v", tt.name, c, got, tt.red)
		}
		if got := looksBlue(c); got != tt.blue {
			t.Errorf("%s (%+v): got blue %v, want %v", tt.name, c, got, tt.blue)
		}
		if looksRed(c) && !looksReddish(c) || looksBlue(c) && !looksBluish(c) {
			t.Errorf("%s: the wide band leaves out what the narrow one holds", tt.name)
		}
	}
}

// stripes returns vertical and horizontal stripes of the given period, blurred by a box of the given width, plus
// noise.
func stripes(period, blur int, noise float64) *image.Gray {
	const side = 400
	r := rand.New(rand.NewPCG(1, 1))
	g := image.NewGray(image.Rect(0, 0, side, side))
	wave := func(x int) float64 {
		sum := 0.0
		for k := range blur {
			if (x+k)/(period/2)%2 == 0 {
				sum += 1 / float64(blur)
			}
		}
		return sum
	}
	for y := range side {
		for x := range side {
			v := 60 + 130*wave(x)*wave(y) + noise*r.NormFloat64()
			g.Pix[y*g.Stride+x] = uint8(min(max(v, 0), 255))
		}
	}
	return g
}

// asPrint puts the middle of the picture, where stripes are taken for print, before a flat rest.
func asPrint(g *image.Gray, noise float64) (*image.Gray, func(int, []uint8)) {
	r := rand.New(rand.NewPCG(2, 2))
	middle := image.Rect(120, 120, 280, 280)
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			if !(image.Point{X: x, Y: y}).In(middle) {
				g.Pix[y*g.Stride+x] = uint8(100 + noise*r.NormFloat64())
			}
		}
	}
	return g, func(y int, row []uint8) {
		clear(row)
		for x := range row {
			if (image.Point{X: x, Y: y}).In(middle) {
				row[x] = onPrint
			}
		}
	}
}

func TestSharpnessFallsWithBlurAndNotWithNoise(t *testing.T) {
	value := func(blur int, noise float64) Sharpness {
		return measureSharpness(asPrint(stripes(48, blur, noise), noise))
	}
	sharp, soft, blurred := value(1, 0), value(5, 0), value(18, 0)
	if sharp.Print < 0.7 || soft.Print > sharp.Print || blurred.Print > 0.2 {
		t.Errorf("got %.2f sharp, %.2f soft, %.2f blurred, want falling from above 0.7 to below 0.2", sharp.Print, soft.Print, blurred.Print)
	}
	noisy, noisyBlurred := value(1, 6), value(18, 6)
	if noisy.Print < 0.4 || noisyBlurred.Print > 0.3 {
		t.Errorf("got %.2f sharp, %.2f blurred under noise, want above 0.4 and below 0.3", noisy.Print, noisyBlurred.Print)
	}
	if noisyBlurred.Whole < 0.5 {
		t.Errorf("got %.2f for the whole picture: noise no longer misleads it, so why correct it", noisyBlurred.Whole)
	}
	if noisy.Noise < 4.5 || noisy.Noise > 7.5 || sharp.Noise > 0.5 {
		t.Errorf("got noise of %.1f and %.1f, want about 6 and 0", noisy.Noise, sharp.Noise)
	}
}

func TestSharpnessOfAFlatPictureIsUnknown(t *testing.T) {
	flat := image.NewGray(image.Rect(0, 0, 300, 300))
	got := measureSharpness(flat, func(_ int, row []uint8) { clear(row) })
	if got.Whole != -1 || got.Face != -1 || got.Print != -1 {
		t.Errorf("got %+v, want -1", got)
	}
	tiny := image.NewGray(image.Rect(0, 0, 3, 3))
	if got := measureSharpness(tiny, func(_ int, row []uint8) { clear(row) }); got.Whole != -1 {
		t.Errorf("got %+v of 3 × 3 px, want -1", got)
	}
}

func TestOutlineFollowsThePart(t *testing.T) {
	const w = 100
	var part []int
	box := image.Rect(20, 10, 80, 90) // an L: a column and a foot
	for y := 10; y < 90; y++ {
		for x := 20; x < 80; x++ {
			if x < 40 || y >= 70 {
				part = append(part, y*w+x)
			}
		}
	}
	got := outline(part, box, w, 2)
	want := []geom.Point{{X: 40, Y: 20}, {X: 80, Y: 20}, {X: 80, Y: 140}, {X: 160, Y: 140}, {X: 160, Y: 180}, {X: 40, Y: 180}}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("polygon differs (-got +want):\n%s", diff)
	}
	if got := outline([]int{5*w + 7}, image.Rect(7, 5, 8, 6), w, 1); len(got) != 4 {
		t.Errorf("got %v for a single px, want a polygon", got)
	}
}

func TestPrintIsToldFromWall(t *testing.T) {
	const w, h = 480, 640
	for _, tt := range []struct {
		name  string
		box   image.Rectangle
		fill  float64
		print bool
	}{
		{"a character", image.Rect(100, 100, 140, 140), 0.4, true},
		{"a character cut by the edge", image.Rect(0, 100, 30, 140), 0.5, true},
		{"a line that ran together", image.Rect(60, 20, 420, 60), 0.4, true},
		{"a strip of wall on the left", image.Rect(0, 0, 14, 640), 1, false},
		{"a strip of wall above", image.Rect(0, 0, 480, 16), 1, false},
		{"half the picture", image.Rect(0, 0, 240, 640), 1, false},
		{"a corner", image.Rect(0, 0, 200, 260), 0.5, false},
	} {
		area := int(tt.fill * float64(tt.box.Dx()*tt.box.Dy()))
		if got := isPrint(tt.box, area, w, h); got != tt.print {
			t.Errorf("%s: got print %v, want %v", tt.name, got, tt.print)
		}
	}
}

func TestColourSpreadOfTintedPicturesIsSmall(t *testing.T) {
	paint := func(f func(level uint8, x int) color.NRGBA) float64 {
		img := image.NewNRGBA(image.Rect(0, 0, 128, 128))
		for i := range 128 * 128 {
			c := f(uint8(i/128*2), i%128)
			copy(img.Pix[i*4:], []uint8{c.R, c.G, c.B, 255})
		}
		return colourSpread(newScene(img, nil))
	}
	grey := paint(func(l uint8, _ int) color.NRGBA { return color.NRGBA{l, l, l, 255} })
	sepia := paint(func(l uint8, _ int) color.NRGBA {
		return color.NRGBA{uint8(min(int(l)*11/10, 255)), l, l / 10 * 8, 255}
	})
	colours := paint(func(l uint8, x int) color.NRGBA {
		if x < 64 {
			return color.NRGBA{l / 2, l, 200, 255}
		}
		return color.NRGBA{200, l, l / 2, 255}
	})
	if grey > 0.1 || sepia > 3 || colours < 20 {
		t.Errorf("got %.1f grey, %.1f sepia, %.1f colours, want 0, below 3, above 20", grey, sepia, colours)
	}
}

func TestShrinkKeepsMeans(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 90, 60))
	for i := range 90 * 60 {
		copy(img.Pix[i*4:], []uint8{uint8(i % 90), uint8(i / 90), 7, 255})
	}
	got := Shrink(img, 30, 20)
	if got.Rect != image.Rect(0, 0, 30, 20) {
		t.Fatalf("got %v", got.Rect)
	}
	if diff := cmp.Diff(got.Pix[4*(5*30+9):][:4], []uint8{28, 16, 7, 255}); diff != "" {
		t.Errorf("px 9, 5 differs (-got +want):\n%s", diff)
	}
	part, ok := img.SubImage(image.Rect(30, 20, 60, 40)).(*image.NRGBA)
	if !ok {
		t.Fatal("no sub-image")
	}
	if got := Shrink(part, 30, 20).Pix[:4]; !slices.Equal(got, []uint8{30, 20, 7, 255}) {
		t.Errorf("got %v at the corner of a sub-image, want 30 20 7 255", got)
	}
	if got := Fit(img, 45).Rect.Size(); got != image.Pt(45, 30) {
		t.Errorf("got %v, want 45 × 30", got)
	}
	if got := Shrink(image.NewNRGBA(image.Rectangle{}), 4, 4).Rect.Size(); got != image.Pt(4, 4) {
		t.Errorf("got %v from nothing, want 4 × 4", got)
	}
}

func TestMaskGrowsToAnySize(t *testing.T) {
	m := &Mask{W: 4, H: 2, P: []float32{0, 0, 1, 1, 0, 0, 1, 1}}
	got := m.Resize(8, 4)
	if got.P[0] != 0 || got.P[7] != 1 || got.P[3] != 0.25 || got.P[4] != 0.75 {
		t.Errorf("got row %v, want a ramp in the middle", got.P[:8])
	}
	if diff := cmp.Diff(m.spread(1).P, []float32{0, 1, 1, 1, 0, 1, 1, 1}); diff != "" {
		t.Errorf("spread mask differs (-got +want):\n%s", diff)
	}
	if got := (&Mask{}).Resize(3, 3); len(got.P) != 9 {
		t.Errorf("got %d cells from no mask, want 9", len(got.P))
	}
}

func TestConvexHullRunsClockwise(t *testing.T) {
	got := convexHull([]geom.Point{{X: 1, Y: 1}, {X: 4, Y: 0}, {X: 0, Y: 0}, {X: 4, Y: 4}, {X: 0, Y: 4}, {X: 2, Y: 2}})
	want := []geom.Point{{X: 0, Y: 0}, {X: 4, Y: 0}, {X: 4, Y: 4}, {X: 0, Y: 4}}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("hull differs (-got +want):\n%s", diff)
	}
}

// Strange pictures are results too.
func TestStrangePicturesAreMeasured(t *testing.T) {
	box := func(x0, y0, x1, y1 int) Face {
		f := Face{Box: geom.Rect(image.Rect(x0, y0, x1, y1)), Confidence: 0.9}
		for i := range 68 {
			f.Landmarks = append(f.Landmarks, geom.Point{X: float64(x0 + i%8), Y: float64(y0 + i/8)})
		}
		return f
	}
	for _, size := range []image.Point{{1, 1}, {1, 500}, {500, 1}, {7, 9}, {300, 200}} {
		for _, faces := range [][]Face{nil, {box(0, 0, 1, 1)}, {box(-50, -50, 900, 900)}, {box(2, 3, 6, 8), {Box: geom.Rect(image.Rect(0, 0, 5, 5))}}} {
			for _, p := range []float32{0, 0.3, 1} {
				img := image.NewNRGBA(image.Rectangle{Max: size})
				for i := range img.Pix {
					img.Pix[i] = uint8(i * 37)
				}
				m := measureBackdrop(img, slices.Clone(faces), &Mask{W: 2, H: 2, P: []float32{p, p, p, p}})
				if m.Cloth.Share < 0 || m.Cloth.Share > 1 || math.IsNaN(m.Colours) {
					t.Errorf("%v: got share %v, colours %v", size, m.Cloth.Share, m.Colours)
				}
			}
		}
	}
}

func BenchmarkSharpness(b *testing.B) {
	g := stripes(24, 1, 3)
	b.SetBytes(int64(len(g.Pix)))
	for b.Loop() {
		measureSharpness(g, func(_ int, row []uint8) { clear(row) })
	}
}

func BenchmarkScene(b *testing.B) {
	img := image.NewNRGBA(image.Rect(0, 0, 1024, 768))
	b.ReportAllocs()
	for b.Loop() {
		newScene(img, nil)
	}
}
