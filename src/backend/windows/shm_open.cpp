// A section of the page file, with a name.
#include <algorithm>
#include <array>
#include <string_view>

#include <mmapkit/flags/open_flag.hpp>

#include "api.hpp"
#include "backend/shared_memory.hpp"
#include "backend/system.hpp"
#include "os.hpp"
#include "sections.hpp"

namespace mmapkit::backend {

namespace {

constexpr std::wstring_view folder = L"Local\\";  // of this session

// "/name" as the name of an object. At most 255 bytes of UTF-8, which are not more units of UTF-16.
class object_name {
 public:
  explicit object_name(const char* name) noexcept {
    const std::string_view bare = std::string_view{name}.substr(1);
    if (bare.find('\\') != std::string_view::npos) return;  // it would be a folder
    auto* const end = std::copy(folder.begin(), folder.end(), text_.data());
    valid_ = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, bare.data(), static_cast<int>(bare.size()), end,
                                 static_cast<int>(text_.size() - folder.size() - 1)) != 0;
  }

  explicit operator bool() const noexcept { return valid_; }
  const wchar_t* c_str() const noexcept { return text_.data(); }

 private:
  std::array<wchar_t, folder.size() + 256> text_{};
  bool valid_ = false;
};

std::error_code check(open_flag flags, unsigned mode) noexcept {
  const bool creates = has(flags, open_flag::create) || has(flags, open_flag::ensure_create);
  const bool unkept = has(flags, open_flag::truncate) || (creates && mode != 0600);
  return unkept ? refusal(std::errc::operation_not_supported) : std::error_code{};
}

HANDLE open_existing(const object_name& name, open_flag flags) noexcept {
  const DWORD access = has(flags, open_flag::write) ? FILE_MAP_READ | FILE_MAP_WRITE : FILE_MAP_READ;
  return os::OpenFileMappingW(access | SECTION_QUERY, FALSE, name.c_str());
}

// Null and an error, or an object that may have existed before.
HANDLE create(const object_name& name, open_flag flags, std::uint64_t size, std::error_code& error) noexcept {
  // Without a size an existing object is opened. A new one would be empty, and sections cannot be.
  if (size == 0 && !has(flags, open_flag::ensure_create)) {
    const HANDLE older = open_existing(name, flags);
    if (older == nullptr)
      error = GetLastError() == ERROR_FILE_NOT_FOUND ? refusal(std::errc::invalid_argument) : last_error();
    return older;
  }
  if (size == 0) {
    error = refusal(std::errc::invalid_argument);
    return nullptr;
  }
  const HANDLE object = os::CreateFileMappingW(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE, high_half(size),
                                               low_half(size), name.c_str());
  const DWORD code = GetLastError();
  if (object == nullptr) {
    error = windows_error(code);
  } else if (code == ERROR_ALREADY_EXISTS && has(flags, open_flag::ensure_create)) {
    os::CloseHandle(object);
    error = refusal(std::errc::file_exists);
    return nullptr;
  }
  return object;
}

}  // namespace

shared_object shm_open(const char* name, open_flag flags, unsigned mode, std::uint64_t size,
                       std::error_code& error) noexcept {
  const object_name wide{name};
  auto failure = wide ? check(flags, mode) : refusal(std::errc::invalid_argument);
  if (failure) {
    error = failure;
    return {};
  }
  const bool creates = has(flags, open_flag::create) || has(flags, open_flag::ensure_create);
  const HANDLE object = creates ? create(wide, flags, size, failure) : open_existing(wide, flags);
  if (object == nullptr) {
    error = failure ? failure : last_error();
    return {};
  }
  const native_handle handle{object};
  const auto has_size = section_size(handle, failure);
  if (!failure && has_size && *has_size < size) failure = refusal(std::errc::operation_not_supported);
  if (!failure) return {.handle = handle, .has_size = true};
  os::CloseHandle(object);
  error = failure;
  return {};
}

}  // namespace mmapkit::backend
