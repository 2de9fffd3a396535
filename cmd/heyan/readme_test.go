package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/heyan/heyan/validate"
)

var update = flag.Bool("update", false, "write the generated parts of the READMEs anew")

// TestREADMEsSayWhatTheProgramSays holds the tables of kinds and checks and the flags against the program itself.
func TestREADMEsSayWhatTheProgramSays(t *testing.T) {
	t.Setenv("COLUMNS", "110") // help is broken into lines by it
	rules, err := validate.LoadRules("")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"../../README.md", "../../README.zh.md"} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want := string(data)
		want = fill(t, want, "kinds", kindsTable(rules))
		if path == "../../README.md" {
			want = fill(t, want, "checks", checksTable(rules))
			want = fill(t, want, "flags", "```\n"+help(t, "check")+"```\n\n```\n"+help(t, "serve")+"```\n")
		}
		if *update {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(want, string(data)); diff != "" {
			t.Errorf("%s is behind the program; go test ./cmd/heyan -run READMEs -update (-want +got):\n%s", path, diff)
		}
	}
}

// fill replaces what stands between a pair of marks.
func fill(t *testing.T, text, mark, content string) string {
	t.Helper()
	before, rest, ok1 := strings.Cut(text, "<!-- "+mark+" -->\n")
	_, after, ok2 := strings.Cut(rest, "<!-- /"+mark+" -->")
	if !ok1 || !ok2 {
		t.Fatalf("the marks of %s are gone", mark)
	}
	return before + "<!-- " + mark + " -->\n" + content + "<!-- /" + mark + " -->" + after
}

func kindsTable(r *validate.Rules) string {
	var b strings.Builder
	b.WriteString("| kind | | fields |\n|---|---|---|\n")
	for _, k := range r.Kinds {
		if k.State == "built" && k.Kind != validate.Unknown {
			fmt.Fprintf(&b, "| `%s` | %s %s | %s |\n", k.Kind, k.ZH, k.EN, strings.Join(k.Fields, " "))
		}
	}
	return b.String()
}

func checksTable(r *validate.Rules) string {
	var b strings.Builder
	b.WriteString("| check | severity | what it decides |\n|---|---|---|\n")
	for _, c := range r.Catalogue() {
		if c.State == "built" {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Code, c.Severity, c.Decides)
		}
	}
	return b.String()
}

func help(t *testing.T, command string) string {
	t.Helper()
	var out bytes.Buffer
	if code := run(t.Context(), []string{command, "--help"}, streams{out: &out, err: &out}); code != 0 {
		t.Fatalf("heyan %s --help: exit code %d", command, code)
	}
	lines := strings.Split(out.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}
