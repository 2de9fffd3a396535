// Package validate judges uploads: it opens them, has them read and measured, runs the checks, and sums up.
//
// # Verdicts
//
// A Report carries one Finding a check. Any failed finding of severity reject makes the verdict reject; else any
// failed review, any undecided check above info, or nothing decided at all makes it review; else it is a pass. A bad
// picture is a result, not an error: errors are for callers, and there are few of them.
//
// # How to add a check
//
// A check is a value in the list of its subject: file.go, image.go, idcard.go, form.go, certificate.go, photo.go.
// Its code, severity, conditions and sentences stand in rules/checks.yaml, its passing sentence in rules/passed.yaml,
// its threshold in rules/limits.yaml. Its function reads the Subject and returns an Answer; words, severities and
// coordinates are not its business. To add a kind, add its reading to package ocr/document, its line to
// rules/kinds.yaml, and a file of checks.
//
// # Why data
//
// What providers and provinces ask for changes every year and differs between their own pages. It is configuration,
// never law: the files of rules can be replaced by an operator (--rules), and their digest stands in every report.
package validate
