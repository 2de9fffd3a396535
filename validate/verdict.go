package validate

// conclude sums findings up. Any failed finding of severity reject rejects; else any failed review, any undecided
// above info, or no decided check above info asks for a review; else the upload passes.
func conclude(findings []Finding) Verdict {
	verdict, decided := Pass, false
	for _, f := range findings {
		above := f.Severity != SeverityInfo
		switch {
		case f.Outcome == Failed && f.Severity == SeverityReject:
			return Reject
		case f.Outcome == Failed && above, f.Outcome == Undecided && above:
			verdict = Review
		case f.Outcome == Passed && above:
			decided = true
		}
	}
	if verdict == Pass && !decided {
		return Review
	}
	return verdict
}

// retryable reports whether a better picture of the same document could change the verdict: every finding that makes
// the verdict what it is can be cured by one.
func retryable(verdict Verdict, findings []Finding) bool {
	if verdict == Pass {
		return false
	}
	causes := 0
	for _, f := range findings {
		cause := f.Outcome == Failed && string(f.Severity) == string(verdict) ||
			verdict == Review && f.Outcome == Undecided && f.Severity != SeverityInfo
		if !cause {
			continue
		}
		causes++
		if !f.Retryable {
			return false
		}
	}
	return causes > 0
}

// worst returns the verdict that weighs more.
func worst(a, b Verdict) Verdict {
	rank := map[Verdict]int{Pass: 0, Review: 1, Reject: 2}
	if rank[b] > rank[a] {
		return b
	}
	return a
}
