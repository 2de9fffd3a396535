// Command heyan judges the uploads of a Chinese ICP filing (ICP 备案): ID cards, authenticity forms, domain
// certificates and backdrop photos. It says pass, review or reject, why, where on the picture, and what to do.
//
// # Layout
//
// main.go runs the program without the process, config.go holds every flag, wire.go puts the engine together, and
// each command has a file of its own. This is the only package that knows all the others.
//
// # Exit codes
//
// 0: everything passed. 1: something did not (reject or review). 2: something could not be judged, which beats 1.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit codes.
const (
	exitPassed    = 0
	exitNotPassed = 1
	exitUnjudged  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}

// streams are the program's own, replaced in tests.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// outcome is what a command ends with when it did its work but not everything passed.
type outcome int

func (o outcome) Error() string { return fmt.Sprintf("exit code %d", int(o)) }

// run is main without the process: it returns the exit code.
func run(ctx context.Context, args []string, std streams) int {
	var c cli
	exited := -1
	parser, err := kong.New(
		&c,
		kong.Name("heyan"),
		kong.Description("heyan 核验 judges the uploads of a Chinese ICP filing before a reviewer does."),
		kong.DefaultEnvars("HEYAN"),
		kong.Writers(std.out, std.err),
		kong.Exit(func(code int) { exited = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, Summary: true}),
		kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(std),
	)
	if err != nil {
		fmt.Fprintln(std.err, "heyan:", err)
		return exitUnjudged
	}
	command, err := parser.Parse(args)
	if exited >= 0 { // --help has printed
		return exited
	}
	if err != nil {
		fmt.Fprintf(std.err, "heyan: %v; see heyan --help\n", err)
		return exitUnjudged
	}
	err = command.Run()
	if o, ok := errors.AsType[outcome](err); ok {
		return int(o)
	}
	if err != nil {
		fmt.Fprintln(std.err, "heyan:", err)
		return exitUnjudged
	}
	return exitPassed
}
