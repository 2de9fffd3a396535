package tflite

import (
	"encoding/binary"
	"fmt"
	"strconv"
)

// node is one ONNX operator.
type node struct {
	op      string
	in, out []string
	ints    map[string][]int  // attributes that are int lists
	int     map[string]int    // attributes that are ints
	text    map[string]string // attributes that are strings
}

// constant is one ONNX initializer.
type constant struct {
	name string
	dims []int
	data []float32
}

type converter struct {
	model     *model
	nodes     []node
	constants []constant
}

// value names the tensor of that index in the ONNX graph.
func (c *converter) value(i int) string {
	switch i {
	case c.model.input:
		return "input"
	case c.model.output:
		return "output"
	}
	return "t" + strconv.Itoa(i)
}

// weights adds the constant tensor i, with its four axes in the given order, and returns its name.
func (c *converter) weights(i int, axes [4]int) (string, error) {
	t := c.model.tensors[i]
	if len(t.shape) == 1 {
		return c.constant(i, t.shape, t.data)
	}
	if len(t.shape) != 4 || t.shape[0]*t.shape[1]*t.shape[2]*t.shape[3] != len(t.data) {
		return "", fmt.Errorf("weights of shape %v with %d values: %w", t.shape, len(t.data), ErrFormat)
	}
	stride := [4]int{t.shape[1] * t.shape[2] * t.shape[3], t.shape[2] * t.shape[3], t.shape[3], 1}
	dims := make([]int, 4)
	for k, a := range axes {
		dims[k] = t.shape[a]
	}
	data := make([]float32, 0, len(t.data))
	for p := range dims[0] {
		for q := range dims[1] {
			for r := range dims[2] {
				for s := range dims[3] {
					data = append(data, t.data[p*stride[axes[0]]+q*stride[axes[1]]+r*stride[axes[2]]+s*stride[axes[3]]])
				}
			}
		}
	}
	return c.constant(i, dims, data)
}

func (c *converter) constant(i int, dims []int, data []float32) (string, error) {
	if len(data) == 0 {
		return "", fmt.Errorf("tensor %d is no constant: %w", i, ErrOperator)
	}
	name := "c" + strconv.Itoa(i)
	c.constants = append(c.constants, constant{name, dims, data})
	return name, nil
}

// emit adds a node, and its fused activation (schema.fbs ActivationFunctionType) behind it.
func (c *converter) emit(n node, out, activation int) error {
	name := c.value(out)
	if activation == 0 {
		n.out = []string{name}
		c.nodes = append(c.nodes, n)
		return nil
	}
	if activation != 1 {
		return fmt.Errorf("fused activation %d: %w", activation, ErrOperator)
	}
	n.out = []string{name + "_linear"}
	c.nodes = append(c.nodes, n, node{op: "Relu", in: n.out, out: []string{name}})
	return nil
}

func (c *converter) add(op operator) error {
	arity := map[int]int{opAdd: 2, opMul: 2, opConv: 3, opDepthwiseConv: 3, opResizeBilinear: 2, opCustom: 3}
	if want := max(arity[op.code], 1); len(op.in) != want || len(op.out) != 1 {
		return fmt.Errorf("code %d with %d inputs: %w", op.code, len(op.in), ErrOperator)
	}
	in, out := []string{c.value(op.in[0])}, op.out[0]
	switch op.code {
	case opDequantize: // float16 weights, widened when they were read
		c.model.tensors[out].data = c.model.tensors[op.in[0]].data
		return nil
	case opAdd, opMul:
		name := map[int]string{opAdd: "Add", opMul: "Mul"}[op.code]
		return c.emit(node{op: name, in: append(in, c.value(op.in[1]))}, out, op.options.byte(0))
	case opRelu:
		return c.emit(node{op: "Relu", in: in}, out, 0)
	case opLogistic:
		return c.emit(node{op: "Sigmoid", in: in}, out, 0)
	case opHardSwish:
		return c.emit(node{op: "HardSwish", in: in}, out, 0)
	case opAveragePool:
		s := c.model.tensors[op.in[0]].shape
		if len(s) != 4 || op.options.int(3) != s[2] || op.options.int(4) != s[1] {
			return fmt.Errorf("pooling of a part: %w", ErrOperator)
		}
		return c.emit(node{op: "GlobalAveragePool", in: in}, out, op.options.byte(5))
	case opResizeBilinear:
		return c.resize(op, in, out)
	case opConv, opDepthwiseConv:
		return c.conv(op, in, out)
	case opCustom:
		if op.custom == transposeConvBias {
			return c.transposed(op, in, out)
		}
	}
	return fmt.Errorf("code %d %s: %w", op.code, op.custom, ErrOperator)
}

