// Package nets runs the neural nets that photo.MeasureBackdrop needs: a face detector, 68 landmarks on each face, and
// the outline of people.
//
// # In which process
//
// ONNX Runtime is native code, and native code can crash. New loads the nets into the process that calls it: that is
// for the child process, which offers them to its parent through Handlers, and for tests. The service itself uses
// Hosted, which sends reduced px to a child and looks the same to package photo.
//
// # Models
//
// The face detector is Ultra-Light-Fast-Generic-Face-Detector RFB-320 (MIT). The landmarks are a small residual net
// of 68 points on a 64 × 64 px grey face. The outline is MediaPipe's selfie segmentation (Apache-2.0), a TensorFlow
// Lite file that package tflite converts when it is loaded.
package nets

import (
	"context"
	"fmt"
	"image"
	"os"

	"github.com/heyan/heyan/internal/models"
	"github.com/heyan/heyan/internal/onnx"
	"github.com/heyan/heyan/photo"
	"github.com/heyan/heyan/photo/nets/tflite"
)

// Names of the model files in package models.
const (
	DetectorFile  = "face_rfb320.onnx"
	LandmarksFile = "face_landmarks68.onnx"
	PersonFile    = "selfie_segmentation.tflite"
)

// Nets are the loaded nets. They may be used concurrently. It implements photo.Nets.
type Nets struct {
	detector, landmarks, person *onnx.Net
}

// New loads the nets from the models folder. The error wraps models.ErrMissing where a file is not there.
func New() (*Nets, error) {
	n := &Nets{}
	var err error
	if n.detector, err = onnx.Open(DetectorFile); err != nil {
		return nil, fmt.Errorf("load face detector: %w", err)
	}
	if n.landmarks, err = onnx.Open(LandmarksFile); err != nil {
		return nil, fmt.Errorf("load face landmarks: %w", err)
	}
	if n.person, err = openPerson(); err != nil {
		return nil, fmt.Errorf("load person segmentation: %w", err)
	}
	return n, nil
}

func openPerson() (*onnx.Net, error) {
	path, err := models.Path(PersonFile)
	if err != nil {
		return nil, err
	}
	lite, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	model, err := tflite.Convert(lite)
	if err != nil {
		return nil, err
	}
	return onnx.OpenBytes(PersonFile, model)
}

// Faces implements photo.Nets.
func (n *Nets) Faces(ctx context.Context, img *image.NRGBA) ([]photo.Face, error) {
	faces, err := n.detect(ctx, img)
	if err != nil {
		return nil, fmt.Errorf("detect faces: %w", err)
	}
	for i := range faces {
		if faces[i].Landmarks, err = n.landmark(ctx, img, faces[i].Box); err != nil {
			return nil, fmt.Errorf("find landmarks: %w", err)
		}
	}
	return faces, nil
}

// Close frees the nets.
func (n *Nets) Close() error {
	for _, net := range []*onnx.Net{n.detector, n.landmarks, n.person} {
		if err := net.Close(); err != nil {
			return fmt.Errorf("close net: %w", err)
		}
	}
	return nil
}
