// Package photo measures pictures: what stands on them, in numbers. It never judges; thresholds and verdicts live in
// package validate.
//
// # What it answers
//
// MeasureBackdrop looks at a photo of a person before a blue cloth (幕布照片) and returns one Backdrop: faces and
// people, the share of the background that is cloth and where it is not, the colours of the cloth and of the top, the
// light, the sharpness. Every measure stands in a file of its own and says its unit, its range and where it is from.
// Other measures serve documents: the legibility of text, seals, handwriting, paper, glare.
//
// # Coordinates and undecided numbers
//
// Boxes, polygons and landmarks are px of the picture that was handed in, origin top left. A number that could not be
// measured, because what it is about cannot be seen, is marked: its struct is nil, its Known field false, or it is -1
// where its range begins at 0. It is never zero by accident.
//
// # Nets
//
// Faces and the person's outline come from neural nets behind the interface Nets. Package nets runs them, in this
// process or in a child. Without nets nothing about people is measured.
//
// # Adding a measure
//
// Write a file with one exported function or type, its doc comment (unit, range, source), its test and its
// benchmark; call it in MeasureBackdrop if it is about backdrop photos.
package photo
