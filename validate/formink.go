package validate

import (
	"context"
	"strings"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/photo"
)

// ink is what somebody wrote in a place.
type ink struct{ photo.Ink }

func (k ink) written() bool { return k.Written() }

// ink measures a place; print that was read there is left out only where it is a label, because what a reader makes
// of handwriting is a line like any other.
func (s *Subject) ink(at place) ink {
	k := s.inkOutside(at, nil)
	if k.Colour != "red" {
		return k
	}
	// Red may be a stamp's, not a pen's: what is left beside the stamps tells.
	var stamps []geom.Quad
	seals, page := s.seals()
	for _, seal := range seals {
		if page == at.page {
			stamps = append(stamps, seal.Quad())
		}
	}
	return s.inkOutside(at, stamps)
}

// inkOutside measures a place without the labels on it and without the boxes given.
func (s *Subject) inkOutside(at place, boxes []geom.Quad) ink {
	for _, d := range s.judged() {
		if d.page != at.page {
			continue
		}
		for name, q := range d.Landmarks {
			if strings.HasSuffix(name, "_label") {
				boxes = append(boxes, q)
			}
		}
	}
	return ink{photo.MeasureInk(s.pages[at.page-1].img, at.quad, boxes)}
}

// formComplete asks for the title, the foot, and print that does not run out of the picture.
func formComplete(ctx context.Context, s *Subject) (Answer, error) {
	edges, err := imageEdges(ctx, s)
	if err != nil || edges.Outcome == Failed {
		return edges, err
	}
	if _, ok := s.landmark("signature_area"); !ok {
		a := s.whole(failed())
		a.AtMost = SeverityReview // the foot is missing, or its label was misread
		return a, nil
	}
	return s.whole(passed()), nil
}

// signaturePlace is where the website responsible person signs: beside the label.
func (s *Subject) signaturePlace() (place, bool) { return s.landmark("signature_area") }

func formSignature(_ context.Context, s *Subject) (Answer, error) {
	at, ok := s.signaturePlace()
	if !ok {
		return undecided("未找到签字栏", "the place to sign was not found"), nil
	}
	k := s.ink(at)
	return decide(k.written()).at(at.page, at.quad).got(round3(k.Mass), "ink over height²").want(">", 0.05, "ink over height²"), nil
}

// formPen looks at what was written beside the labels, and names the first colour that is neither black nor blue.
func formPen(_ context.Context, s *Subject) (Answer, error) {
	seen := false
	for _, name := range []string{"signature_area", "host_name_area", "domains_area"} {
		at, ok := s.landmark(name)
		if !ok {
			continue
		}
		k := s.ink(at)
		if !k.written() {
			continue
		}
		seen = true
		if k.Colour != "black" && k.Colour != "blue" {
			return failed().at(at.page, at.quad).got(k.Colour, "").want("in", []string{"black", "blue"}, ""), nil
		}
	}
	if !seen {
		return skipped("没有发现笔迹", "no handwriting was found"), nil
	}
	return passed(), nil
}

// seals returns the stamps on the form's page, found once.
func (s *Subject) seals() ([]photo.Seal, int) {
	docs := s.judged()
	if len(docs) == 0 {
		return nil, 0
	}
	n := docs[0].page
	if s.stamps == nil {
		found := photo.FindSeals(s.pages[n-1].img)
		s.stamps = &found
	}
	return *s.stamps, n
}

func formSealPresent(_ context.Context, s *Subject) (Answer, error) {
	seals, page := s.seals()
	if len(seals) > 0 {
		return passed().at(page, seals[0].Quad()), nil
	}
	if at, ok := s.landmark("seal_area"); ok {
		return failed().at(at.page, at.quad), nil
	}
	return s.whole(failed()), nil
}

func formSealColour(_ context.Context, s *Subject) (Answer, error) {
	seals, page := s.seals()
	return decide(seals[0].Red).at(page, seals[0].Quad()), nil
}

func formSealLegible(_ context.Context, s *Subject) (Answer, error) {
	seals, page := s.seals()
	seal := seals[0]
	at := seal.Quad()
	for _, a := range []Answer{
		s.held("form.seal_legible", seal.Ring),
		s.held("form.seal_legible.faded", seal.Chroma),
		s.held("form.seal_legible.ink", seal.Ink),
		s.held("form.seal_legible.fine", seal.Fine),
	} {
		if a.Outcome == Failed {
			return a.at(page, at), nil
		}
	}
	return passed().at(page, at), nil
}

func formSealOnPerson(_ context.Context, s *Subject) (Answer, error) {
	seals, page := s.seals()
	if len(seals) == 0 {
		return passed(), nil
	}
	return failed().at(page, seals[0].Quad()), nil
}
