package main

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"math/rand/v2"

	"github.com/disintegration/imaging"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/specimen"
)

// drawing draws the documents of one picture.
type drawing func(r *rand.Rand) []specimen.Specimen

// defect spoils a picture.
type defect func(*specimen.Picture)

// Bounds of a file: enough to read a document, small enough for a clone, and never so poor that JPEG is what is wrong.
const (
	maxSide    = 1700
	maxBytes   = 130 << 10
	minQuality = 65
)

var errNoSeed = errors.New("no seed gives such a picture")

// photo photographs a drawing and spoils the picture.
func photo(seed uint64, sev specimen.Severity, draw drawing, defects ...defect) func() ([]byte, error) {
	return func() ([]byte, error) {
		pic, err := upright(seed, sev, draw)
		if err != nil {
			return nil, err
		}
		for _, spoil := range defects {
			spoil(&pic)
		}
		return encode(pic.Image)
	}
}

// upright photographs a drawing with the first seed from seed on that does not turn the picture: turns are defects,
// and made on purpose. The frame is filled, as the providers' guides ask.
func upright(seed uint64, sev specimen.Severity, draw drawing) (specimen.Picture, error) {
	for i := range uint64(100) {
		r := specimen.New(seed, i)
		if pic := specimen.Photograph(r, sev, draw(r)...); pic.Turn == 0 {
			return framed(pic), nil
		}
	}
	return specimen.Picture{}, errNoSeed
}

// framed leaves a twentieth of the documents' width around them.
func framed(p specimen.Picture) specimen.Picture {
	box := p.Outlines[0].Bounds()
	for _, q := range p.Outlines[1:] {
		box = box.Union(q.Bounds())
	}
	box = box.Inset(-box.Dx() / 20).Intersect(p.Image.Rect)
	p.Image = specimen.Cut(p.Image, box)
	move := func(at geom.Point) geom.Point {
		return at.Sub(geom.Point{X: float64(box.Min.X), Y: float64(box.Min.Y)})
	}
	for i, q := range p.Outlines {
		p.Outlines[i] = q.Map(move)
	}
	for name, f := range p.Fields {
		f.Quad = f.Quad.Map(move)
		p.Fields[name] = f
	}
	return p
}

// encode returns a JPEG within the bounds: first poorer, then smaller.
func encode(img *image.NRGBA) ([]byte, error) {
	for quality, side := 85, maxSide; ; {
		if max(img.Rect.Dx(), img.Rect.Dy()) > side {
			img = imaging.Fit(img, side, side, imaging.Box)
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		switch {
		case b.Len() <= maxBytes || side < maxSide*2/3:
			return b.Bytes(), nil
		case quality > minQuality:
			quality -= 5
		default:
			side = side * 9 / 10
		}
	}
}

// flat stores a drawing as drawn, as a PNG of that width in px.
func flat(seed uint64, width int, draw drawing) func() ([]byte, error) {
	return func() ([]byte, error) {
		img := draw(specimen.New(seed, 0))[0].Image
		var b bytes.Buffer
		e := png.Encoder{CompressionLevel: png.BestCompression}
		err := e.Encode(&b, imaging.Resize(img, width, 0, imaging.Box))
		return b.Bytes(), err
	}
}

// turnedByEXIF stores a picture lying on its side, with the EXIF orientation that puts it upright, as phones do.
func turnedByEXIF(make func() ([]byte, error)) func() ([]byte, error) {
	return func() ([]byte, error) {
		data, err := make()
		if err != nil {
			return nil, err
		}
		img, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		if data, err = encode(imaging.Rotate90(img)); err != nil { // Rotate90 turns counter-clockwise
			return nil, err
		}
		// TIFF, big endian: one entry, orientation (0x0112), a short, 6: turn a quarter clockwise. EXIF 2.32 §4.6.4.
		exif := "\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
		return append(append(data[:2:2], exif...), data[2:]...), nil
	}
}
