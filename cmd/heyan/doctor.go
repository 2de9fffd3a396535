package main

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"io"
	"log/slog"
	"text/tabwriter"
	"time"

	"github.com/heyan/heyan/internal/draw"
	"github.com/heyan/heyan/internal/models"
	"github.com/heyan/heyan/ocr"
	"github.com/heyan/heyan/ocr/hosted"
)

// doctorCommand tells what is there, how fast it is, and how to get what is missing.
type doctorCommand struct {
	JSON bool `name:"json" help:"Print one object a line."`
}

// diagnosis is one thing that the doctor looked at.
type diagnosis struct {
	Part   string  `json:"part"`
	OK     bool    `json:"ok"`
	Needed bool    `json:"needed"` // without it heyan cannot judge
	Detail string  `json:"detail"`
	Cure   string  `json:"cure,omitempty"` // what to do about it
	MS     float64 `json:"ms,omitempty"`   // for one small page, warm
}

// Run looks at every part and fails where one is missing that is needed.
func (c *doctorCommand) Run(ctx context.Context, std streams) error {
	list := diagnose(ctx)
	if c.JSON {
		if err := printLines(std.out, list); err != nil {
			return err
		}
	} else if err := prescribe(std.out, list); err != nil {
		return err
	}
	for _, d := range list {
		if d.Needed && !d.OK {
			return outcome(exitUnjudged)
		}
	}
	return nil
}

func diagnose(ctx context.Context) []diagnosis {
	list := []diagnosis{{Part: "heyan", OK: true, Detail: fmt.Sprintf("%s, models in %s", version().Version, models.Dir())}}
	for _, f := range models.All() {
		d := diagnosis{Part: f.Name, OK: true, Detail: fmt.Sprintf("%s, %s", f.Package, f.Licence)}
		if err := models.Verify(f.Name); err != nil {
			d.OK, d.Detail, d.Cure = false, err.Error(), "make models, or set HEYAN_MODELS to the folder that holds it"
		}
		list = append(list, d)
	}
	font := diagnosis{Part: "font with Chinese", OK: draw.HasChinese(), Detail: "overlays can be labelled in Chinese"}
	if !font.OK {
		font.Detail, font.Cure = "overlays are labelled in English", "apt-get install fonts-wqy-microhei"
	}
	list = append(list, font)

	e, err := newEngine(engineFlags{OCR: "auto", MaxBytes: 1, MaxPixels: 1, MaxPages: 1, Slots: 1}, slog.New(slog.DiscardHandler), io.Discard)
	if err != nil {
		return append(list, diagnosis{Part: "text reader", Needed: true, Detail: err.Error(), Cure: "make build"})
	}
	defer e.close()
	reader := timed(ctx, e.reader)
	reader.Part, reader.Needed = "text reader: "+e.reader.Info().Name, true
	list = append(list, reader)
	if info, err := tesseractInfo(); err != nil {
		list = append(list, diagnosis{
			Part: "second reader: tesseract", Detail: err.Error(),
			Cure: "apt-get install tesseract-ocr-chi-sim tesseract-ocr-eng tesseract-ocr-osd",
		})
	} else {
		second := timed(ctx, hosted.New("tesseract", info, e.seconds))
		second.Part = "second reader: tesseract"
		list = append(list, second)
	}
	return list
}

// timed has an engine read a small page twice and times the second time, when it is warm.
func timed(ctx context.Context, engine ocr.Engine) diagnosis {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	page := image.NewNRGBA(image.Rect(0, 0, 960, 600))
	for i := range page.Pix {
		page.Pix[i] = 0xff
	}
	for y := 280; y < 320; y++ { // something to find
		for x := 200; x < 760; x++ {
			if x/12%2 == 0 {
				page.SetNRGBA(x, y, color.NRGBA{A: 0xff})
			}
		}
	}
	d := diagnosis{}
	for range 2 {
		start := time.Now()
		if _, err := engine.Page(ctx, page, ocr.Options{}); err != nil {
			d.Detail, d.Cure = err.Error(), "make build; if it stays, the file named above is damaged"
			return d
		}
		d.MS = float64(time.Since(start).Microseconds()) / 1000
	}
	info := engine.Info()
	d.OK, d.Detail = true, fmt.Sprintf("%s, one small page in %.0f ms", info.Version, d.MS)
	return d
}

func prescribe(w io.Writer, list []diagnosis) error {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	for _, d := range list {
		mark := "ok"
		switch {
		case !d.OK && d.Needed:
			mark = "MISSING"
		case !d.OK:
			mark = "missing"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\n", mark, d.Part, d.Detail)
		if d.Cure != "" {
			fmt.Fprintf(t, "\t\t→ %s\n", d.Cure)
		}
	}
	return t.Flush()
}
