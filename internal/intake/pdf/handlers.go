package pdf

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"sync"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"github.com/heyan/heyan/internal/intake"
	"github.com/heyan/heyan/internal/native"
)

// Handlers returns the methods of the child process. PDFium is loaded at the first call. One call runs at a time.
func Handlers() map[string]native.Handler {
	engine := sync.OnceValues(start)
	var one sync.Mutex
	serve := func(work func(document, request) (response, [][]byte, error)) native.Handler {
		return func(ctx context.Context, msg native.Message) (native.Message, error) {
			one.Lock()
			defer one.Unlock()
			pool, err := engine()
			if err != nil {
				return native.Message{}, err
			}
			var req request
			if err := json.Unmarshal(msg.Header, &req); err != nil || len(msg.Blobs) != 1 {
				return native.Message{}, errors.New("pdf: malformed request")
			}
			res, blobs, err := onDocument(ctx, pool, msg.Blobs[0], req, work)
			if err != nil {
				return pack(response{Fault: faultOf(err), Detail: err.Error()})
			}
			return pack(res, blobs...)
		}
	}
	return map[string]native.Handler{
		methodInspect: serve(inspect), methodRender: serve(render), methodText: serve(text),
	}
}

func faultOf(err error) fault {
	if errors.Is(err, pdfiumerrors.ErrPassword) || errors.Is(err, pdfiumerrors.ErrSecurity) {
		return encrypted
	}
	return damaged
}

// document is an open PDF.
type document struct {
	pdfium.Pdfium
	ref references.FPDF_DOCUMENT
}

// page names page i, counted from 0.
func (d document) page(i int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: d.ref, Index: i}}
}

// onDocument opens pdf in an instance of its own, which is thrown away with whatever PDFium did in it. A trap of the
// sandbox (out of memory, too deep) comes back as an error or a panic.
func onDocument(
	ctx context.Context, pool pdfium.Pool, pdf []byte, req request, work func(document, request) (response, [][]byte, error),
) (res response, blobs [][]byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("pdfium panicked: %v", p)
		}
	}()
	instance, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return res, nil, fmt.Errorf("start pdfium: %w", err)
	}
	defer func() { err = errors.Join(err, instance.Close()) }()
	doc, err := instance.OpenDocument(&requests.OpenDocument{File: &pdf})
	if err != nil {
		return res, nil, fmt.Errorf("open document: %w", err)
	}
	return work(document{instance, doc.Document}, req)
}

// maxSizes is the number of pages whose size is asked for; no caller takes documents with more.
const maxSizes = 1000

func inspect(doc document, _ request) (response, [][]byte, error) {
	count, err := doc.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.ref})
	if err != nil {
		return response{}, nil, fmt.Errorf("count pages: %w", err)
	}
	pages := make([]intake.PageSize, max(count.PageCount, 0))
	for i := range min(len(pages), maxSizes) {
		if pages[i], err = size(doc, i); err != nil {
			return response{}, nil, err
		}
	}
	return response{Pages: pages}, nil, nil
}

func size(doc document, page int) (intake.PageSize, error) {
	s, err := doc.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: doc.ref, Index: page})
	if err != nil {
		return intake.PageSize{}, fmt.Errorf("size of page %d: %w", page, err)
	}
	return intake.PageSize{Width: s.Width, Height: s.Height}, nil
}

func render(doc document, req request) (response, [][]byte, error) {
	s, err := size(doc, req.Page)
	if err != nil {
		return response{}, nil, err
	}
	w, h := s.Pixels(req.DPI)
	drawn, err := doc.RenderPageInPixels(&requests.RenderPageInPixels{
		Page: doc.page(req.Page), Width: w, Height: h,
		RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT, RenderForm: true, Document: &doc.ref,
	})
	if err != nil {
		return response{}, nil, fmt.Errorf("draw page %d: %w", req.Page, err)
	}
	defer drawn.Cleanup()
	img, ok := drawn.Result.RenderedImage.(*image.RGBA)
	if !ok {
		return response{}, nil, fmt.Errorf("drawn to %T", drawn.Result.RenderedImage)
	}
	b := img.Bounds()
	pix := make([]byte, 4*b.Dx()*b.Dy())
	for y := range b.Dy() {
		row := pix[4*y*b.Dx() : 4*(y+1)*b.Dx()]
		copy(row, img.Pix[y*img.Stride:])
		intake.OverWhite(row) // a page with transparency is drawn on nothing, with straight alpha
	}
	return response{Width: b.Dx(), Height: b.Dy()}, [][]byte{pix}, nil
}
