package validate

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// The checks of the file itself: what a provider takes, whether it opens, and whether it belongs in this place.
func fileChecks() []Check {
	return []Check{
		{Code: "file.empty_or_unreadable", Retryable: true, Run: fileOpens},
		{Code: "file.format", Retryable: true, Run: fileFormat},
		{Code: "file.extension_mismatch", Run: fileExtension},
		{Code: "file.size_max", Retryable: true, Run: fileSizeMax},
		{Code: "file.size_min", Retryable: true, Run: fileSizeMin},
		{Code: "file.pixels_min", Retryable: true, Needs: []string{"file.empty_or_unreadable"}, Run: filePixelsMin},
		{Code: "file.multi_frame", Retryable: true, Run: fileFrames},
		{Code: "file.slot_kind", Needs: []string{"file.empty_or_unreadable"}, Run: fileSlotKind},
		{Code: "file.edited_metadata", Run: fileEdited},
	}
}

func fileOpens(_ context.Context, s *Subject) (Answer, error) {
	for _, f := range s.files {
		if f.damaged {
			return failed(), nil
		}
	}
	return passed(), nil
}

// formatsOf are the spellings by which providers list a format.
var formatsOf = map[string][]string{"jpeg": {"jpg", "jpeg"}, "tiff": {"tif", "tiff"}}

func spellings(format string) []string {
	if s, ok := formatsOf[format]; ok {
		return s
	}
	return []string{format}
}

func fileFormat(_ context.Context, s *Subject) (Answer, error) {
	allowed := s.rules.providers[s.provider].Formats
	if len(allowed) == 0 {
		return skipped("未见该服务商的格式规定", "this provider's formats are not known"), nil
	}
	for _, f := range s.files {
		if f.format == "" {
			return skipped("无法识别格式", "the format is not recognised"), nil
		}
		if !slices.ContainsFunc(spellings(f.format), func(s string) bool { return slices.Contains(allowed, s) }) {
			return failed().with("format", f.format).with("allowed", strings.Join(allowed, " ")).
				got(f.format, "").want("in", allowed, ""), nil
		}
	}
	return passed(), nil
}

func fileExtension(_ context.Context, s *Subject) (Answer, error) {
	for _, f := range s.files {
		ext := strings.ToLower(strings.TrimPrefix(path.Ext(f.name), "."))
		if ext == "" || f.format == "" {
			return skipped("文件名没有后缀", "the name has no extension"), nil
		}
		if !slices.Contains(spellings(f.format), ext) {
			return failed().with("format", f.format), nil
		}
	}
	return passed(), nil
}

func fileSizeMax(_ context.Context, s *Subject) (Answer, error) {
	limit := s.rules.providers[s.provider].MaxBytes
	if limit == 0 {
		return skipped("未见该服务商的大小规定", "this provider's limit is not known"), nil
	}
	size := s.bytes()
	a := decide(size <= limit).got(size, "bytes").want("<=", limit, "bytes")
	if !s.providerNamed && a.Outcome == Failed {
		a.AtMost = SeverityReview // the limit of a provider that nobody named
	}
	return a.with("size", megabytes(size)).with("max", megabytes(limit)), nil
}

func fileSizeMin(_ context.Context, s *Subject) (Answer, error) {
	limits := s.rules.providers[s.provider]
	limit := limits.MinBytes
	if l, ok := limits.MinKinds[string(s.kind)]; ok {
		limit = l
	}
	if limit == 0 {
		return skipped("该服务商没有最小文件要求", "this provider has no minimum"), nil
	}
	size := s.bytes()
	a := decide(size >= limit).got(size, "bytes").want(">=", limit, "bytes")
	if !s.providerNamed && a.Outcome == Failed {
		a.AtMost = SeverityInfo
	}
	return a.with("min", megabytes(limit)), nil
}

func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", (n+1023)/1024)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}

func filePixelsMin(_ context.Context, s *Subject) (Answer, error) {
	limit := s.rules.limits["file.pixels_min"]
	for i, p := range s.pages {
		severity, want := limit.hold(float64(min(p.Width, p.Height)))
		if severity != "" {
			a := failed().with("pixels", fmt.Sprintf("%d×%d", p.Width, p.Height)).got(min(p.Width, p.Height), "px")
			a.AtMost, a.Want, a.Page = severity, want, i+1
			return a, nil
		}
	}
	return passed(), nil
}

func fileFrames(_ context.Context, s *Subject) (Answer, error) {
	for _, f := range s.files {
		if f.frames > 1 && f.format != "pdf" {
			return failed().got(f.frames, "frames").want("==", 1, "frames"), nil
		}
	}
	return passed(), nil
}

// contradiction is the confidence from which what a file looks like outweighs what it was said to be.
const contradiction = 0.9

func fileSlotKind(_ context.Context, s *Subject) (Answer, error) {
	if s.asked == Auto {
		return skipped("未指定材料类型", "no kind was named"), nil
	}
	if n := s.copies(); n > 1 {
		name := s.rules.kindName(s.asked)
		a := failed().named("expected", Names{"一份" + name.ZH, "one " + name.EN}).
			named("found", Names{strconv.Itoa(n) + " 份" + name.ZH, strconv.Itoa(n) + " of them"}).got(n, "documents").want("==", 1, "documents")
		a.AtMost = SeverityReview // which of them is meant is for a person to say
		return a, nil
	}
	if s.found == s.asked || s.foundConfidence < contradiction && s.found == Unknown {
		return passed(), nil
	}
	a := decide(!s.contradicted()).named("expected", s.rules.kindName(s.asked)).named("found", s.rules.kindName(s.found))
	a.Got, a.Want = &Measure{Value: s.found}, &Want{Op: "==", Value: s.asked}
	return a, nil
}

// copies returns how many documents of the kind that was asked for the upload holds; the two sides of a card are one.
func (s *Subject) copies() int {
	n := 0
	for _, group := range s.groups() {
		if s.docs[group[0]].is(s.asked) {
			n++
		}
	}
	return n
}

// editors are the words by which picture editors and beauty cameras sign a file's metadata.
var editors = []string{
	"photoshop", "lightroom", "gimp", "meitu", "美图", "美颜", "snapseed", "picsart", "facetune", "affinity", "pixelmator",
	"paint.net", "coreldraw", "canva", "醒图", "轻颜", "faceu", "beautycam", "b612", "camera360", "paintshop", "acdsee",
}

func fileEdited(_ context.Context, s *Subject) (Answer, error) {
	for _, f := range s.files {
		software := strings.ToLower(f.software)
		for _, editor := range editors {
			if strings.Contains(software, editor) {
				return failed().with("software", editor), nil
			}
		}
	}
	return passed(), nil
}
