package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/heyan/heyan/"

// mayImport are the arrows of the house: who may import whom of ours. A package that is not listed by itself is ruled
// by the closest folder above it.
var mayImport = map[string][]string{
	"cmd/heyan":         {"handlers", "validate", "ocr", "photo", "internal"},
	"handlers":          {"validate", "ocr", "internal"},
	"validate":          {"ocr", "photo", "internal"},
	"ocr":               {"ocr", "internal"},
	"photo":             {"photo", "internal"},
	"internal":          {"internal"},
	"internal/specimen": {"internal", "photo"}, // specimens of photos are cut out by the net for people
	"testdata/gen":      {"internal", "photo", "validate"},
}

// onlyBy says which of ours alone may import a dependency.
var onlyBy = map[string][]string{
	"github.com/gin-gonic/gin":            {"handlers"},
	"github.com/yalue/onnxruntime_go":     {"internal/onnx"},
	"github.com/otiai10/gosseract/v2":     {"ocr/tesseract"},
	"github.com/pdfcpu/pdfcpu":            {"internal/intake", "testdata/gen"},
	"github.com/klippa-app/go-pdfium":     {"internal/intake/pdf"},
	"github.com/alecthomas/kong":          {"cmd/heyan"},
	"github.com/prometheus/client_golang": {"handlers"},
}

type goPackage struct {
	ImportPath, Doc string
	Imports         []string
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Doc,Imports", module+"...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []goPackage
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	if len(list) < 10 {
		t.Fatalf("go list found %d packages; it looked in the wrong place", len(list))
	}
	return list
}

func TestArrowsPointOneWay(t *testing.T) {
	for _, p := range packages(t) {
		own := strings.TrimPrefix(p.ImportPath, module)
		allowed, ok := ruleOf(own)
		if !ok {
			t.Errorf("%s has no place in the house; add it to mayImport", own)
		}
		for _, imported := range p.Imports {
			other, ours := strings.CutPrefix(imported, module)
			if ours && !under(other, allowed) {
				t.Errorf("%s imports %s, which only those above it may", own, other)
			}
			for dependency, by := range onlyBy {
				if strings.HasPrefix(imported, dependency) && !under(own, by) {
					t.Errorf("%s imports %s, which is for %v alone", own, dependency, by)
				}
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.Doc) < 40 {
			t.Errorf("%s has no package comment worth the name: %q", p.ImportPath, p.Doc)
		}
	}
}

func ruleOf(path string) ([]string, bool) {
	for path != "." && path != "" {
		if allowed, ok := mayImport[path]; ok {
			return allowed, true
		}
		i := strings.LastIndex(path, "/")
		if i < 0 {
			return nil, false
		}
		path = path[:i]
	}
	return nil, false
}

func under(path string, folders []string) bool {
	for _, f := range folders {
		if path == f || strings.HasPrefix(path, f+"/") {
			return true
		}
	}
	return false
}
