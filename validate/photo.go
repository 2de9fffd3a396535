package validate

import (
	"context"
	"fmt"
	"math"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/photo"
)

// The checks of the backdrop photo (幕布拍照核验照片).
func photoChecks() []Check {
	face := []string{"photo.face_count"}
	return []Check{
		{Code: "photo.resolution", Retryable: true, Run: onPhoto(photoResolution)},
		{Code: "photo.colour", Retryable: true, Run: onPhoto(photoColour)},
		{Code: "photo.blur", Retryable: true, Run: onPhoto(photoBlur)},
		{Code: "photo.lighting", Retryable: true, Run: onPhoto(photoLighting)},
		{Code: "photo.face_count", Retryable: true, Run: onPhoto(photoFaces)},
		{Code: "photo.other_people", Retryable: true, Run: onPhoto(photoOthers)},
		{Code: "photo.backdrop_colour", Retryable: true, Run: onPhoto(photoCloth)},
		{Code: "photo.backdrop_coverage", Retryable: true, Needs: []string{"photo.backdrop_colour"}, Run: onPhoto(photoCoverage)},
		{Code: "photo.head_above_backdrop", Retryable: true, Needs: []string{"photo.face_count", "photo.backdrop_colour"}, Run: onPhoto(photoHead)},
		{Code: "photo.upper_body", Retryable: true, Needs: face, Run: onPhoto(photoUpperBody)},
		{Code: "photo.clothing_red", Retryable: true, Needs: face, Run: onPhoto(photoRed)},
		{Code: "photo.clothing_blue", Retryable: true, Needs: face, Run: onPhoto(photoBlue)},
		{Code: "photo.centered", Retryable: true, Needs: face, Run: onPhoto(photoCentred)},
		{Code: "photo.frontal", Retryable: true, Needs: face, Run: onPhoto(photoFrontal)},
		{Code: "photo.face_covered", Retryable: true, Needs: face, Run: onPhoto(photoCovered)},
		{Code: "photo.person_match", Run: onPhoto(photoPerson)},
	}
}

// onPhoto runs a check on what was measured; without the nets, nothing was.
func onPhoto(run func(s *Subject, b *photo.Backdrop) Answer) func(context.Context, *Subject) (Answer, error) {
	return func(_ context.Context, s *Subject) (Answer, error) {
		if s.photo == nil {
			return undecided("人像模型不可用，请运行 heyan doctor", "the nets that find people are not available; run heyan doctor"), nil
		}
		return run(s, s.photo), nil
	}
}

func photoResolution(s *Subject, _ *photo.Backdrop) Answer {
	p := s.pages[0]
	long, short := max(p.Width, p.Height), min(p.Width, p.Height)
	// 800 × 600 is asked for and 400 × 300 refused, whichever way the photo is held: both sides against their share.
	pixels := min(float64(short), float64(long)*0.75)
	severity, want := s.rules.limits["photo.resolution"].hold(pixels)
	a := passed()
	if severity != "" {
		a.Outcome, a.Severity = Failed, severity
	}
	a.Got, a.Want = &Measure{Value: math.Round(pixels), Unit: "px"}, want
	return a.with("pixels", fmt.Sprintf("%d×%d", p.Width, p.Height))
}

func photoColour(s *Subject, b *photo.Backdrop) Answer {
	return s.held("photo.colour", b.Colours)
}

// photoBlur looks at the print, which is as sharp as the photo is, else at the whole and the face.
func photoBlur(s *Subject, b *photo.Backdrop) Answer {
	var a Answer
	if b.Sharpness.Print >= 0 && b.Cloth.Found {
		a = s.held("photo.blur.print", b.Sharpness.Print)
	} else {
		a = s.held("photo.blur", b.Sharpness.Whole)
	}
	if len(b.Faces) == 0 {
		return a
	}
	if a.Outcome == Passed && b.Sharpness.Face >= 0 && b.Sharpness.Noise < 2 {
		a = s.held("photo.blur.face", b.Sharpness.Face)
	}
	return a.at(1, b.Faces[0].Box)
}

