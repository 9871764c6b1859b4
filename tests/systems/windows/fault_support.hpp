// Faults in files. Windows itself cuts no file that is mapped, so that only another machine, the device or a full disk
// make them; under Wine the system below does, and Wine calls what comes of it an access violation.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "windows_support.hpp"

namespace support {

inline constexpr std::size_t chunk = 64 * 1024;  // what views begin at multiples of

inline constexpr ULONG_PTR status_end_of_file = 0xC0000011;
inline constexpr ULONG_PTR status_disk_full = 0xC000007F;
inline constexpr ULONG_PTR status_device_data_error = 0xC000009C;

// Whether a mapped file can be cut here.
inline bool cuts_files() { return is_wine(); }

// Cuts the file as a program outside of Wine does.
inline void cut(const std::filesystem::path& path, std::size_t size) {
  using unix_name = char*(CDECL*)(const wchar_t*);
  const auto name_of = reinterpret_cast<unix_name>(
      reinterpret_cast<void*>(::GetProcAddress(::GetModuleHandleW(L"kernel32.dll"), "wine_get_unix_file_name")));
  REQUIRE(cuts_files());
  char* const name = name_of(path.c_str());
  REQUIRE(name != nullptr);
  std::string command = "truncate -s " + std::to_string(size) + " \"" + name + '"';
  ::HeapFree(::GetProcessHeap(), 0, name);
  STARTUPINFOA start{};
  start.cb = sizeof start;
  PROCESS_INFORMATION made{};
  REQUIRE(::CreateProcessA("Z:\\usr\\bin\\truncate", command.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr,
                           &start, &made));
  // Such a process cannot be waited for. Wine gives no handle of it, and leaves in hThread what stood on its stack, the
  // number of any handle for example: nothing is closed.
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (std::filesystem::file_size(path) != size && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  REQUIRE(std::filesystem::file_size(path) == size);
}

// Guards need the file.
inline mmapkit::mmap_options read_with_file() { return {.mmap = mmapkit::mmap_flag::shared, .keep_file = true}; }

// Reads, also where nobody needs what was read.
inline char load(const mmapkit::mapping& file, std::size_t offset) {
  return static_cast<const volatile char*>(file.text().data())[offset];
}

inline void load_all(const mmapkit::mapping& file) {
  for (std::size_t at = 0; at < file.size(); ++at) load(file, at);
}

// Whether the bytes are those of the pattern, as far as the memory is that of the file.
inline bool shows_pattern(const mmapkit::mapping& file, std::size_t offset, std::size_t size) {
  return file.text().substr(offset, size) == pattern(offset + size).substr(offset);
}

inline bool shows_zeros(const mmapkit::mapping& file, std::size_t offset, std::size_t size) {
  return file.text().substr(offset, size).find_first_not_of('\0') == std::string_view::npos;
}

// A vectored handler while the object lives.
class handler {
 public:
  enum class place : ULONG { last, first };

  handler(place where, PVECTORED_EXCEPTION_HANDLER function)
      : handle_{::AddVectoredExceptionHandler(static_cast<ULONG>(where), function)} {
    REQUIRE(handle_ != nullptr);
  }
  ~handler() { ::RemoveVectoredExceptionHandler(handle_); }
  handler(const handler&) = delete;
  handler& operator=(const handler&) = delete;

 private:
  void* handle_;
};

}  // namespace support
