package validate

import (
	"bytes"
	"image/png"
	"slices"

	"github.com/heyan/heyan/internal/draw"
	"github.com/heyan/heyan/internal/geom"
)

// draw returns a PNG of the page that the worst finding stands on (the first where none does), with every finding on
// it outlined and said in the language; English where no font with Chinese is installed. Nil where nothing was opened.
func (s *Subject) draw(r *Report, language string) ([]byte, error) {
	if len(s.pages) == 0 {
		return nil, nil
	}
	chinese := language == "zh" && draw.HasChinese()
	say := func(m Message) string {
		if chinese {
			return m.ZH
		}
		return m.EN
	}
	findings := slices.Clone(r.Findings)
	slices.SortStableFunc(findings, func(a, b Finding) int { return weight(b) - weight(a) })
	n := 1
	for _, f := range findings {
		if f.Page > 0 && f.Outcome != Passed && f.Outcome != Skipped {
			n = f.Page
			break
		}
	}
	page := s.pages[n-1]
	var marks []draw.Mark
	for _, f := range findings {
		if f.Outcome == Skipped {
			continue
		}
		var corners []geom.Point
		if f.Page == n {
			for _, p := range f.Polygon {
				corners = append(corners, p.Mul(1/page.scale))
			}
		}
		mark := draw.Mark{Outline: corners, Tone: tone(f)}
		if f.Outcome != Passed {
			mark.Text = say(f.Message)
		}
		marks = append(marks, mark)
	}
	titles := map[Verdict]Message{
		Pass:   {"通过", "pass"},
		Review: {"待人工复核", "review: a person must look"},
		Reject: {"退回", "reject"},
	}
	kind := s.rules.kindName(s.kind)
	title := say(titles[r.Verdict]) + " · " + say(Message(kind))
	tones := map[Verdict]draw.Tone{Pass: draw.Good, Review: draw.Warn, Reject: draw.Bad}
	canvas, err := draw.Annotate(page.img, title, tones[r.Verdict], marks)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, canvas); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// weight orders findings by how much they matter to whoever looks at the picture.
func weight(f Finding) int {
	severity := map[Severity]int{SeverityInfo: 0, SeverityReview: 1, SeverityReject: 2}[f.Severity]
	switch f.Outcome {
	case Failed:
		return 10 + severity
	case Undecided:
		return 5 + severity
	}
	return 0
}

func tone(f Finding) draw.Tone {
	switch {
	case f.Outcome == Passed:
		return draw.Good
	case f.Severity == SeverityInfo:
		return draw.Note
	case f.Outcome == Failed && f.Severity == SeverityReject:
		return draw.Bad
	}
	return draw.Warn
}