// photoLighting judges by the print and the cloth, which are the same in every photo; a dark face alone is a person's
// face and says nothing.
func photoLighting(s *Subject, b *photo.Backdrop) Answer {
	face := b.Light.Face
	switch {
	case b.Light.Print >= 0:
		a := s.held("photo.lighting.print", b.Light.Print)
		if a.Outcome == Failed && face != nil && face.Mean.Raw >= 0.2 {
			a.Outcome = Passed // grey print on a well lit cloth
		}
		if a.Outcome == Failed {
			return a
		}
	case face != nil:
		if a := s.held("photo.lighting.face", face.Mean.Value); a.Outcome == Failed {
			return a
		}
	}
	if b.Cloth.Found {
		if a := s.held("photo.lighting.clipped", b.Light.Clipped); a.Outcome == Failed {
			return a
		}
	}
	if face != nil {
		return s.held("photo.lighting.over", face.Over.Value)
	}
	return passed()
}

func photoFaces(s *Subject, b *photo.Backdrop) Answer {
	usable := 0
	for _, f := range b.Faces {
		if s.usable(f, b.Height) {
			usable++
		}
	}
	a := decide(usable == 1).with("count", fmt.Sprint(usable)).got(usable, "faces").want("==", 1, "faces")
	switch {
	case usable == 1:
		return a.at(1, b.Faces[0].Box)
	case len(b.Faces) > 1:
		return a.at(1, b.Faces[1].Box)
	}
	return a
}

// usable reports whether a face is large enough, in a picture of that height in px, to count: smaller ones are prints,
// screens and passers-by far behind, who are no person in the picture.
func (s *Subject) usable(f photo.Face, height int) bool {
	severity, _ := s.rules.limits["photo.face_height"].hold(f.Box.Height() / float64(max(height, 1)))
	return severity == ""
}

func photoOthers(s *Subject, b *photo.Backdrop) Answer {
	a := s.held("photo.other_people", b.Others)
	if a.Outcome == Failed {
		a = a.at(1, geom.Rect(b.OthersBox))
	}
	return a
}

func photoCloth(s *Subject, b *photo.Backdrop) Answer {
	if !b.Cloth.Known {
		return undecided("人物几乎占满画面", "the person fills the picture")
	}
	a := s.held("photo.backdrop_colour", b.Cloth.Chroma)
	if hue := s.held("photo.backdrop_colour.hue", math.Abs(b.Cloth.Hue-275)); hue.AtMost == SeverityReject || a.Outcome == Passed {
		a = hue
	}
	if !b.Cloth.Found {
		a.Outcome, a.AtMost = Failed, SeverityReject
	}
	if a.Outcome == Failed && b.Light.Clipped > 0.3 {
		a.AtMost = SeverityReview // burnt out, blue turns cyan and white
	}
	return a.named("provider", s.providerName())
}

func photoCoverage(s *Subject, b *photo.Backdrop) Answer {
	a := s.held("photo.backdrop_coverage", b.Cloth.Share).with("share", fmt.Sprintf("%.0f %%", 100*b.Cloth.Share))
	if len(b.Cloth.Gaps) == 0 {
		return a
	}
	gap := b.Cloth.Gaps[0]
	if a.Outcome == Passed {
		if g := s.held("photo.backdrop_coverage.gap", gap.Share); g.Outcome == Failed {
			g.Values = a.Values
			a = g
		}
	}
	if a.Outcome == Failed {
		a.Page, a.Outline = 1, gap.Polygon
	}
	return a
}

func photoHead(s *Subject, b *photo.Backdrop) Answer {
	if b.Person.AboveHead < 0 {
		return skipped("头部上方没有背景", "there is no background above the head")
	}
	return s.held("photo.head_above_backdrop", b.Person.AboveHead)
}

func photoUpperBody(s *Subject, b *photo.Backdrop) Answer {
	a := s.held("photo.upper_body", b.Top.Below)
	if a.Outcome == Passed {
		if head := s.held("photo.upper_body.head", b.Person.HeadMargin); head.Outcome == Failed {
			a = head
		} else if b.Person.ShoulderLeft == 0 && b.Person.ShoulderRight == 0 && b.Top.Below < 1 {
			a = failed().got(0, "share of the width").want(">", 0, "share of the width")
			a.AtMost = SeverityReview
		}
	}
	return a.at(1, b.Person.Box)
}

