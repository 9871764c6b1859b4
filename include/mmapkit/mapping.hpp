// The owning type: one mapping, unmapped when it goes out of scope.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <system_error>
#include <type_traits>

#include <mmapkit/advice.hpp>
#include <mmapkit/durability.hpp>
#include <mmapkit/lines.hpp>
#include <mmapkit/lock.hpp>
#include <mmapkit/mmap.hpp>
#include <mmapkit/path_view.hpp>
#include <mmapkit/residency.hpp>

namespace mmapkit {

namespace detail {

// What a fault handler keeps of a mapping: the first of its bytes, from data() on, that could not be accessed. Written
// in handlers and read by any thread, through atomic_of in src/fault_record.hpp alone.
struct fault_record {
  static constexpr std::size_t none = SIZE_MAX;
  std::size_t offset = none;
  fault_kind kind = fault_kind::unknown;  // as far as the system told it
  unsigned count = 0;                     // of the faults that were mended
};

}  // namespace detail

// Owns one mapping. Move-only; true in a condition while it maps, an empty file included. A moved-from, released,
// unmapped or default-made mapping holds nothing: its data is null, its size 0, and protect and sync refuse it.
//
// The file is closed as soon as it is not needed: at once for read-only and private mappings, so that their number is
// not bound by the limit of open files; with the mapping for shared ones whose file was opened for writing.
//
// Distinct objects may be used by different threads; one object as a std::vector.
//
//     mapping file{"data.bin"};
//     std::cout << file.text().substr(0, 80);
class MMAPKIT_EXPORT mapping {
 public:
  mapping() noexcept = default;

  // As mmap of the same arguments.
  // Throws: mmap_error; the error_code forms leave the mapping empty on failure.
  [[nodiscard]] explicit mapping(path_view path, const mmap_options& options = {});
  [[nodiscard]] explicit mapping(native_handle file, const mmap_options& options = {});
  [[nodiscard]] explicit mapping(const mmap_options& options);
  [[nodiscard]] mapping(path_view path, const mmap_options& options, std::error_code& error) noexcept;
  [[nodiscard]] mapping(native_handle file, const mmap_options& options, std::error_code& error) noexcept;
  [[nodiscard]] mapping(const mmap_options& options, std::error_code& error) noexcept;

  // Takes over what mmap, or release, returned. `protection` is what the memory has now.
  [[nodiscard]] mapping(const mapped& memory, protection_flag protection) noexcept;

  mapping(mapping&& other) noexcept;
  mapping& operator=(mapping&& other) noexcept;

  // Unmaps. A failure stays unseen here: call unmap() to learn of one.
  ~mapping();

  [[nodiscard]] explicit operator bool() const noexcept { return memory_.addr != nullptr; }

  // The byte at the offset that was asked for; any alignment.
  [[nodiscard]] std::byte* data() noexcept { return static_cast<std::byte*>(memory_.addr); }
  [[nodiscard]] const std::byte* data() const noexcept { return static_cast<const std::byte*>(memory_.addr); }

  // Bytes.
  [[nodiscard]] std::size_t size() const noexcept { return memory_.size; }
  [[nodiscard]] bool empty() const noexcept { return memory_.size == 0; }

  // What the memory may be used for now; none where the mapping holds nothing.
  [[nodiscard]] protection_flag protection() const noexcept { return *this ? protection_ : protection_flag::none; }

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {data(), size()}; }

  // Throws: mmap_error, permission_denied, unless the protection has write.
  [[nodiscard]] std::span<std::byte> writable_bytes();

  // The bytes as characters, not checked for any encoding.
  [[nodiscard]] std::string_view text() const noexcept {
    return {static_cast<const char*>(memory_.addr), memory_.size};
  }

  // The text line by line, without the ends "\n" and "\r\n".
  //
  //     for (std::string_view line : file.lines()) ...
  [[nodiscard]] mmapkit::lines lines() const noexcept { return mmapkit::lines{text()}; }

  // The bytes as objects of T, which a file can only hold if T is trivially copyable.
  // Throws: mmap_error, invalid_argument, if data() is not aligned for T or size() is not a multiple of sizeof(T).
  //
  //     for (const record& r : file.as<record>()) ...
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<const T> as() const {
    check_elements(sizeof(T), alignof(T));
    return {reinterpret_cast<const T*>(memory_.addr), memory_.size / sizeof(T)};
  }

