package validate_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/heyan/heyan/validate"
)

var update = flag.Bool("update", false, "write the golden reports anew; read the difference before you keep it")

const testdata = "../testdata"

// golden is the part of a report that must be the same on every machine: places and measures move by a px or a
// thousandth with the processor's arithmetic, and are held by the tests of what measures them.
type golden struct {
	KindFound validate.Kind     `json:"kind_found"`
	Sides     []string          `json:"sides,omitempty"`
	Verdict   validate.Verdict  `json:"verdict"`
	Retryable bool              `json:"retryable"`
	Findings  []goldenFinding   `json:"findings"`
	Fields    map[string]string `json:"fields"`
}

type goldenFinding struct {
	Check    string            `json:"check"`
	Outcome  validate.Outcome  `json:"outcome"`
	Severity validate.Severity `json:"severity"`
	Message  string            `json:"message"`
}

func summarise(r *validate.Report) golden {
	g := golden{KindFound: r.KindFound, Sides: r.Sides, Verdict: r.Verdict, Retryable: r.Retryable, Fields: map[string]string{}}
	for _, f := range r.Findings {
		message := f.Message.ZH
		if f.Outcome == validate.Passed {
			message = ""
		}
		g.Findings = append(g.Findings, goldenFinding{f.Check, f.Outcome, f.Severity, message})
	}
	for name, f := range r.Fields {
		value, _ := f.Value.(string)
		if list, ok := f.Value.([]string); ok {
			value = strings.Join(list, " ")
		}
		g.Fields[name] = value
	}
	return g
}

// TestGoldenReports judges every specimen as the kind of its folder and compares the report with the one that was
// read and accepted. A specimen without a golden fails.
func TestGoldenReports(t *testing.T) {
	files, err := filepath.Glob(testdata + "/files/*/*.*")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 40 {
		t.Fatalf("%d specimens; some were lost, run make fixtures", len(files))
	}
	v := newValidator(t)
	for _, path := range files {
		folder := filepath.Base(filepath.Dir(path))
		name := folder + "/" + filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			kind := validate.Kind(folder)
			if kind == validate.Unknown {
				kind = validate.Auto
			}
			report, err := v.Validate(t.Context(), validate.Request{
				Files: []validate.File{{Name: filepath.Base(path), Data: data}}, Kind: kind, AsOf: "2026-11-23",
			})
			if err != nil {
				t.Fatal(err)
			}
			got := encode(t, summarise(report))
			wantPath := filepath.Join(testdata, "golden", strings.TrimSuffix(name, filepath.Ext(name))+".json")
			if *update {
				if err := os.MkdirAll(filepath.Dir(wantPath), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(wantPath, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(wantPath)
			if err != nil {
				t.Fatalf("no golden: %v; make it with go test ./validate -run TestGoldenReports -update and read it", err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("report changed (-want +got):\n%s", diff)
			}
		})
	}
}

func encode(t *testing.T, value any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
