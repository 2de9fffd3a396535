package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/heyan/heyan/validate"
)

type listFlags struct {
	JSON  bool   `name:"json" help:"Print one object a line."`
	Rules string `placeholder:"DIR" type:"existingdir" help:"Folder whose files of rules replace the built-in ones."`
}

// checksCommand lists the catalogue of checks.
type checksCommand struct{ listFlags }

// Run prints every check, built or not.
func (c *checksCommand) Run(std streams) error {
	rules, err := validate.LoadRules(c.Rules)
	if err != nil {
		return err
	}
	list := rules.Catalogue()
	if c.JSON {
		return printLines(std.out, list)
	}
	return table(std.out, "CHECK\tSEVERITY\tSTATE\tDECIDES", list, func(i validate.CheckInfo) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s", i.Code, i.Severity, i.State, i.Decides)
	})
}

// kindsCommand lists the kinds of upload.
type kindsCommand struct{ listFlags }

// Run prints every kind, judged or only recognised.
func (c *kindsCommand) Run(std streams) error {
	rules, err := validate.LoadRules(c.Rules)
	if err != nil {
		return err
	}
	if c.JSON {
		return printLines(std.out, rules.Kinds)
	}
	return table(std.out, "KIND\tSTATE\tNAME\tFIELDS", rules.Kinds, func(i validate.KindInfo) string {
		return fmt.Sprintf("%s\t%s\t%s %s\t%s", i.Kind, i.State, i.ZH, i.EN, strings.Join(i.Fields, " "))
	})
}

func printLines[T any](w io.Writer, list []T) error {
	for _, item := range list {
		if err := printLine(w, item); err != nil {
			return fmt.Errorf("write list: %w", err)
		}
	}
	return nil
}

func table[T any](w io.Writer, head string, list []T, row func(T) string) error {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, head)
	for _, item := range list {
		fmt.Fprintln(t, row(item))
	}
	return t.Flush()
}