  // Throws: as as() and writable_bytes().
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<T> as_writable() {
    check_elements(sizeof(T), alignof(T));
    return {reinterpret_cast<T*>(writable_bytes().data()), memory_.size / sizeof(T)};
  }

  // As mprotect of the whole mapping: write adds read. What cannot be changed stays as it was.
  // Throws: mmap_error; invalid_argument where the mapping holds nothing.
  // Platforms: every, with the limits of mprotect.
  //
  //     file.protect(protection_flag::read);
  void protect(protection_flag protection);
  void protect(protection_flag protection, std::error_code& error) noexcept;

  // As msync of the whole mapping, or of `length` bytes at `offset`, rounded outwards to whole pages.
  // Throws: mmap_error; invalid_argument if the range does not lie within the mapping, or it holds nothing.
  // Platforms: every.
  //
  //     file.sync(100, 10, msync_flag::sync);
  void sync(msync_flag flags = msync_flag::sync);
  void sync(msync_flag flags, std::error_code& error) noexcept;
  void sync(std::size_t offset, std::size_t length, msync_flag flags = msync_flag::sync);
  void sync(std::size_t offset, std::size_t length, msync_flag flags, std::error_code& error) noexcept;

  // Makes the whole mapping, or `length` bytes at `offset`, rounded outwards to whole pages, as durable as the level
  // says.
  //
  // A failure means that data may be lost, and the system tells it once: after one, every later sync and write_through
  // of this mapping fails with the same code, until the file is mapped anew. What the file has then is unknown: pages
  // that could not be written may stay in memory and look as if they had been (ext4). Write what matters to a new file.
  //
  // Throws: mmap_error; invalid_argument as sync. Platforms: every; the levels tell what each does.
  //
  //     file.sync(durability::all);
  //
  // Source: POSIX msync(), fsync(); macOS fcntl(2), F_FULLFSYNC; FlushViewOfFile, FlushFileBuffers.
  void sync(durability level);
  void sync(durability level, std::error_code& error) noexcept;
  void sync(std::size_t offset, std::size_t length, durability level);
  void sync(std::size_t offset, std::size_t length, durability level, std::error_code& error) noexcept;

  // Stores the bytes at the offset of a shared, writable mapping. When this returns they are durable, and seen through
  // this mapping and every other one of the file. Many are faster at once: they wait for the device together; in which
  // order they reach it is not said. Bytes that lie in no file, since the mapping is anonymous, are stored.
  //
  // Throws: mmap_error; invalid_argument where the bytes do not lie within the mapping, or its stores do not reach a
  // file, before any is written; bad_file_descriptor where the file is needed and closed; a failed sync as sync says.
  // Platforms: every. Where a write lands where a store would (Linux; not with open_flag::direct, O_APPEND, or beyond
  // RLIMIT_FSIZE), by writing, which needs no page fault and no whole page to go out; elsewhere by storing and
  // sync(durability::all).
  //
  //     log.write_through(end, record);                   // the data is there
  //     log.write_through(0, std::as_bytes(std::span{&header, 1}));  // before the header that points at it
  //
  // Source: Linux pwritev2(2), RWF_DSYNC.
  void write_through(std::size_t offset, std::span<const std::byte> bytes);
  void write_through(std::size_t offset, std::span<const std::byte> bytes, std::error_code& error) noexcept;
  void write_through(std::span<const write_request> requests);
  void write_through(std::span<const write_request> requests, std::error_code& error) noexcept;

  // As mprotect of `length` bytes at `offset`, rounded outwards to whole pages. protection() stays what the whole was
  // last given. Throws: as sync of a range. Platforms: as mprotect.
  //
  //     table.protect(0, page_size(), protection_flag::none);
  void protect(std::size_t offset, std::size_t length, protection_flag protection);
  void protect(std::size_t offset, std::size_t length, protection_flag protection, std::error_code& error) noexcept;

  // As madvise of the whole mapping, or of a range. Harmless advice is rounded outwards to whole pages. Advice that
  // throws content away must be said to: `discarding`; it is rounded inwards, so that nothing outside the range is lost
  // and a range without a whole page loses nothing; what the last page has beyond the end of the mapping may go with
  // it. Throws: mmap_error; invalid_argument if the range does not lie within the mapping, it holds nothing, or the
  // advice discards and was not said to. Platforms: as madvise.
  //
  //     file.advise(advice::sequential);
  //     cache.advise(0, page_size(), discarding{advice::dont_need});
  void advise(advice what);
  void advise(advice what, std::error_code& error) noexcept;
  void advise(std::size_t offset, std::size_t length, advice what);
  void advise(std::size_t offset, std::size_t length, advice what, std::error_code& error) noexcept;
  void advise(discarding how);
  void advise(discarding how, std::error_code& error) noexcept;
  void advise(std::size_t offset, std::size_t length, discarding how);
  void advise(std::size_t offset, std::size_t length, discarding how, std::error_code& error) noexcept;

