// The fast search for fixed texts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmapkit::tool {

enum class letter_case : bool { matters, ignored };  // of ASCII letters

// A part of a text: from begin up to end.
struct extent {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Searches for a text by the two of its bytes that are rarest in a sample of what is searched.
class literal_search {
 public:
  explicit literal_search(std::string_view text, letter_case letters = letter_case::matters);

  // The beginning of what will be searched.
  void learn(std::string_view sample);

  // The first place at or after `from`; npos where there is none.
  [[nodiscard]] std::size_t find(std::string_view in, std::size_t from) const;

  // The first place from `from` up to `to`; npos where there is none.
  [[nodiscard]] std::size_t find(std::string_view in, std::size_t from, std::size_t to) const;

  // So many places are looked at together: the loop over them becomes a few vector instructions.
  static constexpr std::size_t places_at_once = 64;

  [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }

  // How often the sample had its rarest byte.
  [[nodiscard]] std::size_t hits() const noexcept { return hits_; }

 private:
  // One byte of the text, as it is compared: with `fold` set in both it is the same in either case.
  struct sample_byte {
    std::size_t place = 0;
    char byte = 0;
    char fold = 0;
  };
  [[nodiscard]] sample_byte byte_at(std::size_t place) const;
  [[nodiscard]] bool is_at(std::string_view in, std::size_t at) const;
  static bool find_both(const char* first, sample_byte one, const char* second, sample_byte other,
                        char* found) noexcept;

  [[nodiscard]] std::size_t find_by_rarest(std::string_view in, std::size_t from, std::size_t to) const;

  std::string text_;
  std::size_t hits_ = 0;
  std::string fold_;             // for each byte
  bool one_byte_alone_ = false;  // the rarest is so rare that looking for it alone is faster
  sample_byte rarest_;
  sample_byte other_;
};

// The leftmost of several texts, in one pass.
class literal_set {
 public:
  literal_set(const std::vector<std::string>& texts, letter_case letters);
  void learn(std::string_view sample);
  [[nodiscard]] std::optional<extent> find(std::string_view in, std::size_t from) const;
  // How often they are to be expected, for comparing with other sets.
  [[nodiscard]] std::size_t hits() const noexcept;

 private:
  std::vector<literal_search> texts_;
};

}  // namespace mmapkit::tool
