// Package document turns lines of text into documents: which ones stand on a page, where, which side they show, and
// their fields, each with how sure it is and what proves it.
//
// # How it reads
//
// Lines are straightened and sorted into rows of glyphs (rows.go); printed labels are found in them with room for
// misreadings (label.go); what kind of document has such labels is weighed (kinds.go); a kind's own file then takes
// the values beside its labels (idcard.go, certificate.go, form.go). What was not found where the layout has it, or
// was read with doubt, is cut out of the picture and read again by itself (reread.go).
//
// # Confidence
//
// A field's confidence is the share of such fields that are right (confidence.go; measured in docs/accuracy.md). It
// is high where a check digit or a second printed place proves a value, and never high for what one doubtful reading
// of one place says. Nothing is corrected in silence: Raw keeps what was read.
//
// # How to add a kind
//
// Give it signs in kinds.go; where fields are to be read, add a file with a function like readCertificate, and name it
// in readers.
package document

import (
	"context"
	"image"
	"time"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/ocr"
)

// Field is one value of a document.
type Field struct {
	Value      string   // normalised: dates ISO 8601, numbers without spaces, domains in lower case
	List       []string // of a field that is a list
	Raw        string   // as read
	Confidence float64  // 0 to 1: the probability that Value is right
	Proof      string   // checksum, agreement or ""
	Quad       geom.Quad
}

// Document is one document on a page.
type Document struct {
	Kind       string // a name of the kinds list, or unknown
	Confidence float64
	Side       string    // portrait or emblem of an ID card, else ""
	Quad       geom.Quad // around its text, from the content's top left; px of the picture
	Fields     map[string]Field
	Landmarks  map[string]geom.Quad // places that the layout has, such as signature_area
	Lines      []int                // indices of the page's lines that belong to it
}

// Kinds that the package gives fields for.
const (
	idCard      = "id_card"
	temporaryID = "temporary_id_card"
	form        = "verification_form"
	certificate = "domain_certificate"
)

// Proofs of a field.
const (
	proofChecksum  = "checksum"
	proofAgreement = "agreement"
)

// Reader reads documents with an engine for what must be read again, and a second one, which may be nil, for another
// opinion on numbers with a check digit.
type Reader struct {
	Engine, Second ocr.Engine
}

// Read returns the documents on a page, in reading order. page is the text of img, both upright; asOf is the day by
// which dates are plausible. The error is an engine's or ctx's.
func (r *Reader) Read(ctx context.Context, img *image.NRGBA, page ocr.Page, asOf time.Time) ([]Document, error) {
	s := &sheet{reader: r, img: img, page: page, asOf: asOf}
	s.straighten()
	docs, err := s.readCards(ctx)
	if err != nil || len(docs) > 0 {
		return docs, err
	}
	kind, confidence := s.likeliest()
	if confidence == 0 {
		return nil, nil
	}
	d := Document{Kind: kind, Confidence: confidence, Fields: map[string]Field{}, Landmarks: map[string]geom.Quad{}}
	d.Lines, d.Quad = s.all()
	if read, ok := readers[kind]; ok {
		err = read(ctx, s, &d)
	}
	return []Document{d}, err
}

// readers take the fields of a kind out of a sheet that is one, kind by kind; a kind without one is recognised alone.
// Cards are found and read by readCards.
var readers = map[string]func(ctx context.Context, s *sheet, d *Document) error{
	certificate: readCertificate,
	form:        readForm,
}
