package document

import (
	"context"
	"math"
	"strings"

	"github.com/heyan/heyan/internal/geom"
	"github.com/heyan/heyan/ocr"
)

const (
	portraitSide = "portrait"
	emblemSide   = "emblem"
)

// cardSigns are the words of each side of an ID card.
var cardSigns = map[string][]string{
	portraitSide: {"公民身份号码", "姓名", "性别", "民族", "出生", "住址"},
	emblemSide:   {"签发机关", "有效期限", "居民身份证", "中华人民共和国"},
}

// anchor is a line that has words of one side.
type anchor struct {
	line  int
	side  string
	seed  bool // one of them stands on every card: the number, the term
	count int  // words
}

// cardAnchors returns the lines that speak for a side of an ID card.
func (s *sheet) cardAnchors() []anchor {
	var anchors []anchor
	for i, l := range s.page.Lines {
		text := strings.Map(func(r rune) rune {
			if r == ' ' {
				return -1
			}
			return fold(r)
		}, l.Text)
		digits := 0
		for _, r := range text {
			if r >= '0' && r <= '9' || r == 'X' || r == 'x' {
				digits++
			}
		}
		for side, words := range cardSigns {
			a := anchor{line: i, side: side}
			for _, word := range words {
				if contains(text, word) {
					a.count++
				}
			}
			switch {
			case side == portraitSide && digits >= 15 && digits <= 19 && !strings.ContainsAny(text, "./"):
				a.count++
				a.seed = true
			case side == emblemSide && (contains(text, "有效期限") || strings.Contains(text, "有效期")):
				a.count = max(a.count, 1)
				a.seed = true
			}
			if a.count > 0 {
				anchors = append(anchors, a)
			}
		}
	}
	return anchors
}

