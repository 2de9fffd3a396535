package handlers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"go.yaml.in/yaml/v3"

	"github.com/heyan/heyan/validate"
)

// fake is a validator that answers as a test tells it to.
type fake func(ctx context.Context, r validate.Request) (*validate.Report, error)

func (f fake) Validate(ctx context.Context, r validate.Request) (*validate.Report, error) {
	return f(ctx, r)
}

func (fake) Checks() []validate.CheckInfo {
	return []validate.CheckInfo{{Code: "a.b", Severity: "info", Scope: "file", Kinds: []validate.Kind{}, Decides: "d", Source: "s", State: "built"}}
}

func (fake) Kinds() []validate.KindInfo {
	return []validate.KindInfo{{Kind: "id_card", ZH: "身份证", EN: "card", Fields: []string{"name"}, Slots: []string{}, State: "built"}}
}

func passing(context.Context, validate.Request) (*validate.Report, error) {
	return &validate.Report{
		ID: "0123456789abcdef", Kind: "id_card", KindFound: "id_card", Verdict: validate.Pass, Input: validate.Input{Name: "张三的身份证.jpg", SHA256: "0123456789", Pages: []validate.Page{}},
		Findings: []validate.Finding{{Check: "file.format", Outcome: validate.Passed, Severity: "info"}}, Fields: map[string]validate.Field{"name": {Value: "张三"}},
		Quality: []validate.Quality{}, Timings: validate.Timings{"total": 1}, NotChecked: []validate.NotChecked{},
	}, nil
}

var testLimits = Limits{FileBytes: 1000, Pixels: 1e6, Pages: 2, Deadline: 2 * time.Second, Slots: 1, Queue: 1, Wait: 50 * time.Millisecond}

func newServer(t *testing.T, v Validator, change func(*Config)) (http.Handler, *bytes.Buffer) {
	t.Helper()
	log := &bytes.Buffer{}
	c := Config{Validator: v, Version: VersionInfo{Version: "test"}, Limits: testLimits, Logger: slog.New(slog.NewJSONHandler(&locked{w: log}, nil))}
	if change != nil {
		change(&c)
	}
	h, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return h, log
}

// locked is a writer for several goroutines.
type locked struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// form makes a multipart request of name=value parts; a name that begins with @ is a file.
func form(t *testing.T, parts ...string) *http.Request {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		name, value, _ := strings.Cut(p, "=")
		var err error
		var part io.Writer
		if file, ok := strings.CutPrefix(name, "@"); ok {
			part, err = w.CreateFormFile(file, "张三的身份证.jpg")
		} else {
			part, err = w.CreateFormField(name)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/validations", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

func do(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestEveryErrorHasItsAnswer(t *testing.T) {
	failing := func(err error) fake {
		return func(context.Context, validate.Request) (*validate.Report, error) { return nil, err }
	}
	for _, tt := range []struct {
		name   string
		v      fake
		r      func(t *testing.T) *http.Request
		status int
		code   string
		detail string
	}{
		{"a form without a file", passing, func(t *testing.T) *http.Request { return form(t, "kind=id_card") }, 400, "malformed", "part named file"},
		{"no form at all", passing, func(t *testing.T) *http.Request {
			return httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/validations", strings.NewReader("{}"))
		}, 400, "malformed", "multipart/form-data"},
		{"a part that nobody knows", passing, func(t *testing.T) *http.Request { return form(t, "@file=x", "knid=id_card") }, 400, "malformed", `"knid"`},
		{"declared data that is no JSON", passing, func(t *testing.T) *http.Request { return form(t, "@file=x", "declared={") }, 400, "malformed", "declared: it is not JSON"},
		{"declared data of the wrong type", passing, func(t *testing.T) *http.Request { return form(t, "@file=x", `declared={"host":{"name":3}}`) }, 400, "malformed", "host.name"},
		{"a file over the limit", passing, func(t *testing.T) *http.Request { return form(t, "@file="+strings.Repeat("x", 1001)) }, 413, "too_large", "1000 bytes"},
		{"more pages than a document has", passing, func(t *testing.T) *http.Request { return form(t, "@file=1", "@file=2", "@file=3") }, 422, "too_many_pages", "2 files"},
		{"an overlay that is no PNG", passing, func(t *testing.T) *http.Request { return form(t, "@file=1", "overlay=gif") }, 400, "malformed", "png"},
		{"bytes of no format", failing(&validate.Error{Kind: validate.ErrFormat, Detail: "save it as JPEG"}), nil, 415, "unsupported_format", "save it as JPEG"},
		{"a password", failing(validate.ErrSecret), nil, 422, "encrypted", "Remove the password"},
		{"too many px", failing(validate.ErrPixels), nil, 422, "too_many_pixels", "Reduce"},
		{"no time left", failing(validate.ErrTimeout), nil, 504, "timeout", "smaller"},
		{"no engine", failing(validate.ErrNoEngine), nil, 503, "unavailable", "doctor"},
		{"an error of ours", failing(errors.New("open /secret/path: boom")), nil, 500, "internal", "request id"},
		{"a panic", func(context.Context, validate.Request) (*validate.Report, error) { panic("secret") }, nil, 500, "internal", "request id"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, _ := newServer(t, tt.v, nil)
			r := form(t, "@file=x")
			if tt.r != nil {
				r = tt.r(t)
			}
			r.Header.Set("X-Request-Id", "abc-1")
			w := do(h, r)
			var p Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
				t.Fatalf("%s is no problem: %v", w.Body, err)
			}
			if w.Code != tt.status || p.Status != tt.status || p.Code != tt.code || !strings.Contains(p.Detail, tt.detail) {
				t.Errorf("%d %+v, want %d %s with %q", w.Code, p, tt.status, tt.code, tt.detail)
			}
			if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("content type %s", got)
			}
			if p.RequestID != "abc-1" || w.Header().Get("X-Request-Id") != "abc-1" {
				t.Errorf("the request's id was lost: %+v", p)
			}
			if strings.Contains(w.Body.String(), "secret") {
				t.Errorf("the answer leaks: %s", w.Body)
			}
		})
	}
}

