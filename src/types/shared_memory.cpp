#include <mmapkit/shared_memory.hpp>

#include <utility>

#include "calls/shm.hpp"
#include "checks/describe.hpp"
#include "checks/shm_name.hpp"
#include "shared_memory_access.hpp"

namespace mmapkit {

namespace {

// Returns make(why), or throws its failure.
template <class Make>
shared_memory create_or_throw(const std::string& object, Make make) {
  failure why;
  auto made = make(why);
  if (why) raise(why, object);
  return made;
}

}  // namespace

using access = shared_memory_access;

shared_memory shared_memory::create(std::string_view name, std::size_t size, unsigned mode) {
  return create_or_throw(describe_object(name), [&](failure& why) { return access::create(name, size, mode, why); });
}

shared_memory shared_memory::create(std::string_view name, std::size_t size, unsigned mode,
                                    std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return access::create(name, size, mode, why); });
}

shared_memory shared_memory::open(std::string_view name, protection_flag protection) {
  return create_or_throw(describe_object(name), [&](failure& why) { return access::open(name, protection, why); });
}

shared_memory shared_memory::open(std::string_view name, protection_flag protection, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return access::open(name, protection, why); });
}

shared_memory shared_memory::open_or_create(std::string_view name, std::size_t size, unsigned mode) {
  return create_or_throw(describe_object(name),
                         [&](failure& why) { return access::open_or_create(name, size, mode, why); });
}

shared_memory shared_memory::open_or_create(std::string_view name, std::size_t size, unsigned mode,
                                            std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return access::open_or_create(name, size, mode, why); });
}

shared_memory shared_memory::anonymous(std::size_t size) {
  return create_or_throw(describe({.size = size}, operation::shm_open),
                         [&](failure& why) { return access::anonymous(size, why); });
}

shared_memory shared_memory::anonymous(std::size_t size, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return access::anonymous(size, why); });
}

shared_memory shared_memory::from_handle(native_handle handle, protection_flag protection) {
  return create_or_throw(describe(handle), [&](failure& why) { return access::map(handle, protection, why); });
}

shared_memory shared_memory::from_handle(native_handle handle, protection_flag protection,
                                         std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return access::map(handle, protection, why); });
}

namespace {

// Whether there was one.
bool remove_name(std::string_view name, failure& why) noexcept {
  why = calls::shm_unlink(name);
  const bool removed = !why;
  if (why.code == std::errc::no_such_file_or_directory) why = {};
  return removed;
}

}  // namespace

bool shared_memory::remove(std::string_view name) {
  failure why;
  const bool removed = remove_name(name, why);
  if (why) raise(why, describe_object(name));
  return removed;
}

bool shared_memory::remove(std::string_view name, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return remove_name(name, why); });
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
  access::unmap(*this);
  view_ = std::move(other.view_);
  handle_ = std::exchange(other.handle_, no_handle);
  name_ = std::move(other.name_);
  other.name_.clear();
  owner_ = other.owner_;
  is_new_ = std::exchange(other.is_new_, false);
  return *this;
}

shared_memory::~shared_memory() { access::unmap(*this); }

void shared_memory::keep_name() {
  if (const auto why = access::keep_name(*this)) raise(why, describe_object(name_));
}

void shared_memory::keep_name(std::error_code& error) noexcept { report(access::keep_name(*this), error); }

void shared_memory::seal(seal_flag seals) {
  if (const auto why = access::seal(*this, seals)) raise(why, describe(handle_) + " against " + to_string(seals));
}

void shared_memory::seal(seal_flag seals, std::error_code& error) noexcept {
  report(access::seal(*this, seals), error);
}

void shared_memory::unmap() {
  const auto closing = handle_;
  const auto why = access::unmap(*this);
  if (!why) return;
  raise(why, why.operation == operation::close ? describe_closed(closing) : describe(data(), size()), "unmap");
}

void shared_memory::unmap(std::error_code& error) noexcept { report(access::unmap(*this), error, "unmap"); }

}  // namespace mmapkit
