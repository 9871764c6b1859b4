// A call with something to be done after it that may throw.
#pragma once

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

}  // namespace mmapkit::detail
