#include "shm.hpp"

#include <mmapkit/calls/shm.hpp>

#include "backend/files.hpp"
#include "backend/shared_memory.hpp"
#include "backend/system.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"
#include "checks/explain.hpp"
#include "checks/options.hpp"
#include "checks/shm_name.hpp"
#include "growth.hpp"

namespace mmapkit {

namespace {

bool check_kind(native_handle object, failure& why) noexcept {
  const auto kind = backend::kind_of(object);
  return kind == backend::file_kind::regular || kind == backend::file_kind::other ||
         refuse(why, operation::shm_open, std::errc::no_such_device, nullptr);
}

// Of at least that size, with memory for all of it.
bool give_size(native_handle object, std::uint64_t size, bool empties, failure& why) noexcept {
  auto info = backend::examine(object, why.code);
  info.regular = true;  // macOS says no kind
  calls::growth_steps steps{object};
  if (empties) steps.empty_first(info);
  return !why.code && steps.provide(operation::shm_open, info, size, why);
}

}  // namespace

native_handle calls::shm_open(std::string_view name, open_flag flags, unsigned mode, std::uint64_t size,
                              failure& why) noexcept {
  c_name copy;
  if (!check_open(operation::shm_open, flags, why) || !check_shm_name(operation::shm_open, name, copy, why) ||
      !check_permissions(operation::shm_open, mode, why))
    return no_handle;
  if (size != 0 && !has(flags, open_flag::write)) {
    refuse(why, operation::shm_open, std::errc::invalid_argument, "giving a size needs open_flag::write");
    return no_handle;
  }
  const auto object = backend::shm_open(copy.data(), flags, mode, size, why.code);
  const bool is_object = !why.attribute_to(operation::shm_open) && check_kind(object.handle, why);
  const bool is_plain = why.code == std::errc::file_exists || why.code == std::errc::no_such_file_or_directory;
  if (!is_object && !is_plain) explain_object(why, copy.data());
  if (why.code == std::errc::file_exists)
    why.reason = has(row_of(call::shm_unlink)->where, backend::system())
                     ? "it may be left of a process that was killed: remove the name (shm_unlink), or open what it has"
                     : "somebody has it open: open what it has, or choose another name";
  const bool needs_size = is_object && size != 0 && !object.has_size;
  if (needs_size) give_size(object.handle, size, has(flags, open_flag::truncate), why);
  if (!why.attribute_to(operation::shm_open)) return object.handle;
  std::error_code ignored;
  if (object.is_new) backend::shm_unlink_own(copy.data(), object.handle);
  if (object.handle != no_handle) backend::close_file(object.handle, ignored);
  return no_handle;
}

failure calls::shm_unlink(std::string_view name) noexcept {
  failure why;
  c_name copy;
  if (!check_call(operation::shm_unlink, why) || !check_shm_name(operation::shm_unlink, name, copy, why)) return why;
  backend::shm_unlink(copy.data(), why.code);
  why.attribute_to(operation::shm_unlink);
  return why;
}

failure calls::add_seals(native_handle file, seal_flag seals) noexcept {
  failure why;
  if (!check_call(operation::add_seals, why) || !check_available(operation::add_seals, seals, why)) return why;
  backend::add_seals(file, seals, why.code);
  why.attribute_to(operation::add_seals);
  return why;
}

seal_flag calls::get_seals(native_handle file, failure& why) noexcept {
  if (!check_call(operation::get_seals, why)) return {};
  const auto seals = backend::get_seals(file, why.code);
  why.attribute_to(operation::get_seals);
  return seals;
}

namespace {

native_handle create_file(std::string_view name, memfd_flag flags, failure& why) noexcept {
  constexpr auto what = operation::memfd_create;
  const bool sized = (flags & static_cast<memfd_flag>(huge_page_field)) != memfd_flag{};
  c_name copy;
  if (!check_call(what, why) || !check_available(what, flags, why) || !check_label(what, name, copy, why))
    return no_handle;
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
  why.attribute_to(what);
  return handle;
}

native_handle create_secret(failure& why) noexcept {
  if (!check_call(operation::memfd_secret, why)) return no_handle;
  const auto handle = backend::memfd_secret(why.code);
  why.attribute_to(operation::memfd_secret);
  return handle;
}

}  // namespace

native_handle shm_open(std::string_view name, open_flag flags, unsigned mode, std::uint64_t size) {
  failure why;
  const auto handle = calls::shm_open(name, flags, mode, size, why);
  if (why) raise(why, describe_object(name));
  return handle;
}

native_handle shm_open(std::string_view name, open_flag flags, unsigned mode, std::uint64_t size,
                       std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return calls::shm_open(name, flags, mode, size, why); });
}

void shm_unlink(std::string_view name) {
  if (const auto why = calls::shm_unlink(name)) raise(why, describe_object(name));
}

void shm_unlink(const char* name) {
  if (name == nullptr)
    raise(refuse(operation::shm_unlink, std::errc::invalid_argument, "the name is null"), describe_object({}));
  shm_unlink(std::string_view{name});
}

void shm_unlink(std::string_view name, std::error_code& error) noexcept { report(calls::shm_unlink(name), error); }

native_handle memfd_create(std::string_view name, memfd_flag flags) {
  failure why;
  const auto handle = create_file(name, flags, why);
  if (why) raise(why, "a file in memory, " + describe(name));
  return handle;
}

native_handle memfd_create(std::string_view name, memfd_flag flags, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return create_file(name, flags, why); });
}

native_handle memfd_secret() {
  failure why;
  const auto handle = create_secret(why);
  if (why) raise(why, "a secret file in memory");
  return handle;
}

native_handle memfd_secret(std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return create_secret(why); });
}

void add_seals(native_handle file, seal_flag seals) {
  if (const auto why = calls::add_seals(file, seals)) raise(why, describe(file) + " against " + to_string(seals));
}

void add_seals(native_handle file, seal_flag seals, std::error_code& error) noexcept {
  report(calls::add_seals(file, seals), error);
}

seal_flag get_seals(native_handle file) {
  failure why;
  const auto seals = calls::get_seals(file, why);
  if (why) raise(why, describe(file));
  return seals;
}

seal_flag get_seals(native_handle file, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return calls::get_seals(file, why); });
}

}  // namespace mmapkit
