package validate

import (
	"context"
	"maps"
	"slices"
)

// several returns every document of an upload that holds more than one, each judged by itself; nil where it holds one.
// The two sides of an ID card are one document.
func (s *Subject) several(ctx context.Context) []Document {
	groups := s.groups()
	if len(groups) < 2 {
		return nil
	}
	var docs []Document
	for _, group := range groups {
		first := s.docs[group[0]]
		one := *s
		one.group, one.outcomes, one.legibility = group, maps.Clone(s.outcomes), nil
		one.stamps = nil
		one.kind, one.found, one.foundConfidence = Kind(first.Kind), Kind(first.Kind), first.Confidence
		one.asked = one.kind
		if one.kind == temporaryIDCard {
			one.kind = IDCard
		}
		one.fields = mergeFields(one.judged())
		verdict, findings := Review, []Finding{}
		if info, ok := s.rules.Kind(one.kind); ok && info.State == "built" {
			own := slices.DeleteFunc(checks(), func(c Check) bool { return kindsOf(c.Code) == nil })
			for _, f := range one.judge(ctx, own) {
				if f.Outcome != Skipped {
					findings = append(findings, f)
				}
			}
			verdict = conclude(findings)
		}
		docs = append(docs, Document{
			Kind: one.kind, Sides: one.sides(), Page: first.page, Polygon: s.pages[first.page-1].outline(first.Quad[:]),
			Verdict: verdict, Findings: findings, Fields: one.reportFields(one.fields),
		})
	}
	return docs
}

// groups splits the documents that were found into those that belong together: the sides of one card, and everything
// else by itself. A second portrait side is a second card.
func (s *Subject) groups() [][]int {
	var groups [][]int
	for i, d := range s.docs {
		if d.Confidence < recognised {
			continue
		}
		partner := slices.IndexFunc(groups, func(g []int) bool {
			o := s.docs[g[0]]
			return len(g) == 1 && d.Side != "" && o.Kind == d.Kind && o.Side != d.Side
		})
		if partner >= 0 {
			groups[partner] = append(groups[partner], i)
			continue
		}
		groups = append(groups, []int{i})
	}
	return groups
}
