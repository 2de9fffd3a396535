// Command gen writes the fixtures of testdata/files/backdrop_photo:
//
//	go run ./internal/specimen/backdrop/gen
//
// It is to be run in the root of the repository and needs the package fonts-noto-cjk.
package main

//go:generate sh -c "cd ../../../.. && go run ./internal/specimen/backdrop/gen"

import (
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"

	"github.com/heyan/heyan/internal/specimen/backdrop"
)

func main() {
	if err := run("testdata/portraits", "testdata/files/backdrop_photo"); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(portraits, dir string) error {
	studio, err := backdrop.Load(portraits)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	for _, f := range backdrop.Fixtures() {
		img, _, err := studio.Render(f.Options)
		if err != nil {
			return fmt.Errorf("render %s: %w", f.Name, err)
		}
		if err := save(filepath.Join(dir, f.Name+".jpg"), img); err != nil {
			return fmt.Errorf("write %s: %w", f.Name, err)
		}
	}
	return nil
}

func save(path string, img image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := jpeg.Encode(f, img, &jpeg.Options{Quality: 88}); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
