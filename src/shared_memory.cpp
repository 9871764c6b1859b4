#include <mmapkit/shared_memory.hpp>

#include <new>
#include <utility>

#include "backing.hpp"
#include "core.hpp"
#include "object_name.hpp"
#include "offered.hpp"
#include "options.hpp"

namespace mmapkit {

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

native_handle open_named(std::string_view name, open_flag flags, unsigned mode, std::size_t size,
                         failure& why) noexcept {
  const auto object = shm_open(name, flags, mode, size, why.code);
  why.failed(operation::shm_open);
  return object;
}

// Whether it is new is known by asking for that first. Between the two questions it may come, and may go.
native_handle open_or_make(std::string_view name, std::size_t size, unsigned mode, bool& is_new,
                           failure& why) noexcept {
  constexpr auto access = open_flag::read | open_flag::write;
  for (;;) {
    why = {};
    is_new = true;
    auto object = open_named(name, access | open_flag::ensure_create, mode, size, why);
    if (why.code != std::errc::file_exists) return object;
    why = {};
    is_new = false;
    object = open_named(name, access, 0600, size, why);
    if (why.code != std::errc::no_such_file_or_directory) return object;
  }
}

}  // namespace

struct shared_memory_access {
  // Maps all of what the handle has, and takes it over; on failure neither.
  static shared_memory map(native_handle handle, protection_flag protection, failure& why) noexcept {
    shared_memory made;
    const auto memory = core::map(handle, options_for(protection), why);
    if (!why && memory.size == 0)
      refuse(why, operation::mmap, std::errc::resource_unavailable_try_again, "it has no size yet");
    if (why) return made;
    made.view_ = mapping{memory, normalized(protection)};
    made.handle_ = handle;
    return made;
  }

  // The same; on failure the handle is closed, and the name is taken away where it is new.
  static shared_memory map_or_close(native_handle handle, protection_flag protection, std::string_view name,
                                    bool is_new, failure& why) noexcept {
    auto made = map(handle, protection, why);
    made.is_new_ = is_new;
    if (!why) return made;
    std::error_code unseen;
    if (is_new && !name.empty()) shm_unlink(name, unseen);
    backend::close_file(handle, unseen);
    return made;
  }

  static shared_memory create(std::string_view name, std::size_t size, unsigned mode, failure& why) noexcept {
    constexpr auto flags = open_flag::read | open_flag::write | open_flag::ensure_create;
    if (!check_size(size, why)) return {};
    std::string copy;
    try {
      copy = name;
    } catch (const std::bad_alloc&) {
      refuse(why, operation::shm_open, std::errc::not_enough_memory, "there is no memory for the name");
      return {};
    }
    const auto object = open_named(name, flags, mode, size, why);
    if (why) return {};
    auto made = map_or_close(object, writable, name, true, why);
    if (made) made.name_ = std::move(copy);
    made.owner_ = backend::process();
    return made;
  }

  static shared_memory open(std::string_view name, protection_flag protection, failure& why) noexcept {
    if (!check(protection, why)) return {};
    const auto object = open_named(name, access_for(protection), 0600, 0, why);
    if (why) return {};
    return map_or_close(object, protection, name, false, why);
  }

  static shared_memory open_or_create(std::string_view name, std::size_t size, unsigned mode, failure& why) noexcept {
    if (!check_size(size, why)) return {};
    bool is_new = false;
    const auto object = open_or_make(name, size, mode, is_new, why);
    if (why) return {};
    return map_or_close(object, writable, name, is_new, why);
  }

  static shared_memory nameless(std::size_t size, failure& why) noexcept {
    if (!check_size(size, why)) return {};
    const auto object = backend::memory_object(size, false, why.code);
    if (why.failed(operation::shm_open)) return {};
    return map_or_close(object, writable, {}, true, why);
  }

  // A file is sealed against writing only while nothing can write to it: the view shows the same pages, read-only.
  static failure seal(shared_memory& memory, seal_flag seals) noexcept {
    failure why;
    const bool freezes = has(seals, seal_flag::write) && has(memory.view_.protection(), protection_flag::write);
    if (freezes && !show(memory, protection_flag::read, mmap_flag::private_, why)) return why;
    add_seals(memory.handle_, seals, why.code);
    failure unseen;
    if (why.failed(operation::add_seals) && freezes) show(memory, writable, mmap_flag::shared, unseen);
    return why;
  }

 private:
  // Another view in the place of the one that there is.
  static bool show(shared_memory& memory, protection_flag protection, mmap_flag sharing, failure& why) noexcept {
    auto of = detail::backing_access::take_apart(memory.view_.release());
    backend::show(
        {.address = of.base, .length = of.length, .protection = protection, .flags = sharing, .file = memory.handle_},
        why.code);
    if (!why.failed(operation::mmap)) of.flags = sharing;
    memory.view_ = mapping{detail::backing_access::make(of), why ? writable : protection};
    return !why;
  }
};

