#!/usr/bin/env bash
# Installs the Debian packages that heyan is built and run with. Quick when they are there already.
#   deps.sh          what building and running need
#   deps.sh fonts    what drawing specimens in tests needs as well
set -euo pipefail

packages="gcc libc6-dev g++ pkg-config libtesseract-dev libleptonica-dev tesseract-ocr-eng tesseract-ocr-chi-sim tesseract-ocr-osd fonts-wqy-microhei"
if [ "${1:-}" = fonts ]; then
	packages="fonts-noto-cjk fonts-wqy-microhei fonts-wqy-zenhei fonts-arphic-ukai fonts-arphic-uming fonts-ocr-b"
fi
command -v npm >/dev/null || [ "${1:-}" = fonts ] || packages="$packages npm"

missing=""
for p in $packages; do
	[ "$(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null || true)" = installed ] || missing="$missing $p"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
	echo "deps: this machine has no apt-get; install the equivalents of:$missing" >&2
	exit 1
fi
sudo=""
if [ "$(id -u)" != 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "deps: as root, run: apt-get install$missing" >&2
		exit 1
	fi
	sudo=sudo
fi
echo "deps: installing$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # a list of names
if ! { $sudo apt-get update -q && $sudo apt-get install -qy --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 15 "$log" >&2
	echo "deps: installing failed; check the network and the package sources, then run this again" >&2
	exit 1
fi
