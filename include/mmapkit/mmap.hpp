// The four calls: mmap, munmap, mprotect, msync. Each in a form that does the whole job (open, find the size, align,
// map) and, where POSIX has one, in the POSIX signature: one system call, nothing added. Each throws mmap_error, and
// has a form with a trailing std::error_code& that does not throw, allocates nothing and returns an empty value on
// failure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <system_error>
#include <vector>

#include <mmapkit/error.hpp>
#include <mmapkit/export.hpp>
#include <mmapkit/flags.hpp>
#include <mmapkit/native_handle.hpp>
#include <mmapkit/path_view.hpp>
#include <mmapkit/windows_memory.hpp>

namespace mmapkit {

namespace detail {
struct backing_access;
}

// What to do when a shared, writable mapping ends beyond its file.
enum class file_growth : std::uint8_t {
  // The blocks are allocated: a full disk is an error now and not a fault later.
  allocated,
  // The file gets a hole: fast, and a store into it dies of SIGBUS (Windows: EXCEPTION_IN_PAGE_ERROR) on a full disk.
  sparse,
};

// How to map. The defaults read the whole file through a private mapping.
//
//     mmap("data.bin", {.open = open_flag::read | open_flag::write,
//                       .protection = protection_flag::read | protection_flag::write,
//                       .mmap = mmap_flag::shared});
struct mmap_options {
  open_flag open = open_flag::read;                    // for a path; read and write alone are allowed otherwise
  protection_flag protection = protection_flag::read;  // write adds read
  mmap_flag mmap = mmap_flag::private_;                // private_ or shared, and more
  std::optional<std::size_t> size = std::nullopt;      // bytes, more than 0; absent: from offset to the end of the file
  std::uint64_t offset = 0;                            // bytes from the start of the file, aligned or not
  void* address = nullptr;  // where the byte at `offset` shall be: a hint, or an order with fixed or no_replace
  file_growth growth = file_growth::allocated;  // when a shared, writable mapping ends beyond the file
  // For a path and a shared, writable mapping: when mmap returns, the file, its length and its name are on the device,
  // through the drive's cache, as sync(durability::all) and sync_entry do it; invalid_argument for anything else.
  // A file that was made, and then could not be made durable, stays. Platforms: as sync_entry.
  bool durable = false;
  bool keep_file = false;  // `mapping` keeps a file open that it would close, so that resize can follow it
  std::size_t alignment =
      0;  // of the address, bytes, a power of two; more than allocation_granularity(): anonymous only
  std::optional<unsigned> numa_node = std::nullopt;    // take pages from there, or from others if it is full
  section_flag section = section_flag::none;           // Windows: how the section is made
  allocation_flag allocation = allocation_flag::none;  // Windows: how addresses and memory are given
};

// The file behind a mapping, and where the system's mapping truly starts and ends. Opaque: keep it, copy it, hand it to
// munmap and msync.
class backing_file {
 public:
  constexpr backing_file() noexcept = default;
  friend bool operator==(const backing_file&, const backing_file&) noexcept = default;

 private:
  friend struct detail::backing_access;

