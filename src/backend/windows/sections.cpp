#include "sections.hpp"

#include <optional>

#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>
#include <mmapkit/flags/section_flag.hpp>

#include "backend/files.hpp"
#include "backend/flag_bits.hpp"
#include "backend/mappings.hpp"
#include "backend/system.hpp"
#include "dynamic_functions.hpp"
#include "os.hpp"
#include "private_memory.hpp"

namespace mmapkit::backend {
namespace {

// SECTION_BASIC_INFORMATION of NtQuerySection.
struct section_information {
  void* base;
  ULONG attributes;
  LARGE_INTEGER size;
};

constexpr LONG no_section = static_cast<LONG>(0xC0000024);      // STATUS_OBJECT_TYPE_MISMATCH
constexpr LONG invalid_handle = static_cast<LONG>(0xC0000008);  // STATUS_INVALID_HANDLE

LONG query_section(native_handle handle, section_information& info) noexcept {
  if (dynamic().nt_query_section == nullptr) return no_section;
  return os::call("nt_query_section", dynamic().nt_query_section, handle.get(), 0, &info, sizeof info, nullptr);
}

constexpr auto image_flags = section_flag::image | section_flag::image_no_execute;

// The errors of Windows would mislead: "not a valid Win32 application" for directories, devices and pipes; "the volume
// for a file has been externally altered" for an empty file.
std::error_code section_error(const map_request& request, DWORD code) noexcept {
  if (has(request.flags, mmap_flag::anonymous)) return windows_error(code);
  if (code == ERROR_FILE_INVALID) return windows_error(ERROR_HANDLE_EOF);
  std::error_code unknown;
  const auto file = examine(request.file, unknown);
  return unknown || file.regular ? windows_error(code) : refusal(std::errc::no_such_device);
}

}  // namespace

bool is_section(native_handle handle) noexcept {
  section_information info{};
  const LONG status = query_section(handle, info);
  return status != no_section && status != invalid_handle;
}

std::optional<std::uint64_t> section_size(native_handle handle, std::error_code& error) noexcept {
  section_information info{};
  const LONG status = query_section(handle, info);
  if (status == no_section || status == invalid_handle) return std::nullopt;
  if (status < 0) error = windows_error(ERROR_ACCESS_DENIED);  // opened without the right to ask
  return static_cast<std::uint64_t>(info.size.QuadPart);
}

DWORD section_bits(const map_request& request) noexcept {
  const DWORD bits = native_set(request.section) | native_bits_of(request.flags);
  constexpr DWORD kinds = SEC_COMMIT | SEC_RESERVE | SEC_IMAGE;
  return bits == 0 || (bits & kinds) != 0 ? bits : bits | SEC_COMMIT;
}

std::error_code check_section(const map_request& request) noexcept {
  const auto flags = request.section;
  const bool anonymous = has(request.flags, mmap_flag::anonymous);
  // Private anonymous memory has no section.
  if (has(request.flags, mmap_flag::anonymous | mmap_flag::private_))
    return flags == section_flag::none ? std::error_code{} : refusal(std::errc::invalid_argument);
  if (has(flags, section_flag::commit | section_flag::reserve)) return refusal(std::errc::invalid_argument);
  const bool needs_anonymous = has(flags, section_flag::reserve) || has(flags, section_flag::large_pages);
  if (needs_anonymous && !anonymous) return refusal(std::errc::invalid_argument);
  if ((section_bits(request) & SEC_IMAGE) == 0) return {};
  // The headers of an image give the protections of its parts; the writable ones are copy-on-write.
  const bool alone =
      flags == section_flag::none || flags == section_flag::image || flags == section_flag::image_no_execute;
  const bool runs = (flags & image_flags) != section_flag::image_no_execute;
  const auto most = runs ? protection_flag::read | protection_flag::exec : protection_flag::read;
  if (!alone || anonymous || request.offset != 0) return refusal(std::errc::invalid_argument);
  if (!has(request.flags, mmap_flag::private_) || !has(request.protection, protection_flag::read) ||
      (request.protection & ~most) != protection_flag::none)
    return refusal(std::errc::operation_not_supported);
  return {};
}

request_section::request_section(const map_request& request, DWORD page, std::error_code& error) noexcept {
  const bool anonymous = has(request.flags, mmap_flag::anonymous);
  const DWORD bits = section_bits(request);
  if ((bits & SEC_LARGE_PAGES) != 0) enable_page_locking();
  // Size 0 means that of the file; a larger one would make the file longer.
  const std::uint64_t size = anonymous ? request.length : 0;
  handle_ = os::CreateFileMappingW(anonymous ? INVALID_HANDLE_VALUE : request.file.get(), nullptr, page | bits,
                                   high_half(size), low_half(size), nullptr);
  if (handle_ != nullptr) return;
  const DWORD code = GetLastError();
  if (anonymous || code != ERROR_INVALID_HANDLE || !is_section(request.file)) {
    error = section_error(request, code);
  } else if (bits != 0) {
    error = refusal(std::errc::invalid_argument);  // it is made already
  } else {
    handle_ = request.file.get();
    given_ = true;
  }
}

request_section::~request_section() {
  if (handle_ != nullptr && !given_) os::CloseHandle(handle_);
}

}  // namespace mmapkit::backend
