// What the test cases of all calls share. Each proves one assertion, and its name begins with the assertion's number:
// "mmap 6-1: ...". The numbers of mmap, munmap, mlock, munlock, mlockall, munlockall, shm_open and shm_unlink are those
// of the Open POSIX Test Suite; mprotect, msync and posix_madvise have none there, and are numbered here along the text
// of POSIX.1-2024.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "../support/support.hpp"

namespace conformance {

// What the running test case has to say beyond passing. It is counted apart.
void as_refused();                      // this system refuses what the assertion is about, and the test has seen it
void as_untried(std::string_view why);  // the condition could not be brought about in this environment

// The call must be refused as something that this system does not offer.
template <class Call>
void refused(Call call) {
  CHECK(support::caught(call).code() == std::errc::operation_not_supported);
  as_refused();
}

// The code that a call in its error_code form reports.
template <class Call>
std::error_code code_of(Call call) {
  auto error = std::make_error_code(std::errc::io_error);  // success must clear it
  call(error);
  return error;
}

// It answers by itself for addresses that it gives to nobody, with EINVAL, and ends the program for lengths that wrap.
using support::thread_sanitizer;

inline bool on_windows() { return mmapkit::this_system() == mmapkit::mark::windows; }

// Windows has words of its own for some refusals: the numbers of winerror.h.
inline bool is_windows_code(const std::error_code& code, int number) {
  return on_windows() && code == std::error_code{number, std::system_category()};
}

// An offset or address that is not a multiple of the unit; ERROR_MAPPED_ALIGNMENT.
inline bool is_misaligned(const std::error_code& code) {
  return code == std::errc::invalid_argument || is_windows_code(code, 1132);
}

inline constexpr auto private_anonymous = mmapkit::mmap_flag::private_ | mmapkit::mmap_flag::anonymous;
inline constexpr auto shared_anonymous = mmapkit::mmap_flag::shared | mmapkit::mmap_flag::anonymous;

// Memory by the POSIX signature, unmapped at the end.
class pages {
 public:
  explicit pages(std::size_t length, mmapkit::protection_flag protection = support::read_write,
                 mmapkit::mmap_flag flags = private_anonymous, mmapkit::native_handle file = mmapkit::no_handle,
                 std::uint64_t offset = 0, void* address = nullptr);
  ~pages();
  pages(const pages&) = delete;
  pages& operator=(const pages&) = delete;

  [[nodiscard]] void* addr(std::size_t at = 0) const { return addr_ + at; }
  [[nodiscard]] std::size_t length() const { return length_; }
  [[nodiscard]] std::string_view text(std::size_t from, std::size_t count) const { return {addr_ + from, count}; }
  char& operator[](std::size_t at) const { return addr_[at]; }

  void unmap();
  char* release() { return std::exchange(addr_, nullptr); }

 private:
  char* addr_;
  std::size_t length_;
};

// A range whose beginning is mapped and whose end is not.
class half_mapped {
 public:
  half_mapped();
  ~half_mapped();
  half_mapped(const half_mapped&) = delete;
  half_mapped& operator=(const half_mapped&) = delete;

  [[nodiscard]] void* addr() const { return addr_; }
  [[nodiscard]] std::size_t length() const { return length_; }
  [[nodiscard]] std::size_t mapped() const { return mapped_; }

 private:
  char* addr_;
  std::size_t mapped_;
  std::size_t length_;
};

// Protections under names that <unistd.h> leaves free.
inline constexpr auto no_access = mmapkit::protection_flag::none;
inline constexpr auto may_read = mmapkit::protection_flag::read;
inline constexpr auto may_write = mmapkit::protection_flag::write;
inline constexpr auto may_exec = mmapkit::protection_flag::exec;
inline constexpr std::array every_protection{no_access,
                                             may_read,
                                             may_write,
                                             may_exec,
                                             may_read | may_write,
                                             may_read | may_exec,
                                             may_write | may_exec,
                                             may_read | may_write | may_exec};

// A file of its own, open.
class test_file {
 public:
  explicit test_file(std::string_view content, support::file_access mode = support::file_access::write)
      : path_{folder_.file("data.bin", content)}, file_{path_, mode} {}

  [[nodiscard]] const mmapkit::native_handle& handle() const { return file_.get(); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string content() const { return support::read_file(path_); }
  void close() { file_.close(); }

 private:
  support::scratch folder_;
  std::filesystem::path path_;
  support::plain_file file_;
};

// A name that no other test and no other process uses; what has it is gone with this, where a name can be taken away.
class object_name {
 public:
  object_name();
  ~object_name();
  object_name(const object_name&) = delete;
  object_name& operator=(const object_name&) = delete;

  operator std::string_view() const { return text_; }  // NOLINT: stands for the name
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

inline constexpr auto create_exclusively = support::open_read_write | mmapkit::open_flag::ensure_create;

// A handle to shared memory, closed at the end.
class object_handle {
 public:
  explicit object_handle(std::string_view name, mmapkit::open_flag flags = support::open_read_write,
                         unsigned mode = 0600, std::uint64_t size = 0)
      : handle_{mmapkit::shm_open(name, flags, mode, size)} {}
  ~object_handle() { close(); }
  object_handle(const object_handle&) = delete;
  object_handle& operator=(const object_handle&) = delete;

  [[nodiscard]] const mmapkit::native_handle& get() const { return handle_; }
  void close() {
    if (handle_ != mmapkit::no_handle) mmapkit::close_file(handle_);
    handle_ = mmapkit::no_handle;
  }

 private:
  mmapkit::native_handle handle_;
};

// What shm_open and mmap say; what they made is gone again.
std::error_code opening(std::string_view name, mmapkit::open_flag flags = support::open_read_write,
                        unsigned mode = 0600, std::uint64_t size = 0);
std::error_code mapping_anonymous(std::size_t length);

// New shared memory with a size.
struct shared_object {
  object_name name;
  object_handle handle;

  explicit shared_object(std::uint64_t size) : handle{name, create_exclusively, 0600, size} {}
};

// More than the address space has, and where that can be, less than the largest offset of a file.
std::size_t beyond_address_space();

}  // namespace conformance