// noTop is skipped, not undecided: that no top shows is photo.upper_body's finding.
func noTop() Answer {
	return skipped("看不到上衣", "no top can be seen")
}

// photoRed leaves a close crop without an upper body to photo.upper_body, unless what shows is red all over.
func photoRed(s *Subject, b *photo.Backdrop) Answer {
	if closeUp(b, b.Top.Red) {
		return noTop()
	}
	a := s.held("photo.clothing_red", b.Top.Red)
	if a.Outcome == Passed && b.Top.Red >= 0.10 {
		// A little red and much that is nearly red: a shade at the border.
		if reddish := s.held("photo.clothing_red.reddish", b.Top.Reddish); reddish.Outcome == Failed {
			a = reddish
		}
	}
	return a.at(1, b.Top.Box)
}

// closeUp reports whether too little of the body shows to judge a top of which share has the colour.
func closeUp(b *photo.Backdrop, share float64) bool {
	return (!b.Top.Known || b.Top.Below < 0.6) && share < 0.6
}

// photoBlue counts what is blue and, because a top of the cloth's own blue is the reason for the rule, what has the
// very colour of the cloth.
func photoBlue(s *Subject, b *photo.Backdrop) Answer {
	if closeUp(b, max(b.Top.Blue, b.Top.Cloth)) {
		return noTop()
	}
	blue := s.held("photo.clothing_blue", b.Top.Blue)
	if cloth := s.held("photo.clothing_blue.cloth", b.Top.Cloth); blue.Outcome == Passed || cloth.AtMost == SeverityReject {
		blue = cloth
	}
	return blue.at(1, b.Top.Box)
}

func photoCentred(s *Subject, b *photo.Backdrop) Answer {
	return s.held("photo.centered", math.Abs(b.Person.FaceX-0.5)).at(1, b.Person.Box)
}

func photoFrontal(s *Subject, b *photo.Backdrop) Answer {
	if b.Pose == nil {
		return undecided("五官未定位", "the parts of the face were not found")
	}
	a := s.held("photo.frontal", math.Abs(b.Pose.Yaw))
	for _, other := range []Answer{
		s.held("photo.frontal.roll", math.Abs(b.Pose.Roll)),
		s.held("photo.frontal.pitch", math.Abs(b.Pose.Pitch-0.35)),
	} {
		if a.Outcome == Passed && other.Outcome == Failed {
			a = other
		}
	}
	return a.at(1, b.Faces[0].Box)
}

// photoCovered looks for a mask, by the skin around the mouth, and for dark glasses, by the eyes' light.
func photoCovered(s *Subject, b *photo.Backdrop) Answer {
	if b.Pose == nil {
		return undecided("五官未定位", "the parts of the face were not found")
	}
	if b.Pose.MouthSkin >= 0 {
		if a := s.held("photo.face_covered.mask", b.Pose.MouthSkin); a.Outcome == Failed {
			a.Severity = a.AtMost // a mask sends the photo back, although the rule in general asks for a look
			return a.at(1, b.Faces[0].Box)
		}
	}
	a := s.held("photo.face_covered", b.Pose.EyeLight)
	if a.Outcome == Failed && (b.Pose.EyeSkin < 0 || b.Pose.EyeSkin >= 0.12) {
		a.Outcome = Passed
	}
	return a.at(1, b.Faces[0].Box)
}

// photoPerson compares faces, only where it was asked for. The net that does it is an install of its own.
func photoPerson(s *Subject, _ *photo.Backdrop) Answer {
	if !s.compareFaces {
		return skipped("未要求比对", "nobody asked for it")
	}
	return undecided("未安装人脸比对模型", "the net that compares faces is not installed")
}

// providerName is how a provider calls itself on its cloth.
func (s *Subject) providerName() Names {
	switch s.provider {
	case "aliyun":
		return Names{"阿里云", "Aliyun"}
	case "tencent":
		return Names{"腾讯云", "Tencent Cloud"}
	case "jd":
		return Names{"京东云", "JD Cloud"}
	case "huawei":
		return Names{"华为云", "Huawei Cloud"}
	}
	return Names{"网易云", "NetEase"}
}