  native_handle handle_ = no_handle;
  bool owned_ = false;
  std::uint8_t unit_log2_ = 0;
  void* base_ = nullptr;
  std::size_t length_ = 0;
  void* addr_ = nullptr;
  std::size_t size_ = 0;
  mmap_flag flags_{};
  file_growth growth_ = file_growth::allocated;
  std::uint64_t start_ = 0;  // of base_ in the file
};

// What mmap returns. Hand all of it back to munmap, unchanged.
struct mapped {
  void* addr = nullptr;  // the byte at `offset`; never null on success, also for an empty file
  backing_file fd;       // the file, open until munmap
  std::size_t size = 0;  // bytes from addr that may be used
};

// The unit of protection and of the file's pages in memory, in bytes: 4096, 16384 or 65536.
// Source: sysconf(_SC_PAGESIZE); GetSystemInfo, dwPageSize.
MMAPKIT_EXPORT std::size_t page_size() noexcept;

// The unit of addresses and of file offsets in the system's own calls, in bytes: the page on POSIX, 65536 on Windows.
// Source: GetSystemInfo, dwAllocationGranularity.
MMAPKIT_EXPORT std::size_t allocation_granularity() noexcept;

// The sizes of huge pages, bytes, ascending: what mmap_flag::huge_table, memfd_flag::huge_table and
// allocation_flag::large_pages can have. Whether any is free is another question.
// Throws: std::bad_alloc. Platforms: Linux (/sys/kernel/mm/hugepages), FreeBSD (getpagesizes), Windows
// (GetLargePageMinimum); none elsewhere.
//
//     for (const auto size : huge_page_sizes()) std::cout << size / 1024 << " KiB\n";
[[nodiscard]] MMAPKIT_EXPORT std::vector<std::size_t> huge_page_sizes();

// Opens the file and maps it.
//
// Size and offset are in bytes, any value. Without a size it is mapped up to the end of the file; an empty file, or an
// offset exactly at the end, is a valid mapping of size 0 whose every operation succeeds and does nothing.
//
// With mmap_flag::shared and protection_flag::write the file grows to offset + size. Where that fails, what was added
// is taken back.
//
// Throws: mmap_error. Contradictions in the options, and flags that this system does not offer, are found before the
// file is opened; whatever fails later, nothing stays open or mapped.
// Platforms: every. A FIFO, device, directory or /proc file gives the system's own error; a FIFO does not wait.
//
//     auto [addr, fd, size] = mmapkit::mmap("/etc/os-release");
//     std::string_view text{static_cast<const char*>(addr), size};
//     mmapkit::munmap(addr, fd, size);
//
// Source: POSIX.1-2024 open(), fstat(), mmap(); CreateFileW, CreateFileMappingW, MapViewOfFileEx.
[[nodiscard]] MMAPKIT_EXPORT mapped mmap(path_view path, const mmap_options& options = {});
[[nodiscard]] MMAPKIT_EXPORT mapped mmap(path_view path, const mmap_options& options, std::error_code& error) noexcept;

// Maps a file that you opened. It is borrowed: munmap leaves it open, and closing it before munmap is allowed except on
// Windows for a shared mapping that msync shall flush. Otherwise as for a path; of options.open only read and write may
// be set, and what the descriptor allows decides.
//
//     auto m = mmapkit::mmap(fd, {.size = 4096, .offset = 100});
[[nodiscard]] MMAPKIT_EXPORT mapped mmap(native_handle file, const mmap_options& options = {});
[[nodiscard]] MMAPKIT_EXPORT mapped mmap(native_handle file, const mmap_options& options,
                                         std::error_code& error) noexcept;

// Maps zeroed memory without a file. Needs mmap_flag::anonymous and a size; the system hands out whole pages, `size`
// stays what was asked. What memory with mmap_flag::grows_down has grown by is yours to unmap.
// Throws: mmap_error.
// Platforms: every.
//
//     auto m = mmapkit::mmap({.protection = protection_flag::read | protection_flag::write,
//                             .mmap = mmap_flag::private_ | mmap_flag::anonymous, .size = 1 << 30});
//
// Source: POSIX.1-2024 mmap(), MAP_ANONYMOUS; VirtualAlloc.
[[nodiscard]] MMAPKIT_EXPORT mapped mmap(const mmap_options& options);
[[nodiscard]] MMAPKIT_EXPORT mapped mmap(const mmap_options& options, std::error_code& error) noexcept;

// void *mmap(void *addr, size_t len, int prot, int flags, int fildes, off_t off);
//
// The POSIX signature: one system call, nothing rounded, found out or added (a second one after EINVAL, for Linux
// before 4.15). `offset` is a multiple of allocation_granularity(); `length` is in bytes, more than 0; anonymous memory
// takes no_handle. On Linux shared file mappings are made with MAP_SHARED_VALIDATE, so that the kernel refuses what it
// does not know. Throws: mmap_error; the error_code form returns a null pointer. Platforms: every. Windows maps no
// further than the end of the file.
//
//     void* p = mmapkit::mmap(nullptr, 4096, protection_flag::read, mmap_flag::private_, fd, 0);
//
// Source: POSIX.1-2024 mmap().
[[nodiscard]] MMAPKIT_EXPORT void* mmap(void* addr, std::size_t length, protection_flag protection, mmap_flag flags,
                                        native_handle file, std::uint64_t offset);
[[nodiscard]] MMAPKIT_EXPORT void* mmap(void* addr, std::size_t length, protection_flag protection, mmap_flag flags,
                                        native_handle file, std::uint64_t offset, std::error_code& error) noexcept;

// Unmaps what mmap returned, and closes the file if mmap opened it.
//
// Throws: mmap_error; invalid_argument if the values are not together those of one mmap (a part of a mapping, a changed
// address). A second munmap of the same values is undefined where the system does not notice it: another mapping or
// file may have taken the place.
//
// Platforms: every.
//
//     mmapkit::munmap(m);
//
// Source: POSIX.1-2024 munmap(), close(); UnmapViewOfFile, VirtualFree, CloseHandle.
MMAPKIT_EXPORT void munmap(const mapped& memory);
MMAPKIT_EXPORT void munmap(const mapped& memory, std::error_code& error) noexcept;
MMAPKIT_EXPORT void munmap(void* addr, backing_file fd, std::size_t size);
MMAPKIT_EXPORT void munmap(void* addr, backing_file fd, std::size_t size, std::error_code& error) noexcept;

// int munmap(void *addr, size_t len);
//
// The POSIX signature: `addr` is a multiple of page_size(), `length` is in bytes and rounded up to pages by the system.
// A part of a mapping, or of several, may be named. Throws: mmap_error; invalid_argument for length 0. Platforms:
// every; Windows can only unmap the whole of what one mmap made: a part is operation_not_supported, and a place without
// a mapping invalid_argument. Source: POSIX.1-2024 munmap().
MMAPKIT_EXPORT void munmap(void* addr, std::size_t length);
MMAPKIT_EXPORT void munmap(void* addr, std::size_t length, std::error_code& error) noexcept;

// int mprotect(void *addr, size_t len, int prot);
//
// Changes what the memory may be used for. The range is rounded outwards to whole pages: two bytes across a border
// change two pages. Size 0 changes nothing. write adds read. Throws: mmap_error; permission_denied where the file was
// not opened for what a shared mapping asks. Platforms: every. On Windows write can be gained by shared mappings of a
// file opened for writing, by private mappings made with write, and by anonymous memory; exec by anonymous private
// memory and by what was mapped with exec. Map with all that you will need, then take away.
//
//     mmapkit::mprotect(m.addr, m.size, protection_flag::read);
//
// Source: POSIX.1-2024 mprotect(); VirtualProtect.
MMAPKIT_EXPORT void mprotect(void* addr, std::size_t size, protection_flag protection);
MMAPKIT_EXPORT void mprotect(void* addr, std::size_t size, protection_flag protection, std::error_code& error) noexcept;

// int msync(void *addr, size_t len, int flags), with the file that some systems need for it.
//
// Writes changes back to the file. `addr` and `size` name any part of the mapping, rounded outwards to whole pages.
//
// With msync_flag::sync the data is on the device when the call returns. On private and anonymous mappings there is
// nothing to write, and the call succeeds. A failure that the system reports is reported once: after one, what is on
// the device is unknown. Throws: mmap_error; invalid_argument for sync and async together or neither, and for a range
// outside the mapping. Platforms: every. macOS stops at the drive's cache.
//
//     mmapkit::msync(m.addr, m.fd, m.size);
//
// Source: POSIX.1-2024 msync(); FlushViewOfFile, then FlushFileBuffers.
MMAPKIT_EXPORT void msync(void* addr, backing_file fd, std::size_t size, msync_flag flags = msync_flag::sync);
MMAPKIT_EXPORT void msync(void* addr, backing_file fd, std::size_t size, msync_flag flags,
                          std::error_code& error) noexcept;

// int msync(void *addr, size_t len, int flags);
//
// The POSIX signature: `addr` is a multiple of page_size().
// Throws: mmap_error.
// Platforms: every; on Windows msync_flag::sync of a file needs the file itself, so that there the form with
// backing_file is the one to use and this one is operation_not_supported.
//
//     mmapkit::msync(p, 4096, msync_flag::async);
//
// Source: POSIX.1-2024 msync().
MMAPKIT_EXPORT void msync(void* addr, std::size_t length, msync_flag flags);
MMAPKIT_EXPORT void msync(void* addr, std::size_t length, msync_flag flags, std::error_code& error) noexcept;

}  // namespace mmapkit