// readCards finds and reads the sides of ID cards on the page, each by itself; none where the page is something else.
func (s *sheet) readCards(ctx context.Context) ([]Document, error) {
	anchors := s.cardAnchors()
	groups := s.groupAnchors(anchors)
	if len(groups) == 0 {
		return nil, nil
	}
	text := s.text()
	if kind, confidence := s.likeliest(); confidence > 0.9 && kind != "residence_permit" && kind != "hmt_residence_permit" {
		return nil, nil // a form or a letter that has a person's particulars on it
	}
	var docs []Document
	for i, lines := range s.share(groups) {
		card := &sheet{reader: s.reader, img: s.img, asOf: s.asOf, page: ocr.Page{Width: s.page.Width, Height: s.page.Height}}
		for _, n := range lines {
			card.page.Lines = append(card.page.Lines, s.page.Lines[n])
		}
		card.straighten()
		d := Document{Kind: idCard, Side: groups[i][0].side, Lines: lines, Fields: map[string]Field{}, Landmarks: map[string]geom.Quad{}}
		_, d.Quad = card.all()
		if d.Confidence = card.cardLikeness(d.Side); d.Confidence < 0.3 {
			continue
		}
		d.Kind = cardKind(text)
		if d.Kind != idCard && d.Kind != temporaryID {
			docs = append(docs, d)
			continue
		}
		var err error
		if d.Side == portraitSide {
			err = card.readPortrait(ctx, &d)
		} else {
			err = card.readEmblem(ctx, &d)
		}
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	return docs, nil
}

// cardKind tells ID cards from the papers that copy their layout.
func cardKind(text string) string {
	switch {
	case contains(text, "临时居民身份证") || strings.Contains(text, "临时居民"):
		return temporaryID
	case strings.Contains(text, "通行证号码") || strings.Contains(text, "签发次数") || contains(text, "港澳台居民居住证"):
		return "hmt_residence_permit"
	case strings.Contains(text, "居住证"):
		return "residence_permit"
	}
	return idCard
}

// cardLikeness weighs whether the lines are a side of an ID card, 0 to 1.
func (s *sheet) cardLikeness(side string) float64 {
	score := 0.0
	for _, word := range cardSigns[side] {
		if _, ok := s.find(word); ok {
			score++
			if len([]rune(word)) >= 4 {
				score += 0.5
			}
		}
	}
	text := s.text()
	if side == portraitSide {
		for _, w := range s.rows {
			if len(digitsOf(w.glyphs)) >= 17 {
				score += 1.5
				break
			}
		}
		if birthPattern.MatchString(text) {
			score += 0.5
		}
	} else if termPattern.MatchString(text) {
		score++
	}
	switch {
	case score >= 4:
		return 0.99
	case score >= 3:
		return 0.95
	case score >= 2:
		return 0.8
	case score >= 1.5:
		return 0.55
	}
	return 0.2
}

// groupAnchors splits anchors into cards. Each seed makes one; anchors without a seed of their side make one together.
// Of seeds of one side, those that are too close to be two cards are one.
func (s *sheet) groupAnchors(anchors []anchor) [][]anchor {
	var groups [][]anchor
	for _, side := range []string{portraitSide, emblemSide} {
		var seeds, others []anchor
		words := 0
		for _, a := range anchors {
			if a.side != side {
				continue
			}
			words += a.count
			if a.seed {
				seeds = append(seeds, a)
			} else {
				others = append(others, a)
			}
		}
		if words < 2 && len(seeds) == 0 || words == 0 {
			continue
		}
		if len(seeds) == 0 {
			groups = append(groups, others)
			continue
		}
		var own [][]anchor
		for _, seed := range seeds {
			merged := false
			for g := range own {
				if s.apart(own[g][0], seed) < 6 { // text heights: a card is about fifteen high
					own[g] = append(own[g], seed)
					merged = true
				}
			}
			if !merged {
				own = append(own, []anchor{seed})
			}
		}
		for _, o := range others {
			best := 0
			for g := range own {
				if s.above(own[g][0], o) < s.above(own[best][0], o) {
					best = g
				}
			}
			own[best] = append(own[best], o)
		}
		groups = append(groups, own...)
	}
	return groups
}

// apart returns the distance between two lines in text heights.
func (s *sheet) apart(a, b anchor) float64 {
	p, q := s.page.Lines[a.line].Quad, s.page.Lines[b.line].Quad
	return p.Center().Distance(q.Center()) / math.Max((p.Height()+q.Height())/2, 1)
}

// above returns how far other is from where it would be if seed's card were its own: above the seed, which stands at
// the card's foot. Below the seed counts ten times.
func (s *sheet) above(seed, other anchor) float64 {
	p := s.straight(s.page.Lines[seed.line].Quad.Center())
	q := s.straight(s.page.Lines[other.line].Quad.Center())
	d := p.Y - q.Y
	if d < -0.5*s.page.Lines[seed.line].Quad.Height() {
		d *= -10
	}
	return math.Abs(d) + 0.5*math.Abs(p.X-q.X)
}

// share gives every line of the page to the group whose anchor is closest to it.
func (s *sheet) share(groups [][]anchor) [][]int {
	lines := make([][]int, len(groups))
	for i, l := range s.page.Lines {
		best, distance := 0, math.Inf(1)
		for g, group := range groups {
			for _, a := range group {
				d := gap(l.Quad, s.page.Lines[a.line].Quad)
				if a.line == i {
					d = -1
				}
				if d < distance {
					best, distance = g, d
				}
			}
		}
		lines[best] = append(lines[best], i)
	}
	return lines
}

// gap returns the distance between the edges of two boxes' bounds, in px.
func gap(a, b geom.Quad) float64 {
	p, q := a.Bounds(), b.Bounds()
	dx := math.Max(0, float64(max(q.Min.X-p.Max.X, p.Min.X-q.Max.X)))
	dy := math.Max(0, float64(max(q.Min.Y-p.Max.Y, p.Min.Y-q.Max.Y)))
	return math.Hypot(dx, dy)
}
