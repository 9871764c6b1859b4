#include "progress.hpp"

#include <algorithm>
#include <cmath>

#include "live_line.hpp"
#include "terminal.hpp"
#include "text/formatted.hpp"
#include "text/sizes.hpp"
#include "text/text.hpp"

namespace mmapkit::tool {

std::string rate(std::uint64_t bytes, progress::seconds time) {
  return to_text(static_cast<std::uint64_t>(static_cast<double>(bytes) / std::max(time.count(), 1e-6))) + "/s";
}

progress::~progress() { clear_live_line(); }

std::string progress::in_words(seconds since_start) {
  const auto speed = rate(done_, since_start);
  if (!all_) all_ = estimate_();
  const auto all = *all_;
  if (all == 0) return formatted("{}, {}", to_text(done_), speed);
  constexpr std::size_t width = 20;
  const auto share = std::min(1.0, static_cast<double>(done_) / static_cast<double>(all));
  const auto left = share == 0 ? std::uint64_t{0}
                               : static_cast<std::uint64_t>(std::llround(since_start.count() * (1 - share) / share));
  const std::string bar(static_cast<std::size_t>(share * width), '=');
  const auto time = left < 3600 ? formatted("{}:{:02}", left / 60, left % 60)
                                : formatted("{}:{:02}:{:02}", left / 3600, left / 60 % 60, left % 60);
  return formatted("[{:<{}}] {} of {}, {}, {} left", bar, width, to_text(done_), to_text(all), speed, time);
}

void progress::advance(std::uint64_t bytes, const std::filesystem::path& file) {
  done_ += bytes;
  const auto is_typed = [&] { return file == "-" && is_terminal(stream::input); };  // on the very terminal
  if (live_line_due() && !is_typed())
    draw_live_line(formatted("{}; {}", in_words(std::chrono::steady_clock::now() - start_), name_of(file)));
}

}  // namespace mmapkit::tool
