// One line on standard error that shows what is going on, drawn over and over, and gone at the end. Only a terminal
// gets it, and only from what takes longer than a moment. Everything else that is written takes it away first.
#pragma once

#include <string_view>

namespace mmapkit::tool {

// Whether a person sees it at all.
bool live_line_seen();

// Whether it is time to draw it anew: at most ten times a second. Costs a look at the clock.
bool live_line_due();

// What was written to standard output appears first.
// Throws: output_error.
void draw_live_line(std::string_view text);

void clear_live_line() noexcept;

// Before something is written to standard output. Who reads that through a pipe may write to the same terminal, and
// then no line is drawn from here on.
void give_way_to_output() noexcept;

}  // namespace mmapkit::tool
