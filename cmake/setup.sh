# shellcheck shell=sh
# What test.sh and demo.sh share: installing what is missing, with the system's package manager. Nothing is asked.
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

has() {
  case $1 in
    compiler) has_compiler ;;
    make) command -v ninja >/dev/null || command -v make >/dev/null ;;
    fmt) has_header fmt/format.h ;;
    doctest) has_header doctest/doctest.h ;;
    cli11) has_header CLI/CLI.hpp ;;
    json) has_header nlohmann/json.hpp ;;
    benchmark) has_header benchmark/benchmark.h ;;
    boost) has_header boost/iostreams/device/mapped_file.hpp ;;
    qt) pkg-config --exists Qt6Core 2>/dev/null ;;
    glib) pkg-config --exists gio-2.0 2>/dev/null ;;
    llvm) has_header llvm/Support/Memory.h || command -v llvm-config >/dev/null ;;
    jemalloc | mimalloc) has_library "lib$1.so.2" ;;
    matplotlib) /usr/bin/python3 -c 'import matplotlib' 2>/dev/null ;;
    mkfs.*) PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# The package manager of this system.
manager() {
  for program in apt-get dnf apk pacman zypper brew; do
    if command -v $program >/dev/null; then
      echo $program
      return
    fi
  done
}

# The name of a need's package for the manager.
package() {
  case $1:$2 in
    apt-get:compiler | apk:compiler) echo g++ ;;
    dnf:compiler | zypper:compiler) echo gcc-c++ ;;
    *:compiler) echo gcc ;;
    apt-get:fmt) echo libfmt-dev ;;
    apt-get:cli11) echo libcli11-dev ;;
    apt-get:doctest | apk:fmt | apk:doctest | apk:cli11) echo "$2-dev" ;;
    dnf:fmt | dnf:doctest | dnf:cli11 | zypper:fmt | zypper:doctest | zypper:cli11) echo "$2-devel" ;;
    apt-get:json) echo nlohmann-json3-dev ;;
    dnf:json) echo json-devel ;;
    zypper:json) echo nlohmann_json-devel ;;
    *:json) echo nlohmann-json ;;
    apt-get:benchmark) echo libbenchmark-dev ;;
    apt-get:boost) echo libboost-iostreams-dev ;;
    apt-get:qt) echo qt6-base-dev ;;
    apt-get:glib) echo libglib2.0-dev ;;
    apt-get:llvm) echo llvm-dev ;;
    apt-get:jemalloc) echo libjemalloc2 ;;
    apt-get:mimalloc) echo libmimalloc2.0 ;;
    apt-get:matplotlib) echo python3-matplotlib ;;
    *:rg) echo ripgrep ;;
    *:mkfs.ext4) echo e2fsprogs ;;
    *:mkfs.xfs) echo xfsprogs ;;
    *:mkfs.btrfs) echo btrfs-progs ;;
    apt-get:busybox) echo busybox-static ;;
    apt-get:qemu-system-x86_64) echo qemu-system-x86 ;;
    dnf:pkg-config | zypper:pkg-config) echo pkgconf-pkg-config ;;
    apk:pkg-config | pacman:pkg-config | brew:pkg-config) echo pkgconf ;;
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
    dnf) as_root dnf install --assumeyes --quiet "$@" ;;
    apk) as_root apk add --quiet --update-cache "$@" ;;
    pacman) as_root pacman --sync --refresh --needed --noconfirm "$@" ;;
    zypper) as_root zypper --non-interactive --quiet install "$@" ;;
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
    echo "Missing:$missing. This system has none of apt-get, dnf, apk, pacman, zypper and brew:" >&2
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
