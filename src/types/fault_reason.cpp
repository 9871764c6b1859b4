#include "fault_reason.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <string>
#include <type_traits>

#include <mmapkit/flags/error.hpp>

#include "backend/faults.hpp"
#include "backend/files.hpp"
#include "backend/paths.hpp"
#include "backend/regions.hpp"
#include "backend/system.hpp"
#include "calls/fault_state.hpp"
#include "calls/same_file.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"
#include "checks/formatted.hpp"
#include "checks/native_path.hpp"

namespace mmapkit {

namespace {

// The name of a file as the system lists it: in its own characters, or UTF-8.
template <class Character>
native_handle open_listed(const Character* name, std::error_code& error) noexcept {
  if constexpr (std::is_same_v<path_view::value_type, Character>)
    return backend::open_file(name, open_flag::read, protection_flag::read, error);
  else
    try {
      const std::u8string text{name, name + std::char_traits<Character>::length(name)};
      failure ignored;
      const native_path path{text, ignored};
      return ignored ? no_handle : backend::open_file(path.c_str(), open_flag::read, protection_flag::read, error);
    } catch (const std::bad_alloc&) {
      return no_handle;
    }
}

// Opens the file of the mapping again where its descriptor is closed, by the name that the system lists. The page that
// faulted may have been replaced already: then another page of the mapping has the name.
native_handle reopen_file(const detail::guarded_range& of) noexcept {
  struct search {
    const std::byte* last;
    native_handle found;
  } file{of.first + of.length, no_handle};
  const auto open_named = [](void* context, const backend::region_entry& entry) {
    auto& search = *static_cast<struct search*>(context);
    if (entry.addr >= search.last) return false;
    if (entry.name.empty()) return true;
    std::array<char, 4096> name;  // NOLINT(cppcoreguidelines-pro-type-member-init): copied to, up to its NUL
    if (entry.name.size() >= name.size()) return true;
    *std::copy(entry.name.begin(), entry.name.end(), name.begin()) = '\0';
    std::error_code ignored;
    search.found = open_listed(name.data(), ignored);
    return search.found == no_handle;
  };
  std::error_code ignored;
  if (has(row_of(call::regions)->where, backend::system())) backend::regions(of.first, open_named, &file, ignored);
  return file.found;
}

fault_kind kind_of(fault_kind reported, const detail::guarded_range& of, mmap_flag flags,
                   std::uint64_t offset) noexcept {
  if (reported != fault_kind::unknown) return reported;
  // Zeroed memory that cannot be had: the pool of huge pages is empty.
  if (has(flags, mmap_flag::anonymous)) return fault_kind::no_space;
  if (of.file != no_handle && calls::is_same(of.file, of.identity)) return backend::classify_fault(of.file, offset);
  const auto file = reopen_file(of);
  if (file == no_handle) return reported;
  // Another file may have the name by now.
  const auto kind = calls::is_same(file, of.identity) ? backend::classify_fault(file, offset) : reported;
  std::error_code ignored;
  backend::close_file(file, ignored);
  return kind;
}

const char* words_for(fault_kind kind) noexcept {
  switch (kind) {
    case fault_kind::none: break;
    case fault_kind::truncated: return "the file has become shorter";
    case fault_kind::no_space: return "there is no space for it";
    case fault_kind::input_output: return "its device failed";
    case fault_kind::hardware: return "the memory failed";
    case fault_kind::unknown: return "it was shorter for a time, or its device failed";
  }
  return "";
}

struct lost_byte {
  std::uint64_t offset;  // in the file
  fault_kind kind;
};

// Later guards give the same reason, also when it can no longer be found out.
lost_byte find_reason(const fault& of) noexcept {
  const auto& range = of.range;
  const auto offset = range.start + static_cast<std::uint64_t>(range.data - range.first) + of.first;
  const auto kind = kind_of(of.kind, range, of.flags, offset);
  if (range.faults != nullptr && of.first == atomic_of(range.faults->offset)) atomic_of(range.faults->kind) = kind;
  return {offset, kind};
}

}  // namespace

void raise(const fault& of) {
  const auto [offset, kind] = find_reason(of);
  auto file = has(of.flags, mmap_flag::anonymous) ? "the memory"
                                                  : describe_file(of.range.first, of.range.file, of.range.identity);
  if (file.empty()) file = "the file";
  throw mmap_error(backend::refusal(std::errc::io_error), "access",
                   formatted("cannot access byte {} of {}: {}", offset, file, words_for(kind)), kind, offset);
}

void report(const fault& of, std::error_code& error) noexcept {
  const auto kind = find_reason(of).kind;
  report(refuse(operation::view, std::errc::io_error, words_for(kind)), error, "access");
}

}  // namespace mmapkit
