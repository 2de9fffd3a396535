// Package tflite turns a small TensorFlow Lite model into an ONNX model in memory, so that one runtime runs every net.
//
// It reads the flatbuffer (schema.fbs of TensorFlow, version 3) and writes the protocol buffer (onnx.proto, opset 14)
// without either library: both formats are a page of rules. It knows the operators of MediaPipe's selfie segmentation
// and refuses any other with ErrOperator; a new operator is a case in convert.go.
//
// # Layout
//
// TensorFlow Lite keeps pictures as batch, height, width, channel and ONNX as batch, channel, height, width. The
// converted net speaks ONNX's layout from its input to its output: constants are transposed once here, no Transpose
// runs later. Weights stored as float16 become float32.
package tflite

import (
	"errors"
	"fmt"
)

// ErrFormat means that the bytes are no TensorFlow Lite model of the known version.
var ErrFormat = errors.New("not a TensorFlow Lite model")

// ErrOperator means that the model uses an operator, or a setting of one, that is not known here.
var ErrOperator = errors.New("operator is not supported")

// Convert returns model, a .tflite file with one input and one output of four dimensions, as an ONNX model whose
// input is called "input" and whose output "output", both batch × channel × height × width.
func Convert(model []byte) ([]byte, error) {
	m, err := read(model)
	if err != nil {
		return nil, err
	}
	c := converter{model: m}
	for i, op := range m.operators {
		if err := c.add(op); err != nil {
			return nil, fmt.Errorf("convert operator %d: %w", i, err)
		}
	}
	return c.encode()
}
