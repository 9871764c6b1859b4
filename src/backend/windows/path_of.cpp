#include <array>

#include "api.hpp"
#include "backend/files.hpp"
#include "os.hpp"

namespace mmapkit::backend {

namespace {

// A path and what stands before it, in the place of the prefix of names that are not to be parsed.
struct written_path {
  std::string_view before;
  std::wstring_view path;
};

written_path as_written(std::wstring_view path) noexcept {
  constexpr std::wstring_view network = LR"(\\?\UNC\)";
  constexpr std::wstring_view local = LR"(\\?\)";
  if (path.starts_with(network)) return {R"(\\)", path.substr(network.size())};
  return {{}, path.starts_with(local) ? path.substr(local.size()) : path};
}

}  // namespace

// Asking for the name of a pipe could wait for who reads from it.
std::string_view path_of(native_handle file, std::span<char> name) noexcept {
  if (GetFileType(file.get()) != FILE_TYPE_DISK) return {};
  std::array<wchar_t, 1024> found{};
  const DWORD length = os::GetFinalPathNameByHandleW(file.get(), found.data(), static_cast<DWORD>(found.size()),
                                                     DWORD{FILE_NAME_NORMALIZED | VOLUME_NAME_DOS});
  if (length == 0 || length >= found.size()) return {};
  const auto [before, path] = as_written({found.data(), length});
  const auto at = before.copy(name.data(), before.size());
  const int written = WideCharToMultiByte(CP_UTF8, 0, path.data(), static_cast<int>(path.size()), name.data() + at,
                                          static_cast<int>(name.size() - at), nullptr, nullptr);
  return written == 0 ? std::string_view{} : std::string_view{name.data(), at + static_cast<std::size_t>(written)};
}

}  // namespace mmapkit::backend
