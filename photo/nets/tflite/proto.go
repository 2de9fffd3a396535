package tflite

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
)

// proto is a protocol buffer message under construction (https://protobuf.dev/programming-guides/encoding/).
type proto []byte

func (p *proto) int(field, v int) {
	*p = binary.AppendUvarint(*p, uint64(field)<<3)
	*p = binary.AppendUvarint(*p, uint64(max(v, 0)))
}

func (p *proto) bytes(field int, v []byte) {
	*p = binary.AppendUvarint(*p, uint64(field)<<3|2)
	*p = binary.AppendUvarint(*p, uint64(len(v)))
	*p = append(*p, v...)
}

func (p *proto) text(field int, v string) { p.bytes(field, []byte(v)) }

// Numbers of onnx.proto.
const (
	irVersion    = 8
	opset        = 14 // the first with HardSwish
	float32Type  = 1
	attrInt      = 2
	attrString   = 3
	attrInts     = 7
	attrTypeNote = 20
)

// encode returns the whole ModelProto.
func (c *converter) encode() ([]byte, error) {
	var graph proto
	for _, n := range c.nodes {
		graph.bytes(1, n.encode())
	}
	graph.text(2, "graph")
	for _, k := range c.constants {
		graph.bytes(5, k.encode())
	}
	for field, i := range map[int]int{11: c.model.input, 12: c.model.output} {
		shape := c.model.tensors[i].shape
		if len(shape) != 4 {
			return nil, fmt.Errorf("input or output of shape %v: %w", shape, ErrFormat)
		}
		graph.bytes(field, valueInfo(c.value(i), []int{shape[0], shape[3], shape[1], shape[2]}))
	}
	var opsets, m proto
	opsets.text(1, "")
	opsets.int(2, opset)
	m.int(1, irVersion)
	m.bytes(7, graph)
	m.bytes(8, opsets)
	return m, nil
}

func (n node) encode() proto {
	var p proto
	for _, s := range n.in {
		p.text(1, s)
	}
	for _, s := range n.out {
		p.text(2, s)
	}
	p.text(4, n.op)
	for _, k := range slices.Sorted(maps.Keys(n.int)) {
		var a proto
		a.text(1, k)
		a.int(3, n.int[k])
		a.int(attrTypeNote, attrInt)
		p.bytes(5, a)
	}
	for _, k := range slices.Sorted(maps.Keys(n.ints)) {
		var a proto
		a.text(1, k)
		for _, v := range n.ints[k] {
			a.int(8, v)
		}
		a.int(attrTypeNote, attrInts)
		p.bytes(5, a)
	}
	for _, k := range slices.Sorted(maps.Keys(n.text)) {
		var a proto
		a.text(1, k)
		a.text(4, n.text[k])
		a.int(attrTypeNote, attrString)
		p.bytes(5, a)
	}
	return p
}

func (k constant) encode() proto {
	var p proto
	for _, d := range k.dims {
		p.int(1, d)
	}
	p.int(2, float32Type)
	p.text(8, k.name)
	raw := make([]byte, 0, 4*len(k.data))
	for _, v := range k.data {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
	}
	p.bytes(9, raw)
	return p
}

func valueInfo(name string, dims []int) proto {
	var shape, tensorType, kind, info proto
	for _, d := range dims {
		var dim proto
		dim.int(1, d)
		shape.bytes(1, dim)
	}
	tensorType.int(1, float32Type)
	tensorType.bytes(2, shape)
	kind.bytes(1, tensorType)
	info.text(1, name)
	info.bytes(2, kind)
	return info
}
