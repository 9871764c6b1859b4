#include <algorithm>
#include <cstring>
#include <fstream>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "property.hpp"

using namespace mmapkit;
using property::require;

namespace {

enum class content_of { memory, shared_file, private_file };

constexpr std::size_t most_bytes = support::mebibyte;

// One mapping, its file, and what both should hold.
class resized_mapping {
 public:
  resized_mapping(property::draw& random, content_of kind, std::filesystem::path path)
      : random_{random}, kind_{kind}, path_{std::move(path)} {
    make();
  }

  void step() {
    const auto kind = random_.below(1000);
    if (kind < 350)
      store();
    else if (kind < 550)
      resize(random_.up_to(most()));
    else if (kind < 750)
      resize(size_ + random_.up_to(most() - size_));
    else if (kind < 900)
      resize(size_ - random_.up_to(size_));
    else if (kind < 960)
      refuse();
    else if (kind < 980)
      move();
    else if (kind < 995)
      append_to_file();
    else
      make();
    look();
  }

 private:
  // Bytes that the mapping can have.
  std::size_t most() const {
    return kind_ == content_of::private_file ? std::min(most_bytes, file_.size() - offset_) : most_bytes;
  }

  void make() {
    memory_.unmap();
    offset_ = 0;
    size_ = 1 + random_.up_to(most_bytes - 1);
    content_.assign(most_bytes, std::byte{});
    file_.clear();
    mmap_options options = support::anonymous(size_);
    if (kind_ != content_of::memory) {
      write_new_file();
      if (random_.one_in(2)) offset_ = std::min(file_.size() - 1, random_.up_to(2 * allocation_granularity()));
      options = kind_ == content_of::shared_file ? support::shared_writable() : support::private_writable();
      options.keep_file = true;
      options.growth = random_.one_in(2)   ? file_growth::sparse
                       : random_.one_in(8) ? file_growth::written
                                           : file_growth::allocated;
      size_ = std::min(size_, most());
      options.offset = offset_;
      options.size = size_;
    }
    memory_ = kind_ == content_of::memory ? mapping{options} : mapping{path_, options};
    if (kind_ == content_of::shared_file) file_.resize(std::max(file_.size(), offset_ + size_));
    if (kind_ != content_of::memory) std::memcpy(content_.data(), file_.data() + offset_, size_);
  }

  void write_new_file() {
    auto text = support::pattern(1 + random_.up_to(most_bytes / 2));
    for (int i = 0; i < 16; ++i) text[random_.below(text.size())] = static_cast<char>(random_.below(128));
    support::write_file(path_, text);
    const auto bytes = std::as_bytes(std::span{text});
    file_.assign(bytes.begin(), bytes.end());
  }

  void store() {
    if (size_ == 0) return;
    auto at = random_.one_in(8) ? size_ - 1 : random_.below(size_);
    for (auto count = 1 + random_.up_to(std::min<std::size_t>(size_ - at, 100) - 1); count > 0; --count, ++at) {
      memory_.data()[at] = content_[at] = random_.byte();
      if (kind_ == content_of::shared_file) file_[offset_ + at] = content_[at];
    }
  }

  void resize(std::size_t size) {
    if (size == 0) return;
    const auto old_size = std::exchange(size_, size);
    memory_.resize(size);
    if (size <= old_size) return;
    const auto count = size - old_size;
    if (kind_ == content_of::memory) {
      std::memset(content_.data() + old_size, 0, count);
    } else if (kind_ == content_of::shared_file) {
      file_.resize(std::max(file_.size(), offset_ + size));
      std::memcpy(content_.data() + old_size, file_.data() + offset_ + old_size, count);
    } else {
      adopt(old_size, size);
    }
    require(std::memcmp(memory_.data() + old_size, content_.data() + old_size, count) == 0,
            "memory grows by zeros, and a file's mapping by what the file has");
  }

