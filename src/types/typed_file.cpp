#include <mmapkit/typed_file.hpp>

#include <type_traits>

#include "backend/files.hpp"
#include "backend/flag_bits.hpp"
#include "calls/mmap.hpp"
#include "calls/munmap.hpp"
#include "checks/describe.hpp"
#include "checks/options.hpp"
#include "elements.hpp"

namespace mmapkit {

namespace {

constexpr auto elements_access = protection_flag::read | protection_flag::write;

bool check_count(std::size_t count, std::size_t element, failure& why) noexcept {
  return count <= std::numeric_limits<std::size_t>::max() / element ||
         refuse(why, operation::open, std::errc::invalid_argument,
                "{m} elements of {n} bytes do not fit the address space", count, element);
}

bool check_new(open_flag open, failure& why) noexcept {
  return has_any(open, open_flag::truncate | open_flag::ensure_create) ||
         refuse(why, operation::open, std::errc::invalid_argument,
                "a new file needs open_flag::truncate or ensure_create, or it would keep what it has");
}

bool check_empty(native_handle file, failure& why) noexcept {
  const auto info = backend::examine(file, why.code);
  if (why.attribute_to(operation::stat)) return false;
  return info.size == 0 || refuse(why, operation::open, std::errc::file_exists,
                                  "it has {m} bytes, and a file of new elements begins empty", info.size);
}

mmap_options element_options(std::size_t count, std::size_t element) noexcept {
  mmap_options options{.protection = elements_access, .mmap = mmap_flag::shared};
  if (count != 0) options.size = count * element;
  return options;
}

mapping make_elements(path_view path, std::size_t count, std::size_t element, open_flag open, unsigned mode,
                      failure& why) noexcept {
  if (!check_count(count, element, why) || !check_new(open, why)) return {};
  auto options = element_options(count, element);
  options.open = open;
  options.mode = mode;
  return {calls::mmap(path, options, why), elements_access};
}

mapping make_elements(native_handle file, std::size_t count, std::size_t element, failure& why) noexcept {
  if (!check_count(count, element, why) || !check_empty(file, why)) return {};
  return {calls::mmap(file, element_options(count, element), why), elements_access};
}

// To read them a private mapping will do, where the file system has no shared ones.
template <class Source>
mapping map_elements(const Source& file, protection_flag protection, detail::element_layout element,
                     failure& why) noexcept {
  const bool writes = has(protection, protection_flag::write);
  mmap_options options{.protection = protection, .mmap = mmap_flag::shared};
  if constexpr (std::is_same_v<Source, path_view>)
    options.open = writes ? open_flag::read | open_flag::write : open_flag::read;
  auto memory = calls::mmap(file, options, why);
  if (!writes && why.operation == operation::mmap && why.code == std::errc::no_such_device) {
    why = {};
    options.mmap = mmap_flag::private_;
    memory = calls::mmap(file, options, why);
  }
  if (why) return {};
  if (!writes) calls::close_owned_file(memory);
  mapping made{memory, normalized(protection)};
  why = check_layout(made.data(), made.size(), element);
  return why ? mapping{} : std::move(made);
}

// The mapping that make(why) returns, or its failure is thrown.
template <class Source, class Make>
mapping make_or_throw(const Source& file, Make make) {
  failure why;
  auto made = make(why);
  const bool is_view = why.operation == operation::view;
  if (why) raise(why, describe(file, {}, is_view ? operation::open : why.operation) + (is_view ? " as elements" : ""));
  return made;
}

}  // namespace

mapping detail::create_elements(path_view path, std::size_t count, std::size_t element, open_flag open, unsigned mode) {
  return make_or_throw(path, [&](failure& why) { return make_elements(path, count, element, open, mode, why); });
}

mapping detail::create_elements(path_view path, std::size_t count, std::size_t element, open_flag open, unsigned mode,
                                std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return make_elements(path, count, element, open, mode, why); });
}

mapping detail::create_elements(native_handle file, std::size_t count, std::size_t element) {
  return make_or_throw(file, [&](failure& why) { return make_elements(file, count, element, why); });
}

mapping detail::create_elements(native_handle file, std::size_t count, std::size_t element,
                                std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return make_elements(file, count, element, why); });
}

mapping detail::open_elements(path_view path, protection_flag protection, element_layout element) {
  return make_or_throw(path, [&](failure& why) { return map_elements(path, protection, element, why); });
}

mapping detail::open_elements(path_view path, protection_flag protection, element_layout element,
                              std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return map_elements(path, protection, element, why); });
}

mapping detail::open_elements(native_handle file, protection_flag protection, element_layout element) {
  return make_or_throw(file, [&](failure& why) { return map_elements(file, protection, element, why); });
}

mapping detail::open_elements(native_handle file, protection_flag protection, element_layout element,
                              std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return map_elements(file, protection, element, why); });
}

}  // namespace mmapkit
