#include "growable_file_open.hpp"

#include <algorithm>
#include <limits>
#include <span>

#include <mmapkit/flags/mmap_options.hpp>

#include "backend/files.hpp"
#include "backend/page_math.hpp"
#include "backend/ranges.hpp"
#include "backend/system.hpp"
#include "calls/mmap.hpp"
#include "calls/munmap.hpp"
#include "calls/native_file.hpp"
#include "calls/new_file.hpp"
#include "checks/explain.hpp"
#include "checks/options.hpp"

namespace mmapkit {

namespace {

// Whether the bytes are zeros: then a process that was killed has left them, and they are no elements.
bool ends_in_zeros(native_handle file, std::uint64_t from, std::uint64_t to) noexcept {
  failure ignored;
  const auto rest = calls::mmap(file, {.size = static_cast<std::size_t>(to - from), .offset = from}, ignored);
  if (ignored) return false;
  const std::span bytes{static_cast<const std::byte*>(rest.addr), rest.size};
  const bool zeros = std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{}; });
  calls::munmap(rest);
  return zeros;
}

}  // namespace

bool open_element_file(path_view path, const growable_file_options& how, native_handle& file, failure& why) noexcept {
  constexpr auto what = operation::open;
  constexpr auto needed = open_flag::read | open_flag::write;
  if (!check(how.open, why) || !check_mode(how.mode, how.open, why) || !check(how.growth, why)) return false;
  if (!has(how.open, needed))
    return refuse(why, what, std::errc::invalid_argument, "elements are read and added: open_flag::read and write");
  bool is_new = false;
  const mmap_options options{.protection = protection_flag::write, .mode = how.mode};
  file = calls::makes_file(how.open) ? calls::open_or_make(path, how.open, options, is_new, why)
                                     : calls::open_file(path, how.open, options.protection, how.mode, why);
  return !why;
}

bool check_opened(const growable_file_options& how, failure& why) noexcept {
  const growable_file_options plain;
  if (!check(how.growth, why)) return false;
  return (how.open == plain.open && how.mode == plain.mode) ||
         refuse(why, operation::open, std::errc::invalid_argument, "open and mode are for a path, and none was given");
}

bool find_elements(native_handle file, std::size_t most, std::size_t element, std::uint64_t& length, std::size_t& used,
                   detail::file_identity& identity, failure& why) noexcept {
  constexpr auto what = operation::open;
  const auto info = backend::examine(file, why.code);
  if (why.attribute_to(what)) return false;
  if (!info.regular) {
    const auto* const kind = kind_in_words(file);
    return refuse(why, what, std::errc::invalid_argument, kind != nullptr ? kind : "it is no regular file");
  }
  length = info.size;
  identity = info.identity;
  if (length % element != 0)
    return refuse(why, what, std::errc::invalid_argument, "its {m} bytes are not whole elements of {n} bytes", length,
                  element);
  const auto slack = std::uint64_t{2} * (backend::granularity() + element);
  const bool fits = length <= most || (length - most <= slack && ends_in_zeros(file, most, length));
  used = static_cast<std::size_t>(std::min<std::uint64_t>(length, most));
  return fits || refuse(why, what, std::errc::file_too_large, "its {m} bytes are more than the {n} that there can be",
                        length, most);
}

bool reserve_addresses(std::size_t most, std::size_t& room, std::byte*& base, failure& why) noexcept {
  const auto unit = backend::granularity();
  if (most > std::numeric_limits<std::size_t>::max() - unit)
    return refuse(why, operation::mmap, std::errc::not_enough_memory, "{m} bytes do not fit the address space", most);
  room = round_up(std::max<std::size_t>(most, 1), unit);
  base = static_cast<std::byte*>(backend::reserve_range(room, 0, why.code));
  return !why.attribute_to(operation::mmap);
}

}  // namespace mmapkit
