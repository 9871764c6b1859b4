#include <mmapkit/calls/bsd_shared_memory.hpp>

#include <new>

#include "backend/shared_memory.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"
#include "checks/options.hpp"
#include "checks/shm_name.hpp"

namespace mmapkit {

namespace {

// An empty name stands for SHM_ANON, which is null for the backend.
bool check_name_or_none(operation what, std::string_view name, c_name& copy, const char*& native,
                        failure& why) noexcept {
  native = nullptr;
  if (name.empty()) return true;
  native = copy.data();
  return check_shm_name(what, name, copy, why);
}

native_handle open_with(std::string_view name, open_flag flags, shm_flag how, unsigned mode, failure& why) noexcept {
  constexpr auto what = operation::shm_open2;
  c_name copy;
  const char* native = nullptr;
  if (!check_call(what, why) || !check_available(what, how, why) || !check_open(what, flags, why) ||
      !check_name_or_none(what, name, copy, native, why) || !check_permissions(what, mode, why))
    return no_handle;
  const auto handle = backend::shm_open2(native, flags, how, mode, why.code);
  why.attribute_to(what);
  return handle;
}

failure rename_object(std::string_view from, std::string_view to, shm_rename_flag flags) noexcept {
  constexpr auto what = operation::shm_rename;
  failure why;
  c_name before;
  c_name after;
  if (!check_call(what, why) || !check_available(what, flags, why) || !check_shm_name(what, from, before, why) ||
      !check_shm_name(what, to, after, why))
    return why;
  if (has(flags, shm_rename_flag::no_replace | shm_rename_flag::exchange))
    return refuse(what, std::errc::invalid_argument,
                  "shm_rename_flag::no_replace and shm_rename_flag::exchange exclude each other");
  backend::shm_rename(before.data(), after.data(), flags, why.code);
  why.attribute_to(what);
  return why;
}

native_handle create_of_large_pages(std::string_view name, open_flag flags, std::size_t page_size,
                                    large_page_policy policy, unsigned mode, failure& why) noexcept {
  constexpr auto what = operation::shm_create_largepage;
  c_name copy;
  const char* native = nullptr;
  if (!check_call(what, why) || !check_available(what, policy, why) || !check_open(what, flags, why) ||
      !check_name_or_none(what, name, copy, native, why) || !check_permissions(what, mode, why))
    return no_handle;
  const auto handle = backend::shm_create_largepage(native, flags, page_size, policy, mode, why.code);
  why.attribute_to(what);
  return handle;
}

native_handle create_unique(std::string& name, failure& why) noexcept {
  constexpr auto what = operation::shm_mkstemp;
  c_name copy;
  if (!check_call(what, why) || !check_shm_name(what, name, copy, why)) return no_handle;
  try {
    name.reserve(name.size() + 1);  // for the slash: nothing may fail when the object is there
  } catch (const std::bad_alloc&) {
    refuse(why, what, std::errc::not_enough_memory, "there is no memory for the name");
    return no_handle;
  }
  const auto handle = backend::shm_mkstemp(copy.data(), why.code);
  if (!why.attribute_to(what)) name.assign(copy.data());
  return handle;
}

std::string name_or_none(std::string_view name) {
  return name.empty() ? "shared memory without a name" : describe_object(name);
}

}  // namespace

native_handle shm_open2(std::string_view name, open_flag flags, shm_flag how, unsigned mode) {
  failure why;
  const auto handle = open_with(name, flags, how, mode, why);
  if (why) raise(why, name_or_none(name));
  return handle;
}

native_handle shm_open2(std::string_view name, open_flag flags, shm_flag how, unsigned mode,
                        std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return open_with(name, flags, how, mode, why); });
}

void shm_rename(std::string_view from, std::string_view to, shm_rename_flag flags) {
  if (const auto why = rename_object(from, to, flags)) raise(why, describe_object(from) + " to " + describe_object(to));
}

void shm_rename(std::string_view from, std::string_view to, shm_rename_flag flags, std::error_code& error) noexcept {
  report(rename_object(from, to, flags), error);
}

native_handle shm_create_largepage(std::string_view name, open_flag flags, std::size_t page_size,
                                   large_page_policy policy, unsigned mode) {
  failure why;
  const auto handle = create_of_large_pages(name, flags, page_size, policy, mode, why);
  if (why) raise(why, name_or_none(name));
  return handle;
}

native_handle shm_create_largepage(std::string_view name, open_flag flags, std::size_t page_size,
                                   large_page_policy policy, unsigned mode, std::error_code& error) noexcept {
  return make_or_report(error,
                        [&](failure& why) { return create_of_large_pages(name, flags, page_size, policy, mode, why); });
}

native_handle shm_mkstemp(std::string& name) {
  failure why;
  const auto handle = create_unique(name, why);
  if (why) raise(why, describe_object(name));
  return handle;
}

native_handle shm_mkstemp(std::string& name, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return create_unique(name, why); });
}

}  // namespace mmapkit
