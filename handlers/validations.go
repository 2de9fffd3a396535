package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/heyan/heyan/validate"
)

// Bounds of a request's form.
const (
	maxParts     = 64
	maxTextPart  = 256 << 10 // bytes of a part that is no file; declared data is a few KB
	bodyOverhead = 1 << 20   // bytes of headers between parts
	maxBody      = 64 << 20  // bytes of a whole request, however many pages
)

// postValidation judges one document: POST /v1/validations, a multipart form with the parts file (one or more), kind,
// declared, provider, province, as_of, portrait, all, overlay and lang.
func (s *server) postValidation(c *gin.Context) error {
	leave, err := s.admission.enter()
	if err != nil {
		s.metrics.rejected.WithLabelValues("room").Inc()
		return err
	}
	defer leave()
	request, err := s.readForm(c)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), s.Limits.Deadline)
	defer cancel()
	done, err := s.admission.work(ctx)
	if err != nil {
		s.metrics.rejected.WithLabelValues("slot").Inc()
		return err
	}
	defer done()
	start := time.Now()
	report, err := s.Validator.Validate(ctx, request)
	if err != nil {
		if c.Request.Context().Err() != nil {
			return context.Canceled
		}
		return err
	}
	s.metrics.observe(report, time.Since(start))
	c.Set(keyFacts, factsOf(report))
	c.JSON(http.StatusOK, report)
	return nil
}

func factsOf(r *validate.Report) facts {
	f := facts{kind: string(r.Kind), verdict: string(r.Verdict)}
	if len(r.Input.SHA256) >= 8 {
		f.sha = r.Input.SHA256[:8]
	}
	for _, x := range r.Findings {
		if x.Outcome == validate.Failed {
			f.failed = append(f.failed, x.Check)
		}
	}
	return f
}

func malformed(part, format string, args ...any) error {
	return &validate.Error{Kind: validate.ErrRequest, Part: part, Detail: fmt.Sprintf(format, args...)}
}

// readForm reads the parts as they come, none of them to disk.
func (s *server) readForm(c *gin.Context) (validate.Request, error) {
	var r validate.Request
	limit := min(s.Limits.FileBytes*int64(s.Limits.Pages+1), max(maxBody, s.Limits.FileBytes)) + bodyOverhead
	if c.Request.ContentLength > limit {
		return r, &validate.Error{Kind: validate.ErrTooLarge, Detail: fmt.Sprintf("the request is over %d bytes; send fewer or smaller files", limit)}
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
	form, err := c.Request.MultipartReader()
	if err != nil {
		return r, malformed("", "send multipart/form-data with at least one part named file")
	}
	overlay, language := "", firstLanguage(c.GetHeader("Accept-Language"))
	for n := 0; ; n++ {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return r, bodyError(err)
		}
		if n == maxParts {
			return r, malformed("", "the form has more than %d parts; send fewer", maxParts)
		}
		if err := s.readPart(part, &r, &overlay, &language); err != nil {
			return r, err
		}
	}
	if len(r.Files) == 0 {
		return r, malformed("file", "no file was sent; add at least one part named file")
	}
	switch overlay {
	case "":
	case "png":
		r.Overlay = language
	default:
		return r, malformed("overlay", "png is the only picture that is drawn")
	}
	return r, nil
}

func (s *server) readPart(part *multipart.Part, r *validate.Request, overlay, language *string) error {
	name := part.FormName()
	switch name {
	case "file":
		data, err := s.readFile(part)
		if err != nil {
			return err
		}
		if len(r.Files) == s.Limits.Pages {
			return &validate.Error{Kind: validate.ErrPages, Part: "file", Detail: fmt.Sprintf("a document has at most %d files; split it", s.Limits.Pages)}
		}
		r.Files = append(r.Files, validate.File{Name: part.FileName(), Data: data})
		return nil
	case "portrait":
		data, err := s.readFile(part)
		r.Portrait = data
		return err
	}
	text, err := readText(part, name)
	if err != nil {
		return err
	}
	switch name {
	case "kind":
		r.Kind = validate.Kind(text)
	case "declared":
		return readDeclared(text, r)
	case "provider":
		r.Provider = text
	case "province":
		r.Province = text
	case "as_of":
		r.AsOf = text
	case "all":
		switch text {
		case "true", "1":
			r.All = true
		case "false", "0", "":
		default:
			return malformed("all", "write true or false")
		}
	case "overlay":
		*overlay = text
	case "lang":
		if text != "zh" && text != "en" {
			return malformed("lang", "write zh or en")
		}
		*language = text
	default:
		return malformed("", "there is no part named %.40q; the parts are file, kind, declared, provider, province, as_of, portrait, all, overlay and lang", name)
	}
	return nil
}

// readFile reads one file, refusing it at the first byte over the limit.
func (s *server) readFile(part *multipart.Part) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(part, s.Limits.FileBytes+1))
	if err != nil {
		return nil, bodyError(err)
	}
	if int64(len(data)) > s.Limits.FileBytes {
		return nil, &validate.Error{Kind: validate.ErrTooLarge, Part: part.FormName(), Detail: fmt.Sprintf("the file is over %d bytes; reduce the picture", s.Limits.FileBytes)}
	}
	return data, nil
}

func readText(part *multipart.Part, name string) (string, error) {
	data, err := io.ReadAll(io.LimitReader(part, maxTextPart+1))
	if err != nil {
		return "", bodyError(err)
	}
	if len(data) > maxTextPart {
		return "", malformed(name, "it is longer than %d bytes", maxTextPart)
	}
	return strings.TrimSpace(string(data)), nil
}

// readDeclared takes declared data; a part of the wrong type is named, one that is not known is left aside.
func readDeclared(text string, r *validate.Request) error {
	if text == "" {
		return nil
	}
	err := json.Unmarshal([]byte(text), &r.Declared)
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return malformed("declared", "%s cannot be a JSON %s; see /docs for its shape", e.Field, e.Value)
	}
	if err != nil {
		return malformed("declared", "it is not JSON; see /docs for its shape")
	}
	return nil
}

// bodyError tells a body that is too large or too slow from one that is broken.
func bodyError(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return err
	}
	if e, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err); ok && e.Timeout() {
		return fmt.Errorf("read body: %w", os.ErrDeadlineExceeded)
	}
	return malformed("", "the multipart form is broken or was cut off; send it again")
}

// firstLanguage returns zh or en by Accept-Language, zh where it names neither: applicants are Chinese.
func firstLanguage(header string) string {
	for tag := range strings.SplitSeq(strings.ToLower(header), ",") {
		tag = strings.TrimSpace(tag)
		switch {
		case strings.HasPrefix(tag, "zh"):
			return "zh"
		case strings.HasPrefix(tag, "en"):
			return "en"
		}
	}
	return "zh"
}
