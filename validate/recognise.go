package validate

import (
	"context"
	"image"
	"slices"

	"github.com/disintegration/imaging"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/ocr"
	"github.com/heyan/heyan/ocr/document"
	"github.com/heyan/heyan/photo"
)

// look reads the last page that was opened, where it is one that may carry text, and finds the documents on it. An
// engine that fails leaves the page unread, and what needs its text undecided; only an ended context is an error.
func (v *Validator) look(ctx context.Context, s *Subject, watch *stopwatch) error {
	if s.asked == BackdropPhoto {
		return nil // its text decides nothing; recognise reads it where it looks like no photo
	}
	return v.read(ctx, s, len(s.pages), watch)
}

// read reads page number n, turns it upright and adds the documents on it.
func (v *Validator) read(ctx context.Context, s *Subject, n int, watch *stopwatch) error {
	p := s.pages[n-1]
	defer watch.lap("read")
	if len(p.text.Lines) == 0 {
		if v.Reader == nil {
			s.unread = true
			return nil
		}
		text, err := v.Reader.Page(ctx, p.img, ocr.Options{Side: s.detectorSide()})
		if err != nil {
			s.unread = true
			v.Logger.WarnContext(ctx, "page is unread", "error", err.Error())
			return ctx.Err()
		}
		p.text = text
		p.turn(p.text.Turn())
		if p.text, err = v.closer(ctx, p.img, p.text, s.detectorSide()); err != nil {
			v.Logger.WarnContext(ctx, "closer look failed", "error", err.Error())
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	s.text = true
	p.turn(p.text.Turn())
	reader := document.Reader{Engine: v.Reader, Second: v.Second}
	docs, err := reader.Read(ctx, p.img, p.text, s.asOf)
	if err != nil {
		s.unread = true
		v.Logger.WarnContext(ctx, "page is not understood", "error", err.Error())
		return ctx.Err()
	}
	for _, d := range docs {
		s.docs = append(s.docs, placed{Document: d, page: n})
	}
	return nil
}

// A line that is lower than smallLine px at the size it was looked for in is easily missed; then the part of the picture
// that has text is looked at by itself, at closeSide. Source: lines found against their height, docs/accuracy.md.
const (
	smallLine = 18
	closeSide = 1600
)

// closer reads the part of img that has text once more where its print was small in the first look, and returns the
// reading that got more out of it. img is upright already. On an error the first reading stands.
func (v *Validator) closer(ctx context.Context, img *image.NRGBA, first ocr.Page, side int) (ocr.Page, error) {
	if len(first.Lines) < 3 {
		return first, nil
	}
	long := max(img.Rect.Dx(), img.Rect.Dy())
	heights := make([]float64, len(first.Lines))
	box := image.Rectangle{}
	for i, l := range first.Lines {
		heights[i] = l.Quad.Height()
		box = box.Union(l.Quad.Bounds())
	}
	slices.Sort(heights)
	height := heights[len(heights)/2]
	margin := int(2 * height)
	box = box.Inset(-margin).Intersect(img.Rect)
	before := min(1, float64(side)/float64(long))
	after := min(1, closeSide/float64(max(box.Dx(), box.Dy(), 1)))
	if height*before >= smallLine || after < 1.15*before {
		return first, nil
	}
	part, err := v.Reader.Page(ctx, imaging.Crop(img, box), ocr.Options{Side: closeSide})
	if err != nil || weigh(part) < weigh(first) {
		return first, err
	}
	shift := geom.Point{X: float64(box.Min.X), Y: float64(box.Min.Y)}
	for i := range part.Lines {
		part.Lines[i].Quad = part.Lines[i].Quad.Map(func(q geom.Point) geom.Point { return q.Add(shift) })
	}
	part.Width, part.Height = first.Width, first.Height
	return part, nil
}

// weigh returns how much was read: characters, each by its line's confidence.
func weigh(p ocr.Page) float64 {
	sum := 0.0
	for _, l := range p.Lines {
		sum += float64(len([]rune(l.Text))) * l.Confidence
	}
	return sum
}

// detectorSide is the longer side in px at which text is looked for: cards are legible at 864, the small print of A4
// needs 1280. Source: field accuracy at both sizes, docs/accuracy.md.
func (s *Subject) detectorSide() int {
	switch s.asked {
	case VerificationForm, DomainCertificate:
		return 1280
	}
	return 864
}

// recognise settles what the upload looks like and what it is judged as.
func (v *Validator) recognise(ctx context.Context, s *Subject, watch *stopwatch) error {
	s.found, s.foundConfidence = s.likeliest()
	if len(s.pages) > 0 && s.document(s.asked) == nil && s.foundConfidence < contradiction {
		if err := v.lookAtPhoto(ctx, s, watch); err != nil {
			return err
		}
	}
	if s.found == Unknown && s.asked != BackdropPhoto {
		if err := v.lookMirrored(ctx, s, watch); err != nil {
			return err
		}
	}
	s.kind = s.asked
	if s.asked == Auto {
		s.kind = s.found
		if info, ok := s.rules.Kind(s.found); s.found == temporaryIDCard {
			s.kind = IDCard
		} else if ok && info.State != "built" {
			s.kind = Unknown // we know what it is, and have no checks for it
		}
	}
	s.group = s.firstGroup()
	s.fields = mergeFields(s.judged())
	watch.lap("recognise")
	return nil
}

// lookMirrored reads the first page, on which nothing was found, with left and right exchanged: a front camera stores
// pictures so. What it finds is known by its kind alone; its fields are not taken from a picture that must be retaken.
func (v *Validator) lookMirrored(ctx context.Context, s *Subject, watch *stopwatch) error {
	if v.Reader == nil || len(s.pages) == 0 || s.pages[0].rendered {
		return nil
	}
	defer watch.lap("read")
	p := s.pages[0]
	img := imaging.FlipH(p.img)
	text, err := v.Reader.Page(ctx, img, ocr.Options{Side: s.detectorSide()})
	if err != nil {
		return ctx.Err()
	}
	quarters := text.Turn()
	reader := document.Reader{Engine: v.Reader}
	docs, err := reader.Read(ctx, turned(img, quarters), text.Turned(quarters), s.asOf)
	if err != nil {
		return ctx.Err()
	}
	for _, d := range docs {
		if d.Confidence < contradiction {
			continue
		}
		w, h := img.Rect.Dx(), img.Rect.Dy()
		if quarters%2 != 0 {
			w, h = h, w
		}
		q := d.Quad.Turn((4-quarters)%4, w, h)
		for i := range q {
			q[i].X = float64(img.Rect.Dx()) - q[i].X
		}
		q[0], q[1], q[2], q[3] = q[1], q[0], q[3], q[2] // clockwise again
		d.Quad = q
		s.mirrored = &placed{Document: d, page: 1}
		s.found, s.foundConfidence = Kind(d.Kind), d.Confidence
		return nil
	}
	return nil
}

// likeliest returns the kind of the document that was found with the most confidence; of the kind that was asked for
// where that one is there at all.
func (s *Subject) likeliest() (Kind, float64) {
	kind, confidence := Unknown, 0.0
	for _, d := range s.docs {
		if d.Confidence < recognised {
			continue
		}
		if d.is(s.asked) {
			return Kind(d.Kind), d.Confidence
		}
		if d.Confidence > confidence {
			kind, confidence = Kind(d.Kind), d.Confidence
		}
	}
	return kind, confidence
}

// lookAtPhoto measures the first page as a backdrop photo and weighs whether it is one. Where the answer is doubtful
// and the page has not been read yet, it is read, so that a card in the photo's place is called a card.
func (v *Validator) lookAtPhoto(ctx context.Context, s *Subject, watch *stopwatch) error {
	if v.Nets == nil {
		if s.asked == BackdropPhoto {
			s.found, s.foundConfidence = Unknown, 0
		}
		return nil
	}
	defer watch.lap("photo")
	p := s.pages[0]
	measured, quarters, err := v.measurePhoto(ctx, s, p)
	if err != nil {
		v.Logger.WarnContext(ctx, "photo is not measured", "error", err.Error())
		return ctx.Err()
	}
	s.nets, s.photo = true, measured
	likeness := s.photoLikeness(measured)
	if s.asked == BackdropPhoto && likeness < contradiction {
		if err := v.read(ctx, s, 1, watch); err != nil {
			return err
		}
		if kind, confidence := s.likeliest(); confidence > likeness {
			s.found, s.foundConfidence = kind, confidence
			return nil
		}
	}
	if likeness >= recognised && likeness > s.foundConfidence {
		p.turn(quarters)
		s.found, s.foundConfidence = BackdropPhoto, likeness
	}
	return nil
}

// measurePhoto measures the page as a photo, upright first; where nobody is in it, the other ways round, because a
// phone laid flat writes no orientation.
func (v *Validator) measurePhoto(ctx context.Context, s *Subject, p *page) (*photo.Backdrop, int, error) {
	upright, err := photo.MeasureBackdrop(ctx, v.Nets, p.img)
	if err != nil || len(upright.Faces) > 0 {
		return upright, 0, err
	}
	small := photo.Fit(p.img, 640) // the detector sees less than that
	for _, quarters := range []int{1, 3, 2} {
		img := turned(small, quarters)
		faces, err := v.Nets.Faces(ctx, img)
		if err != nil {
			return nil, 0, err
		}
		if slices.ContainsFunc(faces, func(f photo.Face) bool { return s.usable(f, img.Rect.Dy()) }) {
			other, err := photo.MeasureBackdrop(ctx, v.Nets, turned(p.img, quarters))
			return other, quarters, err
		}
	}
	return upright, 0, nil
}

// photoLikeness weighs, 0 to 1, whether a picture is a photo taken for the backdrop check, good or bad: somebody's
// face of a size that is used for it, and a blue cloth behind. A person without a cloth is likely one that went wrong,
// a face alone is a portrait on some document; a printed cloth without a face likewise; neither is no such photo.
func (s *Subject) photoLikeness(b *photo.Backdrop) float64 {
	face := slices.ContainsFunc(b.Faces, func(f photo.Face) bool { return s.usable(f, b.Height) })
	cloth := b.Cloth.Found && b.Cloth.Share >= 0.3
	switch {
	case face && cloth:
		return 0.98
	case face && b.Person != nil && b.Person.Share >= 0.2:
		return 0.75
	case cloth && b.Others >= 0.1:
		return 0.8
	case cloth && b.Cloth.Background >= 0.6 && b.Cloth.Strokes >= 40:
		return 0.6
	}
	return 0
}

// firstGroup returns the indices in docs of what the upload is judged by: the first document of its kind; of an ID
// card the first of each side.
func (s *Subject) firstGroup() []int {
	var group []int
	sides := map[string]bool{}
	for i, d := range s.docs {
		if !d.is(s.kind) || sides[d.Side] || len(group) > 0 && s.kind != IDCard {
			continue
		}
		sides[d.Side] = true
		group = append(group, i)
	}
	return group
}

// mergeFields joins the fields of the documents that belong together; of two readings of one field the surer wins.
func mergeFields(docs []placed) map[string]FieldRead {
	fields := map[string]FieldRead{}
	for _, d := range docs {
		for name, f := range d.Fields {
			if best, ok := fields[name]; !ok || f.Confidence > best.Confidence {
				fields[name] = FieldRead{Field: f, Page: d.page}
			}
		}
	}
	return fields
}