func (c *converter) resize(op operator, in []string, out int) error {
	from, to := c.model.tensors[op.in[0]].shape, c.model.tensors[out].shape
	if len(from) != 4 || len(to) != 4 || op.options.byte(2) != 0 || op.options.byte(3) == 0 {
		return fmt.Errorf("resize other than between pixel centres: %w", ErrOperator)
	}
	scales := []float32{1, 1, float32(to[1]) / float32(from[1]), float32(to[2]) / float32(from[2])}
	name, err := c.constant(op.in[1], []int{4}, scales)
	if err != nil {
		return err
	}
	return c.emit(node{
		op: "Resize", in: append(in, "", name),
		text: map[string]string{"mode": "linear", "coordinate_transformation_mode": "half_pixel"},
	}, out, 0)
}

func (c *converter) conv(op operator, in []string, out int) error {
	from, kernel := c.model.tensors[op.in[0]].shape, c.model.tensors[op.in[1]].shape
	if len(from) != 4 || len(kernel) != 4 {
		return fmt.Errorf("convolution of %v with %v: %w", from, kernel, ErrFormat)
	}
	same, strideW, strideH := op.options.byte(0) == 0, op.options.int(1), op.options.int(2)
	axes, group, activation := [4]int{0, 3, 1, 2}, 1, op.options.byte(3)
	dilationW, dilationH := op.options.field(4), op.options.field(5)
	if op.code == opDepthwiseConv { // stored 1 × h × w × channel; ONNX wants channel × 1 × h × w in as many groups
		axes, group, activation = [4]int{3, 0, 1, 2}, from[3], op.options.byte(4)
		dilationW, dilationH = op.options.field(5), op.options.field(6)
	}
	if strideW < 1 || strideH < 1 || dilationW != 0 || dilationH != 0 {
		return fmt.Errorf("strides %d, %d or dilation: %w", strideW, strideH, ErrOperator)
	}
	pads := make([]int, 4) // top, left, bottom, right
	if same {
		pads[0], pads[2] = samePadding(from[1], kernel[1], strideH)
		pads[1], pads[3] = samePadding(from[2], kernel[2], strideW)
	}
	weights, err := c.weights(op.in[1], axes)
	if err != nil {
		return err
	}
	bias, err := c.weights(op.in[2], [4]int{})
	if err != nil {
		return err
	}
	return c.emit(node{
		op: "Conv", in: append(in, weights, bias), int: map[string]int{"group": group},
		ints: map[string][]int{"kernel_shape": {kernel[1], kernel[2]}, "strides": {strideH, strideW}, "pads": pads},
	}, out, activation)
}

// samePadding is TensorFlow's SAME: as many outputs as strides fit in, the odd px of padding at the end.
func samePadding(size, kernel, stride int) (before, after int) {
	total := max(((size+stride-1)/stride-1)*stride+kernel-size, 0)
	return total / 2, total - total/2
}

// transposed converts MediaPipe's transposed convolution with a bias, whose options are the C struct
// TfLiteTransposeConvParams: padding, stride of width, stride of height.
func (c *converter) transposed(op operator, in []string, out int) error {
	kernel := c.model.tensors[op.in[1]].shape
	if len(op.customBytes) < 12 || len(kernel) != 4 {
		return fmt.Errorf("%s: %w", transposeConvBias, ErrFormat)
	}
	strideW := int(binary.LittleEndian.Uint32(op.customBytes[4:]))
	strideH := int(binary.LittleEndian.Uint32(op.customBytes[8:]))
	if kernel[1] != strideH || kernel[2] != strideW { // then SAME and VALID padding are both none
		return fmt.Errorf("%s with overlap: %w", transposeConvBias, ErrOperator)
	}
	weights, err := c.weights(op.in[1], [4]int{3, 0, 1, 2})
	if err != nil {
		return err
	}
	bias, err := c.weights(op.in[2], [4]int{})
	if err != nil {
		return err
	}
	return c.emit(node{
		op: "ConvTranspose", in: append(in, weights, bias),
		ints: map[string][]int{"kernel_shape": {kernel[1], kernel[2]}, "strides": {strideH, strideW}},
	}, out, 0)
}
