// Package pdf draws PDF pages with PDFium.
//
// # Two halves
//
// Handlers is the half in the child process: PDFium compiled to WebAssembly, so that a stranger's file meets a sandbox
// inside a process that can be killed. New is the half in the parent, an intake.Renderer that asks the child.
//
// # Settings that matter
//
// Every call gets a fresh instance, 1.5 ms, so that nothing of one document reaches the next. Its memory is capped at
// 512 MiB and comes from mmap, where the default allocator would keep copies while it grows. It sees no files. The
// calls cannot be interrupted from within: checking for that makes them four to seven times slower, so the parent
// kills the child at the deadline. Compiling takes 2.4 s and 320 MB once; the result is kept in the cache folder
// ($HEYAN_CACHE, else heyan in the user's cache folder, else nowhere), from where it loads in 0.1 s.
//
// # What of a page's text is believed
//
// Only text that is seen: a page with invisible text, with annotations (stamps, filled-in forms) or with a picture
// over most of it gives no lines, and is read like a photograph of itself.
package pdf
