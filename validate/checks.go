package validate

import "slices"

// checks returns every check that is built, in the order of a report. To add one, write its value in the file of its
// subject, add it to that file's list, and give its code a sentence in rules/passed.yaml.
func checks() []Check {
	return slices.Concat(
		fileChecks(),
		imageChecks(),
		idCardChecks(),
		formChecks(),
		certificateChecks(),
		photoChecks(),
	)
}
