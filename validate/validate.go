package validate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/heyan/heyan/internal/intake"
	"github.com/heyan/heyan/internal/number"
	"github.com/heyan/heyan/ocr"
	"github.com/heyan/heyan/photo"
)

// Config is what a Validator is made of. Opener and Rules must be given; everything else may be absent, and the
// checks that need it are then undecided.
type Config struct {
	Opener  *intake.Opener
	Rules   *Rules
	Reader  ocr.Engine // reads text
	Second  ocr.Engine // gives a second opinion on what carries a check digit
	Nets    photo.Nets // finds faces and people
	Models  []ModelUsed
	Version string
	Now     func() time.Time // the clock; time.Now where nil
	Logger  *slog.Logger     // never sees a value, a name or a pixel; discards where nil
}

// Validator judges uploads. It may be called concurrently; how many at once is for its callers to bound.
type Validator struct {
	Config
}

// New returns a Validator, or an error that names what is missing.
func New(c Config) (*Validator, error) {
	switch {
	case c.Opener == nil:
		return nil, errors.New("make validator: nothing opens uploads")
	case c.Rules == nil:
		return nil, errors.New("make validator: no rules")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return &Validator{c}, nil
}

// Validate judges one upload. A bad picture is a report, not an error; the errors are those of this package and mean
// that there is no report. Reports are repeatable, timings aside.
func (v *Validator) Validate(ctx context.Context, req Request) (*Report, error) {
	watch := newStopwatch()
	s, err := v.subject(req)
	if err != nil {
		return nil, err
	}
	if err := v.open(ctx, s, req, watch); err != nil {
		return nil, v.explain(ctx, err)
	}
	if err := ctx.Err(); err != nil {
		return nil, v.explain(ctx, err)
	}
	findings := s.judge(ctx, checks())
	watch.lap("check")
	if err := ctx.Err(); err != nil {
		return nil, v.explain(ctx, err)
	}
	report := s.report(findings, req.All)
	report.Documents = s.several(ctx)
	for _, d := range report.Documents {
		report.Verdict = worst(report.Verdict, d.Verdict)
	}
	report.ID = v.id(req, s)
	report.Engine = v.engine(s)
	if req.Overlay != "" {
		if report.Overlay, err = s.draw(report, req.Overlay); err != nil {
			return nil, fmt.Errorf("draw findings: %w", err)
		}
		watch.lap("draw")
	}
	report.Timings = watch.timings()
	return report, nil
}

// subject takes the request apart and refuses what cannot be.
func (v *Validator) subject(req Request) (*Subject, error) {
	s := &Subject{rules: v.Rules, log: v.Logger, declared: req.Declared, asked: req.Kind, compareFaces: len(req.Portrait) > 0, outcomes: map[string]Outcome{}}
	if len(req.Files) == 0 {
		return nil, &Error{ErrRequest, "file", "no file was given; add at least one part named file"}
	}
	if s.asked == "" {
		s.asked = Auto
	}
	if info, ok := v.Rules.Kind(s.asked); s.asked != Auto && (!ok || s.asked == Unknown) {
		return nil, &Error{ErrRequest, "kind", fmt.Sprintf("there is no kind %q; heyan kinds and GET /v1/kinds list them", s.asked)}
	} else if ok && info.State != "built" {
		return nil, &Error{ErrRequest, "kind", fmt.Sprintf("%s is not judged yet; kind auto says what a file looks like", s.asked)}
	}
	d := req.Declared
	if d == nil {
		d = &Declared{}
	}
	s.provider = firstOf(req.Provider, d.Provider)
	s.providerNamed = s.provider != ""
	s.provider = firstOf(s.provider, "aliyun")
	if _, ok := v.Rules.providers[s.provider]; !ok || strings.Contains(s.provider, "_") {
		return nil, &Error{ErrRequest, "provider", fmt.Sprintf("there is no provider %q; it is one of aliyun, tencent, jd, huawei, netease", s.provider)}
	}
	s.province = firstOf(req.Province, d.Province)
	if s.province != "" && !isProvince(s.province) {
		return nil, &Error{ErrRequest, "province", fmt.Sprintf("there is no province %q; give the two digits of GB/T 2260, such as 32", s.province)}
	}
	s.asOf = today(v.Now())
	if day := firstOf(req.AsOf, d.SubmittedOn); day != "" {
		t, ok := parseDay(day)
		if !ok {
			return nil, &Error{ErrRequest, "as_of", fmt.Sprintf("%q is no day; write it like 2026-11-23", day)}
		}
		s.asOf = t
	}
	if req.Overlay != "" && req.Overlay != "zh" && req.Overlay != "en" {
		return nil, &Error{ErrRequest, "overlay", "findings are drawn in zh or en"}
	}
	return s, nil
}

// isProvince reports whether code is one of a province on the mainland: two digits that filings are made under.
func isProvince(code string) bool {
	_, known := number.Province(code)
	return known && len(code) == 2 && code < "70"
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// judge runs the checks that apply, in their order. Where the upload surely is something else, only the file and the
// picture are judged: the rest would be noise.
func (s *Subject) judge(ctx context.Context, list []Check) []Finding {
	var findings []Finding
	for _, c := range list {
		if !c.applies(s.kind) {
			continue
		}
		family, _, _ := strings.Cut(c.Code, ".")
		if s.contradicted() && family != "file" && family != "image" {
			continue
		}
		f := c.run(ctx, s)
		s.outcomes[c.Code] = f.Outcome
		if c.Code == "file.slot_kind" && f.Outcome == Passed && s.contradicted() {
			continue
		}
		findings = append(findings, f)
	}
	return findings
}

// report puts together what was found.
func (s *Subject) report(findings []Finding, all bool) *Report {
	r := &Report{
		Input: s.input(), Kind: s.kind, Sides: s.sides(), KindFound: s.found, KindConfidence: round3(s.foundConfidence),
		Verdict: conclude(findings), Fields: s.reportFields(s.fields), Quality: s.quality(), NotChecked: s.notChecked(),
		Rules:    RulesUsed{Provider: s.provider, Province: s.province, AsOf: s.asOf.Format(time.DateOnly), Digest: s.rules.Digest},
		Findings: []Finding{},
	}
	if s.kind == Unknown && r.Verdict == Pass {
		r.Verdict = Review
	}
	r.Retryable = retryable(r.Verdict, findings)
	for _, f := range findings {
		if all || f.Outcome != Skipped {
			r.Findings = append(r.Findings, f)
		}
	}
	return r
}

func (s *Subject) input() Input {
	in := Input{Pages: []Page{}}
	hash := sha256.New()
	for i, f := range s.files {
		if i == 0 {
			in.Name, in.Format, in.SHA256 = f.name, f.format, f.sha256
		}
		in.Bytes += f.bytes
		hash.Write([]byte(f.sha256))
	}
	if len(s.files) > 1 { // several files make one document: the hash of their hashes
		in.SHA256 = hex.EncodeToString(hash.Sum(nil))
	}
	for _, p := range s.pages {
		in.Pages = append(in.Pages, Page{Width: p.Width, Height: p.Height, Rotated: p.Rotated})
	}
	return in
}

func (s *Subject) sides() []string {
	var sides []string
	for _, side := range []string{SidePortrait, SideEmblem} {
		if s.shows(side) {
			sides = append(sides, side)
		}
	}
	return sides
}

func (s *Subject) reportFields(fields map[string]FieldRead) map[string]Field {
	out := map[string]Field{}
	for name, f := range fields {
		if _, known := s.rules.Fields[name]; !known || f.Value == "" && len(f.List) == 0 {
			continue // the layout's own, such as which template it is
		}
		field := Field{Value: f.Value, Raw: f.Raw, Confidence: round3(f.Confidence), Proof: f.Proof, Page: f.Page}
		if f.List != nil {
			field.Value = f.List
		}
		if f.Page > 0 {
			field.Polygon = s.pages[f.Page-1].outline(f.Quad[:])
		}
		out[name] = field
	}
	return out
}

// notChecked lists the checks of this kind that need what nobody gave us.
func (s *Subject) notChecked() []NotChecked {
	list := []NotChecked{}
	if s.contradicted() {
		return list
	}
	for _, rule := range s.rules.Checks {
		if rule.Scope == "external" && slices.Contains(kindsOf(rule.Code), s.kind) {
			list = append(list, NotChecked{Check: rule.Code, Why: "needs a source outside the upload: " + rule.Decides})
		}
	}
	return list
}

// id is the same for the same bytes, kind, options, declared data, rules, day and models.
func (v *Validator) id(req Request, s *Subject) string {
	h := sha256.New()
	for _, f := range s.files {
		fmt.Fprintln(h, f.sha256)
	}
	declared, _ := json.Marshal(req.Declared) // plain structs of strings: it cannot fail
	fmt.Fprintln(h, s.asked, s.provider, s.providerNamed, s.province, s.asOf.Format(time.DateOnly), req.All, req.Overlay, s.rules.Digest)
	fmt.Fprintf(h, "%s\n%x\n", declared, sha256.Sum256(req.Portrait))
	for _, e := range []ocr.Engine{v.Reader, v.Second} {
		if e != nil {
			fmt.Fprintln(h, e.Info())
		}
	}
	fmt.Fprintln(h, v.Models)
	return hex.EncodeToString(h.Sum(nil))[:16]
}

func (v *Validator) engine(s *Subject) EngineUsed {
	used := EngineUsed{Version: v.Version, OCR: []ocr.Info{}, Models: []ModelUsed{}}
	if s.text && v.Reader != nil {
		used.OCR = append(used.OCR, v.Reader.Info())
		if v.Second != nil {
			used.OCR = append(used.OCR, v.Second.Info())
		}
	}
	if s.nets {
		used.Models = append(used.Models, v.Models...)
	}
	return used
}

// explain turns what stopped a validation into one of this package's errors.
func (v *Validator) explain(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) {
		return &Error{ErrTimeout, "", "it took longer than the time limit; send a smaller picture or try again"}
	}
	detail := ""
	if e, ok := errors.AsType[*intake.Error](err); ok {
		detail = e.Detail
	}
	for _, known := range []struct{ from, to error }{
		{intake.ErrFormat, ErrFormat},
		{intake.ErrTooLarge, ErrTooLarge},
		{intake.ErrTooManyPixels, ErrPixels},
		{intake.ErrTooManyPages, ErrPages},
		{intake.ErrEncrypted, ErrSecret},
	} {
		if errors.Is(err, known.from) {
			return &Error{known.to, "file", firstOf(detail, known.to.Error())}
		}
	}
	return err
}

// Checks lists the catalogue of checks, built or not, in its order.
func (v *Validator) Checks() []CheckInfo { return v.Rules.Catalogue() }

// Kinds lists every kind of upload.
func (v *Validator) Kinds() []KindInfo { return v.Rules.Kinds }

// Catalogue lists every check that the field knows, with what heyan makes of it.
func (r *Rules) Catalogue() []CheckInfo {
	built := map[string]bool{}
	for _, c := range checks() {
		built[c.Code] = true
	}
	var list []CheckInfo
	for _, rule := range r.Checks {
		state := "planned"
		switch {
		case built[rule.Code]:
			state = "built"
		case rule.Scope == "external":
			state = "external"
		}
		kinds := kindsOf(rule.Code)
		if kinds == nil {
			kinds = []Kind{}
		}
		list = append(list, CheckInfo{
			Code: rule.Code, Severity: rule.Severity, Scope: rule.Scope, Kinds: kinds, Decides: rule.Decides,
			Source: rule.Source, State: state,
		})
	}
	return list
}

func round2(f float64) float64 { return math.Round(f*100) / 100 }

func round3(f float64) float64 { return math.Round(f*1000) / 1000 }
