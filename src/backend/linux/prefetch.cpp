#include <algorithm>
#include <array>
#include <span>

#include <mmapkit/flags/advice.hpp>

#include "backend/pages.hpp"

namespace mmapkit::backend {

namespace {

// Of each range the kernel reads no more than the read-ahead of the device (mm/readahead.c, force_page_cache_ra), whose
// default this is.
constexpr std::size_t longest_piece = std::size_t{128} << 10;

class piece_batch {
 public:
  void add(std::span<std::byte> piece) noexcept {
    if (count_ == pieces_.size()) give();
    pieces_[count_++] = piece;
    length_ += piece.size();
  }

  // By one call; where the kernel lacks it, a filter of system calls forbids it, or something is not mapped, by one for
  // each, from then on.
  void give() noexcept {
    const auto pieces = std::span{pieces_}.first(count_);
    std::error_code ignored;
    if (together_) together_ = backend::process_madvise(no_handle, pieces, advice::will_need, ignored) == length_;
    if (!together_)
      for (const auto& one : pieces) backend::madvise(one.data(), one.size(), advice::will_need, error_);
    count_ = length_ = 0;
  }

  std::error_code error() const noexcept { return error_; }

 private:
  std::array<std::span<std::byte>, 64> pieces_;
  std::size_t count_ = 0;
  std::size_t length_ = 0;
  bool together_ = true;
  std::error_code error_;
};

}  // namespace

void prefetch(std::span<const std::span<std::byte>> pages, std::error_code& error) noexcept {
  piece_batch pieces;
  for (auto rest : pages)
    for (; !rest.empty(); rest = rest.subspan(std::min(rest.size(), longest_piece)))
      pieces.add(rest.first(std::min(rest.size(), longest_piece)));
  pieces.give();
  if (pieces.error()) error = pieces.error();
}

}  // namespace mmapkit::backend
