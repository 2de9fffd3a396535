package native

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestMain makes the test binary its own child.
func TestMain(m *testing.M) {
	if os.Getenv("HEYAN_TEST_CHILD") != "1" {
		os.Exit(m.Run())
	}
	var kept [][]byte
	err := Serve(os.Stdin, os.Stdout, map[string]Handler{
		"echo": func(_ context.Context, m Message) (Message, error) { return m, nil },
		"pid": func(context.Context, Message) (Message, error) {
			return Message{Header: fmt.Appendf(nil, "%d", os.Getpid())}, nil
		},
		"refuse": func(context.Context, Message) (Message, error) { return Message{}, errors.New("not that") },
		"crash": func(context.Context, Message) (Message, error) {
			return Message{}, syscall.Kill(os.Getpid(), syscall.SIGSEGV)
		},
		"panic": func(context.Context, Message) (Message, error) { panic("native code ran wild") },
		"hang":  func(context.Context, Message) (Message, error) { select {} },
		"once": func(_ context.Context, m Message) (Message, error) { // dies unless it has died before
			if _, err := os.Stat(string(m.Blobs[0])); err == nil {
				return m, nil
			}
			if err := os.WriteFile(string(m.Blobs[0]), nil, 0o600); err != nil {
				return Message{}, err
			}
			os.Exit(3)
			return Message{}, nil
		},
		"grow": func(context.Context, Message) (Message, error) {
			b := make([]byte, 64<<20)
			for i := range b {
				b[i] = byte(i)
			}
			kept = append(kept, b)
			return Message{}, nil
		},
		"env": func(context.Context, Message) (Message, error) {
			return Message{Blobs: [][]byte{[]byte(os.Getenv("OMP_THREAD_LIMIT")), []byte(os.Getenv("SECRET_OF_THE_PARENT"))}}, nil
		},
	})
	if err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

func newPool(t *testing.T, change func(*Config)) *Pool {
	t.Helper()
	c := Config{Command: []string{os.Args[0]}, Env: []string{"HEYAN_TEST_CHILD=1"}, Size: 2}
	if change != nil {
		change(&c)
	}
	p, err := NewPool(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		select {
		case <-p.closed:
		default:
			p.Close()
		}
	})
	return p
}

func pid(t *testing.T, p *Pool) string {
	t.Helper()
	m, err := p.Call(t.Context(), "pid", Message{})
	if err != nil {
		t.Fatal(err)
	}
	return string(m.Header)
}

func TestWhatIsSentComesBack(t *testing.T) {
	p := newPool(t, nil)
	in := Message{Header: []byte(`{"a":1}`), Blobs: [][]byte{{1, 2, 3}, {}, make([]byte, 5<<20)}}
	out, err := p.Call(t.Context(), "echo", in)
	if err != nil {
		t.Fatal(err)
	}
	if string(out.Header) != string(in.Header) || !slices.EqualFunc(out.Blobs, in.Blobs, slices.Equal) {
		t.Error("the echo differs from what was sent")
	}
}

func TestAnAnsweredErrorIsNoCrash(t *testing.T) {
	p := newPool(t, func(c *Config) { c.Size = 1 })
	before := pid(t, p)
	_, err := p.Call(t.Context(), "refuse", Message{})
	if e, ok := errors.AsType[*Error](err); !ok || e.Text != "not that" {
		t.Errorf("error %v, want the handler's", err)
	}
	if _, err := p.Call(t.Context(), "nothing", Message{}); err == nil {
		t.Error("a method that is not there was answered")
	}
	if after := pid(t, p); after != before {
		t.Error("the child was replaced although it answered")
	}
}

func TestACrashCostsItsRequestOnly(t *testing.T) {
	for _, method := range []string{"crash", "panic"} {
		p := newPool(t, func(c *Config) { c.Size = 1 })
		if _, err := p.Call(t.Context(), method, Message{}); !errors.Is(err, ErrCrashed) {
			t.Errorf("%s: error %v, want ErrCrashed", method, err)
		}
		if _, err := p.Call(t.Context(), "echo", Message{}); err != nil {
			t.Errorf("after a %s: %v", method, err)
		}
		if s := p.Stats(); s.Crashes != 2 || s.Starts != 3 || s.Alive != 1 {
			t.Errorf("after a %s: %+v, want two crashes, three starts, one alive", method, s)
		}
	}
}

func TestWhatADyingChildWasDoingIsTriedOnAFreshOne(t *testing.T) {
	p := newPool(t, nil)
	mark := t.TempDir() + "/died"
	if _, err := p.Call(t.Context(), "once", Message{Blobs: [][]byte{[]byte(mark)}}); err != nil {
		t.Errorf("the second child was not asked: %v", err)
	}
}

