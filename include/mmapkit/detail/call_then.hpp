// A call with something to be done after it that may throw.
#pragma once

#include <system_error>
#include <type_traits>
#include <utility>

namespace mmapkit::detail {

// body(), then finish(), and what body returned.
template <class Body, class Finish>
decltype(auto) call_then(Body&& body, Finish&& finish) {
  using result_type = decltype(std::forward<Body>(body)());
  if constexpr (std::is_void_v<result_type>) {
    std::forward<Body>(body)();
    finish();
  } else if constexpr (std::is_reference_v<result_type>) {
    auto&& result = std::forward<Body>(body)();
    finish();
    return static_cast<result_type>(result);
  } else {
    static_assert(std::is_move_constructible_v<result_type>, "a result that cannot be moved cannot wait for the end");
    auto result = std::forward<Body>(body)();
    finish();
    return result;
  }
}

// The same where there is no error so far, and finish(error) tells one. Where there is one the result is default-made.
template <class Body, class Finish>
std::invoke_result_t<Body> call_then(Body&& body, Finish&& finish, std::error_code& error) {
  using result_type = std::invoke_result_t<Body>;
  static_assert(
      std::is_void_v<result_type> || (std::is_object_v<result_type> && std::is_default_constructible_v<result_type>),
      "the result is dropped where there is an error: it must be void, or a value that can be default-made");
  if constexpr (std::is_void_v<result_type>) {
    if (error) return;
    std::forward<Body>(body)();
    finish(error);
  } else {
    if (error) return result_type{};
    auto result = std::forward<Body>(body)();
    finish(error);
    return error ? result_type{} : std::move(result);
  }
}

}  // namespace mmapkit::detail
