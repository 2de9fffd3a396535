package tflite

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Operator codes of schema.fbs that are known here.
const (
	opAdd             = 0
	opAveragePool     = 1
	opConv            = 3
	opDepthwiseConv   = 4
	opDequantize      = 6
	opLogistic        = 14
	opMul             = 18
	opRelu            = 19
	opResizeBilinear  = 23
	opCustom          = 32
	opHardSwish       = 117
	transposeConvBias = "Convolution2DTransposeBias" // MediaPipe's own: a transposed convolution with a bias
)

// tensor is a value of the graph. Constants have data, the others only a shape.
type tensor struct {
	shape []int // batch, height, width, channel as stored
	data  []float32
}

type operator struct {
	code        int
	custom      string // the name of a custom operator
	in, out     []int  // indices of tensors
	options     table  // of the operator's own type
	customBytes []byte
}

type model struct {
	tensors       []tensor
	operators     []operator
	input, output int
}

// read takes the first subgraph of a .tflite file apart.
func read(file []byte) (*model, error) {
	if len(file) < 8 || string(file[4:8]) != "TFL3" {
		return nil, ErrFormat
	}
	b := &buffer{b: file}
	root := b.deref(0)
	codes, graphs, buffers := root.tables(1), root.tables(2), root.tables(4)
	if len(graphs) != 1 {
		return nil, fmt.Errorf("%d subgraphs: %w", len(graphs), ErrFormat)
	}
	g, m := graphs[0], &model{}
	for _, t := range g.tables(0) {
		value := tensor{shape: t.ints(0)}
		if i := t.int(2); i > 0 && i < len(buffers) {
			value.data = floats(t.byte(1), buffers[i].data(0))
		}
		m.tensors = append(m.tensors, value)
	}
	in, out := g.ints(1), g.ints(2)
	if len(in) != 1 || len(out) != 1 {
		return nil, fmt.Errorf("%d inputs, %d outputs: %w", len(in), len(out), ErrFormat)
	}
	m.input, m.output = in[0], out[0]
	for _, o := range g.tables(3) {
		i := o.int(0)
		if i < 0 || i >= len(codes) {
			return nil, fmt.Errorf("operator code %d: %w", i, ErrFormat)
		}
		op := operator{in: o.ints(1), out: o.ints(2), customBytes: o.data(5)}
		// Codes up to 127 stand in a byte, later ones in an int beside it; the larger one holds.
		op.code = max(codes[i].byte(0), codes[i].int(3))
		op.custom = string(codes[i].data(1))
		if t, ok := o.table(4); ok {
			op.options = t
		} else {
			op.options = table{b, 0}
		}
		for _, i := range append(append([]int{m.input, m.output}, op.in...), op.out...) {
			if i < 0 || i >= len(m.tensors) {
				return nil, fmt.Errorf("tensor %d: %w", i, ErrFormat)
			}
		}
		m.operators = append(m.operators, op)
	}
	if b.bad {
		return nil, fmt.Errorf("offset outside of the file: %w", ErrFormat)
	}
	return m, nil
}

// floats returns data of the schema's tensor type as float32: float32 (0), float16 (1) and int32 (2) are known.
func floats(kind int, data []byte) []float32 {
	var out []float32
	switch kind {
	case 0:
		for i := 0; i+4 <= len(data); i += 4 {
			out = append(out, math.Float32frombits(binary.LittleEndian.Uint32(data[i:])))
		}
	case 1:
		for i := 0; i+2 <= len(data); i += 2 {
			out = append(out, half(binary.LittleEndian.Uint16(data[i:])))
		}
	case 2:
		for i := 0; i+4 <= len(data); i += 4 {
			out = append(out, float32(int32(binary.LittleEndian.Uint32(data[i:]))))
		}
	}
	return out
}
