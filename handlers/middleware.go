package handlers

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

const (
	keyID     = "heyan.request_id"
	keyFacts  = "heyan.facts"
	keyCaller = "heyan.caller"
)

var saneID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// identify takes over a caller's sane X-Request-Id or makes one, and echoes it.
func (s *server) identify(c *gin.Context) {
	id := c.GetHeader("X-Request-Id")
	if !saneID.MatchString(id) {
		id = rand.Text()
	}
	c.Set(keyID, id)
	c.Header("X-Request-Id", id)
}

func requestID(c *gin.Context) string { return c.GetString(keyID) }

// facts are what may be logged of a validation: no name, no value, no pixel.
type facts struct {
	kind, verdict, sha string
	failed             []string
}

// observe logs one line and counts, once the request is answered.
func (s *server) observe(c *gin.Context) {
	start := time.Now()
	s.metrics.inFlight.Inc()
	defer s.metrics.inFlight.Dec()
	c.Next()
	route := c.FullPath()
	if route == "" {
		route = "none"
	}
	status := c.Writer.Status()
	if err := c.Errors.Last(); err != nil {
		status = ProblemOf(err.Err).Status
	}
	s.metrics.requests.WithLabelValues(route, method(c.Request.Method), fmt.Sprint(status)).Inc()
	args := []any{
		"method", method(c.Request.Method), "route", route, "status", status, "bytes_in", max(c.Request.ContentLength, 0),
		"bytes_out", max(c.Writer.Size(), 0), "duration_ms", time.Since(start).Milliseconds(), "request_id", requestID(c),
	}
	if trace := c.GetHeader("traceparent"); saneID.MatchString(trace) {
		args = append(args, "traceparent", trace)
	}
	if caller := c.GetString(keyCaller); caller != "" {
		args = append(args, "key", caller)
	}
	if f, ok := c.Get(keyFacts); ok {
		if f, ok := f.(facts); ok {
			args = append(args, "kind", f.kind, "verdict", f.verdict, "sha256", f.sha, "failed", strings.Join(f.failed, " "))
		}
	}
	level := slog.LevelInfo
	if err := c.Errors.Last(); err != nil {
		args = append(args, "code", ProblemOf(err.Err).Code)
		if status >= http.StatusInternalServerError {
			level = slog.LevelError
			args = append(args, "error", err.Err.Error())
		}
	}
	s.Logger.Log(c.Request.Context(), level, "request", args...)
}

// method bounds a label to the methods that there are.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodPost, http.MethodHead, http.MethodDelete, http.MethodPut, http.MethodPatch, http.MethodOptions:
		return m
	}
	return "other"
}

// recover answers a panic with a problem that says nothing and logs where it happened.
func (s *server) recover(c *gin.Context) {
	defer func() {
		if r := recover(); r != nil {
			s.Logger.ErrorContext(c.Request.Context(), "panic", "request_id", requestID(c), "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
			s.fail(c, errPanic)
		}
	}()
	c.Next()
}

// secure keeps answers out of caches and pages to themselves.
func secure(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	if strings.HasPrefix(c.Request.URL.Path, "/v1/") {
		h.Set("Cache-Control", "no-store")
	}
}

// authorize asks for a key where there are keys. What says nothing of anybody is open.
func (s *server) authorize(c *gin.Context) {
	if s.Keys == nil {
		return
	}
	path := c.Request.URL.Path
	if !strings.HasPrefix(path, "/v1/") && path != "/metrics" {
		return
	}
	key, ok := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer ")
	id, known := s.Keys.find(key)
	if !ok || !known {
		s.fail(c, errUnauthorized)
		return
	}
	c.Set(keyCaller, id)
}
