/// \file
/// The owning type: one mapping, unmapped when it goes out of scope.
#pragma once

#include <cstddef>
#include <span>
#include <system_error>

#include <mmapkit/byte_views.hpp>
#include <mmapkit/calls/madvise.hpp>
#include <mmapkit/calls/mincore.hpp>
#include <mmapkit/calls/mlock.hpp>
#include <mmapkit/calls/sync_directory_entry.hpp>
#include <mmapkit/export.hpp>
#include <mmapkit/flags/advice.hpp>
#include <mmapkit/flags/durability.hpp>
#include <mmapkit/flags/handle_view.hpp>
#include <mmapkit/flags/lock_flag.hpp>
#include <mmapkit/flags/mapped.hpp>
#include <mmapkit/flags/mmap_options.hpp>
#include <mmapkit/flags/msync_flag.hpp>
#include <mmapkit/flags/path_view.hpp>
#include <mmapkit/flags/protection_flag.hpp>
#include <mmapkit/flags/residency.hpp>

namespace mmapkit {

/// Owns one mapping. Move-only; true in a condition while it maps, an empty file included. A moved-from, released,
/// unmapped or default-made mapping holds nothing: its data is null, its size 0, and protect and sync refuse it.
///
/// The file is closed as soon as it is not needed: at once for read-only and private mappings, so that their number is
/// not bound by the limit of open files; with the mapping for shared ones whose file was opened for writing.
///
/// Distinct objects may be used by different threads. Of one object const functions may be called at once, others
/// alone.
/// \par Example
/// \code{.cpp}
/// mapping file{"data.bin"};
/// std::cout << file.text().substr(0, 80);
/// \endcode
class MMAPKIT_EXPORT mapping : public writable_byte_views<mapping> {
 public:
  mapping() noexcept = default;
  /// As mmap of the same arguments.
  /// \throws mmap_error as mmap. The error_code forms leave the mapping empty on failure.
  [[nodiscard]] explicit mapping(path_view path, const mmap_options& options = {});
  [[nodiscard]] explicit mapping(handle_view file, const mmap_options& options = {});
  [[nodiscard]] explicit mapping(const mmap_options& options);
  [[nodiscard]] mapping(path_view path, const mmap_options& options, std::error_code& error) noexcept;
  [[nodiscard]] mapping(handle_view file, const mmap_options& options, std::error_code& error) noexcept;
  [[nodiscard]] mapping(const mmap_options& options, std::error_code& error) noexcept;
  /// Takes over what mmap, or release, returned. `protection` is what the memory has now.
  [[nodiscard]] mapping(const mapped& memory, protection_flag protection) noexcept;
  /// Takes over what the other holds, and leaves it empty.
  mapping(mapping&& other) noexcept;
  mapping& operator=(mapping&& other) noexcept;
  /// Unmaps. A failure is not reported here: call unmap() to learn of one.
  ~mapping();
  /// Whether it holds anything.
  [[nodiscard]] explicit operator bool() const noexcept { return memory_.addr != nullptr; }

  /// The byte at the offset that was asked for; any alignment. It is not const, whatever the protection: a store to
  /// memory that may only be read ends the process. writable_bytes() and as_writable() are checked.
  [[nodiscard]] std::byte* data() noexcept MMAPKIT_LIFETIMEBOUND { return static_cast<std::byte*>(memory_.addr); }
  [[nodiscard]] const std::byte* data() const noexcept MMAPKIT_LIFETIMEBOUND {
    return static_cast<const std::byte*>(memory_.addr);
  }

  /// How many bytes.
  [[nodiscard]] std::size_t size() const noexcept { return memory_.size; }

  /// What the memory may be used for now; none where the mapping holds nothing.
  [[nodiscard]] protection_flag protection() const noexcept { return *this ? protection_ : protection_flag::none; }

