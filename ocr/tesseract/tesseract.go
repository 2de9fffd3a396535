// Package tesseract reads text with Tesseract 5 through gosseract.
//
// # What it is for
//
// It builds on every Debian and reads clean scans, numbers and Latin text well; photographed Chinese it reads far
// worse than ppocr does. So it gives the second opinion on what carries a check digit, and reads where there is
// nothing else.
//
// # What to mind
//
// gosseract cannot be stopped at a deadline, leaks about a kilobyte a call, and crashes on bytes that it cannot
// decode. So it belongs in a child process (ocr/hosted) that can be killed and is replaced, and is fed px that Go has
// decoded. Tesseract's own threads cost several times the work of one: OMP_THREAD_LIMIT=1 must stand in the
// environment before the process starts, as internal/native sees to.
package tesseract

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/disintegration/imaging"
	"github.com/otiai10/gosseract/v2"
	"golang.org/x/image/tiff"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/internal/raster"
	"github.com/heyan/heyan/ocr"
)

const (
	chinese = "chi_sim"
	english = "eng"
)

// folders are where Debian and others put traineddata; $TESSDATA_PREFIX comes first.
var folders = []string{"/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata"}

// Info names the engine without loading it. The error wraps ocr.ErrUnavailable where its traineddata is missing.
func Info() (ocr.Info, error) {
	dirs := folders
	if own := os.Getenv("TESSDATA_PREFIX"); own != "" {
		dirs = append([]string{own}, dirs...)
	}
	for _, dir := range dirs {
		data, err := os.ReadFile(filepath.Join(dir, chinese+".traineddata"))
		if err != nil {
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, english+".traineddata")); err != nil {
			continue
		}
		sum := sha256.Sum256(data)
		return ocr.Info{Name: "tesseract", Version: gosseract.Version(), SHA256: hex.EncodeToString(sum[:])}, nil
	}
	return ocr.Info{}, fmt.Errorf("%w: chi_sim and eng of Tesseract; install tesseract-ocr-chi-sim and tesseract-ocr-eng", ocr.ErrUnavailable)
}

// Engine is Tesseract. It may be called concurrently; calls wait for each other, because one client is one thread and
// a process of its own is the way to have more.
type Engine struct {
	info    ocr.Info
	mu      sync.Mutex
	clients map[string]*gosseract.Client // by language, made when first needed: 45 MB each
}

// New returns the engine; a client for a language is loaded at the first call that needs it.
func New() (*Engine, error) {
	info, err := Info()
	if err != nil {
		return nil, err
	}
	return &Engine{info: info, clients: map[string]*gosseract.Client{}}, nil
}

// Info implements ocr.Engine.
func (e *Engine) Info() ocr.Info { return e.info }

func (e *Engine) client(language string, mode gosseract.PageSegMode, only string) (*gosseract.Client, error) {
	c := e.clients[language]
	if c == nil {
		c = gosseract.NewClient()
		if err := c.SetLanguage(language); err != nil {
			return nil, fmt.Errorf("load %s: %w", language, err)
		}
		for key, value := range map[gosseract.SettableVariable]string{
			"tessedit_do_invert": "0", "user_defined_dpi": "300", gosseract.DEBUG_FILE: os.DevNull,
		} {
			if err := c.SetVariable(key, value); err != nil {
				return nil, fmt.Errorf("set %s: %w", key, err)
			}
		}
		e.clients[language] = c
	}
	if err := c.SetPageSegMode(mode); err != nil {
		return nil, fmt.Errorf("set mode: %w", err)
	}
	return c, c.SetWhitelist(only)
}

// Close frees the clients.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for language, c := range e.clients {
		if err := c.Close(); err != nil {
			return fmt.Errorf("close %s: %w", language, err)
		}
		delete(e.clients, language)
	}
	return nil
}

// Sizes in px: of the picture that a page is read at, and of the one that its direction is sought at.
const (
	pageSide   = 2400
	probeSide  = 1000
	smallest   = 16
	goodPage   = 60 // points of a page that surely is the right way up, see score
	lineHeight = 40
)