  // What was stored to a private mapping and then cut off may be there again or not.
  void adopt(std::size_t from, std::size_t to) {
    const auto* const file = file_.data() + offset_;
    if (std::memcmp(memory_.data() + from, file + from, to - from) == 0) {
      std::memcpy(content_.data() + from, file + from, to - from);
      return;
    }
    for (auto at = from; at < to; ++at)
      if (memory_.data()[at] == file[at]) content_[at] = file[at];
  }

  void refuse() {
    const auto* const data = memory_.data();
    const auto kind = random_.below(3);
    if (kind == 0)
      property::require_refused(std::errc::invalid_argument, [&] { memory_.resize(0); });
    else if (kind == 1 || kind_ != content_of::private_file)
      property::require_refused(std::errc::value_too_large, [&] {
        memory_.resize(std::numeric_limits<std::size_t>::max() - random_.up_to(page_size() / 2));
      });
    else
      property::require_refused(std::errc::invalid_argument,
                                [&] { memory_.resize(file_.size() - offset_ + 1 + random_.up_to(most_bytes)); });
    require(memory_.data() == data, "what was refused changes nothing");
  }

  void move() {
    const auto* const data = memory_.data();
    mapping other{std::move(memory_)};
    require(!memory_ && memory_.empty(), "the one that was moved from holds nothing");  // NOLINT
    property::require_refused(std::errc::invalid_argument, [&] { memory_.resize(1); });
    memory_ = std::move(other);
    require(memory_.data() == data, "a move keeps the memory");
  }

  // By somebody else, for the mapping to follow. What is there already may be written by nobody else.
  void append_to_file() {
    if (kind_ == content_of::memory || file_.size() >= offset_ + most_bytes) return;
    file_.resize(file_.size() + random_.up_to(offset_ + most_bytes - file_.size()));
    std::filesystem::resize_file(path_, file_.size());
  }

  void look() {
    require(memory_.size() == size_, "the size is that of the model");
    if (kind_ != content_of::memory && random_.one_in(4))
      require(std::filesystem::file_size(path_) == file_.size(), "the file has the length of the model");
    for (int i = 0; i < 4 && size_ != 0; ++i) look_at(random_.below(size_));
    if (size_ == 0) return;
    look_at(0);
    look_at(size_ - 1);
    if (!random_.one_in(256)) return;
    require(std::memcmp(memory_.data(), content_.data(), size_) == 0, "the bytes are those of the model");
    if (kind_ == content_of::memory) return;
    std::ifstream{path_, std::ios::binary}.read(reinterpret_cast<char*>(seen_.data()),
                                                static_cast<std::streamsize>(file_.size()));
    require(std::memcmp(seen_.data(), file_.data(), file_.size()) == 0,
            "the file holds what was stored to a shared mapping, and nothing of a private one");
  }

  void look_at(std::size_t at) { require(memory_.data()[at] == content_[at], "a byte is what it was made"); }

  property::draw& random_;
  content_of kind_;
  std::filesystem::path path_;
  mapping memory_;
  std::size_t size_ = 0;
  std::size_t offset_ = 0;          // in the file
  std::vector<std::byte> content_;  // beyond size_: what was there when it was longer
  std::vector<std::byte> file_;
  std::vector<std::byte> seen_ = std::vector<std::byte>(2 * most_bytes);
};

class resize_machine {
 public:
  explicit resize_machine(property::draw& random) : random_{random} {
    mappings_.reserve(3);
    mappings_.emplace_back(random, content_of::memory, "");
    mappings_.emplace_back(random, content_of::shared_file, folder_ / "shared");
    mappings_.emplace_back(random, content_of::private_file, folder_ / "private");
  }

  void step() { mappings_[random_.below(mappings_.size())].step(); }

 private:
  property::draw& random_;
  support::scratch folder_;
  std::vector<resized_mapping> mappings_;
};

}  // namespace

TEST_CASE("resize") { property::drive<resize_machine>("resize", property::operations()); }