func TestUnknownRoutesAndMethodsAreProblems(t *testing.T) {
	h, _ := newServer(t, fake(passing), nil)
	for _, tt := range []struct {
		method, path string
		status       int
		code         string
	}{{"GET", "/v2/x", 404, "not_found"}, {"DELETE", "/v1/checks", 405, "method_not_allowed"}, {"GET", "/v1/validations", 405, "method_not_allowed"}} {
		w := do(h, httptest.NewRequestWithContext(t.Context(), tt.method, tt.path, http.NoBody))
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.code) {
			t.Errorf("%s %s: %d %s", tt.method, tt.path, w.Code, w.Body)
		}
		if tt.status == 405 && w.Header().Get("Allow") == "" {
			t.Errorf("%s %s does not say what is allowed", tt.method, tt.path)
		}
	}
}

func TestThePartsReachTheValidator(t *testing.T) {
	var got validate.Request
	h, _ := newServer(t, fake(func(ctx context.Context, r validate.Request) (*validate.Report, error) {
		got = r
		return passing(ctx, r)
	}), nil)
	r := form(t, "@file=one", "@file=two", "kind=id_card", "provider=tencent", "province=32", "as_of=2026-11-23", "@portrait=face",
		"all=true", "overlay=png", `declared={"host":{"name":"示例"},"later":1}`)
	r.Header.Set("Accept-Language", "en-GB,zh;q=0.5")
	if w := do(h, r); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if len(got.Files) != 2 || string(got.Files[1].Data) != "two" || got.Kind != "id_card" || got.Provider != "tencent" || got.Province != "32" ||
		got.AsOf != "2026-11-23" || string(got.Portrait) != "face" || !got.All || got.Overlay != "en" || got.Declared == nil || got.Declared.Host.Name != "示例" {
		t.Errorf("the validator was asked %+v", got)
	}
}

func TestAFloodIsCutOff(t *testing.T) {
	h, _ := newServer(t, fake(passing), nil)
	r := form(t, "@file=x")
	r.ContentLength = 900 << 20
	if w := do(h, r); w.Code != 413 {
		t.Errorf("a body that declares 900 MB: %d", w.Code)
	}
	parts := make([]string, 200)
	for i := range parts {
		parts[i] = "lang=zh"
	}
	if w := do(h, form(t, parts...)); w.Code != 400 || !strings.Contains(w.Body.String(), "more than 64 parts") {
		t.Errorf("200 parts: %d %s", w.Code, w.Body)
	}
}

