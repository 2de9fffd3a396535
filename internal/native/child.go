package native

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// child is one running process.
type child struct {
	cmd      *exec.Cmd
	stdin    io.WriteCloser
	in       *bufio.Writer
	out      *bufio.Reader
	exited   chan struct{} // closed once the process has been waited for
	requests int
	idle     *time.Timer // ends the child where it waits too long; nil while it works
}

// inherited are the variables that a child is given from the parent's environment: where things lie, nothing else.
var inherited = []string{"HOME", "PATH", "HEYAN_MODELS", "HEYAN_CACHE", "XDG_CACHE_HOME", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "TMPDIR"}

func environment(extra []string) []string {
	env := []string{
		"OMP_THREAD_LIMIT=1", // Tesseract on all cores is slower than on one
		"MALLOC_ARENA_MAX=2", // glibc keeps what threads free
		"GOMAXPROCS=1",       // a child has one slot
		"GOTRACEBACK=single", // a crash says where, not everything
		"GODEBUG=madvdontneed=1",
	}
	for _, name := range inherited {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return append(env, extra...)
}

// start starts a process in a group of its own, which dies with this one.
func start(c Config) (*child, error) {
	cmd := exec.Command(c.Command[0], c.Command[1:]...) //nolint:gosec,noctx // our own binary; it outlives the request that starts it
	cmd.Env = environment(c.Env)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	// What native code prints may quote what it was fed, so it goes nowhere.
	cmd.Stderr = nil
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start native process: %w", err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start native process: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start native process: %w", err)
	}
	ch := &child{
		cmd: cmd, stdin: stdin, in: bufio.NewWriterSize(stdin, 1<<16), out: bufio.NewReaderSize(stdout, 1<<16),
		exited: make(chan struct{}),
	}
	return ch, nil
}

// call sends one request and reads its answer. When ctx ends first the process is killed: what it was doing cannot be
// taken back any other way. The child is not to be used again after an error other than *Error.
func (ch *child) call(ctx context.Context, method string, m Message) (Message, error) {
	done := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		select {
		case <-ctx.Done():
			ch.kill()
		case <-done:
		}
	}()
	reply, err := ch.exchange(method, m)
	close(done)
	<-watched
	if ctx.Err() != nil {
		return Message{}, ctx.Err()
	}
	return reply, err
}

func (ch *child) exchange(method string, m Message) (Message, error) {
	ch.requests++
	if err := writeFrame(ch.in, envelope{Method: method, Header: m.Header}, m.Blobs); err != nil {
		return Message{}, fmt.Errorf("send request: %w", err)
	}
	if err := ch.in.Flush(); err != nil {
		return Message{}, fmt.Errorf("send request: %w", err)
	}
	answer, blobs, err := readFrame(ch.out)
	if err != nil {
		return Message{}, fmt.Errorf("read answer: %w", err)
	}
	if answer.Failed {
		return Message{}, &Error{Text: answer.Error}
	}
	return Message{Header: answer.Header, Blobs: blobs}, nil
}

// kill ends the whole process group at once; it may be called more than once and from any goroutine.
func (ch *child) kill() {
	_ = syscall.Kill(-ch.cmd.Process.Pid, syscall.SIGKILL) // it may be gone already
}

// reap waits for the process after kill or after its input was closed, and frees what the parent holds of it.
func (ch *child) reap() {
	_ = ch.stdin.Close()
	_ = ch.cmd.Wait() // how it ended is known
	close(ch.exited)
}

// rss returns the bytes of memory that the process holds now, 0 where that cannot be told. Source: proc(5), statm.
func (ch *child) rss() int64 {
	data, err := os.ReadFile("/proc/" + strconv.Itoa(ch.cmd.Process.Pid) + "/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data))
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
