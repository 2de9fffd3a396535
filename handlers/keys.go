package handlers

import (
	"bufio"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
)

// Keys are the hashes of the keys that callers may use.
type Keys struct{ sums [][sha256.Size]byte }

// LoadKeys reads a file of keys: the sha256 of each in hex, one a line, anything after it a note; # begins a comment.
func LoadKeys(path string) (*Keys, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open keys: %w", err)
	}
	defer f.Close()
	k := &Keys{}
	scanner := bufio.NewScanner(f)
	for line := 1; scanner.Scan(); line++ {
		fields := strings.Fields(scanner.Text())
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		sum, err := hex.DecodeString(fields[0])
		if err != nil || len(sum) != sha256.Size {
			return nil, fmt.Errorf("line %d is no sha256 in hex; make one with: printf %%s KEY | sha256sum", line)
		}
		k.sums = append(k.sums, [sha256.Size]byte(sum))
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	if len(k.sums) == 0 {
		return nil, errors.New("the file holds no key; put the sha256 of each on a line of its own")
	}
	return k, nil
}

// find returns what a key is called in logs: the beginning of its hash. It takes the same time whichever key it is.
func (k *Keys) find(key string) (string, bool) {
	sum := sha256.Sum256([]byte(key))
	found := 0
	for _, known := range k.sums {
		found |= subtle.ConstantTimeCompare(sum[:], known[:])
	}
	return hex.EncodeToString(sum[:4]), found == 1 && key != ""
}

// CheckAddr refuses an address that others can reach where no keys are set.
func CheckAddr(addr string, keys *Keys) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("--addr %s: give host:port, such as 127.0.0.1:8080", addr)
	}
	if keys != nil || host == "localhost" {
		return nil
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("--addr %s can be reached from outside and no keys are set; give --api-keys FILE, or listen on 127.0.0.1", addr)
}
