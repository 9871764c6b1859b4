# shellcheck shell=sh
# A kernel for a virtual machine, Debian's for clouds, without installing it: in $guest are vmlinuz and modules, numbered
# in the order in which they are loaded. Kept in the user's cache, by the name that a script gives it in $guest_name where
# it needs more modules: $more_modules.

guest_modules='virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk libcrc32c xfs'

# What is not there as a module is in the kernel.
copy_modules() {
  number=10
  mkdir "$2"
  for module in $guest_modules ${more_modules:-}; do
    find "$1" -name "$module.ko" -exec cp {} "$2/$number-$module.ko" \;
    number=$((number + 1))
  done
}

fetch_kernel() (
  cd "$1" || exit 1
  package=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p')
  apt-get download -qq -o APT::Sandbox::User=root "$package"
  dpkg-deb -x "$package"_*.deb unpacked
  mkdir guest
  cp unpacked/boot/vmlinuz-* guest/vmlinuz
  copy_modules unpacked/lib/modules guest/modules
)

# It gets its name when it is whole; where another proof is faster, that one is taken.
find_kernel() {
  if [ "$(uname -m)" != x86_64 ]; then cannot "the virtual machine's kernel is that of x86_64"; fi
  need apt-get dpkg-deb
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/mmapkit
  guest=$cache/${guest_name:-guest}
  if [ -e "$guest/vmlinuz" ]; then return; fi
  mkdir -p "$cache"
  new=$(mktemp -d "$cache/new.XXXXXX")
  if fetch_kernel "$new"; then mv -T "$new/guest" "$guest" || true; fi
  rm -rf "$new"
  [ -e "$guest/vmlinuz" ] || cannot "no kernel for the virtual machine can be downloaded"
}
