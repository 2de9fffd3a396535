package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"log/slog"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/heyan/heyan/handlers"
)

// TestHostileFilesHurtNobody sends what strangers send, damaged, oversized and lying files, through the whole service
// with its children, and then a good card: no answer of 500, none that takes long, and the card is judged.
func TestHostileFilesHurtNobody(t *testing.T) {
	t.Setenv("HEYAN_MODELS", filepath.Join("..", "..", "models"))
	e, err := newEngine(engineFlags{OCR: "auto", MaxBytes: 20 << 20, MaxPixels: 50e6, MaxPages: 20, Slots: 2}, slog.New(slog.DiscardHandler), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.close)
	c := serveCommand{engineFlags: engineFlags{MaxBytes: 20 << 20, MaxPixels: 50e6, MaxPages: 20, Timeout: 5 * time.Minute}, Wait: time.Minute}
	h, err := handlers.New(c.config(e, nil, slog.New(slog.DiscardHandler)))
	if err != nil {
		t.Fatal(err)
	}
	// The first PDF has the renderer compiled, which the race detector makes slow; it is no file's fault.
	if warm, err := os.ReadFile("../../testdata/files/domain_certificate/good_text.pdf"); err != nil {
		t.Fatal(err)
	} else {
		send(t, h, "warm.pdf", warm)
	}
	for name, data := range hostile(t) {
		start := time.Now()
		status, body := send(t, h, name, data)
		if status >= 500 {
			t.Errorf("%s: %d %s", name, status, body)
		}
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
	card, err := os.ReadFile("../../testdata/files/id_card/good_portrait.jpg")
	if err != nil {
		t.Fatal(err)
	}
	status, body := send(t, h, "card.jpg", card)
	var report struct{ Verdict string }
	if err := json.Unmarshal(body, &report); err != nil || status != 200 || report.Verdict != "pass" {
		t.Errorf("after all that, a good card: %d %.200s", status, body)
	}
	for name, stats := range map[string]int64{"readers": e.readers.Stats().RSS, "renderers": e.renderers.Stats().RSS} {
		if stats > 1500<<20 {
			t.Errorf("%s hold %d MB", name, stats>>20)
		}
	}
}

func send(t *testing.T, h http.Handler, name string, data []byte) (int, []byte) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/v1/validations", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec.Code, rec.Body.Bytes()
}

// hostile makes the files from the good ones of testdata: cut, changed, mixed, renamed, and headers that lie.
func hostile(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{"empty.jpg": {}, "text.jpg": []byte("not a picture"), "zeros.png": make([]byte, 4096)}
	r := rand.New(rand.NewPCG(3, 7))
	for _, path := range []string{
		"id_card/good_portrait.jpg", "id_card/good_scan.png", "domain_certificate/good_text.pdf", "id_card/both_sides_scan.pdf",
	} {
		good, err := os.ReadFile("../../testdata/files/" + path)
		if err != nil {
			t.Fatal(err)
		}
		base := filepath.Base(path)
		for _, percent := range []int{1, 30, 99} {
			files[fmt.Sprintf("cut_%d_%s", percent, base)] = good[:len(good)*percent/100]
		}
		for i := range 4 {
			changed := bytes.Clone(good)
			for range 1 + len(changed)/5000 {
				changed[r.IntN(len(changed))] = byte(r.IntN(256))
			}
			files[fmt.Sprintf("changed_%d_%s", i, base)] = changed
		}
		files["polyglot_"+base] = append([]byte("%PDF-1.4\n"), good...)
		files["tail_"+base] = append(bytes.Clone(good), make([]byte, 1<<20)...)
		files["renamed_"+base+".gif"] = good
	}
	files["bomb.png"] = pngHeader(30000, 30000)
	files["thin.png"] = pngHeader(1, 2000000)
	files["lie.png"] = pngHeader(4000, 4000)
	files["bomb.jpg"] = jpegHeader(0xC0, 65500, 65500)
	files["bomb_progressive.jpg"] = jpegHeader(0xC2, 65500, 65500)
	files["lie.jpg"] = jpegHeader(0xC2, 6000, 6000)
	files["bomb.bmp"] = append([]byte("BM\x00\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00\x50\xc3\x00\x00\x50\xc3\x00\x00\x01\x00\x18\x00"), make([]byte, 64)...)
	files["bomb.gif"] = []byte("GIF89a\xff\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x00;")
	files["heic.jpg"] = []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
	files["script.pdf"] = []byte("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(while(1);)>>>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>")
	return files
}

// pngHeader is a PNG that claims w × h px and holds none.
func pngHeader(w, h uint32) []byte {
	chunk := func(kind string, data []byte) []byte {
		out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
		body := append([]byte(kind), data...)
		return binary.BigEndian.AppendUint32(append(out, body...), crc32.ChecksumIEEE(body))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	out := append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(head, 8, 2, 0, 0, 0))...)
	return append(append(out, chunk("IDAT", []byte("x\x9c\x03\x00\x00\x00\x00\x01"))...), chunk("IEND", nil)...)
}

// jpegHeader is a JPEG that claims w × h px in a frame of that kind and breaks off in its scan.
func jpegHeader(frame byte, w, h uint16) []byte {
	out := []byte{0xff, 0xd8, 0xff, frame, 0, 11, 8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), 1, 1, 0x11, 0}
	return append(out, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 3, 4, 5, 0xff, 0xd9)
}
