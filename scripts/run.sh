#!/usr/bin/env bash
# Judges the sample filing and says where the overlays lie. Exit 0: judging worked, whatever the verdicts.
set -uo pipefail
cd "$(dirname "$0")/.."
code=0
bin/heyan check --declared testdata/filing/declared.json --as-of 2026-11-23 --overlay out/overlays testdata/filing || code=$?
if [ "$code" -gt 1 ]; then
	echo "run: a file could not be judged; bin/heyan doctor says what is missing" >&2
	exit "$code"
fi
echo
echo "One file: bin/heyan check FILE. A service: bin/heyan serve, then http://127.0.0.1:8080/. What is wrong with a"
echo "specimen is in its name: bin/heyan check testdata/files/id_card"
