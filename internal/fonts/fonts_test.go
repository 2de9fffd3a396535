package fonts

import (
	"testing"

	"golang.org/x/image/font/sfnt"
)

func TestDebiansChineseFontsOpen(t *testing.T) {
	for _, path := range append([]string{
		"/usr/share/fonts/truetype/arphic/uming.ttc",
		"/usr/share/fonts/truetype/arphic/ukai.ttc",
	}, Chinese...) {
		f, err := Open(path, 0)
		if err != nil {
			t.Errorf("%v (scripts/deps.sh fonts installs it)", err)
			continue
		}
		var b sfnt.Buffer
		glyph, err := f.GlyphIndex(&b, '备')
		if err != nil || glyph == 0 {
			t.Errorf("%s has no 备: %v", path, err)
		}
		if _, err := f.LoadGlyph(&b, glyph, 20*64, nil); err != nil {
			t.Errorf("%s cannot draw 备: %v", path, err)
		}
	}
}

func TestBrokenFontsAreRefused(t *testing.T) {
	for _, data := range []string{"", "ttcf", "ttcf\x00\x01\x00\x00\x00\x00\x00\x09\x00\x00\x00\x10", "\x00\x01\x00\x00\x00\xff\x00\x00\x00\x00\x00\x00"} {
		if _, err := extract([]byte(data), 8); err == nil {
			t.Errorf("%q passed for a font", data)
		}
	}
}
