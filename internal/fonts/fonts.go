// Package fonts opens the fonts that Debian installs, for drawing labels on overlays and text on specimens.
//
// Debian's Chinese TrueType collections begin some of their tables at odd offsets, which the sfnt parser refuses as
// the standard lets it; Open copies the one font that is asked for to where its tables are aligned.
package fonts

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

// Chinese are the fonts with Chinese characters, the smallest file first; scripts/deps.sh installs them.
var Chinese = []string{
	"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
	"/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
	"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
}

var errTruncated = errors.New("font file is truncated")

// Open parses the font of that index in the file at path, a collection (.ttc) or a single font, where index is 0.
func Open(path string, index int) (*sfnt.Font, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("open font: %w", err)
	}
	if data, err = extract(data, index); err != nil {
		return nil, fmt.Errorf("open font %s: %w", path, err)
	}
	f, err := opentype.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("open font %s: %w", path, err)
	}
	return f, nil
}

// Face returns the font at a size in px. A face is for one goroutine; the font behind it is shared.
func Face(f *sfnt.Font, px float64) (font.Face, error) {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: px, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("make a face of %g px: %w", px, err)
	}
	return face, nil
}

// extract returns one font of a collection as a file of its own, every table on a multiple of four bytes. Source:
// OpenType specification, "Organization of an OpenType Font".
func extract(data []byte, index int) ([]byte, error) {
	be := binary.BigEndian
	start := 0
	if len(data) >= 16 && string(data[:4]) == "ttcf" {
		if n := int(be.Uint32(data[8:])); index >= n || 12+4*n > len(data) {
			return nil, fmt.Errorf("it holds %d fonts, not %d", n, index+1)
		}
		start = int(be.Uint32(data[12+4*index:]))
	}
	if start+12 > len(data) {
		return nil, errTruncated
	}
	tables := int(be.Uint16(data[start+4:]))
	head := 12 + 16*tables
	if start+head > len(data) {
		return nil, errTruncated
	}
	out := append([]byte(nil), data[start:start+head]...)
	for i := range tables {
		entry := out[12+16*i:]
		offset, length := int(be.Uint32(entry[8:])), int(be.Uint32(entry[12:]))
		if offset+length > len(data) {
			return nil, errTruncated
		}
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
		be.PutUint32(out[12+16*i+8:], uint32(len(out)))
		out = append(out, data[offset:offset+length]...)
	}
	return out, nil
}
