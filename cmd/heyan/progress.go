package main

import (
	"io"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// manyFiles is the number of files from which a person wants to see how far it is.
const manyFiles = 4

// progress is a bar on a terminal's standard error, and nothing anywhere else.
type progress struct {
	container *mpb.Progress
	bar       *mpb.Bar
}

func newProgress(w io.Writer, total int) *progress {
	if total < manyFiles || !isTerminal(w) {
		return &progress{}
	}
	container := mpb.New(mpb.WithOutput(w), mpb.WithWidth(40))
	return &progress{container, container.AddBar(
		int64(total),
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersNoUnit("%d/%d ")),
		mpb.AppendDecorators(decor.AverageETA(decor.ET_STYLE_GO)),
	)}
}

func (p *progress) done() {
	if p.bar != nil {
		p.bar.Increment()
	}
}

func (p *progress) finish() {
	if p.container != nil {
		p.bar.Abort(true)
		p.container.Wait()
	}
}

// isTerminal reports whether w is a terminal that a person looks at.
func isTerminal(w io.Writer) bool {
	f, ok := w.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(f.Fd()))
}
