package validate_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/heyan/heyan/internal/intake"
	"github.com/heyan/heyan/internal/intake/pdf"
	"github.com/heyan/heyan/internal/native"
	"github.com/heyan/heyan/ocr/ppocr"
	"github.com/heyan/heyan/photo/nets"
	"github.com/heyan/heyan/validate"
)

// engines are loaded once for all tests of the package, in this process: what crashes a child would crash the test.
var engines = sync.OnceValues(func() (validate.Config, error) {
	reader, err := ppocr.New()
	if err != nil {
		return validate.Config{}, err
	}
	people, err := nets.New()
	if err != nil {
		return validate.Config{}, err
	}
	rules, err := validate.LoadRules("")
	if err != nil {
		return validate.Config{}, err
	}
	opener, err := intake.New(intake.DefaultLimits(), pdf.New(direct(pdf.Handlers())))
	if err != nil {
		return validate.Config{}, err
	}
	return validate.Config{
		Opener: opener, Rules: rules, Reader: reader, Nets: people, Version: "test",
		Now: func() time.Time { return time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) },
	}, nil
})

// direct calls a child's handlers in this process.
type direct map[string]native.Handler

func (d direct) Call(ctx context.Context, method string, m native.Message) (native.Message, error) {
	return d[method](ctx, m)
}

func newValidator(t testing.TB) *validate.Validator {
	t.Helper()
	config, err := engines()
	if err != nil {
		t.Fatalf("%v (make models fetches what is missing)", err)
	}
	v, err := validate.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
