package validate

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/photo"
)

// The checks of a document's picture. What decides is whether a clerk can read the fields, so legibility is measured
// on the lines of text, not on the picture as a whole.
func imageChecks() []Check {
	return []Check{
		{Code: "image.blur", Retryable: true, Run: imageBlur},
		{Code: "image.exposure", Retryable: true, Run: imageExposure},
		{Code: "image.glare", Retryable: true, Run: imageGlare},
		{Code: "image.colour", Retryable: true, Needs: []string{"image.exposure"}, Run: imageColour},
		{Code: "image.edges_complete", Retryable: true, Run: imageEdges},
		{Code: "image.document_area", Retryable: true, Run: imageArea},
		{Code: "image.skew", Run: imageSkew},
		{Code: "image.orientation", Run: imageOrientation},
		{Code: "image.mirrored", Retryable: true, Run: imageMirrored},
		{Code: "image.fields_legible", Retryable: true, Needs: []string{"image.mirrored"}, Run: imageFields},
	}
}

// legible measures the lines of the documents that the upload is judged by, once; of all lines where none was found.
func (s *Subject) legible() legibility {
	if s.legibility != nil {
		return *s.legibility
	}
	l := legibility{lines: map[lineKey]photo.Text{}}
	var all []photo.Text
	measure := func(n, i int) {
		p := s.pages[n-1]
		line := p.text.Lines[i]
		if len([]rune(line.Text)) < 2 || line.Confidence < 0.5 {
			return
		}
		if t, ok := photo.MeasureText(p.img, line.Quad, p.scale); ok {
			l.lines[lineKey{n, i}] = t
			all = append(all, t)
		}
	}
	docs := s.judged()
	for _, d := range docs {
		for _, i := range d.Lines {
			measure(d.page, i)
		}
	}
	if len(docs) == 0 {
		for n, p := range s.pages {
			for i := range p.text.Lines {
				measure(n+1, i)
			}
		}
	}
	l.PageText = photo.SumText(all)
	papers := make([]float64, len(all))
	for i, t := range all {
		papers[i] = t.Paper
	}
	if slices.Sort(papers); len(papers) > 0 {
		l.paper = papers[len(papers)/2]
	}
	s.legibility = &l
	return l
}

type lineKey struct{ page, line int }

type legibility struct {
	photo.PageText
	lines map[lineKey]photo.Text
	paper float64 // lightness of the document's paper, 0 to 1: the median of its lines
}

// noText is the answer of what is measured on text where there is none: the picture cannot be read.
func noText() Answer { return failed().got(0, "lines of text") }

func imageBlur(_ context.Context, s *Subject) (Answer, error) {
	if s.unread {
		return undecided("文字未能识别", "the text could not be read"), nil
	}
	l := s.legible()
	if l.Lines == 0 {
		return noText(), nil
	}
	a := s.held("image.blur", l.EdgeRise)
	height := s.held("image.blur.text_height", l.Height)
	if height.Outcome == Failed && (a.Outcome == Passed || height.AtMost == SeverityReject && a.AtMost != SeverityReject) {
		a = height
	}
	return s.whole(a), nil
}

// whole places an answer on the documents that the upload is judged by.
func (s *Subject) whole(a Answer) Answer {
	docs := s.judged()
	if len(docs) == 0 {
		return a
	}
	return a.at(docs[0].page, docs[0].Quad)
}

func imageExposure(_ context.Context, s *Subject) (Answer, error) {
	docs := s.judged()
	if len(docs) == 0 {
		return skipped("未找到文件", "no document was found"), nil
	}
	d := docs[0]
	e := photo.MeasureExposure(s.pages[d.page-1].img, d.Quad)
	a := s.held("image.exposure.dark", e.Paper)
	if contrast := s.held("image.exposure.range", s.legible().Contrast); a.Outcome == Passed && contrast.Outcome == Failed {
		a = contrast
	}
	return a.at(d.page, d.Quad), nil
}

// imageGlare looks at the fields and at the lines of text: between two lines of an address no line is found where a
// lamp has burnt it away.
func imageGlare(_ context.Context, s *Subject) (Answer, error) {
	worst, at, what := 0.0, place{}, Names{"文字", "the text"}
	look := func(p place, name Names) {
		if share := photo.Glare(s.pages[p.page-1].img, p.quad, s.legible().paper); share > worst {
			worst, at, what = share, p, name
		}
	}
	for key := range s.legible().lines {
		look(place{key.page, s.pages[key.page-1].text.Lines[key.line].Quad}, what)
	}
	for name, f := range s.fields {
		if f.Page > 0 {
			look(place{f.Page, f.Quad}, s.rules.fieldName(name))
		}
	}
	a := s.held("image.glare", worst).named("field", what)
	if a.Outcome == Failed {
		a = a.at(at.page, at.quad)
	}
	return a, nil
}

