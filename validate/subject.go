package validate

import (
	"image"
	"log/slog"
	"slices"
	"time"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/ocr"
	"github.com/heyan/heyan/ocr/document"
	"github.com/heyan/heyan/photo"
)

// temporaryIDCard is recognised only to be refused.
const temporaryIDCard Kind = "temporary_id_card"

// Subject is one upload while it is judged: what was told about it, and all that was found in it. Checks read it and
// change nothing.
type Subject struct {
	rules    *Rules
	log      *slog.Logger
	declared *Declared
	asOf     time.Time

	provider, province string
	providerNamed      bool
	compareFaces       bool // with the portrait that came along

	asked           Kind // what the caller said, Auto included
	kind            Kind // what it is judged as
	found           Kind // what it looks like
	foundConfidence float64

	files  []upload
	pages  []*page
	docs   []placed // every document found, in reading order
	group  []int    // indices in docs of those that the upload is judged by
	text   bool     // a text reader worked
	unread bool     // a page could not be read: an engine is missing or failed
	photo  *photo.Backdrop
	nets   bool // the nets for faces and people worked
	grey   bool // a file was stored without colour

	mirrored *placed // what reads only after left and right are exchanged; nil where nothing had to be

	legibility *legibility   // of the text, measured once
	stamps     *[]photo.Seal // on the form, found once

	fields   map[string]FieldRead // of the documents it is judged by
	outcomes map[string]Outcome   // of the checks that have run, by code
}

// upload is one file of the request as it was opened.
type upload struct {
	name     string
	sha256   string
	bytes    int64
	format   string // "" where its bytes are of no known format
	frames   int
	software string
	damaged  bool
}

// page is one page of the upload, upright.
type page struct {
	img           *image.NRGBA
	Width, Height int // full-resolution px
	Rotated       int // clockwise degrees in total
	scale         float64
	text          ocr.Page // in px of img
	byEXIF        int      // clockwise degrees that EXIF alone asked for
	rendered      bool     // drawn from a PDF, never on paper
}

// placed is a document and the page that it stands on.
type placed struct {
	document.Document
	page int // from 1
}

// FieldRead is a field and the page that it was read from.
type FieldRead struct {
	document.Field
	Page int
}

// place is a box on a page.
type place struct {
	page int // from 1
	quad geom.Quad
}

// outline returns corners in px of the picture as they stand in a report.
func (p *page) outline(corners []geom.Point) Polygon {
	out := make(Polygon, len(corners))
	for i, c := range corners {
		out[i] = geom.Point{
			X: min(max(c.X*p.scale, 0), float64(p.Width)),
			Y: min(max(c.Y*p.scale, 0), float64(p.Height)),
		}
	}
	return out
}

// field returns a field of the documents that the upload is judged by; false where it was not read.
func (s *Subject) field(name string) (FieldRead, bool) {
	f, ok := s.fields[name]
	return f, ok && (f.Value != "" || len(f.List) > 0)
}

// birth returns the holder's birth date: as the number proves it, else as printed.
func (s *Subject) birth() (time.Time, bool) {
	if b, ok := s.field("birth_date"); ok {
		if t, ok := parseDay(b.Value); ok {
			return t, true
		}
	}
	return time.Time{}, false
}

// document returns the first document of a kind, nil where there is none.
func (s *Subject) document(k Kind) *placed {
	for i := range s.docs {
		if s.docs[i].is(k) {
			return &s.docs[i]
		}
	}
	return nil
}

// is reports whether a document is judged under a kind: a temporary ID card is judged as an ID card, to be refused.
func (d placed) is(k Kind) bool {
	found := Kind(d.Kind)
	return d.Confidence >= recognised && (found == k || found == temporaryIDCard && k == IDCard)
}

// judged returns the documents that the upload is judged by.
func (s *Subject) judged() []placed {
	docs := make([]placed, len(s.group))
	for i, n := range s.group {
		docs[i] = s.docs[n]
	}
	return docs
}

// landmark returns a named place that the document's layout has.
func (s *Subject) landmark(name string) (place, bool) {
	for _, d := range s.judged() {
		if q, ok := d.Landmarks[name]; ok {
			return place{page: d.page, quad: q}, true
		}
	}
	return place{}, false
}

// shows reports whether a side of the document is in the upload.
func (s *Subject) shows(side string) bool {
	return slices.ContainsFunc(s.judged(), func(d placed) bool { return d.Side == side })
}

// contradicted reports whether the upload surely is something other than what was asked for.
func (s *Subject) contradicted() bool {
	if s.asked == Auto || s.found == s.asked || s.found == temporaryIDCard && s.asked == IDCard {
		return false
	}
	return s.foundConfidence >= contradiction
}

// hostSide tells whose filing it is: "org", "person", or "" where nothing tells.
func (s *Subject) hostSide() string {
	if s.declared != nil && s.declared.Host.Nature != "" {
		if s.declared.Host.Nature == "person" {
			return "person"
		}
		return "org"
	}
	if s.declared != nil && s.declared.Host.Name != "" {
		return natureOf(s.declared.Host.Name)
	}
	if t, ok := s.field("template"); ok {
		return t.Value
	}
	for _, name := range []string{"host_name", "owner"} {
		if f, ok := s.field(name); ok && f.Confidence >= 0.5 {
			return natureOf(f.Value)
		}
	}
	return ""
}

func (s *Subject) circumstances() circumstances {
	c := circumstances{provider: s.provider, province: s.province, host: s.hostSide()}
	if s.declared != nil {
		c.channel, c.mode = s.declared.Channel, s.declared.PhotoMode
	}
	return c
}

func (s *Subject) bytes() int64 {
	total := int64(0)
	for _, f := range s.files {
		total += f.bytes
	}
	return total
}

func (r *Rules) kindName(k Kind) Names {
	if info, ok := r.Kind(k); ok {
		return Names{info.ZH, info.EN}
	}
	return Names{string(k), string(k)}
}

func (r *Rules) fieldName(name string) Names {
	if n, ok := r.Fields[name]; ok {
		return n
	}
	return Names{name, name}
}
