#include <mmapkit/calls/process.hpp>

#include <algorithm>
#include <array>

#include "backend/mappings.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"

namespace mmapkit {

namespace {

failure set_inheritance(void* addr, std::size_t length, inherit what) noexcept {
  failure why;
  if (!check_call(operation::minherit, why) || !check_available(operation::minherit, what, why)) return why;
  backend::minherit(addr, length, what, why.code);
  why.attribute_to(operation::minherit);
  return why;
}

void* find_address(void* addr, std::size_t length, failure& why) noexcept {
  if (!check_call(operation::mquery, why)) return nullptr;
  void* const place = backend::mquery(addr, length, why.code);
  why.attribute_to(operation::mquery);
  return place;
}

failure set_rule(process_control rule) noexcept {
  constexpr auto what = operation::set_process_control;
  failure why;
  if (!check_call(what, why) || !check_available(what, rule, why)) return why;
  backend::set_process_control(rule, why.code);
  why.attribute_to(what);
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
  if (why.attribute_to(what)) explain_unavailable(what, why);
  return why;
}

void* map_stack(void* addr, std::size_t length, shadow_stack_flag flags, failure& why) noexcept {
  constexpr auto what = operation::map_shadow_stack;
  if (!check_call(what, why) || !check_available(what, flags, why)) return nullptr;
  void* const stack = backend::map_shadow_stack(addr, length, flags, why.code);
  why.attribute_to(what);
  return stack;
}

}  // namespace

void minherit(void* addr, std::size_t length, inherit what) {
  if (const auto why = set_inheritance(addr, length, what))
    raise(why, describe(addr, length) + " as " + to_string(what));
}

void minherit(void* addr, std::size_t length, inherit what, std::error_code& error) noexcept {
  report(set_inheritance(addr, length, what), error);
}

void* mquery(void* addr, std::size_t length) {
  failure why;
  void* const place = find_address(addr, length, why);
  if (why) raise(why, describe(addr, length));
  return place;
}

void* mquery(void* addr, std::size_t length, std::error_code& error) noexcept {
  failure why;
  void* const place = find_address(addr, length, why);
  report(why, error);
  return place;
}

void set_process_control(process_control rule) {
  if (const auto why = set_rule(rule)) raise(why, "the rule " + to_string(rule) + " for this process");
}

void set_process_control(process_control rule, std::error_code& error) noexcept { report(set_rule(rule), error); }

void name_region(void* addr, std::size_t length, std::string_view name) {
  if (const auto why = name_memory(addr, length, name)) raise(why, describe(addr, length) + " " + describe(name));
}

void name_region(void* addr, std::size_t length, std::string_view name, std::error_code& error) noexcept {
  report(name_memory(addr, length, name), error);
}

void* map_shadow_stack(void* addr, std::size_t length, shadow_stack_flag flags) {
  failure why;
  void* const stack = map_stack(addr, length, flags, why);
  if (why) raise(why, "a shadow stack of " + describe(addr, length));
  return stack;
}

void* map_shadow_stack(void* addr, std::size_t length, shadow_stack_flag flags, std::error_code& error) noexcept {
  failure why;
  void* const stack = map_stack(addr, length, flags, why);
  report(why, error);
  return stack;
}

}  // namespace mmapkit
