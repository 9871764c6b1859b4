#define WIN32_LEAN_AND_MEAN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include "support.hpp"

namespace support {

plain_file::plain_file(const std::filesystem::path& path, file_access mode)
    : handle_{::CreateFileW(path.c_str(), GENERIC_READ | (mode == file_access::write ? GENERIC_WRITE : 0U),
                            FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING, 0,
                            nullptr)} {
  REQUIRE(handle_ != mmapkit::no_handle);
}

plain_file::~plain_file() { close(); }

bool plain_file::is_open() const { return ::GetFileType(handle_.get()) == FILE_TYPE_DISK; }

void plain_file::close() {
  if (handle_ != mmapkit::no_handle) ::CloseHandle(handle_.get());
  handle_ = mmapkit::no_handle;
}

namespace {

MEMORY_BASIC_INFORMATION region_of(const void* addr) {
  MEMORY_BASIC_INFORMATION info{};
  ::VirtualQuery(addr, &info, sizeof info);
  return info;
}

bool is_one_of(DWORD protection, DWORD set) { return (protection & set) != 0; }

}  // namespace

bool is_mapped(const void* addr) { return region_of(addr).State == MEM_COMMIT; }

bool readable(const void* addr) {
  return is_mapped(addr) &&
         is_one_of(region_of(addr).Protect, PAGE_READONLY | PAGE_READWRITE | PAGE_WRITECOPY | PAGE_EXECUTE_READ |
                                                PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY);
}

bool writable(void* addr) {
  return is_mapped(addr) && is_one_of(region_of(addr).Protect, PAGE_READWRITE | PAGE_WRITECOPY |
                                                                   PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY);
}

// Handles are multiples of 4; Wine has no GetProcessHandleCount that counts.
std::size_t open_files() {
  std::size_t count = 0;
  for (std::uintptr_t value = 4; value < 65'536; value += 4) {
    DWORD flags = 0;
    if (::GetHandleInformation(reinterpret_cast<HANDLE>(value), &flags) != 0) ++count;
  }
  return count;
}

std::size_t mapped_regions() {
  std::size_t count = 0;
  const char* at = nullptr;
  MEMORY_BASIC_INFORMATION info{};
  while (::VirtualQuery(at, &info, sizeof info) != 0) {
    if (info.State != MEM_FREE) ++count;
    at = static_cast<const char*>(info.BaseAddress) + info.RegionSize;
  }
  return count;
}

// Windows counts no files against a process: handles are many.
few_open_files::few_open_files(unsigned limit) : before_{limit} {}

few_open_files::~few_open_files() = default;

std::uint64_t allocated_bytes(const std::filesystem::path& path) {
  const plain_file file{path, file_access::read};
  FILE_STANDARD_INFO info{};
  REQUIRE(::GetFileInformationByHandleEx(file.get().get(), FileStandardInfo, &info, sizeof info) != 0);
  return static_cast<std::uint64_t>(info.AllocationSize.QuadPart);
}

bool growth_has_blocks() { return ::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "wine_get_version") == nullptr; }

unsigned long process_number() { return GetCurrentProcessId(); }

std::string_view file_system(const std::filesystem::path& /*path*/) { return {}; }

}  // namespace support
