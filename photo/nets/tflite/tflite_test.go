package tflite

import (
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/heyan/heyan/internal/models"
)

func selfie(t testing.TB) []byte {
	t.Helper()
	path, err := models.Path("selfie_segmentation.tflite")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTheModelInUseIsConverted(t *testing.T) {
	onnx, err := Convert(selfie(t))
	if err != nil {
		t.Fatal(err)
	}
	// 106 thousand weights as float32; that the net works is shown in package nets.
	if len(onnx) < 400_000 || len(onnx) > 500_000 {
		t.Errorf("got %d bytes", len(onnx))
	}
}

func TestWhatIsNoModelIsRefused(t *testing.T) {
	for name, file := range map[string][]byte{
		"nothing":   nil,
		"text":      []byte("this is no model at all"),
		"the magic": []byte("\x08\x00\x00\x00TFL3"),
	} {
		if _, err := Convert(file); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: got %v, want ErrFormat", name, err)
		}
	}
}

func TestDamagedModelsDoNotPanic(t *testing.T) {
	model := selfie(t)
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		damaged := append([]byte(nil), model[:1+random.IntN(len(model))]...)
		for range 20 {
			damaged[random.IntN(len(damaged))] ^= byte(1 << random.IntN(8))
		}
		_, _ = Convert(damaged)
	}
}

func TestHalf(t *testing.T) {
	for _, tt := range []struct {
		name string
		bits uint16
		want float64
	}{
		{"zero", 0, 0},
		{"one", 0x3c00, 1},
		{"minus two", 0xc000, -2},
		{"the largest", 0x7bff, 65504},
		{"the smallest", 0x0001, math.Ldexp(1, -24)},
		{"a third", 0x3555, 0.333251953125},
		{"infinity", 0xfc00, math.Inf(-1)},
	} {
		if got := float64(half(tt.bits)); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestSamePaddingIsTensorFlows(t *testing.T) {
	for _, tt := range []struct {
		name                 string
		size, kernel, stride int
		before, after        int
	}{
		{"stride 1 pads both sides alike", 128, 3, 1, 1, 1},
		{"stride 2 on an even size pads the end", 256, 3, 2, 0, 1},
		{"stride 2 on an odd size pads both", 255, 3, 2, 1, 1},
		{"five wide by two", 32, 5, 2, 1, 2},
		{"one wide pads nothing", 64, 1, 1, 0, 0},
	} {
		if b, a := samePadding(tt.size, tt.kernel, tt.stride); b != tt.before || a != tt.after {
			t.Errorf("%s: got %d, %d, want %d, %d", tt.name, b, a, tt.before, tt.after)
		}
	}
}