func TestAHangEndsAtTheDeadline(t *testing.T) {
	p := newPool(t, func(c *Config) { c.Size = 1 })
	pid(t, p) // warm, so that the deadline measures the hang
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := p.Call(ctx, "hang", Message{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want the deadline's", err)
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("it took %v to end", took)
	}
	if _, err := p.Call(t.Context(), "echo", Message{}); err != nil {
		t.Errorf("after the hang: %v", err)
	}
	if s := p.Stats(); s.Kills != 1 || s.Crashes != 0 {
		t.Errorf("%+v, want one kill and no crash", s)
	}
}

func TestWaitingForAChildEndsWithTheContext(t *testing.T) {
	p := newPool(t, func(c *Config) { c.Size = 1 })
	busy, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() { _, _ = p.Call(busy, "hang", Message{}) })
	time.Sleep(50 * time.Millisecond)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := p.Call(ctx, "echo", Message{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want the deadline's", err)
	}
	stop()
	group.Wait()
}

func TestAChildIsReplacedByCount(t *testing.T) {
	p := newPool(t, func(c *Config) { c.Size, c.MaxRequests = 1, 2 })
	a, b, c := pid(t, p), pid(t, p), pid(t, p)
	if a != b || b == c {
		t.Errorf("children %s %s %s, want the third to be new", a, b, c)
	}
}

func TestAChildIsReplacedByMemory(t *testing.T) {
	p := newPool(t, func(c *Config) { c.Size, c.MaxRSS = 1, 100<<20 })
	before := pid(t, p)
	for range 3 {
		if _, err := p.Call(t.Context(), "grow", Message{}); err != nil {
			t.Fatal(err)
		}
	}
	if after := pid(t, p); after == before {
		t.Errorf("a child that holds %d MB was kept", p.Stats().RSS>>20)
	}
}

func TestAnIdleChildIsEnded(t *testing.T) {
	p := newPool(t, func(c *Config) { c.IdleTimeout = 50 * time.Millisecond })
	before := pid(t, p)
	for deadline := time.Now().Add(5 * time.Second); p.Stats().Alive > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the idle child lives on")
		}
	}
	if after := pid(t, p); after == before {
		t.Error("the ended child answered")
	}
}

func TestManyCallsShareFewChildren(t *testing.T) {
	p := newPool(t, nil)
	var group sync.WaitGroup
	for i := range 100 {
		group.Go(func() {
			want := fmt.Sprintf("%d", i)
			m, err := p.Call(t.Context(), "echo", Message{Header: []byte(want)})
			if err != nil || string(m.Header) != want {
				t.Errorf("call %d: %s, %v", i, m.Header, err)
			}
		})
	}
	group.Wait()
	if s := p.Stats(); s.Starts > 2 {
		t.Errorf("%d children for a pool of two", s.Starts)
	}
}

func TestAProgramThatCannotStartIsAnError(t *testing.T) {
	p := newPool(t, func(c *Config) { c.Command = []string{"/nonexistent/heyan"} })
	for range 20 {
		if _, err := p.Call(t.Context(), "echo", Message{}); err == nil || errors.Is(err, ErrCrashed) {
			t.Fatalf("error %v, want why it cannot start", err)
		}
	}
}

func TestCloseEndsChildrenAtWork(t *testing.T) {
	p := newPool(t, nil)
	pid(t, p)
	var group sync.WaitGroup
	group.Go(func() {
		if _, err := p.Call(t.Context(), "hang", Message{}); !errors.Is(err, ErrClosed) {
			t.Errorf("error %v, want ErrClosed", err)
		}
	})
	time.Sleep(100 * time.Millisecond)
	p.Close()
	group.Wait()
	if _, err := p.Call(t.Context(), "echo", Message{}); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v, want ErrClosed", err)
	}
}

func TestAChildInheritsLittle(t *testing.T) {
	t.Setenv("SECRET_OF_THE_PARENT", "1")
	m, err := newPool(t, nil).Call(t.Context(), "env", Message{})
	if err != nil {
		t.Fatal(err)
	}
	if string(m.Blobs[0]) != "1" || len(m.Blobs[1]) != 0 {
		t.Errorf("OMP_THREAD_LIMIT is %q and the parent's own is %q, want 1 and nothing", m.Blobs[0], m.Blobs[1])
	}
}

func BenchmarkCall300KB(b *testing.B) {
	p, err := NewPool(Config{Command: []string{os.Args[0]}, Env: []string{"HEYAN_TEST_CHILD=1"}, Size: 1})
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	m := Message{Blobs: [][]byte{make([]byte, 300<<10)}}
	b.SetBytes(300 << 10)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Call(b.Context(), "echo", m); err != nil {
			b.Fatal(err)
		}
	}
}
