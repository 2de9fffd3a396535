package validate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/heyan/heyan/internal/geom"
)

// Check is one rule that heyan decides. It is a value: the list of all of them is the function checks.
type Check struct {
	Code      string   // stable, part of the API; its data stands in rules/checks.yaml
	Side      string   // it is decided only where this side of the document shows; "" is either
	Needs     []string // checks that must not have failed or been undecided, else this one is skipped
	Declared  bool     // it compares with declared data and is skipped without any
	Retryable bool     // a better picture of the same document could change its answer
	Run       func(ctx context.Context, s *Subject) (Answer, error)
}

// Answer is what a check found, before it is put into words.
type Answer struct {
	Outcome    Outcome
	Severity   Severity         // replaces the rule's own; "" keeps it
	AtMost     Severity         // weakens the rule's own, as the review band of a measure does; "" keeps it
	Values     map[string]Names // what fills the {placeholders} of the message
	Why        Names            // for Undecided and Skipped: the reason
	Got        *Measure
	Want       *Want
	Page       int        // from 1
	Place      *geom.Quad // in the px of that page's picture
	Outline    []geom.Point
	Confidence float64 // of the field that it rests on, 0 to 1; 0 means that it rests on none
}

func passed() Answer { return Answer{Outcome: Passed} }

func failed() Answer { return Answer{Outcome: Failed} }

func undecided(zh, en string) Answer { return Answer{Outcome: Undecided, Why: Names{zh, en}} }

func skipped(zh, en string) Answer { return Answer{Outcome: Skipped, Why: Names{zh, en}} }

// decide is passed where ok holds and failed where not.
func decide(ok bool) Answer {
	if ok {
		return passed()
	}
	return failed()
}

// with sets one placeholder that reads the same in both languages.
func (a Answer) with(placeholder, value string) Answer {
	return a.named(placeholder, Names{value, value})
}

// named sets one placeholder.
func (a Answer) named(placeholder string, value Names) Answer {
	values := maps.Clone(a.Values)
	if values == nil {
		values = map[string]Names{}
	}
	values[placeholder] = value
	a.Values = values
	return a
}

// got sets what was measured.
func (a Answer) got(value any, unit string) Answer {
	a.Got = &Measure{Value: value, Unit: unit}
	return a
}

// want sets what it was held against.
func (a Answer) want(op string, value any, unit string) Answer {
	a.Want = &Want{Op: op, Value: value, Unit: unit}
	return a
}

// at sets where it stands: page from 1, place in px of that page's picture.
func (a Answer) at(page int, place geom.Quad) Answer {
	a.Page, a.Place = page, &place
	return a
}

// on sets the field that the answer rests on: its place, and its confidence, below which a reject is a review.
func (a Answer) on(f FieldRead) Answer {
	a.Confidence = f.Confidence
	if f.Page > 0 {
		return a.at(f.Page, f.Quad)
	}
	return a
}

// held holds a measure against its two-depth limit: beyond it the answer is a failure, of severity review at most
// where the value is in the band between the depths.
func (s *Subject) held(code string, value float64) Answer {
	limit := s.rules.limits[code]
	severity, want := limit.hold(value)
	a := passed()
	if severity != "" {
		a.Outcome, a.AtMost = Failed, severity
	}
	a.Got, a.Want = &Measure{Value: round3(value), Unit: limit.Unit}, want
	return a
}

// weaker returns the weaker of two severities; "" is none.
func weaker(a, b Severity) Severity {
	rank := map[Severity]int{SeverityInfo: 1, SeverityReview: 2, SeverityReject: 3}
	if b != "" && rank[b] < rank[a] {
		return b
	}
	return a
}

// sureOfField is the confidence below which a field that was read cannot send an upload back by itself.
const sureOfField = 0.9

