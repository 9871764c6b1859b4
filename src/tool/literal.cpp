#include "literal.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace mmapkit::tool {

namespace {

// Walks a pattern and collects runs of single bytes that follow each other in every match.
class collector {
 public:
  void add(const node& part) {
    switch (part.what) {
      case node::kind::bytes:
        if (part.bytes.count() == 1) {
          run_ += single(part.bytes);
        } else {
          interrupt();
        }
        break;
      case node::kind::place: only_bytes_ = false; break;
      case node::kind::sequence:
        for (const node& each : part.parts) add(each);
        break;
      case node::kind::choice: interrupt(); break;
      case node::kind::repeat:
        interrupt();
        if (part.least != 0) add(part.parts.front());
        interrupt();
        break;
    }
  }

  required_literal take() {
    keep_longest();
    return {longest_, only_bytes_};
  }

 private:
  static char single(const byte_set& bytes) {
    std::size_t byte = 0;
    while (!bytes[byte]) ++byte;
    return static_cast<char>(static_cast<unsigned char>(byte));
  }

  void interrupt() {
    keep_longest();
    run_.clear();
    only_bytes_ = false;
  }

  void keep_longest() {
    if (run_.size() > longest_.size()) longest_ = run_;
  }

  std::string run_;
  std::string longest_;
  bool only_bytes_ = true;
};

}  // namespace

required_literal find_required_literal(const node& pattern) {
  collector all;
  all.add(pattern);
  return all.take();
}

void literal_search::learn(std::string_view sample) {
  if (text_.empty()) return;
  std::array<std::size_t, 256> frequency{};
  for (const char byte : sample) ++frequency[static_cast<unsigned char>(byte)];
  const auto how_often = [&](std::size_t place) { return frequency[static_cast<unsigned char>(text_[place])]; };
  for (std::size_t place = 1; place < text_.size(); ++place)
    if (how_often(place) < how_often(rarest_)) rarest_ = place;
  other_ = rarest_ == 0 ? text_.size() - 1 : 0;
  for (std::size_t place = 0; place < text_.size(); ++place)
    if (place != rarest_ && how_often(place) < how_often(other_)) other_ = place;
}

namespace {

// So many places at once: the loop over them becomes a few vector instructions.
constexpr std::size_t block = 64;

// Whether both bytes are at any of the places. They are seldom both there.
bool has_both(const char* first, char a, const char* second, char b) noexcept {
  std::uint8_t found = 0;
  for (std::size_t i = 0; i < block; ++i)
    found = static_cast<std::uint8_t>(found | ((first[i] == a) & (second[i] == b)));
  return found != 0;
}

}  // namespace

std::size_t literal_search::find(std::string_view in, std::size_t from) const {
  if (text_.empty()) return from;
  if (text_.size() == 1) return in.find(text_[0], from);
  if (in.size() < text_.size()) return std::string_view::npos;
  const auto end = in.size() - text_.size() + 1;  // of the places where it can begin
  while (from < end) {
    const auto places = std::min(block, end - from);
    if (places < block ||
        has_both(in.data() + from + rarest_, text_[rarest_], in.data() + from + other_, text_[other_]))
      for (auto at = from; at < from + places; ++at)
        if (in[at + rarest_] == text_[rarest_] && in.substr(at).starts_with(text_)) return at;
    from += places;
  }
  return std::string_view::npos;
}

}  // namespace mmapkit::tool
