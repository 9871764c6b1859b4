#include <mmapkit/calls/memory_notification.hpp>

#include "backend/virtual_memory.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"

namespace mmapkit {

namespace {

native_handle create_notification(memory_condition condition, failure& why) noexcept {
  constexpr auto what = operation::memory_notification;
  if (!check_call(what, why) || !check_available(what, condition, why)) return no_handle;
  const native_handle notification = backend::memory_notification(condition, why.code);
  why.attribute_to(what);
  return notification;
}

bool query_condition(native_handle notification, failure& why) noexcept {
  constexpr auto what = operation::memory_condition_holds;
  if (!check_call(what, why)) return false;
  const bool holds = backend::memory_condition_holds(notification, why.code);
  why.attribute_to(what);
  return holds;
}

void* register_callback(bad_memory_callback callback, failure& why) noexcept {
  constexpr auto what = operation::register_bad_memory_notification;
  if (!check_call(what, why)) return nullptr;
  void* const registration = backend::register_bad_memory_notification(callback, why.code);
  why.attribute_to(what);
  return registration;
}

failure unregister_callback(void* registration) noexcept {
  constexpr auto what = operation::unregister_bad_memory_notification;
  failure why;
  if (!check_call(what, why)) return why;
  backend::unregister_bad_memory_notification(registration, why.code);
  why.attribute_to(what);
  return why;
}

memory_error_support query_support(failure& why) noexcept {
  constexpr auto what = operation::memory_error_handling;
  if (!check_call(what, why)) return {};
  const auto found = backend::memory_error_handling(why.code);
  why.attribute_to(what);
  return found;
}

constexpr auto* callback_name = "a callback for bad memory";

}  // namespace

native_handle memory_notification(memory_condition condition) {
  failure why;
  const native_handle notification = create_notification(condition, why);
  if (why) raise(why, "a notification of " + to_string(condition));
  return notification;
}

native_handle memory_notification(memory_condition condition, std::error_code& error) noexcept {
  failure why;
  const native_handle notification = create_notification(condition, why);
  report(why, error);
  return notification;
}

bool memory_condition_holds(native_handle notification) {
  failure why;
  const bool holds = query_condition(notification, why);
  if (why) raise(why, describe(notification));
  return holds;
}

bool memory_condition_holds(native_handle notification, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return query_condition(notification, why); });
}

void* register_bad_memory_notification(bad_memory_callback callback) {
  failure why;
  void* const registration = register_callback(callback, why);
  if (why) raise(why, callback_name);
  return registration;
}

void* register_bad_memory_notification(bad_memory_callback callback, std::error_code& error) noexcept {
  failure why;
  void* const registration = register_callback(callback, why);
  report(why, error);
  return registration;
}

void unregister_bad_memory_notification(void* registration) {
  if (const auto why = unregister_callback(registration)) raise(why, callback_name);
}

void unregister_bad_memory_notification(void* registration, std::error_code& error) noexcept {
  report(unregister_callback(registration), error);
}

memory_error_support memory_error_handling() {
  failure why;
  const auto found = query_support(why);
  if (why) raise(why, "out how memory errors are handled");
  return found;
}

memory_error_support memory_error_handling(std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return query_support(why); });
}

}  // namespace mmapkit
