#include "shared_memory_access.hpp"

#include <new>
#include <utility>

#include "backend/files.hpp"
#include "backend/ranges.hpp"
#include "backend/shared_memory.hpp"
#include "backend/system.hpp"
#include "calls/backing.hpp"
#include "calls/mmap.hpp"
#include "calls/shm.hpp"
#include "checks/availability.hpp"
#include "checks/options.hpp"
#include "checks/shm_name.hpp"
#include "mapping_access.hpp"

namespace mmapkit {

using access = shared_memory_access;

namespace {

constexpr auto writable = protection_flag::read | protection_flag::write;

open_flag access_for(protection_flag protection) noexcept {
  return has(protection, protection_flag::write) ? open_flag::read | open_flag::write : open_flag::read;
}

mmap_options options_for(protection_flag protection) noexcept {
  return {.open = access_for(protection), .protection = protection, .mmap = mmap_flag::shared};
}

bool check_size(std::size_t size, failure& why) noexcept {
  return size != 0 || refuse(why, operation::shm_open, std::errc::invalid_argument, "the size is 0");
}

// Creates the object exclusively (O_EXCL), or else opens it, so that `is_new` is known. Tries again where another
// process creates or unlinks it in between.
native_handle open_or_create_object(std::string_view name, std::size_t size, unsigned mode, bool& is_new,
                                    failure& why) noexcept {
  constexpr auto access = open_flag::read | open_flag::write;
  for (;;) {
    why = {};
    is_new = true;
    auto object = calls::shm_open(name, access | open_flag::ensure_create, mode, size, why);
    if (why.code != std::errc::file_exists) return object;
    why = {};
    is_new = false;
    object = calls::shm_open(name, access, 0600, size, why);
    if (why.code != std::errc::no_such_file_or_directory) return object;
  }
}

}  // namespace

shared_memory access::map(native_handle handle, protection_flag protection, failure& why) noexcept {
  shared_memory made;
  const auto memory = calls::mmap(handle, options_for(protection), why);
  if (!why && memory.size == 0)
    refuse(why, operation::mmap, std::errc::resource_unavailable_try_again, "it has no size yet");
  if (why) return made;
  made.view_ = mapping{memory, normalized(protection)};
  made.handle_ = handle;
  return made;
}

shared_memory access::map_or_close(native_handle handle, protection_flag protection, std::string_view name, bool is_new,
                                   failure& why) noexcept {
  auto made = map(handle, protection, why);
  made.is_new_ = is_new;
  if (!why) return made;
  std::error_code ignored;
  failure none;
  c_name copy;
  if (is_new && check_shm_name(operation::shm_unlink, name, copy, none)) backend::shm_unlink_own(copy.data(), handle);
  backend::close_file(handle, ignored);
  return made;
}

shared_memory access::create(std::string_view name, std::size_t size, unsigned mode, failure& why) noexcept {
  constexpr auto flags = open_flag::read | open_flag::write | open_flag::ensure_create;
  c_name checked;
  if (!check_size(size, why) || !check_shm_name(operation::shm_open, name, checked, why)) return {};
  std::string copy;
  try {
    copy = checked.data();  // with its slash, which not every system puts there when the name is taken away
  } catch (const std::bad_alloc&) {
    refuse(why, operation::shm_open, std::errc::not_enough_memory, "there is no memory for the name");
    return {};
  }
  const auto object = calls::shm_open(name, flags, mode, size, why);
  if (why) return {};
  auto made = map_or_close(object, writable, name, true, why);
  if (made) made.name_ = std::move(copy);
  made.owner_ = backend::process_id();
  return made;
}

shared_memory access::open(std::string_view name, protection_flag protection, failure& why) noexcept {
  if (!check(protection, why)) return {};
  const auto object = calls::shm_open(name, access_for(protection), 0600, 0, why);
  if (why) return {};
  return map_or_close(object, protection, name, false, why);
}

shared_memory access::open_or_create(std::string_view name, std::size_t size, unsigned mode, failure& why) noexcept {
  if (!check_size(size, why)) return {};
  bool is_new = false;
  const auto object = open_or_create_object(name, size, mode, is_new, why);
  if (why) return {};
  return map_or_close(object, writable, name, is_new, why);
}

shared_memory access::anonymous(std::size_t size, failure& why) noexcept {
  if (!check_size(size, why)) return {};
  const auto object = backend::memory_object(size, false, why.code);
  if (why.attribute_to(operation::shm_open)) return {};
  return map_or_close(object, writable, {}, true, why);
}

failure access::seal(shared_memory& memory, seal_flag seals) noexcept {
  failure why;
  if (!check_call(operation::add_seals, why) || !check_available(operation::add_seals, seals, why)) return why;
  const bool makes_read_only = has(seals, seal_flag::write) && has(memory.view_.protection(), protection_flag::write);
  if (makes_read_only && !remap_view(memory, protection_flag::read, mmap_flag::private_, why)) return why;
  why = calls::add_seals(memory.handle_, seals);
  failure ignored;
  if (why && makes_read_only) remap_view(memory, writable, mmap_flag::shared, ignored);
  return why;
}

bool access::remap_view(shared_memory& memory, protection_flag protection, mmap_flag sharing, failure& why) noexcept {
  auto of = detail::backing_access::parts_of(memory.view_.release());
  backend::map_view_at(
      {.address = of.base, .length = of.length, .protection = protection, .flags = sharing, .file = memory.handle_},
      why.code);
  if (!why.attribute_to(operation::mmap)) of.flags = sharing;
  memory.view_ = mapping{detail::backing_access::make(of), why ? writable : protection};
  return !why;
}

failure access::keep_name(shared_memory& memory) noexcept {
  failure why;
  if (check_call(operation::shm_unlink, why)) memory.name_.clear();
  return why;
}

// Windows removes the name with the last handle.
failure access::unmap(shared_memory& memory) noexcept {
  auto why = mapping_access::unmap(memory.view_);
  if (why) return why;
  if (!memory.name_.empty() && memory.owner_ == backend::process_id())
    backend::shm_unlink_own(memory.name_.c_str(), memory.handle_);
  if (memory.handle_ != no_handle) backend::close_file(memory.handle_, why.code);
  why.attribute_to(operation::close);
  memory.handle_ = no_handle;
  memory.name_.clear();
  memory.is_new_ = false;
  return why;
}

}  // namespace mmapkit
