package validate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"

	"github.com/disintegration/imaging"

	"github.com/heyan/heyan/internal/intake"
	"github.com/heyan/heyan/ocr"
)

// manyPages is the number of pages from which each is held at no more than manyPagesSide px, so that a long document
// costs the memory of a few photographs.
const (
	manyPages     = 3
	manyPagesSide = 2400 // about 200 dpi on A4
)

// photoSide is the longer side at which a backdrop photo is judged, in px: its measures are defined there.
const photoSide = 1280

// open opens the files, turns every page upright, and finds what stands on them.
func (v *Validator) open(ctx context.Context, s *Subject, req Request, watch *stopwatch) error {
	uploads := make([]*intake.Upload, len(req.Files))
	count := 0
	for i, f := range req.Files {
		sum := sha256.Sum256(f.Data)
		file := upload{name: f.Name, sha256: hex.EncodeToString(sum[:]), bytes: int64(len(f.Data))}
		up, err := v.Opener.Open(ctx, f.Data)
		switch {
		case errors.Is(err, intake.ErrDamaged):
			file.damaged = true
			file.format = intake.Sniff(f.Data)
		case err != nil:
			return err
		default:
			file.format, file.frames, file.software = up.Format, up.Frames, up.Software
			uploads[i] = up
			s.grey = s.grey || up.Grey
			count += up.NumPages()
		}
		s.files = append(s.files, file)
	}
	if limit := v.Opener.Limits().Pages; count > limit {
		return &Error{ErrPages, "file", "the files have too many pages together; split the document"}
	}
	side := 0
	switch {
	case s.asked == BackdropPhoto:
		side = photoSide
	case count >= manyPages:
		side = manyPagesSide
	}
	for i, up := range uploads {
		if up == nil {
			continue // damaged: a finding, not an error
		}
		for n := range up.NumPages() {
			p, err := up.Page(ctx, n, side)
			if errors.Is(err, intake.ErrDamaged) {
				s.files[i].damaged = true
				continue
			}
			if err != nil {
				return err
			}
			s.pages = append(s.pages, &page{
				img: p.Image, Width: p.Width, Height: p.Height, Rotated: p.Turned, byEXIF: p.Turned, scale: p.Scale,
				text: textLayer(p), rendered: p.Rendered,
			})
			watch.lap("decode")
			if err := v.look(ctx, s, watch); err != nil {
				return err
			}
		}
	}
	return v.recognise(ctx, s, watch)
}

// textLayer returns the text that a PDF page carries itself, as if it had been read without a doubt.
func textLayer(p *intake.Page) ocr.Page {
	text := ocr.Page{Width: p.Image.Rect.Dx(), Height: p.Image.Rect.Dy()}
	for _, l := range p.Text {
		text.Lines = append(text.Lines, ocr.Line{Text: l.Text, Quad: l.Quad, Confidence: 1})
	}
	return text
}

// turn turns the page clockwise by quarters, with everything that is known of it.
func (p *page) turn(quarters int) {
	if quarters == 0 {
		return
	}
	p.img = turned(p.img, quarters)
	p.text = p.text.Turned(quarters)
	p.Rotated = (p.Rotated + 90*quarters) % 360
	if quarters%2 != 0 {
		p.Width, p.Height = p.Height, p.Width
	}
}

// turned returns the picture turned clockwise by quarters; imaging counts the other way round.
func turned(img *image.NRGBA, quarters int) *image.NRGBA {
	switch quarters {
	case 1:
		return imaging.Rotate270(img)
	case 2:
		return imaging.Rotate180(img)
	case 3:
		return imaging.Rotate90(img)
	}
	return img
}
