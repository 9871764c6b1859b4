#include <mmapkit/sealed_memory.hpp>

#include <utility>

#include "backend/files.hpp"
#include "backend/shared_memory.hpp"
#include "backend/system.hpp"
#include "calls/mmap.hpp"
#include "calls/shm.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"
#include "prefault.hpp"
#include "shared_memory_access.hpp"

namespace mmapkit {

namespace {

constexpr auto sealing = operation::add_seals;
constexpr auto size_seals = seal_flag::shrink | seal_flag::grow;

bool check_system(failure& why) noexcept {
  return has(row_of(sealing)->where, backend::system()) || backend::objects_keep_their_size() ||
         refuse(why, sealing, std::errc::operation_not_supported,
                "this system has no memory whose size nobody can change");
}

shared_memory make_anonymous(std::size_t size, failure& why) noexcept {
  if (!check_system(why)) return {};
  auto memory = shared_memory_access::anonymous(size, why);
  if (!why && !backend::objects_keep_their_size()) why = shared_memory_access::seal(memory, size_seals);
  if (why) return {};
  return memory;
}

// The size of pages that may be missing when they are read: in a pool of huge pages, and where memory is not
// overcommitted. 0 where there are none.
std::size_t missing_unit(native_handle handle, failure& why) noexcept {
  const auto unit = backend::examine(handle, why.code).unit;
  if (why.attribute_to(operation::stat) || unit != 0 || backend::overcommits()) return unit;
  return backend::page_size();
}

// Faults in all pages of a file: a missing one might not be had later. Nobody can take them out of memory again.
void fill_pages(native_handle handle, std::size_t unit, failure& why) noexcept {
  const mapping view{calls::mmap(handle, {.mmap = mmap_flag::shared}, why), protection_flag::read};
  if (!why) read_pages(view.data(), view.size(), unit, why);
}

// A file whose size is fixed can still lose a page: whoever may write to it can punch a hole.
bool check_seals(seal_flag seals, std::size_t unit, failure& why) noexcept {
  if (!has(seals, size_seals))
    return refuse(why, sealing, std::errc::operation_not_permitted,
                  "it is not sealed: it can still be made shorter or longer");
  if (unit == 0 || has_any(seals, seal_flag::write | seal_flag::future_write)) return true;
  return refuse(
      why, sealing, std::errc::operation_not_permitted,
      unit != backend::page_size()
          ? "it is in huge pages and not sealed against writing: they can still be taken away"
          : "memory is not overcommitted, and it is not sealed against writing: pages can still be taken away");
}

shared_memory take_over(native_handle handle, protection_flag protection, failure& why) noexcept {
  if (!check_system(why)) return {};
  if (!backend::objects_keep_their_size()) {
    auto seals = calls::get_seals(handle, why);
    if (why.code == std::errc::bad_file_descriptor) return {};
    // Other errors mean that the handle is of a kind without seals (EINVAL), which is refused below.
    if (why) seals = seal_flag::none;
    why = {};
    const auto unit = missing_unit(handle, why);
    if (why || !check_seals(seals, unit, why)) return {};
    if (unit != 0) fill_pages(handle, unit, why);
    if (why) return {};
  }
  return shared_memory_access::map(handle, protection, why);
}

}  // namespace

sealed_memory::sealed_memory(std::size_t size) {
  failure why;
  memory_ = make_anonymous(size, why);
  if (why) raise(why, describe({.size = size}, why.operation) + " of a fixed size");
}

sealed_memory::sealed_memory(std::size_t size, std::error_code& error) noexcept {
  failure why;
  memory_ = make_anonymous(size, why);
  report(why, error);
}

sealed_memory sealed_memory::from_handle(native_handle handle, protection_flag protection) {
  failure why;
  sealed_memory taken;
  taken.memory_ = take_over(handle, protection, why);
  if (why) raise(why, describe(handle));
  return taken;
}

sealed_memory sealed_memory::from_handle(native_handle handle, protection_flag protection,
                                         std::error_code& error) noexcept {
  failure why;
  sealed_memory taken;
  taken.memory_ = take_over(handle, protection, why);
  report(why, error);
  return taken;
}

}  // namespace mmapkit
