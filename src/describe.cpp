// What error messages call the things that were tried.
#include "core.hpp"
#include "formatted.hpp"
#include "native_path.hpp"

namespace mmapkit::core {

namespace {

std::string place(const mmap_options& options) {
  return options.address == nullptr ? std::string{} : formatted(", to address {}", options.address);
}

std::string range(const mmap_options& options, operation tried) {
  if (tried == operation::open) return {};
  if (!options.size) return formatted(" (from {} to the end{})", options.offset, place(options));
  return formatted(" ({} bytes at {}{})", *options.size, options.offset, place(options));
}

// UTF-8, so that a name that the system's code page lacks is told too; a NUL would end what().
std::string printable(path_view path) try {
  std::string text;
  for (const auto unit : native_path::whole(path).u8string()) {
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
[[maybe_unused]] std::string name_of(int file) { return formatted("file descriptor {}", file); }

[[maybe_unused]] std::string name_of(windows_handle file) { return formatted("handle {}", file.get()); }

}  // namespace

std::string describe(path_view path, const mmap_options& options, operation tried) {
  return formatted("'{}'{}", printable(path), range(options, tried));
}

std::string describe(native_handle file, const mmap_options& options, operation tried) {
  return formatted("{}{}", name_of(file), range(options, tried));
}

std::string describe(const mmap_options& options, operation /*tried*/) {
  if (!options.size) return "anonymous memory";
  return formatted("{} bytes of anonymous memory{}", *options.size, place(options));
}

std::string describe(const std::byte* data, std::size_t length, std::size_t offset) {
  if (data == nullptr) return formatted("{} bytes at offset {} of an empty mapping", length, offset);
  // The offset may be one that was refused: no pointer can be made of that by adding.
  return describe(reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(data) + offset), length);
}

std::string describe_range(std::size_t length, std::size_t offset) {
  return formatted("{} bytes at offset {}", length, offset);
}

// A NUL would end what().
std::string describe(std::string_view name) {
  std::string text;
  for (const char byte : name)
    if (byte == '\0')
      text += "\\0";
    else
      text += byte;
  return formatted("'{}'", text);
}

std::string describe(native_handle file) { return name_of(file); }

std::string describe(native_handle file, std::uint64_t offset, std::uint64_t length) {
  if (length == 0) return formatted("{} (from {} to the end)", name_of(file), offset);
  return formatted("{} ({} bytes at {})", name_of(file), length, offset);
}

std::string describe_ranges(std::size_t count, const std::string& how) {
  return formatted("{} ranges as {}", count, how);
}

std::string describe_view(const void* addr) { return formatted("the view at {}", addr); }

std::string describe(const void* addr, std::size_t size) { return formatted("{} bytes at {}", size, addr); }

}  // namespace mmapkit::core