  /// As mprotect of the whole mapping: write adds read. What cannot be changed stays as it was.
  /// \throws mmap_error invalid_argument where the mapping holds nothing.
  /// \par Platforms
  /// Every, with the limits of mprotect.
  /// \par Example
  /// \code{.cpp}
  /// file.protect(protection_flag::read);
  /// \endcode
  void protect(protection_flag protection);
  void protect(protection_flag protection, std::error_code& error) noexcept;

  /// As msync of the whole mapping, or of `length` bytes at `offset`, rounded outwards to whole pages. A file that was
  /// just made has its name on the device only after sync_directory_entry(path).
  /// \throws mmap_error invalid_argument if the range does not lie within the mapping, or it holds nothing;
  /// input_output_error where stores lie behind the end of a file that has become shorter, if the mapping has the file.
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// file.sync(100, 10, msync_flag::sync);
  /// \endcode
  void sync(msync_flag flags = msync_flag::sync);
  void sync(msync_flag flags, std::error_code& error) noexcept;
  void sync(std::size_t offset, std::size_t length, msync_flag flags = msync_flag::sync);
  void sync(std::size_t offset, std::size_t length, msync_flag flags, std::error_code& error) noexcept;

  /// Makes the whole mapping, or `length` bytes at `offset`, rounded outwards to whole pages, as durable as the level
  /// says.
  ///
  /// After a failure data may be lost, and the system tells it once: every later sync and write_through fails with the
  /// same code, of all mappings of the file that were there, here and in children of fork(), until it is mapped anew.
  /// What it has is unknown: pages that could not be written may look in memory as if they had been (ext4).
  /// \throws mmap_error invalid_argument as sync, and for a private, writable mapping: its stores reach no file;
  /// bad_file_descriptor: closed and needed, or another file's now; io_error: cut short, stores beyond the end lost.
  /// \par Platforms
  /// Every; the levels tell what each does.
  /// \par Example
  /// \code{.cpp}
  /// file.sync(durability::all);
  /// \endcode
  /// \sa POSIX \posix{msync}, \posix{fsync}; macOS fcntl(2), F_FULLFSYNC; \win32{memoryapi,FlushViewOfFile},
  /// \win32{fileapi,FlushFileBuffers}
  void sync(durability level);
  void sync(durability level, std::error_code& error) noexcept;
  void sync(std::size_t offset, std::size_t length, durability level);
  void sync(std::size_t offset, std::size_t length, durability level, std::error_code& error) noexcept;

  /// Stores the bytes at the offset of a shared, writable mapping. When this returns they are durable, and seen through
  /// this mapping and every other one of the file on this machine. Many are faster at once: they wait for the device
  /// together; in which order they reach it is not said. Bytes of an anonymous mapping are stored.
  /// \throws mmap_error invalid_argument where the bytes do not lie within the mapping, or its stores do not reach a
  /// file, before any is written; bad_file_descriptor where the file is closed, or another now; a failed sync as sync.
  /// \par Platforms
  /// Every. Where a write lands where a store would (Linux; not with open_flag::direct, O_APPEND, or beyond
  /// RLIMIT_FSIZE), by writing, which needs no page fault and no whole page to go out; elsewhere by storing and
  /// sync(durability::all).
  /// \par Example
  /// \code{.cpp}
  /// log.write_through(end, record);                   // the data is there
  /// log.write_through(0, std::as_bytes(std::span{&header, 1}));  // before the header that points at it
  /// \endcode
  /// \sa Linux \linuxman{pwritev2,2}, RWF_DSYNC
  void write_through(std::size_t offset, std::span<const std::byte> bytes);
  void write_through(std::size_t offset, std::span<const std::byte> bytes, std::error_code& error) noexcept;
  void write_through(std::span<const write_request> requests);
  void write_through(std::span<const write_request> requests, std::error_code& error) noexcept;

