// Which sanitizers the tests are compiled with, and what that changes.
#pragma once

namespace support {

#if defined(__has_feature)
inline constexpr bool address_sanitizer = __has_feature(address_sanitizer);
inline constexpr bool thread_sanitizer = __has_feature(thread_sanitizer);
#else
#ifdef __SANITIZE_ADDRESS__
inline constexpr bool address_sanitizer = true;
#else
inline constexpr bool address_sanitizer = false;
#endif
#ifdef __SANITIZE_THREAD__
inline constexpr bool thread_sanitizer = true;
#else
inline constexpr bool thread_sanitizer = false;
#endif
#endif

// ThreadSanitizer calls a handler with all signals blocked, whatever it was set with.
inline constexpr bool handlers_run_blocked = thread_sanitizer;

}  // namespace support