func TestKeysAreAskedForWhereThereAreKeys(t *testing.T) {
	sum := sha256.Sum256([]byte("open sesame"))
	path := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(path, []byte("# ours\n"+hex.EncodeToString(sum[:])+" first\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	keys, err := LoadKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	h, log := newServer(t, fake(passing), func(c *Config) { c.Keys = keys })
	for _, tt := range []struct {
		name, path, key string
		want            int
	}{
		{"no key", "/v1/checks", "", 401},
		{"a wrong key", "/v1/checks", "Bearer sesame", 401},
		{"the hash itself", "/v1/checks", "Bearer " + hex.EncodeToString(sum[:]), 401},
		{"the key", "/v1/checks", "Bearer open sesame", 200},
		{"metrics without", "/metrics", "", 401},
		{"health needs none", "/livez", "", 200},
		{"docs need none", "/docs", "", 200},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, tt.path, http.NoBody)
		if tt.key != "" {
			r.Header.Set("Authorization", tt.key)
		}
		w := do(h, r)
		if w.Code != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, w.Code, tt.want)
		}
		if tt.want == 401 && w.Header().Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%s: no WWW-Authenticate", tt.name)
		}
	}
	if strings.Contains(log.String(), "sesame") {
		t.Error("a key stands in the log")
	}
}

func TestOthersAreKeptOutWithoutKeys(t *testing.T) {
	for addr, ok := range map[string]bool{
		"127.0.0.1:8080": true, "localhost:80": true, "[::1]:80": true, ":8080": false, "0.0.0.0:80": false, "192.0.2.1:80": false, "nonsense": false,
	} {
		if err := CheckAddr(addr, nil); (err == nil) != ok {
			t.Errorf("CheckAddr(%s) = %v", addr, err)
		}
		if err := CheckAddr(addr, &Keys{}); err != nil && addr != "nonsense" {
			t.Errorf("with keys, %s: %v", addr, err)
		}
	}
}

