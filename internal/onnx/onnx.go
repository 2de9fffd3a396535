// Package onnx runs neural nets on ONNX Runtime, the way heyan needs them: one thread a call and no spinning, because
// parallelism comes from child processes; ended when the context ends; float32 in, float32 out.
//
// The runtime is a shared library that is loaded on first use from the models folder, so that everything builds and
// tests without it. Only child processes call this package: native code can crash.
package onnx

import (
	"context"
	"fmt"
	"slices"
	"sync"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/heyan/heyan/internal/models"
)

// Tensor is a dense array in row-major order; its Shape's product is len(Data).
type Tensor struct {
	Shape []int64
	Data  []float32
}

// Net is one loaded model. It may be called concurrently.
type Net struct {
	session         *ort.DynamicAdvancedSession
	Inputs, Outputs []string // the model's own names, in its order
}

var initialize = sync.OnceValue(func() error {
	path, err := models.Path("libonnxruntime.so")
	if err != nil {
		return err
	}
	ort.SetSharedLibraryPath(path)
	if err := ort.InitializeEnvironment(ort.WithLogLevelError()); err != nil {
		return fmt.Errorf("load ONNX Runtime from %s: %w", path, err)
	}
	return nil
})

// Open loads the named file of the models folder. The error wraps models.ErrMissing where it is not there.
func Open(name string) (*Net, error) {
	path, err := models.Path(name)
	if err != nil {
		return nil, err
	}
	if err := initialize(); err != nil {
		return nil, err
	}
	in, out, err := ort.GetInputOutputInfo(path)
	if err != nil {
		return nil, fmt.Errorf("load model %s: %w", name, err)
	}
	return open(name, in, out, func(ins, outs []string, o *ort.SessionOptions) (*ort.DynamicAdvancedSession, error) {
		return ort.NewDynamicAdvancedSession(path, ins, outs, o)
	})
}

// OpenBytes loads a model that was made in memory; name is for error messages only.
func OpenBytes(name string, model []byte) (*Net, error) {
	if err := initialize(); err != nil {
		return nil, err
	}
	in, out, err := ort.GetInputOutputInfoWithONNXData(model)
	if err != nil {
		return nil, fmt.Errorf("load model %s: %w", name, err)
	}
	return open(name, in, out, func(ins, outs []string, o *ort.SessionOptions) (*ort.DynamicAdvancedSession, error) {
		return ort.NewDynamicAdvancedSessionWithONNXData(model, ins, outs, o)
	})
}

func open(name string, in, out []ort.InputOutputInfo,
	load func(ins, outs []string, o *ort.SessionOptions) (*ort.DynamicAdvancedSession, error),
) (*Net, error) {
	options, err := ort.NewSessionOptions()
	if err != nil {
		return nil, fmt.Errorf("load model %s: %w", name, err)
	}
	defer func() { _ = options.Destroy() }()
	for _, set := range []func() error{
		func() error { return options.SetIntraOpNumThreads(1) },
		func() error { return options.SetInterOpNumThreads(1) },
		func() error { return options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0") },
	} {
		if err := set(); err != nil {
			return nil, fmt.Errorf("load model %s: %w", name, err)
		}
	}
	n := &Net{}
	for _, i := range in {
		n.Inputs = append(n.Inputs, i.Name)
	}
	for _, o := range out {
		n.Outputs = append(n.Outputs, o.Name)
	}
	if n.session, err = load(n.Inputs, n.Outputs, options); err != nil {
		return nil, fmt.Errorf("load model %s: %w", name, err)
	}
	return n, nil
}

// Run feeds inputs in the order of n.Inputs and returns the outputs in the order of n.Outputs. When ctx ends during
// the run, the run is stopped and ctx's error returned.
func (n *Net) Run(ctx context.Context, inputs ...Tensor) ([]Tensor, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ins := make([]ort.Value, len(inputs))
	for i, t := range inputs {
		v, err := ort.NewTensor(ort.NewShape(t.Shape...), t.Data)
		if err != nil {
			return nil, fmt.Errorf("make input %d: %w", i, err)
		}
		defer func() { _ = v.Destroy() }()
		ins[i] = v
	}
	options, err := ort.NewRunOptions()
	if err != nil {
		return nil, fmt.Errorf("run net: %w", err)
	}
	defer func() { _ = options.Destroy() }()
	// Terminate must not touch options once they are destroyed, so the watcher is waited for.
	done, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		select {
		case <-ctx.Done():
			_ = options.Terminate()
		case <-done:
		}
	}()
	outs := make([]ort.Value, len(n.Outputs))
	err = n.session.RunWithOptions(ins, outs, options)
	close(done)
	<-watched
	defer func() {
		for _, v := range outs {
			if v != nil {
				_ = v.Destroy()
			}
		}
	}()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("run net: %w", err)
	}
	tensors := make([]Tensor, len(outs))
	for i, v := range outs {
		t, ok := v.(*ort.Tensor[float32])
		if !ok {
			return nil, fmt.Errorf("output %s is not float32", n.Outputs[i])
		}
		tensors[i] = Tensor{Shape: slices.Clone(t.GetShape()), Data: slices.Clone(t.GetData())}
	}
	return tensors, nil
}

// Close frees the net.
func (n *Net) Close() error { return n.session.Destroy() }