// imageColour: cards have a coloured ground, so a grey one is a copy. A form or certificate may be black on white, and
// is sent to a person where the file was stored without colour, or where no px of it has any: pens and cameras leave
// some. Only a certificate that a program drew, with even paper, never had any.
func imageColour(_ context.Context, s *Subject) (Answer, error) {
	docs := s.judged()
	if len(docs) == 0 {
		return skipped("未找到文件", "no document was found"), nil
	}
	d := docs[0]
	page := s.pages[d.page-1]
	if page.rendered {
		return skipped("电子文件", "it was never on paper"), nil
	}
	if s.kind == IDCard {
		c := photo.MeasureChroma(page.img, geom.Rect(page.img.Rect))
		return s.held("image.colour", max(c.Mean, c.High)), nil
	}
	colourless := photo.MeasureChroma(page.img, geom.Rect(page.img.Rect)).Mean < 0.005
	drawn := s.kind != VerificationForm && photo.Uniform(page.img) >= 0.5
	grey := s.grey || colourless && !drawn
	a := decide(!grey)
	a.AtMost = SeverityReview
	return s.whole(a), nil
}

// imageEdges asks whether print runs out of the picture: a scan that was cropped at the paper's edge is complete.
func imageEdges(_ context.Context, s *Subject) (Answer, error) {
	for _, d := range s.judged() {
		p := s.pages[d.page-1]
		for _, i := range d.Lines {
			l := p.text.Lines[i]
			if l.Confidence < 0.5 || len([]rune(l.Text)) < 2 {
				continue
			}
			if a := s.held("image.edges_complete", photo.InkAtBorder(p.img, l.Quad)); a.Outcome == Failed {
				return a.at(d.page, l.Quad), nil
			}
		}
		if missing := s.cutAway(d); missing {
			return s.whole(failed()), nil
		}
	}
	return passed(), nil
}

// cutAway reports whether a part of the layout that always prints something lies outside the picture.
func (s *Subject) cutAway(d placed) bool {
	outline, ok := d.Landmarks["outline"]
	if !ok {
		return false
	}
	p := s.pages[d.page-1]
	w, h := float64(p.img.Rect.Dx()), float64(p.img.Rect.Dy())
	slack := 0.05 * outline.Width() // cards' corners are round, and the layout is known to about a millimetre
	for _, c := range outline {
		if c.X < -slack || c.Y < -slack || c.X > w+slack || c.Y > h+slack {
			return true
		}
	}
	return false
}

func imageArea(_ context.Context, s *Subject) (Answer, error) {
	docs := s.judged()
	if len(docs) == 0 {
		return skipped("未找到文件", "no document was found"), nil
	}
	area, page := 0.0, docs[0].page
	for _, d := range docs {
		q := d.Quad
		if o, ok := d.Landmarks["outline"]; ok {
			q = o
		}
		if d.page == page {
			area += q.Area()
		}
	}
	size := s.pages[page-1].img.Rect
	return s.whole(s.held("image.document_area", min(area/float64(size.Dx()*size.Dy()), 1))), nil
}

func imageSkew(_ context.Context, s *Subject) (Answer, error) {
	docs := s.judged()
	if len(docs) == 0 {
		return skipped("未找到文件", "no document was found"), nil
	}
	angle := math.Abs(docs[0].Quad.Angle())
	return s.whole(s.held("image.skew", angle)), nil
}

func imageOrientation(_ context.Context, s *Subject) (Answer, error) {
	for i, p := range s.pages {
		if p.Rotated != p.byEXIF {
			a := failed().got(p.Rotated, "degrees").want("==", 0, "degrees")
			a.Page = i + 1
			return a, nil
		}
	}
	return passed(), nil
}

func imageMirrored(_ context.Context, s *Subject) (Answer, error) {
	if s.mirrored != nil {
		return failed().at(s.mirrored.page, s.mirrored.Quad), nil
	}
	return passed(), nil
}

