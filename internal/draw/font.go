package draw

import (
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"

	"github.com/heyan/heyan/internal/fonts"
)

type typeface struct {
	font    *sfnt.Font
	chinese bool
}

var load = sync.OnceValues(func() (typeface, error) {
	for _, path := range fonts.Chinese {
		if f, err := fonts.Open(path, 0); err == nil {
			return typeface{f, true}, nil
		}
	}
	f, err := opentype.Parse(goregular.TTF)
	return typeface{f, false}, err
})

// HasChinese reports whether a font with Chinese characters is installed; without one, labels must be English.
func HasChinese() bool {
	t, err := load()
	return err == nil && t.chinese
}

// face returns the font at a size in px.
func face(px float64) (font.Face, error) {
	t, err := load()
	if err != nil {
		return nil, err
	}
	return fonts.Face(t.font, px)
}
