package intake

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"math"
	"runtime"
	"testing"
)

// scene is a photograph-like picture: soft shapes, edges, and a little grain everywhere.
func scene(w, h int) *image.YCbCr {
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	seed := uint32(1)
	grain := func() int { // xorshift: a picture of 50 Mpx should not take long to make
		seed ^= seed << 13
		seed ^= seed >> 17
		seed ^= seed << 5
		return int(seed % 7)
	}
	wave := make([]int, 4096)
	for i := range wave {
		wave[i] = int(60 * math.Sin(float64(i)*2*math.Pi/4096))
	}
	for y := range h {
		row := m.Y[y*m.YStride : y*m.YStride+w]
		for x := range row {
			row[x] = uint8(120 + wave[(x*3+y)&4095] + (x/97+y/61)&1*30 + grain())
		}
	}
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = uint8(118+i%m.CStride*20/m.CStride), uint8(124+grain())
	}
	return m
}

func sceneJPEG(tb testing.TB, w, h int) []byte {
	tb.Helper()
	var b bytes.Buffer
	must(tb, jpeg.Encode(&b, scene(w, h), &jpeg.Options{Quality: 85}))
	return b.Bytes()
}

// TestLargePhotoFitsInMemory holds the promise for the largest photo that is let in.
func TestLargePhotoFitsInMemory(t *testing.T) {
	u, err := opener(t).Open(t.Context(), sceneJPEG(t, 8160, 6120))
	must(t, err)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p, err := u.Page(t.Context(), 0, 0)
	must(t, err)
	runtime.ReadMemStats(&after)
	if got := p.Image.Rect.Dx() * p.Image.Rect.Dy(); got > 12e6 || got < 11.9e6 || p.Width != 8160 {
		t.Errorf("reduced to %d px", got)
	}
	if got := (after.TotalAlloc - before.TotalAlloc) >> 20; got > 150 {
		t.Errorf("a photo of 50 Mpx reserved %d MiB in all", got)
	}
}

func BenchmarkPage(b *testing.B) {
	photo := sceneJPEG(b, 4000, 3000)
	small := scene(1600, 1200)
	for _, bm := range []struct {
		name     string
		data     []byte
		longSide int
	}{
		{"jpeg/12Mpx", photo, 0},
		{"jpeg/12Mpx/to2400", photo, 2400},
		{"jpeg/12Mpx/to1280", photo, 1280},
		{"jpeg/12Mpx/turned", withEXIF(photo, exifBytes(6)), 0},
		{"jpeg/12Mpx/turned/to1280", withEXIF(photo, exifBytes(6)), 1280},
		{"jpeg/50Mpx", sceneJPEG(b, 8160, 6120), 0},
		{"jpeg/2Mpx", sceneJPEG(b, 1600, 1200), 0},
		{"png/2Mpx", encodePNG(b, small), 0},
		{"gif/2Mpx", encodeGIF(b, &gif.GIF{Image: []*image.Paletted{paletted(marked(1600, 1200))}, Delay: []int{0}}), 0},
		{"bmp/2Mpx", encodeBMP(b, small), 0},
		{"tiff/2Mpx", encodeTIFF(b, small), 0},
		{"pdf/scan", scanPDF(b, scene(2000, 1500)), 0},
	} {
		b.Run(bm.name, func(b *testing.B) {
			o := opener(b)
			b.ReportAllocs()
			b.SetBytes(int64(len(bm.data)))
			for b.Loop() {
				u, err := o.Open(b.Context(), bm.data)
				must(b, err)
				_, err = u.Page(b.Context(), 0, bm.longSide)
				must(b, err)
			}
		})
	}
}

// BenchmarkConvert measures what follows a decoder: conversion, reduction, turning.
func BenchmarkConvert(b *testing.B) {
	m := scene(4000, 3000)
	for _, bm := range []struct {
		w, h, tag int
	}{{4000, 3000, 1}, {4000, 3000, 6}, {2000, 1500, 1}, {2828, 2121, 1}, {1280, 960, 6}} {
		b.Run(fmt.Sprintf("%dx%d/exif%d", bm.w, bm.h, bm.tag), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := upright(b.Context(), average(rowsOf(m), bm.w, bm.h), exifOrientation(bm.tag))
				must(b, err)
			}
		})
	}
}
