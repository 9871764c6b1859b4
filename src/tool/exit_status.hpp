// The exit statuses of the command.
#pragma once

namespace mmapkit::tool {

inline constexpr int success = 0;
inline constexpr int nothing_found = 1;
inline constexpr int failure = 2;
inline constexpr int reader_gone = 141;  // as a shell calls the end by SIGPIPE

}  // namespace mmapkit::tool
