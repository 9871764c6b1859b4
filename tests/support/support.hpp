// What tests need of a system, by plain calls of that system: posix.cpp and windows.cpp.
#pragma once

#include <doctest/doctest.h>

#include <bit>
#include <cstddef>
#include <filesystem>
#include <mmapkit/mmapkit.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "sanitizers.hpp"

namespace support {

// A folder of its own, gone with the object.
class scratch {
 public:
  scratch();
  ~scratch();
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;

  std::filesystem::path operator/(std::string_view name) const { return folder_ / name; }

  // A file with that content.
  std::filesystem::path file(std::string_view name, std::string_view content) const;

 private:
  std::filesystem::path folder_;
};

void write_file(const std::filesystem::path& path, std::string_view content);
std::string read_file(const std::filesystem::path& path);

// "0123456789ABCDEF..." repeated: every position can be told from its neighbours.
std::string pattern(std::size_t size);

inline std::string_view text(const void* addr, std::size_t size) { return {static_cast<const char*>(addr), size}; }

// A copy of the text of what owns it, which may be a temporary.
template <class Owner>
std::string text(const Owner& memory) {
  return std::string{memory.text()};
}

// Calls the function, which must throw mmap_error, and returns it.
template <class Call>
mmapkit::mmap_error caught(Call call) {
  try {
    call();
  } catch (const mmapkit::mmap_error& error) {
    return error;
  }
  FAIL("no mmap_error was thrown");
  return {{}, "", ""};
}

enum class file_access { read, write };

// A file opened by the system's own call, for reading, and for writing where asked.
class plain_file {
 public:
  plain_file(const std::filesystem::path& path, file_access mode);
  ~plain_file();
  plain_file(const plain_file&) = delete;
  plain_file& operator=(const plain_file&) = delete;

  const mmapkit::native_handle& get() const { return handle_; }
  bool is_open() const;
  void close();

 private:
  mmapkit::native_handle handle_;
};

// Whether one byte there can be read or written, asked without a fault.
bool readable(const void* addr);
bool writable(void* addr);

// Whether anything is mapped there.
bool is_mapped(const void* addr);

// Addresses where nothing is mapped, and where nothing comes unasked: they are far below all mappings, and systems
// begin at the top. A place that became free among others would be filled by the next mapping, a sanitizer's for
// example.
char* free_addresses(std::size_t size);

// What a leak would add to: open descriptors or handles, and mapped regions.
std::size_t open_files();
std::size_t mapped_regions();

// What the regions of a process may grow by beside that: the run-time library of a sanitizer maps as it likes.
inline constexpr std::size_t region_noise = address_sanitizer || thread_sanitizer ? 32 : 0;

// Whether a file that grows gets its blocks where the system says so: Wine's files have holes there.
bool growth_has_blocks();

// "tmpfs", "overlay" or "fuse" where the file lies in one of those, which cannot all that their system can; else
// nothing.
std::string_view file_system(const std::filesystem::path& path);

// Whether this system can do that to the file; where it or the file system cannot, that it says so is checked. FUSE
// leaves it to a program.
bool can(mmapkit::fallocate_mode what, const std::filesystem::path& path, mmapkit::native_handle file);

// Whether a user-mode emulator answers some calls itself: QEMU judges no range for advice, and forgets limits.
inline constexpr bool emulated = MMAPKIT_TEST_EMULATED;

// Whether calls fail where nothing is mapped, and locks are told: QEMU maps all addresses of a 32-bit program for
// itself, at other places of its own process.
inline constexpr bool tells_what_is_mapped = !emulated || sizeof(void*) == 8;

// Whether the words of an error can be had where the process may map nothing more: musl's heap is made of mappings, and
// std::bad_alloc takes the place of the error there.
#if defined(__linux__) && !defined(__GLIBC__)
inline constexpr bool errors_need_no_mapping = false;
#else
inline constexpr bool errors_need_no_mapping = true;
#endif

// Whether a size is more than there are addresses: on IBM Z a process has nearly all of 2^64, and no file is too long.
bool exceeds_addresses(std::size_t size);

// Whether the address of a fault is told: QEMU exchanges its halves for programs whose highest byte comes first.
inline constexpr bool faults_have_addresses = !emulated || std::endian::native == std::endian::little;

// This process's own number, for names that no other takes.
unsigned long process_number();

// Lowers the limit of open files, where the system has one, for the object's life.
class few_open_files {
 public:
  explicit few_open_files(unsigned limit);
  ~few_open_files();
  few_open_files(const few_open_files&) = delete;
  few_open_files& operator=(const few_open_files&) = delete;

 private:
  unsigned long long before_ = 0;
};

// Bytes on the device that the file takes, which a hole does not.
std::uint64_t allocated_bytes(const std::filesystem::path& path);

inline constexpr std::size_t mebibyte = std::size_t{1} << 20;

inline constexpr auto read_write = mmapkit::protection_flag::read | mmapkit::protection_flag::write;
inline constexpr auto open_read_write = mmapkit::open_flag::read | mmapkit::open_flag::write;

// The options for stores that reach the file, which grows to the size.
inline mmapkit::mmap_options shared_writable(std::optional<std::size_t> size = std::nullopt,
                                             mmapkit::file_growth growth = mmapkit::file_growth::allocated) {
  return {.open = open_read_write,
          .protection = read_write,
          .mmap = mmapkit::mmap_flag::shared,
          .size = size,
          .growth = growth};
}

inline mmapkit::mmap_options private_writable() { return {.protection = read_write}; }

inline mmapkit::mmap_options anonymous(std::size_t size, mmapkit::mmap_flag sharing = mmapkit::mmap_flag::private_) {
  return {.protection = read_write, .mmap = sharing | mmapkit::mmap_flag::anonymous, .size = size};
}

inline std::byte* bytes(const mmapkit::mapped& memory) { return static_cast<std::byte*>(memory.addr); }

}  // namespace support

// Types that doctest shall print.
namespace mmapkit {

inline doctest::String toString(open_flag flags) { return to_string(flags).c_str(); }
inline doctest::String toString(protection_flag flags) { return to_string(flags).c_str(); }
inline doctest::String toString(mmap_flag flags) { return to_string(flags).c_str(); }
inline doctest::String toString(msync_flag flags) { return to_string(flags).c_str(); }

}  // namespace mmapkit
