#include <mmapkit/shm.hpp>

#include "core.hpp"
#include "object_name.hpp"
#include "offered.hpp"

namespace mmapkit {

namespace {

native_handle open_object(std::string_view name, open_flag flags, unsigned mode, std::uint64_t size,
                          failure& why) noexcept {
  c_name copy;
  if (!check_open(operation::shm_open, flags, why) || !check_object_name(operation::shm_open, name, copy, why))
    return no_handle;
  if (size != 0 && !has(flags, open_flag::write)) {
    refuse(why, operation::shm_open, std::errc::invalid_argument, "giving a size needs open_flag::write");
    return no_handle;
  }
  const auto handle = backend::shm_open(copy.data(), flags, mode, size, why.code);
  why.failed(operation::shm_open);
  return handle;
}

failure unlink_object(std::string_view name) noexcept {
  failure why;
  c_name copy;
  if (!check_call(operation::shm_unlink, why) || !check_object_name(operation::shm_unlink, name, copy, why)) return why;
  backend::shm_unlink(copy.data(), why.code);
  why.failed(operation::shm_unlink);
  return why;
}

native_handle create_file(std::string_view name, memfd_flag flags, failure& why) noexcept {
  constexpr auto what = operation::memfd_create;
  const bool sized = (flags & static_cast<memfd_flag>(huge_page_field)) != memfd_flag{};
  c_name copy;
  if (!check_call(what, why) || !check_offered(what, flags, why) || !copy_name(what, name, copy, why)) return no_handle;
  if (sized && !has(flags, memfd_flag::huge_table)) {
    refuse(why, what, std::errc::invalid_argument, "a size of huge pages needs memfd_flag::huge_table");
    return no_handle;
  }
  if (has(flags, memfd_flag::no_exec_seal | memfd_flag::executable)) {
    refuse(why, what, std::errc::invalid_argument,
           "memfd_flag::no_exec_seal and memfd_flag::executable exclude each other");
    return no_handle;
  }
  const auto handle = backend::memfd_create(copy.data(), flags, why.code);
  why.failed(what);
  return handle;
}

native_handle create_secret(failure& why) noexcept {
  if (!check_call(operation::memfd_secret, why)) return no_handle;
  const auto handle = backend::memfd_secret(why.code);
  why.failed(operation::memfd_secret);
  return handle;
}

failure seal(native_handle file, seal_flag seals) noexcept {
  failure why;
  if (!check_call(operation::add_seals, why) || !check_offered(operation::add_seals, seals, why)) return why;
  backend::add_seals(file, seals, why.code);
  why.failed(operation::add_seals);
  return why;
}

seal_flag find_seals(native_handle file, failure& why) noexcept {
  if (!check_call(operation::get_seals, why)) return {};
  const auto seals = backend::get_seals(file, why.code);
  why.failed(operation::get_seals);
  return seals;
}

}  // namespace

native_handle shm_open(std::string_view name, open_flag flags, unsigned mode, std::uint64_t size) {
  failure why;
  const auto handle = open_object(name, flags, mode, size, why);
  if (why) raise(why, describe_object(name));
  return handle;
}

native_handle shm_open(std::string_view name, open_flag flags, unsigned mode, std::uint64_t size,
                       std::error_code& error) noexcept {
  failure why;
  const auto handle = open_object(name, flags, mode, size, why);
  core::report(why, error);
  return handle;
}

void shm_unlink(std::string_view name) {
  if (const auto why = unlink_object(name)) raise(why, describe_object(name));
}

void shm_unlink(std::string_view name, std::error_code& error) noexcept { core::report(unlink_object(name), error); }

native_handle memfd_create(std::string_view name, memfd_flag flags) {
  failure why;
  const auto handle = create_file(name, flags, why);
  if (why) raise(why, "a file in memory, " + core::describe(name));
  return handle;
}

native_handle memfd_create(std::string_view name, memfd_flag flags, std::error_code& error) noexcept {
  failure why;
  const auto handle = create_file(name, flags, why);
  core::report(why, error);
  return handle;
}

native_handle memfd_secret() {
  failure why;
  const auto handle = create_secret(why);
  if (why) raise(why, "a secret file in memory");
  return handle;
}

native_handle memfd_secret(std::error_code& error) noexcept {
  failure why;
  const auto handle = create_secret(why);
  core::report(why, error);
  return handle;
}

void add_seals(native_handle file, seal_flag seals) {
  if (const auto why = seal(file, seals)) raise(why, core::describe(file) + " against " + to_string(seals));
}

void add_seals(native_handle file, seal_flag seals, std::error_code& error) noexcept {
  core::report(seal(file, seals), error);
}

seal_flag get_seals(native_handle file) {
  failure why;
  const auto seals = find_seals(file, why);
  if (why) raise(why, core::describe(file));
  return seals;
}

seal_flag get_seals(native_handle file, std::error_code& error) noexcept {
  failure why;
  const auto seals = find_seals(file, why);
  core::report(why, error);
  return seals;
}

}  // namespace mmapkit
