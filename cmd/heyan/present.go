package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/heyan/heyan/handlers"
	"github.com/heyan/heyan/validate"
)

// presentation is how a person reads a report.
type presentation struct {
	language string // zh, en
	all      bool
	colour   bool
	first    bool // nothing stands above it
}

// language returns zh or en: the flag's, else by LANG as programs do.
func (c *checkCommand) language() string {
	if c.Lang == "zh" || c.Lang == "en" {
		return c.Lang
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if strings.HasPrefix(v, "zh") {
				return "zh"
			}
			return "en"
		}
	}
	return "en"
}

type phrases struct {
	verdicts   map[validate.Verdict]string
	severities map[string]string
	passed     string // with a count
	unjudged   string
	overlays   string
	retry      string
	measured   string // with the value, the comparison, the limit and the unit
	proven     map[string]string
}

var words = map[string]phrases{
	"zh": {
		verdicts:   map[validate.Verdict]string{validate.Pass: "通过", validate.Review: "待复核", validate.Reject: "退回"},
		severities: map[string]string{"reject": "退回", "review": "复核", "info": "提示", "pass": "通过", "skipped": "未查"},
		passed:     "%d 项检查通过",
		unjudged:   "无法判断",
		overlays:   "标注图在",
		retry:      "重新拍摄或可通过",
		measured:   "  [实测 %v，要求 %s %v%s]",
		proven:     map[string]string{"checksum": "校验位证实", "agreement": "两处一致"},
	},
	"en": {
		verdicts:   map[validate.Verdict]string{validate.Pass: "pass", validate.Review: "review", validate.Reject: "reject"},
		severities: map[string]string{"reject": "reject", "review": "review", "info": "note", "pass": "pass", "skipped": "skipped"},
		passed:     "%d checks passed",
		unjudged:   "not judged",
		overlays:   "pictures with the findings drawn are in",
		retry:      "a better picture may pass",
		measured:   "  [%v, wanted %s %v%s]",
		proven:     map[string]string{"checksum": "proven by its check digit", "agreement": "two places agree"},
	},
}

const (
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	red    = "\x1b[31m"
	dim    = "\x1b[2m"
	reset  = "\x1b[0m"
)

func (p presentation) paint(colour, text string) string {
	if !p.colour || colour == "" {
		return text
	}
	return colour + text + reset
}

var verdictColours = map[validate.Verdict]string{validate.Pass: green, validate.Review: yellow, validate.Reject: red}

var severityColours = map[string]string{"reject": red, "review": yellow, "pass": green, "skipped": dim, "info": dim}

// present prints an answer for a person: the verdict, what is wrong and what to do, and what was read.
func present(w io.Writer, a answer, p presentation) error {
	var b strings.Builder
	if !p.first {
		b.WriteByte('\n')
	}
	t := words[p.language]
	if a.err != nil {
		problem := handlers.ProblemOf(a.err)
		fmt.Fprintf(&b, "%s  %s\n", p.paint(red, t.unjudged), a.name)
		fmt.Fprintf(&b, "  %s: %s\n", problem.Code, problem.Detail)
		_, err := io.WriteString(w, b.String())
		return err
	}
	r := a.report
	fmt.Fprintf(&b, "%s  %s  %s", p.paint(verdictColours[r.Verdict], t.verdicts[r.Verdict]), a.name, p.paint(dim, describe(r)))
	if r.Retryable {
		b.WriteString("  " + p.paint(dim, t.retry))
	}
	b.WriteByte('\n')
	p.findings(&b, r)
	p.fields(&b, r)
	_, err := io.WriteString(w, b.String())
	return err
}

func describe(r *validate.Report) string {
	text := string(r.Kind)
	if len(r.Sides) > 0 {
		text += " (" + strings.Join(r.Sides, ", ") + ")"
	}
	if r.KindFound != r.Kind {
		text += fmt.Sprintf(", looks like %s", r.KindFound)
	}
	return text + fmt.Sprintf("  %.1f s", r.Timings["total"]/1000)
}

func (p presentation) findings(b *strings.Builder, r *validate.Report) {
	t := words[p.language]
	passed, wide := 0, 0
	for _, f := range r.Findings {
		if f.Outcome == validate.Passed {
			passed++
		}
		if p.all || f.Outcome != validate.Passed {
			wide = max(wide, len(f.Check))
		}
	}
	for _, f := range r.Findings {
		if f.Outcome == validate.Passed && !p.all {
			continue
		}
		word := string(f.Severity)
		if f.Outcome == validate.Passed || f.Outcome == validate.Skipped {
			word = string(f.Outcome)
		}
		message := f.Message.EN
		if p.language == "zh" {
			message = f.Message.ZH
		}
		fmt.Fprintf(b, "  %s  %-*s  %s%s\n", p.paint(severityColours[word], pad(t.severities[word], 7)), wide, f.Check, message, p.paint(dim, measured(f, t)))
	}
	if passed > 0 && !p.all {
		fmt.Fprintf(b, "  %s\n", p.paint(dim, fmt.Sprintf(t.passed, passed)))
	}
}

// measured says what was measured and what was wanted.
func measured(f validate.Finding, t phrases) string {
	if f.Got == nil || f.Want == nil || f.Outcome == validate.Skipped {
		return ""
	}
	unit := f.Want.Unit
	if unit != "" {
		unit = " " + unit
	}
	return fmt.Sprintf(t.measured, f.Got.Value, f.Want.Op, f.Want.Value, unit)
}

func (p presentation) fields(b *strings.Builder, r *validate.Report) {
	t := words[p.language]
	names := make([]string, 0, len(r.Fields))
	wide := 0
	for name := range r.Fields {
		names = append(names, name)
		wide = max(wide, len(name))
	}
	slices.SortFunc(names, func(x, y string) int { return order(r.Fields[x]) - order(r.Fields[y]) })
	for _, name := range names {
		f := r.Fields[name]
		value := fmt.Sprint(f.Value)
		if list, ok := f.Value.([]string); ok {
			value = strings.Join(list, " ")
		}
		note := fmt.Sprintf("%.2f", f.Confidence)
		if f.Proof != "" {
			note += ", " + t.proven[f.Proof]
		}
		fmt.Fprintf(b, "    %-*s  %s  %s\n", wide, name, value, p.paint(dim, note))
	}
}

// order is the reading order of a field: down the pages, line by line.
func order(f validate.Field) int {
	if len(f.Polygon) == 0 {
		return 1 << 30
	}
	return f.Page<<24 + int(f.Polygon[0].Y)<<4 + int(f.Polygon[0].X)>>10
}

// pad fills text to a width in terminal cells, where a Chinese character takes two.
func pad(text string, cells int) string {
	return text + strings.Repeat(" ", max(cells-runewidth.StringWidth(text), 0))
}