namespace {

// Calls make(why) and throws what went wrong.
template <class Make>
shared_memory made_or_thrown(const std::string& object, Make make) {
  failure why;
  auto made = make(why);
  if (why) raise(why, object);
  return made;
}

template <class Make>
shared_memory made_or_reported(std::error_code& error, Make make) noexcept {
  failure why;
  auto made = make(why);
  core::report(why, error);
  return made;
}

}  // namespace

using access = shared_memory_access;

shared_memory shared_memory::create(std::string_view name, std::size_t size, unsigned mode) {
  return made_or_thrown(describe_object(name), [&](failure& why) { return access::create(name, size, mode, why); });
}

shared_memory shared_memory::create(std::string_view name, std::size_t size, unsigned mode,
                                    std::error_code& error) noexcept {
  return made_or_reported(error, [&](failure& why) { return access::create(name, size, mode, why); });
}

shared_memory shared_memory::open(std::string_view name, protection_flag protection) {
  return made_or_thrown(describe_object(name), [&](failure& why) { return access::open(name, protection, why); });
}

shared_memory shared_memory::open(std::string_view name, protection_flag protection, std::error_code& error) noexcept {
  return made_or_reported(error, [&](failure& why) { return access::open(name, protection, why); });
}

shared_memory shared_memory::open_or_create(std::string_view name, std::size_t size, unsigned mode) {
  return made_or_thrown(describe_object(name),
                        [&](failure& why) { return access::open_or_create(name, size, mode, why); });
}

shared_memory shared_memory::open_or_create(std::string_view name, std::size_t size, unsigned mode,
                                            std::error_code& error) noexcept {
  return made_or_reported(error, [&](failure& why) { return access::open_or_create(name, size, mode, why); });
}

shared_memory shared_memory::nameless(std::size_t size) {
  return made_or_thrown(core::describe({.size = size}, operation::shm_open),
                        [&](failure& why) { return access::nameless(size, why); });
}

shared_memory shared_memory::nameless(std::size_t size, std::error_code& error) noexcept {
  return made_or_reported(error, [&](failure& why) { return access::nameless(size, why); });
}

shared_memory shared_memory::from_handle(native_handle handle, protection_flag protection) {
  return made_or_thrown(core::describe(handle), [&](failure& why) { return access::map(handle, protection, why); });
}

shared_memory shared_memory::from_handle(native_handle handle, protection_flag protection,
                                         std::error_code& error) noexcept {
  return made_or_reported(error, [&](failure& why) { return access::map(handle, protection, why); });
}

bool shared_memory::remove(std::string_view name) {
  std::error_code error;
  const bool removed = remove(name, error);
  if (error) shm_unlink(name);  // says why
  return removed;
}

bool shared_memory::remove(std::string_view name, std::error_code& error) noexcept {
  shm_unlink(name, error);
  const bool removed = !error;
  if (error == std::errc::no_such_file_or_directory) error.clear();
  return removed;
}

shared_memory::shared_memory(shared_memory&& other) noexcept
    : view_{std::move(other.view_)},
      handle_{std::exchange(other.handle_, no_handle)},
      name_{std::move(other.name_)},
      owner_{other.owner_},
      is_new_{std::exchange(other.is_new_, false)} {
  other.name_.clear();
}

shared_memory& shared_memory::operator=(shared_memory&& other) noexcept {
  if (this == &other) return *this;
  std::error_code unseen;
  unmap(unseen);
  view_ = std::move(other.view_);
  handle_ = std::exchange(other.handle_, no_handle);
  name_ = std::move(other.name_);
  other.name_.clear();
  owner_ = other.owner_;
  is_new_ = std::exchange(other.is_new_, false);
  return *this;
}

shared_memory::~shared_memory() {
  std::error_code unseen;
  unmap(unseen);
}

void shared_memory::keep_name() {
  failure why;
  if (!check_call(operation::shm_unlink, why)) raise(why, describe_object(name_));
  name_.clear();
}

void shared_memory::seal(seal_flag seals) {
  if (const auto why = access::seal(*this, seals)) raise(why, core::describe(handle_) + " against " + to_string(seals));
}

void shared_memory::seal(seal_flag seals, std::error_code& error) noexcept {
  core::report(access::seal(*this, seals), error);
}

void shared_memory::unmap() {
  failure why;
  unmap(why.code);
  if (why.failed(operation::munmap)) raise(why, core::describe(data(), size()));
}

// On Windows the name goes with the last handle.
void shared_memory::unmap(std::error_code& error) noexcept {
  view_.unmap(error);
  if (error) return;
  std::error_code unseen;
  if (!name_.empty() && owner_ == backend::process() && has(row_of(operation::shm_unlink)->where, backend::system()))
    shm_unlink(name_, unseen);
  if (handle_ != no_handle) backend::close_file(handle_, error);
  handle_ = no_handle;
  name_.clear();
  is_new_ = false;
}

}  // namespace mmapkit