  // As mlock2 and munlock of the whole mapping, or of a range, rounded outwards to whole pages.
  // Throws: mmap_error; invalid_argument as advise. Platforms: every, with the limits of mlock2.
  //
  //     keys.lock();
  void lock(lock_flag flags = lock_flag::none);
  void lock(lock_flag flags, std::error_code& error) noexcept;
  void lock(std::size_t offset, std::size_t length, lock_flag flags = lock_flag::none);
  void lock(std::size_t offset, std::size_t length, lock_flag flags, std::error_code& error) noexcept;
  void unlock();
  void unlock(std::error_code& error) noexcept;
  void unlock(std::size_t offset, std::size_t length);
  void unlock(std::size_t offset, std::size_t length, std::error_code& error) noexcept;

  // How many of the pages are in memory, of the whole mapping or of those that a range touches. `known` is false where
  // the system hides it: since Linux 5.2 it calls all pages of a file resident that this process may not write.
  // Throws: mmap_error; invalid_argument as advise. Platforms: as mincore.
  //
  //     if (const auto r = file.residency(); r.known) std::cout << r.resident << " of " << r.pages << " pages\n";
  [[nodiscard]] mmapkit::residency residency() const;
  [[nodiscard]] mmapkit::residency residency(std::error_code& error) const noexcept;
  [[nodiscard]] mmapkit::residency residency(std::size_t offset, std::size_t length) const;
  [[nodiscard]] mmapkit::residency residency(std::size_t offset, std::size_t length,
                                             std::error_code& error) const noexcept;

  // Makes the mapping `size` bytes long, more than 0, from the same offset; data() may change. On any failure mapping
  // and file are as they were.
  //
  // A shared, writable mapping whose file is open grows its file as mmap does, its blocks allocated, unless
  // mmap_options::growth said sparse. Other mappings of files can become as long as the file is, which needs the file:
  // keep_file keeps it open. Shorter always works, and leaves the file's length alone. Anonymous memory grows by zeros;
  // shared anonymous memory has its size for ever and only becomes shorter.
  //
  // A borrowed file has to be open still: its number may be another file's by now. A mapping whose pages faulted under
  // guard is to be unmapped instead.
  //
  // Throws: mmap_error; invalid_argument beyond the end of a file that cannot grow; bad_file_descriptor where the file
  // is needed and closed; operation_not_supported to grow shared anonymous memory; permission_denied where private
  // memory has to be copied and part of it cannot be read; bad_address on Linux and NetBSD where parts of the mapping
  // have a protection, locks or advice of their own, until all of it has the same again.
  // Platforms: every. Without mremap (all but Linux and NetBSD), and for a mapping of size 0, a new mapping takes the
  // place of the old one, with protection() for all of it: private memory is copied, and locks, advice, the protection
  // of parts, and what alignment, numa_node, section and allocation had asked for are not carried over.
  //
  //     log.resize(log.size() * 2);
  //
  // Source: Linux mremap(2); CreateFileMappingW, MapViewOfFileEx.
  void resize(std::size_t size);
  void resize(std::size_t size, std::error_code& error) noexcept;

  // As munmap. Where the memory could not be unmapped the mapping still holds it. Does nothing where it holds nothing.
  // Throws: mmap_error.
  // Platforms: every.
  //
  //     file.unmap();
  void unmap();
  void unmap(std::error_code& error) noexcept;

  // Hands the memory over: whoever takes it calls munmap, unless it is nothing (a null addr). Does not fail.
  //
  //     munmap(file.release());
  [[nodiscard]] mapped release() noexcept;

 private:
  friend struct mapping_access;

  void check_elements(std::size_t element_size, std::size_t alignment) const;

  mapped memory_;
  protection_flag protection_ = protection_flag::none;
  std::error_code lost_;  // of the first sync that failed
  mutable detail::fault_record faults_;
};

}  // namespace mmapkit
