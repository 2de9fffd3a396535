package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// Opener opens uploads. It holds no state of theirs and may be used concurrently.
type Opener struct {
	limits   Limits
	renderer Renderer
}

// New returns an Opener. Without a renderer, PDF pages that are not a single scan are refused with ErrNoRenderer.
func New(l Limits, r Renderer) (*Opener, error) {
	if err := l.validate(); err != nil {
		return nil, err
	}
	return &Opener{l, r}, nil
}

// Limits returns the limits that o enforces.
func (o *Opener) Limits() Limits { return o.limits }

// Upload is an opened file: headers read, pixels not. It refers to the bytes it was opened from, which must not be
// changed, and may be used concurrently.
type Upload struct {
	Format   string    // JPEG, PNG, GIF, WebP, BMP, TIFF or PDF
	SHA256   string    // of the bytes, 64 hex digits
	Bytes    int64     // length of the file
	Frames   int       // of a GIF, an animated WebP or a TIFF of several pages; 1 for others
	Software string    // what the file says wrote it (EXIF, PNG text, PDF producer), "" if it does not
	Taken    time.Time // when the file says it was taken (EXIF), zero if it does not; in UTC unless it names an offset
	Grey     bool      // no page stores colour; false where unknown

	limits Limits
	sheets []sheet
}

// sheet is a page that has not been decoded.
type sheet interface {
	page(ctx context.Context, longSide int) (*Page, error)
}

// contents is what reading a file's structure yields.
type contents struct {
	sheets   []sheet
	frames   int
	grey     bool
	software string
	taken    time.Time
}

// Open reads the structure of data and refuses what cannot be judged: an *Error of any kind but ErrNoRenderer, which
// only Page returns.
func (o *Opener) Open(ctx context.Context, data []byte) (*Upload, error) {
	switch {
	case len(data) == 0:
		return nil, refuse(ErrDamaged, "The file is empty; export or photograph it again and upload the new file.")
	case int64(len(data)) > o.limits.Bytes:
		return nil, refuse(ErrTooLarge, "The file has %.1f MiB, more than %.4g MiB; compress it or photograph it at a lower resolution.",
			float64(len(data))/(1<<20), float64(o.limits.Bytes)/(1<<20))
	}
	format := Sniff(data)
	var c contents
	err := guard(ctx, title(format), func() (err error) {
		c, err = o.read(ctx, format, data)
		return err
	})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	return &Upload{
		Format: format, SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(data)), Frames: max(c.frames, 1),
		Software: c.software, Taken: c.taken, Grey: c.grey, limits: o.limits, sheets: c.sheets,
	}, nil
}

// title returns the format as a caller writes it.
func title(format string) string {
	if format == WebP {
		return "WebP"
	}
	return strings.ToUpper(format)
}

func (o *Opener) read(ctx context.Context, format string, data []byte) (contents, error) {
	switch format {
	case JPEG:
		return openJPEG(o.limits, data)
	case PNG:
		return openPNG(o.limits, data)
	case GIF:
		return openGIF(o.limits, data)
	case WebP:
		return openWebP(o.limits, data)
	case BMP:
		return openBMP(o.limits, data)
	case TIFF:
		return openTIFF(o.limits, data)
	case PDF:
		return o.openPDF(ctx, data)
	}
	if detail := foreign(data); detail != "" {
		return contents{}, refuse(ErrFormat, "%s", detail)
	}
	return contents{}, refuse(ErrFormat,
		"The file is none of JPEG, PNG, GIF, WebP, BMP, TIFF and PDF; export it as JPEG or PDF and upload that.")
}

// NumPages returns how many pages u has, at least 1.
func (u *Upload) NumPages() int { return len(u.sheets) }

// Page decodes page i, counted from 0. A positive longSide says that the caller needs no more px on the longer side.
// Nothing is cached. Errors: *Error of kind ErrDamaged, ErrFormat, ErrTooManyPixels, ErrNoRenderer, or ctx's.
func (u *Upload) Page(ctx context.Context, i, longSide int) (*Page, error) {
	if i < 0 || i >= len(u.sheets) {
		return nil, fmt.Errorf("page %d of an upload with %d", i, len(u.sheets))
	}
	var p *Page
	err := guard(ctx, title(u.Format), func() (err error) {
		p, err = u.sheets[i].page(ctx, longSide)
		return err
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}
