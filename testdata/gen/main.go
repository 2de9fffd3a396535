// Command gen writes the specimens of testdata and the page that lists them:
//
//	go run ./testdata/gen
//
// It is to be run in the root of the repository, and needs the fonts that scripts/deps.sh installs. The same fonts give
// the same bytes. Photos before a cloth are internal/specimen/backdrop/gen's.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// fixture is one file of testdata.
type fixture struct {
	path string // below testdata
	what string // what is wrong with it, or special
	make func() ([]byte, error)
}

func main() {
	only := ""
	if len(os.Args) > 1 {
		only = os.Args[1] // the beginning of the paths to write: "files/id_card/"
	}
	if err := run("testdata", only); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(root, only string) error {
	list := slices.Concat(filing(root), idCards(), verificationForms(), domainCertificates(), unknowns())
	var group errgroup.Group
	group.SetLimit(runtime.NumCPU())
	for _, f := range list {
		if !strings.HasPrefix(f.path, only) {
			continue
		}
		group.Go(func() error {
			data, err := f.make()
			if err != nil {
				return fmt.Errorf("make %s: %w", f.path, err)
			}
			return save(filepath.Join(root, f.path), data)
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return save(filepath.Join(root, "README.md"), readme(list))
}

func save(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // fixtures are public
		return fmt.Errorf("make folder: %w", err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil { //nolint:gosec // fixtures are public
		return fmt.Errorf("write fixture: %w", err)
	}
	return nil
}
