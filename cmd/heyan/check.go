package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"golang.org/x/sync/errgroup"

	"github.com/heyan/heyan/handlers"
	"github.com/heyan/heyan/validate"
)

// checkCommand judges files and prints an answer for each, in order.
type checkCommand struct {
	askFlags
	engineFlags
	Join    bool     `help:"The files are the pages of one document."`
	JSON    bool     `name:"json" help:"Print one report a line."`
	All     bool     `help:"Show every finding, those that passed or were skipped too."`
	Lang    string   `enum:"zh,en,auto" default:"auto" help:"Language: zh or en (default by LANG)."`
	Overlay string   `placeholder:"DIR" help:"Folder for pictures with the findings drawn on them."`
	Files   []string `arg:"" name:"file" help:"Files, folders, or - for standard input."`
}

// answer is what became of one input: a report or an error.
type answer struct {
	name   string
	report *validate.Report
	err    error
}

// Run judges on all cores, keeps the order, and never stops at one bad file.
func (c *checkCommand) Run(ctx context.Context, std streams) error {
	request, err := c.request(c.language())
	if err != nil {
		return err
	}
	inputs, err := collect(c.Files)
	if err != nil {
		return err
	}
	if c.Join {
		inputs = []input{join(inputs)}
	}
	e, err := newEngine(c.engineFlags, slog.New(slog.DiscardHandler), std.err)
	if err != nil {
		return err
	}
	defer e.close()
	if c.Overlay != "" {
		if err := os.MkdirAll(c.Overlay, 0o700); err != nil {
			return fmt.Errorf("make the folder for overlays: %w", err)
		}
	}

	answers := make([]chan answer, len(inputs))
	for i := range answers {
		answers[i] = make(chan answer, 1)
	}
	bar := newProgress(std.err, len(inputs))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(e.slots + 1) // and one that hands out the work
	group.Go(func() error {
		for i, in := range inputs {
			group.Go(func() error {
				answers[i] <- c.judge(groupCtx, e, in, request, std.in)
				bar.done()
				return nil
			})
		}
		return nil
	})
	worst, printed := exitPassed, error(nil)
	for i := range answers {
		a := <-answers[i]
		worst = max(worst, exitOf(a))
		if printed == nil {
			printed = c.print(std.out, a, i)
		}
	}
	bar.finish()
	if err := group.Wait(); err != nil {
		return err
	}
	if printed != nil {
		return fmt.Errorf("write answers: %w", printed)
	}
	if c.Overlay != "" && !c.JSON {
		fmt.Fprintf(std.err, "%s %s\n", words[c.language()].overlays, c.Overlay)
	}
	if worst == exitPassed {
		return nil
	}
	return outcome(worst)
}

func exitOf(a answer) int {
	switch {
	case a.err != nil:
		return exitUnjudged
	case a.report.Verdict != validate.Pass:
		return exitNotPassed
	}
	return exitPassed
}

// judge reads one input and has it judged within the time limit.
func (c *checkCommand) judge(ctx context.Context, e *engine, in input, request validate.Request, stdin io.Reader) answer {
	a := answer{name: in.name}
	request.Files, a.err = in.read(stdin, c.MaxBytes)
	if a.err != nil {
		return a
	}
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	a.report, a.err = e.validator.Validate(ctx, request)
	if a.err == nil && c.Overlay != "" {
		a.err = saveOverlay(c.Overlay, in.name, a.report)
	}
	return a
}

func (c *checkCommand) request(language string) (validate.Request, error) {
	r, err := c.askFlags.request()
	r.All = c.All
	if c.Overlay != "" {
		r.Overlay = language
	}
	return r, err
}

// request turns the flags into what a validator is asked.
func (f askFlags) request() (validate.Request, error) {
	r := validate.Request{Kind: validate.Kind(f.Kind), Provider: f.Provider, Province: f.Province, AsOf: f.AsOf}
	if f.Declared != "" {
		data, err := os.ReadFile(f.Declared)
		if err != nil {
			return r, fmt.Errorf("--declared: %w", err)
		}
		if err := json.Unmarshal(data, &r.Declared); err != nil {
			return r, fmt.Errorf("--declared %s is not the JSON of a filing: %w", f.Declared, err)
		}
	}
	if f.Portrait != "" {
		data, err := os.ReadFile(f.Portrait)
		if err != nil {
			return r, fmt.Errorf("--portrait: %w", err)
		}
		r.Portrait = data
	}
	return r, nil
}

func (f engineFlags) positive() error {
	var errs []error
	for _, limit := range []struct {
		flag string
		ok   bool
	}{
		{"--max-bytes", f.MaxBytes > 0},
		{"--max-pixels", f.MaxPixels > 0},
		{"--max-pages", f.MaxPages > 0},
		{"--timeout", f.Timeout > 0},
		{"--slots", f.Slots >= 0},
	} {
		if !limit.ok {
			errs = append(errs, fmt.Errorf("%s must be more than nothing", limit.flag))
		}
	}
	return errors.Join(errs...)
}

func (c *checkCommand) print(w io.Writer, a answer, n int) error {
	if !c.JSON {
		return present(w, a, presentation{language: c.language(), all: c.All, colour: isTerminal(w), first: n == 0})
	}
	if a.err == nil {
		report := *a.report
		report.Overlay = nil // it lies in the folder
		return printLine(w, report)
	}
	p := handlers.ProblemOf(a.err)
	return printLine(w, failure{Input: named{a.name}, Error: problem{p.Code, p.Title, p.Detail}})
}

// failure is the line of an input that could not be judged.
type failure struct {
	Input named   `json:"input"`
	Error problem `json:"error"`
}

type named struct {
	Name string `json:"name"`
}

type problem struct {
	Code   string `json:"code"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
}

// printLine prints one value as one line of JSON, Chinese as it is.
func printLine(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