// required are the fields without which a document is of no use, by kind and, for cards, side.
var required = map[Kind]map[string][]string{
	IDCard: {
		SidePortrait: {"name", "sex", "ethnicity", "birth_date", "address", "id_number"},
		SideEmblem:   {"issuer", "valid_from", "valid_to"},
	},
	DomainCertificate: {"": {"domain", "owner", "expires_on"}},
}

// ownWords are the fields whose Chinese characters may be any: those of dates and domains every reader knows.
var ownWords = []string{"name", "ethnicity", "address", "issuer", "owner"}

// readable is the confidence from which a field counts as read by somebody who need not guess.
const readable = 0.5

func imageFields(_ context.Context, s *Subject) (Answer, error) {
	if s.contradicted() {
		return skipped("上传的是另一种材料", "it is another document"), nil
	}
	docs := s.judged()
	if len(docs) == 0 {
		if s.unread {
			return undecided("文字未能识别", "the text could not be read"), nil
		}
		a := failed().named("fields", Names{"全部内容", "anything"})
		if s.kind == Unknown {
			a.AtMost = SeverityReview // nobody said what it should be
		}
		return a, nil
	}
	var zh, en []string
	doubtful, chinese := 0, 0
	for _, d := range docs {
		for _, name := range required[s.kind][d.Side] {
			f, ok := s.field(name)
			if ok && f.Confidence >= readable {
				continue
			}
			if ok {
				doubtful++
			}
			if slices.Contains(ownWords, name) {
				chinese++
			}
			n := s.rules.fieldName(name)
			zh, en = append(zh, n.ZH), append(en, n.EN)
		}
	}
	slices.Sort(en)
	a := decide(len(zh) == 0).named("fields", Names{strings.Join(zh, "、"), strings.Join(en, ", ")}).got(len(zh), "fields").want("==", 0, "fields")
	if len(zh) <= 1 || doubtful == len(zh) {
		a.AtMost = SeverityReview // one field, or readings that a person may make out
	}
	if len(zh) == 1 && chinese == 1 && s.sharp() {
		// The picture is not to blame where everything around is good: some characters no reader of ours knows.
		a = undecided("“"+zh[0]+"”未能识别，而图片本身清晰，可能含有识别引擎不认识的字", "the "+en[0]+" was not read although the picture is good; it may have characters that the reader does not know")
		a.AtMost = SeverityReview
	}
	return s.whole(a), nil
}

// sharp reports whether every measure of the picture is good.
func (s *Subject) sharp() bool {
	for _, code := range []string{"image.blur", "image.exposure", "image.glare", "image.edges_complete"} {
		if s.outcomes[code] != Passed {
			return false
		}
	}
	return true
}

// quality lists the measures of the picture, each with its score.
func (s *Subject) quality() []Quality {
	list := []Quality{}
	add := func(name string, value float64, unit string, score int) {
		if !math.IsInf(value, 0) && !math.IsNaN(value) {
			list = append(list, Quality{Name: name, Value: round3(value), Unit: unit, Score: score})
		}
	}
	if b := s.photo; b != nil && s.kind == BackdropPhoto {
		add("sharpness", b.Sharpness.Whole, "re-blur", photo.Score01(b.Sharpness.Whole, 0.55, 0.04))
		if f := b.Light.Face; f != nil {
			for _, m := range []struct {
				name  string
				score photo.Score
			}{
				{"luminance_mean", f.Mean},
				{"over_exposure_prevention", f.Over},
				{"under_exposure_prevention", f.Under},
				{"dynamic_range", f.Range},
				{"illumination_uniformity", f.Uniformity},
				{"natural_colour", f.Natural},
			} {
				add(m.name, m.score.Raw, "", int(math.Round(min(max(m.score.Value, 0), 100))))
			}
		}
		if b.Pose != nil {
			ied := b.Pose.Interocular * s.pages[0].scale
			add("inter_eye_distance", ied, "px", photo.Score01(ied, 70, 20))
		}
		return list
	}
	if len(s.pages) == 0 || s.kind == BackdropPhoto {
		return list
	}
	l := s.legible()
	if l.Lines == 0 {
		return list
	}
	add("text_height", l.Height, "px", photo.Score01(l.Height, 14, 4))
	add("sharpness", l.EdgeRise, "edge width / text height", photo.Score01(l.EdgeRise, 0.2, -0.04))
	add("contrast", l.Contrast, "share of full range", photo.Score01(l.Contrast, 0.2, 0.08))
	return list
}
