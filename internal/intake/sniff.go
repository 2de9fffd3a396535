package intake

import (
	"bytes"
	"encoding/binary"
)

// The formats that are read.
const (
	JPEG = "jpeg"
	PNG  = "png"
	GIF  = "gif"
	WebP = "webp"
	BMP  = "bmp"
	TIFF = "tiff"
	PDF  = "pdf"
)

// pdfWindow is how far into a file the PDF header may stand (ISO 32000-1, annex H, note 13 to clause 7.5.2).
const pdfWindow = 1024

// Sniff returns the format that data's first bytes announce, "" where it is none that is read. A PDF header may follow
// other bytes, so every other format's magic wins over it.
func Sniff(data []byte) string {
	has := func(magic string) bool { return bytes.HasPrefix(data, []byte(magic)) }
	switch {
	case has("\xff\xd8\xff"):
		return JPEG
	case has("\x89PNG\r\n\x1a\n"):
		return PNG
	case has("GIF87a"), has("GIF89a"):
		return GIF
	case has("RIFF") && len(data) >= 12 && string(data[8:12]) == "WEBP":
		return WebP
	case has("II*\x00"), has("MM\x00*"):
		return TIFF
	case isBMP(data):
		return BMP
	case foreign(data) == "" && bytes.Contains(data[:min(len(data), pdfWindow)], []byte("%PDF-")):
		return PDF
	}
	return ""
}

// isBMP reports whether data starts with a BMP file header and a known DIB header: "BM" alone also begins words.
func isBMP(data []byte) bool {
	if len(data) < 18 || string(data[:2]) != "BM" {
		return false
	}
	switch binary.LittleEndian.Uint32(data[14:]) {
	case 12, 16, 40, 52, 56, 64, 108, 124:
		return true
	}
	return false
}

// foreign names a format that is recognised and not read, with how to get one that is; "" for anything else.
func foreign(data []byte) string {
	has := func(magic string) bool { return bytes.HasPrefix(data, []byte(magic)) }
	switch {
	case len(data) >= 12 && string(data[4:8]) == "ftyp":
		switch string(data[8:12]) {
		case "heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs", "mif1", "msf1", "miaf":
			return "HEIC photos are not supported; share or export the photo as JPEG and upload that. " +
				"On an iPhone, choose Settings > Camera > Formats > Most Compatible before taking the photo."
		case "avif", "avis":
			return "AVIF pictures are not supported; share or export the picture as JPEG and upload that."
		}
		return "Videos are not supported; take a photo, save it as JPEG and upload that."
	case has("II+\x00"), has("MM\x00+"):
		return "BigTIFF is not supported; save the picture as JPEG, PNG or plain TIFF and upload that."
	case has("PK\x03\x04"), has("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), has("Rar!"), has("7z\xbc\xaf\x27\x1c"):
		return "Office documents and archives are not supported; export the document as PDF or JPEG and upload that."
	case has("\x00\x00\x00\x0cJXL "), has("\xff\x0a"), has("\x00\x00\x00\x0cjP  "):
		return "JPEG XL and JPEG 2000 are not supported; save the picture as JPEG or PNG and upload that."
	}
	return ""
}
