// The object of an error message: a file, a range or a name.
#include <mmapkit/flags/mmap_options.hpp>

#include "describe.hpp"

#include <array>
#include <new>

#include <mmapkit/flags/mapped.hpp>

#include "backend/fault_injection.hpp"
#include "backend/files.hpp"
#include "backend/regions.hpp"
#include "formatted.hpp"
#include "native_path.hpp"

namespace mmapkit {

namespace {

std::string place(const mmap_options& options) {
  return options.address == nullptr ? std::string{} : formatted(", to address {}", options.address);
}

std::string range(const mmap_options& options, operation tried) {
  if (tried == operation::open) return {};
  if (options.minimum_size != 0)
    return formatted(" (at least {} bytes at {}{})", options.minimum_size, options.offset, place(options));
  if (!options.size) return formatted(" (from {} to the end{})", options.offset, place(options));
  return formatted(" ({} bytes at {}{})", *options.size, options.offset, place(options));
}

// UTF-8, which has every name, also one that the code page of the system lacks. NUL is escaped: it would end what().
std::string printable(path_view path) try {
  std::string text;
  for (const auto unit : native_path::to_path(path).u8string()) {
    if (unit == 0)
      text += "\\0";
    else
      text += static_cast<char>(unit);
  }
  return text;
} catch (const std::system_error&) {
  return "(a name that is not Unicode)";
}

// Names on Linux of memory that has no path: huge pages, objects in memory, System V's memory, and shared memory
// without a file.
bool is_no_path(std::string_view name) noexcept {
  return name.starts_with('[') || name.starts_with("/anon_hugepage") || name.starts_with("/memfd:") ||
         name.starts_with("/SYSV") || name.starts_with("/dev/zero");
}

// The path of a file as the system tells it, in quotes; Linux says whether the file was removed. Empty for what is no
// path.
std::string in_quotes(std::string_view name) {
  constexpr std::string_view removed = " (deleted)";
  if (name.empty() || is_no_path(name)) return {};
  if (name.ends_with(removed)) return formatted("'{}' (removed)", name.substr(0, name.size() - removed.size()));
  return formatted("'{}'", name);
}

// That of the file that is mapped at the address. Empty where there is no file.
std::string mapped_name(const void* addr) {
  struct {
    const void* addr;
    std::string name;
  } found{addr, {}};
  const auto visit = [](void* context, const backend::region_entry& entry) {
    auto& state = *static_cast<decltype(found)*>(context);
    try {
      if (entry.addr <= state.addr) state.name = entry.name;
    } catch (const std::bad_alloc&) {
      state.name.clear();
    }
    return false;
  };
  const fault_injection::paused while_asking;
  std::error_code unknown;
  backend::regions(addr, visit, &found, unknown);
  return in_quotes(found.name);
}

// The same for an open file. Nothing keeps the path that it was opened by.
std::string opened_name(native_handle file) {
  const fault_injection::paused while_asking;
  std::array<char, 4096> name;  // NOLINT(cppcoreguidelines-pro-type-member-init): the system fills it
  return file == no_handle ? std::string{} : in_quotes(backend::path_of(file, name));
}

// native_handle is one of the two.
[[maybe_unused]] std::string handle_name(int file) { return formatted("file descriptor {}", file); }

[[maybe_unused]] std::string handle_name(windows_handle file) { return formatted("handle {}", file.get()); }

}  // namespace

std::string describe(path_view path, const mmap_options& options, operation tried) {
  return formatted("'{}'{}", printable(path), range(options, tried));
}

std::string describe(native_handle file, const mmap_options& options, operation tried) {
  return describe(file) + range(options, tried);
}

std::string describe(const mmap_options& options, operation /*tried*/) {
  if (!options.size) return "anonymous memory";
  return formatted("{} bytes of anonymous memory{}", *options.size, place(options));
}

std::string describe(const std::byte* data, std::size_t length, std::size_t offset) {
  if (data == nullptr) return formatted("{} bytes at offset {} of an empty mapping", length, offset);
  // The offset may lie outside the memory, where pointer arithmetic is undefined and another file may be mapped.
  const auto* const addr = reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(data) + offset);
  return formatted("{} bytes at {}", length, addr);
}

std::string describe_range(std::size_t length, std::size_t offset) {
  return formatted("{} bytes at offset {}", length, offset);
}

// NUL is escaped: it would end what().
std::string describe(std::string_view name) {
  std::string text;
  for (const char byte : name)
    if (byte == '\0')
      text += "\\0";
    else
      text += byte;
  return formatted("'{}'", text);
}

std::string describe(native_handle file) {
  auto name = opened_name(file);
  return name.empty() ? handle_name(file) : name;
}

std::string describe_closed(native_handle file) { return handle_name(file); }

std::string describe(native_handle file, std::uint64_t offset, std::uint64_t length) {
  if (length == 0) return formatted("{} (from {} to the end)", describe(file), offset);
  return formatted("{} ({} bytes at {})", describe(file), length, offset);
}

std::string describe_ranges(std::size_t count, const std::string& how) {
  return formatted("{} ranges as {}", count, how);
}

std::string describe_view(const void* addr) { return formatted("the view at {}", addr); }

std::string describe(const void* addr, std::size_t size) {
  const auto name = mapped_name(addr);
  return formatted("{} bytes at {}{}", size, addr, name.empty() ? name : " of " + name);
}

std::string describe_file(const void* addr, native_handle file, const detail::file_identity& identity) {
  if (auto name = mapped_name(addr); !name.empty()) return name;
  if (file != no_handle) return describe(file);
  if (identity == detail::file_identity{}) return {};
  return formatted("file number {} of device {}", identity.number, identity.device);
}

std::string to_string(const mapped& memory) { return describe(memory.addr, memory.size); }

}  // namespace mmapkit
