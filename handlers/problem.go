package handlers

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/heyan/heyan/validate"
)

// Errors of the door itself.
var (
	errNotFound     = errors.New("no such route")
	errMethod       = errors.New("no such method here")
	errUnauthorized = errors.New("no key, or one that is not known")
	errNotReady     = errors.New("engines are not ready")
	errPanic        = errors.New("handler panicked")
)

// Problem is an error as RFC 9457 has it, with a stable code.
type Problem struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail"`
	Instance  string `json:"instance,omitempty"`
	Code      string `json:"code"`
	RequestID string `json:"request_id,omitempty"`
}

// statusClientGone is what is logged where nobody waits for the answer any more.
const statusClientGone = 499

// problems maps errors to answers; the first that matches counts. Its texts are public.
var problems = []struct {
	err                 error
	status              int
	code, title, detail string
}{
	{validate.ErrRequest, http.StatusBadRequest, "malformed", "The request is malformed", "Check the parts of the request against /docs."},
	{errUnauthorized, http.StatusUnauthorized, "unauthorized", "A key is needed", "Send Authorization: Bearer KEY with a key that the operator gave you."},
	{errNotFound, http.StatusNotFound, "not_found", "There is nothing here", "See /docs for what there is."},
	{errMethod, http.StatusMethodNotAllowed, "method_not_allowed", "This method is not for this address", "See the Allow header."},
	{validate.ErrTooLarge, http.StatusRequestEntityTooLarge, "too_large", "Too many bytes", "Send a smaller file; /v1/capabilities tells the limit."},
	{validate.ErrFormat, http.StatusUnsupportedMediaType, "unsupported_format", "The format is not supported", "Save the picture as JPEG or PNG, or the document as PDF."},
	{validate.ErrSecret, http.StatusUnprocessableEntity, "encrypted", "The file opens only with a password", "Remove the password and send it again."},
	{validate.ErrPixels, http.StatusUnprocessableEntity, "too_many_pixels", "Too many pixels", "Reduce the picture; /v1/capabilities tells the limit."},
	{validate.ErrPages, http.StatusUnprocessableEntity, "too_many_pages", "Too many pages", "Split the document; /v1/capabilities tells the limit."},
	{validate.ErrBusy, http.StatusServiceUnavailable, "busy", "No room now", "Try again after the seconds in Retry-After."},
	{validate.ErrNoEngine, http.StatusServiceUnavailable, "unavailable", "No text reader is installed", "The operator can run heyan doctor."},
	{errNotReady, http.StatusServiceUnavailable, "unavailable", "Not ready", "The engines cannot work now; the operator can run heyan doctor."},
	{validate.ErrTimeout, http.StatusGatewayTimeout, "timeout", "It took too long", "Send a smaller picture or try again."},
	{os.ErrDeadlineExceeded, http.StatusRequestTimeout, "slow_body", "The body came too slowly", "Send the request again over a faster line."},
	{context.DeadlineExceeded, http.StatusGatewayTimeout, "timeout", "It took too long", "Send a smaller picture or try again."},
	{context.Canceled, statusClientGone, "client_gone", "The caller hung up", "Nobody waited for the answer."},
}

// ProblemOf translates an error; what is not in the table is internal and says nothing.
func ProblemOf(err error) Problem {
	p := Problem{Type: "about:blank", Status: http.StatusInternalServerError, Code: "internal", Title: "Something went wrong", Detail: "It is our fault; quote the request id when you report it."}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		err = validate.ErrTooLarge
	}
	for _, known := range problems {
		if errors.Is(err, known.err) {
			p.Status, p.Code, p.Title, p.Detail = known.status, known.code, known.title, known.detail
			break
		}
	}
	if e, ok := errors.AsType[*validate.Error](err); ok && e.Detail != "" {
		p.Detail = e.Error()
	}
	return p
}

// fail answers with a problem and leaves the error to the log.
func (s *server) fail(c *gin.Context, err error) {
	p := ProblemOf(err)
	p.Instance, p.RequestID = c.Request.URL.Path, requestID(c)
	_ = c.Error(err)
	if c.Writer.Written() {
		return
	}
	switch p.Status {
	case http.StatusServiceUnavailable:
		c.Header("Retry-After", strconv.Itoa(max(int(s.Limits.Wait.Seconds()), 1)))
	case http.StatusUnauthorized:
		c.Header("WWW-Authenticate", "Bearer")
	case http.StatusRequestEntityTooLarge, http.StatusRequestTimeout:
		c.Header("Connection", "close")
	}
	c.Abort()
	c.Header("Content-Type", "application/problem+json")
	c.JSON(p.Status, p)
}
