// What error messages call the things that were tried.
#include <fmt/format.h>

#include "core.hpp"

namespace mmapkit::core {

namespace {

std::string place(const mmap_options& options) {
  return options.address == nullptr ? std::string{} : fmt::format(", to address {}", options.address);
}

std::string range(const mmap_options& options, operation tried) {
  if (tried == operation::open) return {};
  if (!options.size) return fmt::format(" (from {} to the end{})", options.offset, place(options));
  return fmt::format(" ({} bytes at {}{})", *options.size, options.offset, place(options));
}

// UTF-8, so that a name that the system's code page lacks is told too; a NUL would end what().
std::string printable(const std::filesystem::path& path) try {
  std::string text;
  for (const auto unit : path.u8string()) {
    if (unit == 0)
      text += "\\0";
    else
      text += static_cast<char>(unit);
  }
  return text;
} catch (const std::system_error&) {
  return "(a name that is not Unicode)";
}

// One of the two is the system's.
[[maybe_unused]] std::string name_of(int file) { return fmt::format("file descriptor {}", file); }

[[maybe_unused]] std::string name_of(windows_handle file) { return fmt::format("handle {}", file.get()); }

}  // namespace

std::string describe(const std::filesystem::path& path, const mmap_options& options, operation tried) {
  return fmt::format("'{}'{}", printable(path), range(options, tried));
}

std::string describe(native_handle file, const mmap_options& options, operation tried) {
  return fmt::format("{}{}", name_of(file), range(options, tried));
}

std::string describe(const mmap_options& options, operation /*tried*/) {
  if (!options.size) return "anonymous memory";
  return fmt::format("{} bytes of anonymous memory{}", *options.size, place(options));
}

std::string describe(const void* addr, std::size_t size) { return fmt::format("{} bytes at {}", size, addr); }

}  // namespace mmapkit::core