// Page implements ocr.Engine. A page that makes little sense upright is tried at the other quarters, reduced.
func (e *Engine) Page(ctx context.Context, img *image.NRGBA, opt ocr.Options) (ocr.Page, error) {
	page := ocr.Page{Width: img.Rect.Dx(), Height: img.Rect.Dy()}
	if min(page.Width, page.Height) < smallest {
		return page, ctx.Err()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	small, scale := reduced(img, pageSide)
	best, err := e.page(ctx, small, opt)
	if err != nil {
		return page, err
	}
	turn := 0
	if score(best) < goodPage {
		probe, _ := reduced(img, probeSide)
		top := 0.0
		if first, err := e.page(ctx, probe, opt); err == nil {
			top = score(first)
		}
		for quarters := 1; quarters < 4; quarters++ {
			other, err := e.page(ctx, rotated(probe, quarters), opt)
			if err != nil {
				return page, err
			}
			if s := score(other); s > top*1.2 {
				top, turn = s, quarters
			}
		}
		if turn > 0 {
			if best, err = e.page(ctx, rotated(small, turn), opt); err != nil {
				return page, err
			}
		}
	}
	back := ocr.Page{Width: small.Rect.Dx(), Height: small.Rect.Dy(), Lines: best}
	if turn%2 == 1 {
		back.Width, back.Height = back.Height, back.Width
	}
	page.Lines = back.Turned((4 - turn) % 4).Scaled(1 / scale).Lines
	return page, nil
}

// score says how much sense lines make: their characters, weighed by confidence above that of noise. Lines that are
// taller than wide count for nothing: Tesseract turns some pages by itself and does not say which way.
func score(lines []ocr.Line) float64 {
	s := 0.0
	for _, l := range lines {
		if l.Confidence > 0.5 && (l.Quad.Width() > l.Quad.Height() || len([]rune(l.Text)) < 3) {
			s += float64(len([]rune(l.Text))) * (l.Confidence - 0.5) * 2
		}
	}
	return s
}

func (e *Engine) page(ctx context.Context, img *image.NRGBA, opt ocr.Options) ([]ocr.Line, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c, err := e.client(languageOf(opt.Alphabet), gosseract.PSM_AUTO, opt.Alphabet)
	if err != nil {
		return nil, err
	}
	if err := give(c, img); err != nil {
		return nil, err
	}
	boxes, err := c.GetBoundingBoxes(gosseract.RIL_TEXTLINE)
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	var lines []ocr.Line
	for _, b := range boxes {
		if l := line(b.Word, b.Confidence); l.Text != "" {
			l.Quad = geom.Rect(b.Box)
			lines = append(lines, l)
		}
	}
	return lines, nil
}

// Lines implements ocr.Engine. An alphabet of ASCII is read with the English model, anything else with the Chinese.
func (e *Engine) Lines(ctx context.Context, imgs []*image.NRGBA, opt ocr.Options) ([]ocr.Line, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	lines := make([]ocr.Line, len(imgs))
	for i, img := range imgs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		lines[i].Quad = geom.Rect(image.Rect(0, 0, img.Rect.Dx(), img.Rect.Dy()))
		if min(img.Rect.Dx(), img.Rect.Dy()) < 4 {
			continue
		}
		c, err := e.client(languageOf(opt.Alphabet), gosseract.PSM_SINGLE_LINE, opt.Alphabet)
		if err != nil {
			return nil, err
		}
		resized := imaging.Resize(img, max(img.Rect.Dx()*lineHeight/img.Rect.Dy(), 8), lineHeight, imaging.Linear)
		if err := give(c, padded(resized)); err != nil {
			return nil, err
		}
		boxes, err := c.GetBoundingBoxes(gosseract.RIL_TEXTLINE)
		if err != nil {
			return nil, fmt.Errorf("read line: %w", err)
		}
		var text strings.Builder
		sum := 0.0
		for _, b := range boxes {
			text.WriteString(b.Word)
			sum += b.Confidence / float64(len(boxes))
		}
		read := line(text.String(), sum)
		lines[i].Text, lines[i].Confidence = read.Text, read.Confidence
	}
	return lines, nil
}

// line cleans what Tesseract wrote: its Chinese comes with a space between characters.
func line(text string, confidence float64) ocr.Line {
	fields := strings.Fields(text)
	var b strings.Builder
	for i, f := range fields {
		if i > 0 && isLatin(fields[i-1]) && isLatin(f) {
			b.WriteByte(' ')
		}
		b.WriteString(f)
	}
	return ocr.Line{Text: b.String(), Confidence: min(max(confidence/100, 0), 1)}
}

func isLatin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x2e80 })
}

func languageOf(alphabet string) string {
	if alphabet != "" && isLatin(alphabet) {
		return english
	}
	return chinese
}

// give hands the px over as an uncompressed grey TIFF, the cheapest format that Leptonica reads.
func give(c *gosseract.Client, img *image.NRGBA) error {
	var b bytes.Buffer
	if err := tiff.Encode(&b, raster.Gray(img), nil); err != nil {
		return fmt.Errorf("encode picture: %w", err)
	}
	if err := c.SetImageFromBytes(b.Bytes()); err != nil {
		return fmt.Errorf("hand picture over: %w", err)
	}
	return nil
}

func reduced(img *image.NRGBA, side int) (*image.NRGBA, float64) {
	long := max(img.Rect.Dx(), img.Rect.Dy())
	if long <= side {
		return img, 1
	}
	small := imaging.Fit(img, side, side, imaging.Box)
	return small, float64(small.Rect.Dx()) / float64(img.Rect.Dx())
}

// rotated returns img turned clockwise by quarters.
func rotated(img *image.NRGBA, quarters int) *image.NRGBA {
	switch quarters {
	case 1:
		return imaging.Rotate270(img)
	case 2:
		return imaging.Rotate180(img)
	case 3:
		return imaging.Rotate90(img)
	}
	return img
}

// padded gives a line the white margin that Tesseract wants, in the colour of its corner.
func padded(img *image.NRGBA) *image.NRGBA {
	const margin = 10
	out := imaging.New(img.Rect.Dx()+2*margin, img.Rect.Dy()+2*margin, img.NRGBAAt(img.Rect.Min.X, img.Rect.Min.Y))
	return imaging.Paste(out, img, image.Pt(margin, margin))
}