// run runs the check and puts its answer into words. A check that errs or panics is undecided and hides no other.
func (c Check) run(ctx context.Context, s *Subject) (f Finding) {
	rule := s.rules.byCode[c.Code]
	severity, applies := rule.severity(s.circumstances())
	if c.Code == "file.format" && !s.providerNamed {
		severity = SeverityInfo
	}
	answer := skipped("此条件下不适用", "it does not apply under these conditions")
	if applies {
		answer = c.answer(ctx, s)
	} else {
		severity = rule.Severity
	}
	if answer.Severity != "" {
		severity = answer.Severity
	}
	severity = weaker(severity, answer.AtMost)
	if answer.Outcome == Failed && severity == SeverityReject && answer.Confidence > 0 && answer.Confidence < sureOfField {
		severity = SeverityReview
	}
	f = Finding{
		Check: c.Code, Outcome: answer.Outcome, Severity: severity, Message: s.rules.words(c.Code, answer),
		Got: answer.Got, Want: answer.Want, Page: answer.Page,
	}
	f.Retryable = c.Retryable && (answer.Outcome == Failed || answer.Outcome == Undecided)
	if answer.Page > 0 {
		outline := answer.Outline
		if answer.Place != nil {
			outline = answer.Place[:]
		}
		f.Polygon = s.pages[answer.Page-1].outline(outline)
	}
	return f
}

func (c Check) answer(ctx context.Context, s *Subject) (a Answer) {
	if c.Side != "" && !s.shows(c.Side) {
		return skipped("图片中没有这一面", "this side is not in the picture")
	}
	if c.Declared && s.declared == nil {
		return skipped("未提供填报信息", "no declared data was given")
	}
	for _, code := range c.Needs {
		if o := s.outcomes[code]; o == Failed || o == Undecided || o == Skipped {
			return skipped("它所依据的检查“"+code+"”未通过", "the check it builds on, "+code+", did not pass")
		}
	}
	defer func() {
		if r := recover(); r != nil {
			s.log.ErrorContext(ctx, "check panicked", "check", c.Code, "panic", fmt.Sprint(r))
			a = undecided("检查程序出错", "the check itself failed")
		}
	}()
	a, err := c.Run(ctx, s)
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return undecided("时间不够", "there was not enough time")
	case err != nil:
		s.log.WarnContext(ctx, "check is undecided", "check", c.Code, "error", err.Error())
		return undecided("测量未能完成", "the measurement could not be made")
	}
	return a
}

// words fills the sentence for an answer in both languages.
func (r *Rules) words(code string, a Answer) Message {
	switch a.Outcome {
	case Failed:
		return fill(r.byCode[code].Message, a.Values)
	case Passed:
		return fill(r.passed[code], a.Values)
	}
	title := r.passed[code]
	subject := Message{ZH: strings.TrimSuffix(title.ZH, "。"), EN: strings.TrimSuffix(title.EN, ".")}
	if a.Outcome == Undecided {
		return Message{
			ZH: fmt.Sprintf("无法判断“%s”：%s。", subject.ZH, a.Why.ZH),
			EN: fmt.Sprintf("Could not decide whether it holds that “%s”: %s.", subject.EN, a.Why.EN),
		}
	}
	return Message{
		ZH: fmt.Sprintf("未检查“%s”：%s。", subject.ZH, a.Why.ZH),
		EN: fmt.Sprintf("Not checked that “%s”: %s.", subject.EN, a.Why.EN),
	}
}

func fill(m Message, values map[string]Names) Message {
	for placeholder, v := range values {
		m.ZH = strings.ReplaceAll(m.ZH, "{"+placeholder+"}", v.ZH)
		m.EN = strings.ReplaceAll(m.EN, "{"+placeholder+"}", v.EN)
	}
	return m
}

// applies reports whether the check is one for this kind.
func (c Check) applies(k Kind) bool {
	kinds := kindsOf(c.Code)
	switch {
	case strings.HasPrefix(c.Code, "image."):
		return k != BackdropPhoto && (k != Unknown || c.Code == "image.fields_legible")
	case kinds == nil:
		return true
	}
	return slices.Contains(kinds, k)
}
