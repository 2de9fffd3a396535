package pdf

import (
	"fmt"
	"syscall"

	"github.com/tetratelabs/wazero/experimental"
)

// mapping is an instance's memory: reserved whole at the start, backed by the kernel as it is touched, so that growing
// neither moves nor copies it.
type mapping struct{ reserved []byte }

// allocate reserves limit bytes. Running out of address space panics, as the interface has no error; the runtime turns
// it into one.
func allocate(_, limit uint64) experimental.LinearMemory {
	b, err := syscall.Mmap(-1, 0, int(limit), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE|syscall.MAP_NORESERVE) // #nosec G115 -- memoryPages
	if err != nil {
		panic(fmt.Sprintf("reserve %d bytes: %v", limit, err))
	}
	return &mapping{b}
}

// Reallocate returns the first size bytes, nil where there are not so many.
func (m *mapping) Reallocate(size uint64) []byte {
	if size > uint64(len(m.reserved)) {
		return nil
	}
	return m.reserved[:size]
}

// Free gives everything back.
func (m *mapping) Free() {
	if m.reserved != nil {
		_ = syscall.Munmap(m.reserved) // nothing can be done about an address that is not ours
		m.reserved = nil
	}
}
