// Package intake turns the bytes of an upload into upright pixels, within limits.
//
// # How
//
//	opener, err := intake.New(intake.DefaultLimits(), pdf.New(pool))
//	upload, err := opener.Open(ctx, data)   // reads headers, decodes no pixels
//	page, err := upload.Page(ctx, 0, 0)     // decodes, turns upright, reduces
//
// Open finds the format by content (a file's name is never asked), walks its structure to the end, and refuses what is
// over the limits, so that nothing large is ever allocated on the word of a header. Page decodes on demand and keeps
// nothing: who needs the pixels twice holds on to them.
//
// # What a page is
//
// Pixels are always opaque *image.NRGBA, alpha laid over white, upright after EXIF. A page larger than
// Limits.WorkPixels is averaged down while it is converted; Page.Scale leads back to full-resolution px. JPEG, PNG,
// GIF (first frame), WebP (first frame), BMP, TIFF (every page) and PDF are read. A PDF page that is one scanned JPEG is
// that JPEG, at its own px; any other page is rendered at 200 dpi by a Renderer, which runs in another process.
//
// # What it refuses
//
// Every refusal is an *Error with one of the sentinels below and a sentence for the caller that ends with the next
// step. Decoders are called directly, never through image.Decode, whose registry any import can change; a decoder's
// panic is ErrDamaged. One gap is known: a progressive JPEG must hold all its coefficients while it is decoded, about
// 6 bytes a pixel at 4:2:0, which no limit on the finished picture can lower.
//
// # To add a format
//
// Write a file with its open function, which returns the sheets it holds, name its magic bytes in Sniff, and add it to
// the switch in Opener.read.
package intake
