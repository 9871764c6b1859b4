# shellcheck shell=sh
# shellcheck disable=SC2154  # $work is of setup.sh
# Packages of any Debian release and processor, without installing them: kernels for virtual machines. Sourced.
#
#     unpack_package RELEASE PROCESSOR PATTERN FOLDER    the last package whose name matches, unpacked into the folder
#
# A release that is no longer on the mirrors is taken from the archive.

# The mirror that this machine's own packages come from, where it is a Debian.
debian_mirror() {
  # shellcheck disable=SC2016  # apt's own names
  { apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 2>/dev/null || true; } |
    awk '$1 == "Debian" && $2 !~ /security/ && !found { found = $2 }
         END { sub("/$", "", found); print found ? found : "http://deb.debian.org/debian" }'
}

# The list of packages of a release, read once: mirror and list are found by package_list.
package_list() {
  for mirror in "$(debian_mirror)" http://archive.debian.org/debian; do
    if curl -fsSL "$mirror/dists/$1/main/binary-$2/Packages.xz" -o "$work/$1-$2.xz"; then
      xz -dc "$work/$1-$2.xz" >"$work/$1-$2"
      return
    fi
  done
  return 1
}

# Its file's name and SHA-256.
find_package() {
  awk -v pattern="^Package: $3\$" '
    $0 ~ pattern { found = 1 }
    found && /^Filename: / { file = $2 }
    found && /^SHA256: / { sum = $2 }
    /^$/ { if (found) { last = file " " sum } found = 0 }
    END { print last }' "$work/$1-$2"
}

unpack_package() {
  [ -e "$work/$1-$2" ] || package_list "$1" "$2" || return 1
  # shellcheck disable=SC2046  # two words
  set -- $(find_package "$1" "$2" "$3") "$4"
  [ $# -eq 3 ] || return 1
  curl -fsSL "$mirror/$1" -o "$work/package.deb"
  echo "$2  $work/package.deb" | sha256sum --check --quiet
  dpkg-deb -x "$work/package.deb" "$3"
}
