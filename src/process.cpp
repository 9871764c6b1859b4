#include <mmapkit/process.hpp>

#include <algorithm>
#include <array>

#include "core.hpp"
#include "offered.hpp"

namespace mmapkit {

namespace {

failure set_inheritance(void* addr, std::size_t length, inherit what) noexcept {
  failure why;
  if (!check_call(operation::minherit, why) || !check_offered(operation::minherit, what, why)) return why;
  backend::minherit(addr, length, what, why.code);
  why.failed(operation::minherit);
  return why;
}

void* find_room(void* addr, std::size_t length, failure& why) noexcept {
  if (!check_call(operation::mquery, why)) return nullptr;
  void* const place = backend::mquery(addr, length, why.code);
  why.failed(operation::mquery);
  return place;
}

failure set_rule(process_rule rule) noexcept {
  constexpr auto what = operation::set_process_rule;
  failure why;
  if (!check_call(what, why) || !check_offered(what, rule, why)) return why;
  backend::set_process_rule(rule, why.code);
  why.failed(what);
  return why;
}

constexpr std::size_t longest_region_name = 79;  // prctl(2), PR_SET_VMA_ANON_NAME

failure name_memory(void* addr, std::size_t length, std::string_view name) noexcept {
  constexpr auto what = operation::name_region;
  failure why;
  if (!check_call(what, why)) return why;
  if (name.size() > longest_region_name || name.find('\0') != std::string_view::npos)
    return refuse(what, std::errc::invalid_argument, "the name has {m} bytes, at most {n} without NUL are allowed",
                  name.size(), longest_region_name);
  std::array<char, longest_region_name + 1> copy{};
  std::copy(name.begin(), name.end(), copy.begin());
  backend::name_region(addr, length, copy.data(), why.code);
  if (why.failed(what)) explain_absence(what, why);
  return why;
}

void* map_stack(void* addr, std::size_t length, shadow_stack_flag flags, failure& why) noexcept {
  constexpr auto what = operation::map_shadow_stack;
  if (!check_call(what, why) || !check_offered(what, flags, why)) return nullptr;
  void* const stack = backend::map_shadow_stack(addr, length, flags, why.code);
  why.failed(what);
  return stack;
}

}  // namespace

void minherit(void* addr, std::size_t length, inherit what) {
  if (const auto why = set_inheritance(addr, length, what))
    raise(why, core::describe(addr, length) + " as " + to_string(what));
}

void minherit(void* addr, std::size_t length, inherit what, std::error_code& error) noexcept {
  core::report(set_inheritance(addr, length, what), error);
}

void* mquery(void* addr, std::size_t length) {
  failure why;
  void* const place = find_room(addr, length, why);
  if (why) raise(why, core::describe(addr, length));
  return place;
}

void* mquery(void* addr, std::size_t length, std::error_code& error) noexcept {
  failure why;
  void* const place = find_room(addr, length, why);
  core::report(why, error);
  return place;
}

void set_process_rule(process_rule rule) {
  if (const auto why = set_rule(rule)) raise(why, "the rule " + to_string(rule) + " for this process");
}

void set_process_rule(process_rule rule, std::error_code& error) noexcept { core::report(set_rule(rule), error); }

void name_region(void* addr, std::size_t length, std::string_view name) {
  if (const auto why = name_memory(addr, length, name))
    raise(why, core::describe(addr, length) + " " + core::describe(name));
}

void name_region(void* addr, std::size_t length, std::string_view name, std::error_code& error) noexcept {
  core::report(name_memory(addr, length, name), error);
}

void* map_shadow_stack(void* addr, std::size_t length, shadow_stack_flag flags) {
  failure why;
  void* const stack = map_stack(addr, length, flags, why);
  if (why) raise(why, "a shadow stack of " + core::describe(addr, length));
  return stack;
}

void* map_shadow_stack(void* addr, std::size_t length, shadow_stack_flag flags, std::error_code& error) noexcept {
  failure why;
  void* const stack = map_stack(addr, length, flags, why);
  core::report(why, error);
  return stack;
}

}  // namespace mmapkit
