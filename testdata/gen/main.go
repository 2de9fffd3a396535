// Command gen writes the fixtures of testdata that specimens are photographed for:
//
//	go run ./testdata/gen
//
// It is to be run in the root of the repository, needs the fonts that scripts/deps.sh installs, and writes the same
// bytes every time. testdata/README.md says what each folder is; internal/specimen/backdrop/gen writes backdrop_photo.
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"

	"github.com/disintegration/imaging"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
)

// A fixture is small enough for a clone, and never so poor that JPEG is what is wrong with it.
const maxBytes = 200 << 10

func main() {
	if err := run("testdata"); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(root string) error {
	shots := append(append(append(cards(), forms()...), certificates()...), others()...)
	for _, s := range shots {
		if err := s.write(filepath.Join(root, "files")); err != nil {
			return err
		}
	}
	return filing(root)
}

// shot is a picture named kind/defect.
type shot struct {
	name string
	img  *image.NRGBA
}

func (s shot) write(dir string) error {
	data, err := encode(s.img)
	if err != nil {
		return fmt.Errorf("encode %s: %w", s.name, err)
	}
	if err := save(filepath.Join(dir, s.name+".jpg"), data); err != nil {
		return err
	}
	switch s.name { // the other formats, once each
	case "id_card/good_portrait":
		var b bytes.Buffer
		if err := png.Encode(&b, imaging.Resize(s.img, 700, 0, imaging.Lanczos)); err != nil {
			return fmt.Errorf("encode %s as PNG: %w", s.name, err)
		}
		return save(filepath.Join(dir, s.name+".png"), b.Bytes())
	case "domain_certificate/good":
		return scan(filepath.Join(dir, "domain_certificate", "scan.pdf"), data)
	}
	return nil
}

// encode compresses a picture with the best quality that its size allows.
func encode(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	for quality := 88; ; quality -= 4 {
		b.Reset()
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		if b.Len() <= maxBytes || quality <= 40 {
			return b.Bytes(), nil
		}
	}
}

// scan writes a PDF with one picture that fills its page. Its identifier, which holds the time, makes it the one
// fixture whose bytes change: one that is there is left alone.
func scan(path string, data []byte) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	var b bytes.Buffer
	how := pdfcpu.DefaultImportConfig()
	if err := api.ImportImages(nil, &b, []io.Reader{bytes.NewReader(data)}, how, nil); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return save(path, b.Bytes())
}

func save(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return fmt.Errorf("write fixture: %w", err)
	}
	return nil
}
