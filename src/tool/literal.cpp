#include "literal.hpp"

#include <algorithm>
#include <array>

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
  std::array<std::size_t, 256> frequency{};
  for (const char byte : sample) ++frequency[static_cast<unsigned char>(byte)];
  const auto is_rarer = [&](char a, char b) {
    return frequency[static_cast<unsigned char>(a)] < frequency[static_cast<unsigned char>(b)];
  };
  rarest_ = static_cast<std::size_t>(std::min_element(text_.begin(), text_.end(), is_rarer) - text_.begin());
}

std::size_t literal_search::find(std::string_view in, std::size_t from) const {
  if (text_.empty()) return from;
  const char rarest = text_[rarest_];
  for (std::size_t at = from + rarest_; at < in.size(); ++at) {
    at = in.find(rarest, at);
    if (at == std::string_view::npos) break;
    if (in.substr(at - rarest_).starts_with(text_)) return at - rarest_;
  }
  return std::string_view::npos;
}

}  // namespace mmapkit::tool
