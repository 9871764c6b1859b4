# shellcheck shell=sh
# What the scripts of this folder share: installing what is missing, with the system's package manager. Nothing is asked.
#
#     need cmake compiler fmt      # say and install what is missing of these

# Whether a C++ header is where compilers and CMake look without being told.
has_header() {
  for folder in /usr/include /usr/local/include /opt/homebrew/include /opt/local/include; do
    [ -e "$folder/$1" ] && return
  done
  return 1
}

# Whether the loader finds it.
has_library() { PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | grep -q "$1"; }

has_compiler() {
  command -v "${CXX:-c++}" >/dev/null || command -v g++ >/dev/null || command -v clang++ >/dev/null
}

# Its header comes with another package.
has_boost_iostreams() {
  for library in libboost_iostreams.so libboost_iostreams.dylib; do
    [ -e "$("${CXX:-c++}" -print-file-name=$library)" ] && return
    [ -e "/opt/homebrew/lib/$library" ] && return
  done
  return 1
}

has() {
  case $1 in
    compiler) has_compiler ;;
    make) command -v ninja >/dev/null || command -v make >/dev/null ;;
    fmt) has_header fmt/format.h ;;
    xxhash) has_header xxhash.h ;;
    doctest) has_header doctest/doctest.h ;;
    cli11) has_header CLI/CLI.hpp ;;
    json) has_header nlohmann/json.hpp ;;
    re2) has_header re2/re2.h ;;
    benchmark) has_header benchmark/benchmark.h ;;
    boost) has_header boost/iostreams/device/mapped_file.hpp && has_boost_iostreams ;;
    qt) pkg-config --exists Qt6Core 2>/dev/null ;;
    fuse3-dev) pkg-config --exists fuse3 2>/dev/null ;;
    glib) pkg-config --exists gio-2.0 2>/dev/null ;;
    lmdb) has_header lmdb.h ;;
    uring) has_header liburing.h ;;
    sqlite) has_header sqlite3.h ;;
    llvm) has_header llvm/Support/Memory.h || command -v llvm-config >/dev/null ;;
    jemalloc | mimalloc) has_library "lib$1.so.2" ;;
    matplotlib) /usr/bin/python3 -c 'import matplotlib' 2>/dev/null ;;
    mkfs.*) PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# The package manager of this system: Debian's, which the legs of .ci/run try, or Homebrew, which macOS needs.
manager() {
  for program in apt-get brew; do
    if command -v $program >/dev/null; then
      echo $program
      return
    fi
  done
}

# The name of a need's package for the manager.
package() {
  case $1:$2 in
    apt-get:compiler) echo g++ ;;
    brew:compiler) echo gcc ;;
    apt-get:fmt) echo libfmt-dev ;;
    apt-get:xxhash) echo libxxhash-dev ;;
    apt-get:cli11) echo libcli11-dev ;;
    apt-get:doctest) echo doctest-dev ;;
    apt-get:json) echo nlohmann-json3-dev ;;
    apt-get:re2) echo libre2-dev ;;
    brew:json) echo nlohmann-json ;;
    brew:pkg-config) echo pkgconf ;;
    apt-get:benchmark) echo libbenchmark-dev ;;
    apt-get:boost) echo libboost-iostreams-dev ;;
    apt-get:qt) echo qt6-base-dev ;;
    apt-get:fuse3-dev) echo libfuse3-dev ;;
    apt-get:fusermount3) echo fuse3 ;;
    apt-get:glib) echo libglib2.0-dev ;;
    apt-get:lmdb) echo liblmdb-dev ;;
    apt-get:uring) echo liburing-dev ;;
    apt-get:sqlite) echo libsqlite3-dev ;;
    apt-get:llvm) echo llvm-dev ;;
    apt-get:jemalloc) echo libjemalloc2 ;;
    apt-get:mimalloc) echo libmimalloc2.0 ;;
    apt-get:matplotlib) echo python3-matplotlib ;;
    *:rg) echo ripgrep ;;
    apt-get:mkfs.ext4) echo e2fsprogs ;;
    apt-get:mkfs.xfs) echo xfsprogs ;;
    apt-get:mkfs.btrfs) echo btrfs-progs ;;
    apt-get:busybox) echo busybox-static ;;
    apt-get:qemu-system-x86_64) echo qemu-system-x86 ;;
    *) echo "$2" ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "Installing needs root, and there is no sudo. As root, run: $*" >&2
    return 1
  fi
}

install_packages() {
  case $(manager) in
    apt-get)
      # An old list of packages may do: whether they can be had is what counts.
      as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq || true
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "$@" </dev/null
      ;;
    brew) brew install --quiet "$@" ;;
    *) return 1 ;;
  esac
}

need() {
  missing=
  packages=
  for thing in "$@"; do
    has "$thing" && continue
    missing="$missing $thing"
    packages="$packages $(package "$(manager)" "$thing")"
  done
  if [ -z "$missing" ]; then
    echo "Everything that is needed is installed."
    return
  fi
  if [ -z "$(manager)" ]; then
    echo "Missing:$missing. This system has neither apt-get nor brew:" >&2
    echo "install them by hand, then run this again." >&2
    exit 1
  fi
  echo "Missing:$missing. Installing with $(manager):$packages"
  # shellcheck disable=SC2086  # one word for each package
  if ! install_packages $packages; then
    echo "Could not install:$packages. Nothing was built." >&2
    exit 1
  fi
}

# Installs what can be had of these; without the others it goes on: want THING...
want() {
  for thing in "$@"; do
    has "$thing" && continue
    echo "Missing: $thing. Installing with $(manager): $(package "$(manager)" "$thing")"
    install_packages "$(package "$(manager)" "$thing")" || echo "Without $thing it goes on."
  done
}

# Runs a command whose output is of interest only where it fails: quietly LOG COMMAND...
quietly() {
  log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if "$@" >"$log" 2>&1; then return; fi
  tail -n 50 "$log" >&2
  echo "This failed: $*. All of its output: $log" >&2
  return 1
}

# Configures a build folder: configure FOLDER SETTING...
configure() {
  folder=$1
  shift
  if [ ! -e "$folder/CMakeCache.txt" ] && command -v ninja >/dev/null; then
    set -- -G Ninja "$@"
  fi
  cmake -S . -B "$folder" "$@"
}

processors() {
  nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2
}
