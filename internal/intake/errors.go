package intake

import (
	"context"
	"errors"
	"fmt"
)

// The kinds of refusal, for errors.Is.
var (
	ErrFormat        = errors.New("unsupported format")
	ErrEncrypted     = errors.New("encrypted")
	ErrTooLarge      = errors.New("too many bytes")
	ErrTooManyPixels = errors.New("too many pixels")
	ErrTooManyPages  = errors.New("too many pages")
	ErrDamaged       = errors.New("empty or damaged") // empty, truncated, or undecodable bytes of a known format
	ErrNoRenderer    = errors.New("no PDF renderer")
)

// Error is a refusal. Detail is public: one English sentence or two for the caller, without paths or internals, that
// end with the next step. Cause is for the log, and may be nil.
type Error struct {
	Kind   error
	Detail string
	Cause  error
}

func (e *Error) Error() string {
	if e.Cause != nil {
		return e.Kind.Error() + ": " + e.Cause.Error()
	}
	return e.Kind.Error() + ": " + e.Detail
}

// Unwrap makes errors.Is find both the kind and the cause.
func (e *Error) Unwrap() []error { return []error{e.Kind, e.Cause} }

func refuse(kind error, format string, args ...any) error {
	return &Error{Kind: kind, Detail: fmt.Sprintf(format, args...)}
}

// damaged says that the bytes cannot be read as the format they claim, e.g. "JPEG".
func damaged(format string, cause error) error {
	if e, ok := errors.AsType[*Error](cause); ok {
		return e
	}
	what := "The file"
	if format != "" {
		what = "The " + format + " file"
	}
	return &Error{ErrDamaged, what + " is incomplete or damaged; export or photograph it again and upload the new file.", cause}
}

// unsupported says that the format is known and this dialect of it is not read.
func unsupported(format, dialect string) error {
	return refuse(ErrFormat, "This %s file uses %s, which is not supported; save it as a JPEG or PNG file and upload that.", format, dialect)
}

// guard calls f and returns its panic, if any, as damage of the given format. A cancelled ctx wins over what a decoder
// made of it.
func guard(ctx context.Context, format string, f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = damaged(format, fmt.Errorf("decoder panicked: %v", p))
		}
		if err != nil && ctx.Err() != nil {
			err = fmt.Errorf("decode %s: %w", format, context.Cause(ctx))
		}
	}()
	if err := ctx.Err(); err != nil {
		return err
	}
	return f()
}
