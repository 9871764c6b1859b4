/// \file
/// How a file grows with its mapping.
#pragma once

#include <cstdint>

namespace mmapkit {

/// What to do when a shared, writable mapping ends beyond its file.
///
/// Addresses are found first, then blocks beyond the end, then the file is mapped, and its length is set last: what
/// others have stored meanwhile is neither cut nor overwritten, and a growth that fails is not seen by them. More than
/// the free space of the disk is refused at once. What is left:
///
/// - Blocks that were allocated before a failure stay, beyond the end, until the file is cut or removed: to give them
///   back would cut what another process has appended meanwhile.
/// - Where no call allocates and keeps the length, blocks come with the length (FreeBSD, NetBSD) or after it (OpenBSD;
///   on Linux ext4 without extents, NFS before 4.2 and many in FUSE): then only for what is mapped, by atomic stores
///   that change no byte, for which SIGBUS must not be blocked where Linux is older than 5.14. If a block cannot be
///   had, the file keeps its new length. Through a descriptor with O_APPEND zeros are appended up to it.
/// - Where no call allocates at all, and on macOS, the length is set by a write of its last byte if the file is
///   shorter: a store of another process to this one byte at that moment is lost.
/// - A mapping that has moved when the length of its file cannot be set moves back, unless another thread has taken its
///   old addresses meanwhile.
/// - On Windows the length comes before the mapping, and stays where that fails.
/// - A file is made when nothing that can be judged without it forbids its mapping: access, limits, addresses. If the
///   mapping fails all the same, on Linux its name goes again, while it is empty and nobody else has it open; elsewhere
///   that cannot be told, and the empty file stays.
enum class file_growth : std::uint8_t {
  /// The blocks are allocated: a full disk is an error now and not a fault later.
  allocated,
  /// The file gets a hole: fast, and a store into it dies of SIGBUS (Windows: EXCEPTION_IN_PAGE_ERROR) on a full disk.
  sparse,
  /// As allocated, and each block is written too. A file system notes of an allocated block that nobody has written it
  /// (unwritten extents of ext4 and XFS, the valid data length of NTFS), and to change that costs the first durable
  /// write to a page much more than the later ones. For a log, and other files of which each write is made durable: the
  /// first write to each page costs what the later ones cost.
  ///
  /// No byte is changed for it: the new pages are made dirty by a shared mapping when the file has its length, and then
  /// written and synced. So the growth takes as long as writing that much to the disk, uses the page cache for it, and
  /// should come in large steps. What fails there leaves the file with its new length and its blocks; a failed sync is
  /// told like that of mapping::sync(). The file has to be open for reading and writing; on Windows for x86 it is
  /// function_not_supported. A file system that writes each change to another place (btrfs, ZFS) gains nothing by it.
  /// Who has a file alone may leave it to the device by fallocate_mode::write_zeroes (Linux 6.17). That is not done
  /// here, since it overwrites what others have stored.
  written,
};

}  // namespace mmapkit
