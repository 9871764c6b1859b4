// What sanitizers change.
#pragma once

namespace support {

// ThreadSanitizer calls a handler with all signals blocked, whatever it was set with.
#if defined(__SANITIZE_THREAD__)
inline constexpr bool handlers_run_blocked = true;
#elif defined(__has_feature)
inline constexpr bool handlers_run_blocked = __has_feature(thread_sanitizer);
#else
inline constexpr bool handlers_run_blocked = false;
#endif

}  // namespace support
