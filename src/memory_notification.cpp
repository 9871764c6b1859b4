#include <mmapkit/memory_notification.hpp>

#include "core.hpp"
#include "offered.hpp"

namespace mmapkit {

namespace {

native_handle watch(memory_condition condition, failure& why) noexcept {
  constexpr auto what = operation::memory_notification;
  if (!check_call(what, why) || !check_offered(what, condition, why)) return no_handle;
  const native_handle notification = backend::memory_notification(condition, why.code);
  why.failed(what);
  return notification;
}

bool ask(native_handle notification, failure& why) noexcept {
  constexpr auto what = operation::memory_condition_holds;
  if (!check_call(what, why)) return false;
  const bool holds = backend::memory_condition_holds(notification, why.code);
  why.failed(what);
  return holds;
}

void* enter(bad_memory_callback callback, failure& why) noexcept {
  constexpr auto what = operation::register_bad_memory_notification;
  if (!check_call(what, why)) return nullptr;
  void* const registration = backend::register_bad_memory_notification(callback, why.code);
  why.failed(what);
  return registration;
}

failure leave(void* registration) noexcept {
  constexpr auto what = operation::unregister_bad_memory_notification;
  failure why;
  if (!check_call(what, why)) return why;
  backend::unregister_bad_memory_notification(registration, why.code);
  why.failed(what);
  return why;
}

memory_error_support find_support(failure& why) noexcept {
  constexpr auto what = operation::memory_error_handling;
  if (!check_call(what, why)) return {};
  const auto found = backend::memory_error_handling(why.code);
  why.failed(what);
  return found;
}

constexpr auto* callback_name = "a callback for bad memory";

}  // namespace

native_handle memory_notification(memory_condition condition) {
  failure why;
  const native_handle notification = watch(condition, why);
  if (why) raise(why, "a notification of " + to_string(condition));
  return notification;
}

native_handle memory_notification(memory_condition condition, std::error_code& error) noexcept {
  failure why;
  const native_handle notification = watch(condition, why);
  core::report(why, error);
  return notification;
}

bool memory_condition_holds(native_handle notification) {
  failure why;
  const bool holds = ask(notification, why);
  if (why) raise(why, core::describe(notification));
  return holds;
}

bool memory_condition_holds(native_handle notification, std::error_code& error) noexcept {
  failure why;
  const bool holds = ask(notification, why);
  core::report(why, error);
  return holds;
}

void* register_bad_memory_notification(bad_memory_callback callback) {
  failure why;
  void* const registration = enter(callback, why);
  if (why) raise(why, callback_name);
  return registration;
}

void* register_bad_memory_notification(bad_memory_callback callback, std::error_code& error) noexcept {
  failure why;
  void* const registration = enter(callback, why);
  core::report(why, error);
  return registration;
}

void unregister_bad_memory_notification(void* registration) {
  if (const auto why = leave(registration)) raise(why, callback_name);
}

void unregister_bad_memory_notification(void* registration, std::error_code& error) noexcept {
  core::report(leave(registration), error);
}

memory_error_support memory_error_handling() {
  failure why;
  const auto found = find_support(why);
  if (why) raise(why, "out how memory errors are handled");
  return found;
}

memory_error_support memory_error_handling(std::error_code& error) noexcept {
  failure why;
  const auto found = find_support(why);
  core::report(why, error);
  return found;
}

}  // namespace mmapkit
