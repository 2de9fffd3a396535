package validate

import (
	"encoding/json"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/ocr"
)

// Verdict is the sum of a report: what should happen to the upload.
type Verdict string

// The three verdicts. A pass is no approval: the bureau decides.
const (
	Pass   Verdict = "pass"
	Review Verdict = "review"
	Reject Verdict = "reject"
)

// Outcome is what became of one check. The zero Outcome is none of them, so that a check which forgets to decide
// cannot pass.
type Outcome string

// The outcomes of a check.
const (
	Passed    Outcome = "pass"
	Failed    Outcome = "fail"
	Undecided Outcome = "undecided" // it could not be measured: a model is missing, an engine died, a field is unread
	Skipped   Outcome = "skipped"   // it does not apply, was not asked for, or a check it builds on failed
)

// Severity says what a failed check does to the verdict.
type Severity string

// The severities.
const (
	SeverityReject Severity = "reject"
	SeverityReview Severity = "review"
	SeverityInfo   Severity = "info"
)

// Report is heyan's answer about one file: the same object from every door.
type Report struct {
	ID             string           `json:"id"` // repeatable: the same bytes, options, rules, day and models give the same
	Input          Input            `json:"input"`
	Kind           Kind             `json:"kind"` // what it was judged as
	Sides          []string         `json:"sides,omitempty"`
	KindFound      Kind             `json:"kind_found"`
	KindConfidence float64          `json:"kind_confidence"` // 0 to 1
	Verdict        Verdict          `json:"verdict"`
	Retryable      bool             `json:"retryable"` // a better picture of the same document could change the verdict
	Findings       []Finding        `json:"findings"`
	Fields         map[string]Field `json:"fields"`
	Quality        []Quality        `json:"quality"`
	Documents      []Document       `json:"documents,omitempty"`
	Rules          RulesUsed        `json:"rules"`
	Engine         EngineUsed       `json:"engine"`
	Timings        Timings          `json:"timings_ms"`
	NotChecked     []NotChecked     `json:"not_checked"`
	Overlay        []byte           `json:"overlay,omitempty"` // PNG of the drawn first page, only where asked for
}

// Input describes the bytes that were judged.
type Input struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Format string `json:"format"` // by content: jpeg png gif webp bmp tiff pdf
	Pages  []Page `json:"pages"`
}

// Page is one page as the coordinates of a report see it: upright, full-resolution px.
type Page struct {
	Width   int `json:"width"`
	Height  int `json:"height"`
	Rotated int `json:"rotated"` // clockwise degrees by which the file's own pixels were turned, EXIF included
}

// Finding is the answer of one check.
type Finding struct {
	Check     string   `json:"check"`
	Outcome   Outcome  `json:"outcome"`
	Severity  Severity `json:"severity"`
	Message   Message  `json:"message"`
	Got       *Measure `json:"got,omitempty"`
	Want      *Want    `json:"want,omitempty"`
	Page      int      `json:"page,omitempty"`    // from 1; 0 where the finding has no place
	Polygon   Polygon  `json:"polygon,omitempty"` // upright full-resolution px
	Retryable bool     `json:"retryable,omitempty"`
}

// Message is a sentence for the applicant: what is wrong and what to do about it.
type Message struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Measure is a number (or a word) with a unit; "" where it has none.
type Measure struct {
	Value any    `json:"value"`
	Unit  string `json:"unit"`
}

// Want is the condition that a measure was held against.
type Want struct {
	Op    string `json:"op"` // <= < >= > == in
	Value any    `json:"value"`
	Unit  string `json:"unit"`
}

// Field is one value read from a document.
type Field struct {
	Value      any     `json:"value"` // a string; a list of strings for domains
	Raw        string  `json:"raw"`   // as printed, before it was normalised
	Confidence float64 `json:"confidence"`
	Proof      string  `json:"proof"` // checksum, agreement or ""
	Page       int     `json:"page,omitempty"`
	Polygon    Polygon `json:"polygon,omitempty"`
}

// Quality is one measure of how good the picture is.
type Quality struct {
	Name  string  `json:"name"` // snake_case, after ISO/IEC 29794-5 where it has a name there
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Score int     `json:"score"` // 0 to 100, higher is better
}

// Document is one of several documents in a file.
type Document struct {
	Kind     Kind             `json:"kind"`
	Sides    []string         `json:"sides,omitempty"`
	Page     int              `json:"page"`
	Polygon  Polygon          `json:"polygon"`
	Verdict  Verdict          `json:"verdict"`
	Findings []Finding        `json:"findings"`
	Fields   map[string]Field `json:"fields"`
}

// RulesUsed tells under which rules a report was made.
type RulesUsed struct {
	Provider string `json:"provider"`
	Province string `json:"province"`
	AsOf     string `json:"as_of"`
	Digest   string `json:"digest"`
}

// EngineUsed tells what made a report.
type EngineUsed struct {
	Version string      `json:"version"`
	OCR     []ocr.Info  `json:"ocr"`
	Models  []ModelUsed `json:"models"`
}

// ModelUsed names a neural net other than the text readers.
type ModelUsed struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Timings maps stages to milliseconds of wall time; "total" is always there.
type Timings map[string]float64

// NotChecked is a check that needs what nobody gave us.
type NotChecked struct {
	Check string `json:"check"`
	Why   string `json:"why"`
}

// Polygon is an outline in a report, clockwise from the content's top left.
type Polygon []geom.Point

// MarshalJSON writes the corners as [x, y] pairs, rounded to whole px.
func (p Polygon) MarshalJSON() ([]byte, error) {
	pairs := make([][2]int, len(p))
	for i, c := range p {
		pairs[i] = [2]int{int(c.X + 0.5), int(c.Y + 0.5)}
	}
	return json.Marshal(pairs)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *Polygon) UnmarshalJSON(data []byte) error {
	var pairs [][2]float64
	if err := json.Unmarshal(data, &pairs); err != nil {
		return err
	}
	*p = nil
	for _, c := range pairs {
		*p = append(*p, geom.Point{X: c[0], Y: c[1]})
	}
	return nil
}