func TestNothingOfAPersonReachesTheLogOrTheMetrics(t *testing.T) {
	h, log := newServer(t, fake(passing), nil)
	r := form(t, "@file=x", `declared={"host":{"name":"张三"}}`)
	r.URL.RawQuery = "name=张三"
	if w := do(h, r); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	metrics := do(h, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", http.NoBody)).Body.String()
	for _, where := range []string{log.String(), metrics} {
		if strings.Contains(where, "张三") || strings.Contains(where, "身份证") {
			t.Errorf("a person's data: %s", where)
		}
	}
	for _, want := range []string{`"route":"/v1/validations"`, `"verdict":"pass"`, `"sha256":"01234567"`, `"kind":"id_card"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log has no %s: %s", want, log)
		}
	}
	for _, want := range []string{`heyan_findings_total{check="file.format",outcome="pass"} 1`, `heyan_validation_seconds_count{kind="id_card",verdict="pass"} 1`} {
		if !strings.Contains(metrics, want) {
			t.Errorf("no %s in the metrics", want)
		}
	}
}

func TestOverloadIsRefusedAtOnceAndSaysWhenToComeBack(t *testing.T) {
	release := make(chan struct{})
	h, _ := newServer(t, fake(func(ctx context.Context, r validate.Request) (*validate.Report, error) {
		<-release
		return passing(ctx, r)
	}), nil)
	codes := make(chan *httptest.ResponseRecorder, 10)
	for range 6 {
		r := form(t, "@file=x")
		go func() { codes <- do(h, r) }()
	}
	for range 5 { // one works, one waits in vain, four find no room
		w := <-codes
		if w.Code != 503 || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), `"busy"`) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	close(release)
	if w := <-codes; w.Code != 200 {
		t.Errorf("the one that worked: %d", w.Code)
	}
}

func TestReadinessIsAskedAndRemembered(t *testing.T) {
	asked, broken := 0, true
	h, _ := newServer(t, fake(passing), func(c *Config) {
		c.Ready = func(context.Context) error {
			asked++
			if broken {
				return errors.New("no models")
			}
			return nil
		}
	})
	get := func() int {
		return do(h, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", http.NoBody)).Code
	}
	if got := get(); got != 503 {
		t.Errorf("not ready: %d", got)
	}
	broken = false
	for range 5 {
		if got := get(); got != 200 {
			t.Errorf("ready: %d", got)
		}
	}
	if asked != 2 {
		t.Errorf("the engines were asked %d times, want twice", asked)
	}
}

func TestRoutesAndDocumentAgree(t *testing.T) {
	h, _ := newServer(t, fake(passing), nil)
	engine, ok := h.(*gin.Engine)
	if !ok {
		t.Fatal("the handler is no gin engine")
	}
	var doc struct{ Paths map[string]map[string]any }
	if err := yaml.Unmarshal(openAPISource, &doc); err != nil {
		t.Fatal(err)
	}
	served := map[string]bool{}
	for _, r := range engine.Routes() {
		served[r.Method+" "+r.Path] = true
		if _, ok := doc.Paths[r.Path][strings.ToLower(r.Method)]; !ok {
			t.Errorf("%s %s is served and not in openapi.yaml", r.Method, r.Path)
		}
	}
	for path, methods := range doc.Paths {
		for method := range methods {
			if !served[strings.ToUpper(method)+" "+path] {
				t.Errorf("%s %s is in openapi.yaml and not served", method, path)
			}
		}
	}
}

// TestAnswersHaveTheDocumentedShape holds real answers against the document: what is required is there, and nothing
// is there that the document does not know.
func TestAnswersHaveTheDocumentedShape(t *testing.T) {
	h, _ := newServer(t, fake(passing), nil)
	var doc struct {
		Components struct{ Schemas map[string]schema }
	}
	if err := yaml.Unmarshal(openAPISource, &doc); err != nil {
		t.Fatal(err)
	}
	get := func(path string) *http.Request {
		return httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)
	}
	for name, r := range map[string]*http.Request{
		"Report": form(t, "@file=x"), "Problem": get("/nope"), "Capabilities": get("/v1/capabilities"), "Status": get("/livez"), "Version": get("/version"),
		"Check": get("/v1/checks"), "Kind": get("/v1/kinds"),
	} {
		var body any
		if err := json.Unmarshal(do(h, r).Body.Bytes(), &body); err != nil {
			t.Fatal(err)
		}
		if list, ok := body.([]any); ok {
			body = list[0]
		}
		conform(t, doc.Components.Schemas, doc.Components.Schemas[name], body, name)
	}
}

func conform(t *testing.T, all map[string]schema, s schema, value any, at string) {
	t.Helper()
	if s.Ref != "" {
		s = all[s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]]
	}
	switch v := value.(type) {
	case map[string]any:
		for _, name := range s.Required {
			if _, ok := v[name]; !ok {
				t.Errorf("%s.%s is required and not there", at, name)
			}
		}
		for name, inner := range v {
			p, known := s.Properties[name]
			switch {
			case known:
				conform(t, all, p, inner, at+"."+name)
			case s.Additional != nil:
				conform(t, all, *s.Additional, inner, at+"."+name)
			case len(s.Properties) > 0:
				t.Errorf("%s.%s is not in the document", at, name)
			}
		}
	case []any:
		if s.Items == nil {
			return
		}
		for i, inner := range v {
			conform(t, all, *s.Items, inner, fmt.Sprintf("%s[%d]", at, i))
		}
	case string:
		if len(s.Enum) > 0 && !strings.Contains(fmt.Sprint(s.Enum...), v) {
			t.Errorf("%s is %q, which is none of %v", at, v, s.Enum)
		}
	}
}

func TestPagesBringEverythingThemselves(t *testing.T) {
	h, _ := newServer(t, fake(passing), nil)
	for _, path := range []string{"/", "/docs", "/desk.js", "/desk.css"} {
		w := do(h, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
		body := w.Body.String()
		if w.Code != 200 || len(body) < 200 {
			t.Errorf("%s: %d, %d bytes", path, w.Code, len(body))
		}
		for _, foreign := range []string{"https://", "//cdn", "<script>", "style="} {
			if strings.Contains(body, foreign) {
				t.Errorf("%s has %q", path, foreign)
			}
		}
	}
}
