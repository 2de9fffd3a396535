package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes this binary the program as well: for the scripts, and for the children that it starts of itself.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "native" {
		main()
		return
	}
	testscript.Main(m, map[string]func(){"heyan": main})
}

// TestCommandLine runs the transcripts: what a person types and what must and must not be printed.
func TestCommandLine(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join(root, "testdata/script/cli"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("TESTDATA", filepath.Join(root, "testdata"))
			env.Setenv("HEYAN_MODELS", filepath.Join(root, "models"))
			env.Setenv("LANG", "en_US.UTF-8")
			return nil
		},
	})
}