  /// As mprotect of `length` bytes at `offset`, rounded outwards to whole pages, which are huge in a mapping of huge
  /// pages. protection() stays what the whole was last given.
  /// \throws mmap_error as sync of a range.
  /// \par Platforms
  /// As mprotect.
  /// \par Example
  /// \code{.cpp}
  /// table.protect(0, page_size(), protection_flag::none);
  /// \endcode
  void protect(std::size_t offset, std::size_t length, protection_flag protection);
  void protect(std::size_t offset, std::size_t length, protection_flag protection, std::error_code& error) noexcept;

  /// As madvise of the whole mapping, or of a range. Harmless advice is rounded outwards to whole pages. Advice that
  /// throws content away must be said to: `discarding`; it is rounded inwards, so that nothing outside the range is
  /// lost and a range without a whole page loses nothing; what the last page has beyond the end of the mapping may go
  /// with it.
  /// \throws mmap_error invalid_argument if the range does not lie within the mapping, it holds nothing, or the advice
  /// discards and was not said to.
  /// \par Platforms
  /// As madvise.
  /// \par Example
  /// \code{.cpp}
  /// file.advise(advice::sequential);
  /// log.advise(0, read, advice::pageout);  // drops what is not needed again (Linux; one's own file)
  /// cache.advise(0, page_size(), discarding{advice::dont_need});
  /// \endcode
  void advise(advice what);
  void advise(advice what, std::error_code& error) noexcept;
  void advise(std::size_t offset, std::size_t length, advice what);
  void advise(std::size_t offset, std::size_t length, advice what, std::error_code& error) noexcept;
  void advise(discarding how);
  void advise(discarding how, std::error_code& error) noexcept;
  void advise(std::size_t offset, std::size_t length, discarding how);
  void advise(std::size_t offset, std::size_t length, discarding how, std::error_code& error) noexcept;

  /// As mmapkit::prefetch of the whole mapping, of a range, or of many parts: they are on their way when it returns.
  /// \throws mmap_error invalid_argument as advise, before anything is read.
  /// \par Platforms
  /// As mmapkit::prefetch.
  /// \par Example
  /// \code{.cpp}
  /// std::vector<std::span<const std::byte>> parts;
  /// for (const auto key : keys) parts.push_back(index.bytes().subspan(place_of(key), record_size));
  /// index.prefetch(parts);
  /// \endcode
  void prefetch() const;
  void prefetch(std::error_code& error) const noexcept;
  void prefetch(std::size_t offset, std::size_t length) const;
  void prefetch(std::size_t offset, std::size_t length, std::error_code& error) const noexcept;
  void prefetch(std::span<const std::span<const std::byte>> parts) const;
  void prefetch(std::span<const std::span<const std::byte>> parts, std::error_code& error) const noexcept;

  /// As mlock2 and munlock of the whole mapping, or of a range, rounded outwards to whole pages: they stay in memory.
  /// It keeps nobody out, and neither does std::scoped_lock of a mapping: that is file::lock().
  /// \throws mmap_error invalid_argument as advise. After a failed lock nothing of the range is locked.
  /// \par Platforms
  /// Every, with the limits of mlock2.
  /// \par Example
  /// \code{.cpp}
  /// keys.lock();
  /// \endcode
  void lock(lock_flag flags = lock_flag::none);
  void lock(lock_flag flags, std::error_code& error) noexcept;
  void lock(std::size_t offset, std::size_t length, lock_flag flags = lock_flag::none);
  void lock(std::size_t offset, std::size_t length, lock_flag flags, std::error_code& error) noexcept;
  void unlock();
  void unlock(std::error_code& error) noexcept;
  void unlock(std::size_t offset, std::size_t length);
  void unlock(std::size_t offset, std::size_t length, std::error_code& error) noexcept;

