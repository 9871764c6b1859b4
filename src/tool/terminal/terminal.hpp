// What a terminal is asked.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mmapkit::tool {

enum class stream : std::uint8_t { input, output, errors };  // in the order of POSIX and of Windows

// Standard streams that are closed become ones that fail, so that no file is taken for one of them. Once, before any
// file is opened.
void open_missing_streams();

// Whether a person reads it.
bool is_terminal(stream which);

// Whether another program reads it.
bool is_pipe(stream which);

// The columns of the terminal, 0 where there is none.
std::size_t terminal_width(stream which);

// How wide lines may become: the environment's COLUMNS, or else those of the terminal, or else 80.
std::size_t line_width(stream which);

}  // namespace mmapkit::tool
