#!/bin/sh
# Installs a released leaksift for Linux and checks its digest. Needs curl or wget, tar and sha256sum.
#
#   sh install.sh                 the newest release, into ~/.local/bin
#   sh install.sh 0.2.0           that release
#
# Variables: PREFIX (where bin/ and share/ are, ~/.local), LEAKSIFT_SHA256 (the digest that the archive must have; without it
# the release's own SHA256SUMS says), LEAKSIFT_RELEASES (address of the releases).
set -eu

version=${1:-}
prefix=${PREFIX:-$HOME/.local}
releases=${LEAKSIFT_RELEASES:-https://github.com/OWNER/leaksift/releases}

fail() {
  printf 'install.sh: %s\n' "$1" >&2
  exit 1
}

# The content of an address on standard output.
fetch() {
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --retry 3 "$1"
  elif command -v wget >/dev/null; then
    wget --quiet --output-document=- "$1"
  else
    fail "curl or wget is needed"
  fi
}

digest_of() {
  if command -v sha256sum >/dev/null; then
    sha256sum "$1" | cut -d ' ' -f 1
  elif command -v shasum >/dev/null; then
    shasum -a 256 "$1" | cut -d ' ' -f 1
  else
    fail "sha256sum or shasum is needed to check the digest"
  fi
}

[ "$(uname -s)" = Linux ] || fail "there are programs for Linux only; README.md says how to build leaksift elsewhere"
case $(uname -m) in
  x86_64 | amd64) machine=x86_64 ;;
  aarch64 | arm64) machine=aarch64 ;;
  *) fail "there is no program for $(uname -m); README.md says how to build leaksift" ;;
esac

if [ -n "$version" ]; then
  base=$releases/download/v${version#v}
else
  base=$releases/latest/download
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

fetch "$base/SHA256SUMS" >"$work/SHA256SUMS" || fail "cannot fetch $base/SHA256SUMS: is there such a release?"
line=$(grep -E "^[0-9a-f]{64}  leaksift-[^/ ]+-linux-$machine\.tar\.gz$" "$work/SHA256SUMS") ||
  fail "the release has no program for Linux on $machine"
archive=${line#*  }
wanted=${LEAKSIFT_SHA256:-${line%%  *}}
fetch "$base/$archive" >"$work/$archive" || fail "cannot fetch $base/$archive"
found=$(digest_of "$work/$archive")
[ "$found" = "$wanted" ] || fail "$archive has the digest $found instead of $wanted: nothing was installed"

tar -xzf "$work/$archive" -C "$work"
folder=$work/${archive%.tar.gz}
"$folder/leaksift" version >/dev/null || fail "the program does not run here"
mkdir -p "$prefix/bin" "$prefix/share/man/man1"
# By renaming, so that a leaksift that is running stays as it is.
cp "$folder/leaksift" "$prefix/bin/.leaksift.new"
mv "$prefix/bin/.leaksift.new" "$prefix/bin/leaksift"
cp "$folder"/man/*.1 "$prefix/share/man/man1/"
printf 'Installed %s as %s\n' "$("$prefix/bin/leaksift" version)" "$prefix/bin/leaksift"
case :$PATH: in
  *:"$prefix/bin":*) ;;
  *) printf 'Put %s on PATH to call it as leaksift.\n' "$prefix/bin" ;;
esac