  /// How many of the pages are in memory, of the whole mapping or of those that a range or many parts touch, a page for
  /// each part that touches it. `known` is false where the system hides it: since Linux 5.2 it calls all pages of a
  /// file resident that this process may not write, and of a file's huge pages it tells those that this one touched.
  /// \throws mmap_error invalid_argument as advise.
  /// \par Platforms
  /// As mincore.
  /// \par Example
  /// \code{.cpp}
  /// if (const auto r = file.residency(); r.known) std::cout << r.resident << " of " << r.pages << " pages\n";
  /// \endcode
  [[nodiscard]] mmapkit::residency residency() const;
  [[nodiscard]] mmapkit::residency residency(std::error_code& error) const noexcept;
  [[nodiscard]] mmapkit::residency residency(std::size_t offset, std::size_t length) const;
  [[nodiscard]] mmapkit::residency residency(std::size_t offset, std::size_t length,
                                             std::error_code& error) const noexcept;
  [[nodiscard]] mmapkit::residency residency(std::span<const std::span<const std::byte>> parts) const;
  [[nodiscard]] mmapkit::residency residency(std::span<const std::span<const std::byte>> parts,
                                             std::error_code& error) const noexcept;

  /// Makes the mapping `size` bytes long, more than 0, from the same offset; data() may change. On failure mapping and
  /// file are as they were, but for what file_growth leaves.
  ///
  /// A shared, writable mapping whose file is open grows its file as mmap does, its blocks allocated, unless
  /// mmap_options::growth said sparse. Other mappings of files can become as long as the file is, which needs the file:
  /// keep_file keeps it open. Shorter always works, and leaves the file's length alone. Anonymous memory grows by
  /// zeros; shared anonymous memory has its size for ever and only becomes shorter.
  /// A mapping whose pages faulted under guard is to be unmapped instead.
  /// \throws mmap_error invalid_argument beyond the end of a file that cannot grow; bad_file_descriptor where the file
  /// is needed and closed, or its descriptor is another file's now; operation_not_supported to grow shared anonymous
  /// memory; permission_denied where private memory has to be copied and part cannot be read; bad_address on Linux
  /// and NetBSD where parts have a protection, locks or advice of their own, until all of it has the same again.
  /// \par Platforms
  /// Every. Without mremap (all but Linux and NetBSD), and for a mapping of size 0, a new mapping takes the place of
  /// the old one, with protection() for all of it: private memory is copied, and locks, advice, the protection of
  /// parts, and what alignment, numa_node, section and allocation had asked for are not carried over.
  /// \par Example
  /// \code{.cpp}
  /// log.resize(log.size() * 2);
  /// \endcode
  /// \sa Linux \linuxman{mremap,2}; \win32{memoryapi,CreateFileMappingW}, \win32{memoryapi,MapViewOfFileEx}
  void resize(std::size_t size);
  void resize(std::size_t size, std::error_code& error) noexcept;

  /// The file that it keeps open: that of a path with keep_file, or of a shared mapping that was opened to write.
  /// \throws mmap_error bad_file_descriptor where it keeps none; a borrowed handle is known to its owner alone.
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// std::cout << cachestat(table.file().get()).cached;
  /// \endcode
  [[nodiscard]] handle_view file() const&;
  [[nodiscard]] handle_view file(std::error_code& error) const& noexcept;
  handle_view file() const&& = delete;
  handle_view file(std::error_code& error) const&& = delete;

  /// As munmap. Where the memory could not be unmapped the mapping still holds it. Does nothing where it holds nothing.
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// file.unmap();
  /// \endcode
  void unmap();
  void unmap(std::error_code& error) noexcept;
  /// Hands the memory over: whoever takes it calls munmap, unless it is nothing (a null addr). Does not fail.
  /// \par Example
  /// \code{.cpp}
  /// mmapkit::munmap(file.release());
  /// \endcode
  [[nodiscard]] mapped release() noexcept;

 private:
  friend struct mapping_access;

  mapped memory_;
  protection_flag protection_ = protection_flag::none;
};

}  // namespace mmapkit
