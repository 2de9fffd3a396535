package main

import (
	"github.com/heyan/heyan/internal/models"
	"github.com/heyan/heyan/ocr"
	"github.com/heyan/heyan/ocr/ppocr"
	"github.com/heyan/heyan/ocr/tesseract"
	"github.com/heyan/heyan/photo/nets"
)

// ppocrInstalled reports whether everything that PP-OCR needs is on this machine.
func ppocrInstalled() error {
	for _, name := range ppocr.Models() {
		if _, err := models.Path(name); err != nil {
			return err
		}
	}
	return nil
}

// tesseractInfo names Tesseract, or says how to get it.
func tesseractInfo() (ocr.Info, error) { return tesseract.Info() }

// photoModels are the nets that photos are judged with.
func photoModels() []string {
	return []string{nets.DetectorFile, nets.LandmarksFile, nets.PersonFile}
}
