package validate

import "errors"

// Errors that a caller can act on. A bad picture is a result, not one of these. Match with errors.Is.
var (
	ErrRequest  = errors.New("the request is malformed")            // an unknown kind, provider, province, date…
	ErrFormat   = errors.New("the format is not supported")         // bytes of no format that is judged
	ErrTooLarge = errors.New("the file has too many bytes")         // over the limit of bytes
	ErrPixels   = errors.New("the picture has too many pixels")     // over the limit of px a page
	ErrPages    = errors.New("the document has too many pages")     // over the limit of pages
	ErrSecret   = errors.New("the file opens only with a password") // encrypted
	ErrBusy     = errors.New("no room for another file now")        // admission refused; try again
	ErrTimeout  = errors.New("the file took longer than it may")    // the deadline ended the work
	ErrNoEngine = errors.New("no text reader is installed")         // neither PP-OCR nor Tesseract
)

// Error is one of the errors above with a sentence for the caller that ends with the next step. Its text is public.
type Error struct {
	Kind   error  // one of the sentinels
	Part   string // the part of the request that is wrong: "kind", "declared", "file" …; "" where none is
	Detail string
}

func (e *Error) Error() string {
	if e.Part != "" {
		return e.Part + ": " + e.Detail
	}
	return e.Detail
}

// Unwrap makes errors.Is(err, e.Kind) hold.
func (e *Error) Unwrap() error { return e.Kind }
