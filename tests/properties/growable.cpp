#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "property.hpp"

using namespace mmapkit;
using property::require;

namespace {

template <class T>
class growable_machine {
 public:
  explicit growable_machine(property::draw& random) : random_{random} { make(); }

  void step() {
    const auto kind = random_.below(1000);
    if (kind < 250)
      push();
    else if (kind < 400)
      append();
    else if (kind < 500)
      append_own();
    else if (kind < 650)
      pop();
    else if (kind < 750)
      resize(any_size());
    else if (kind < 820)
      store();
    else if (kind < 870)
      reserve();
    else if (kind < 910)
      shrink();
    else if (kind < 970)
      refuse();
    else
      rare();
    look();
  }

 private:
  T any_value() {
    std::array<std::byte, sizeof(T)> bytes{};
    for (auto& byte : bytes) byte = random_.byte();
    return std::bit_cast<T>(bytes);
  }

  // Around the size that it has, or anywhere.
  std::size_t any_size() {
    const auto most = tested_.max_size();
    const auto size = model_.size();
    if (random_.one_in(4)) return random_.up_to(most);
    return random_.one_in(2) ? size - random_.up_to(size) : size + random_.up_to(most - size);
  }

  void make() {
    const auto most = 1 + random_.up_to(4 * support::mebibyte / sizeof(T));
    tested_ = growable<T>{most, {.huge_pages = random_.one_in(2)}};
    model_.clear();
    data_ = tested_.data();
    require(tested_.max_size() == most, "as many elements fit as were asked for");
    require(tested_.capacity() == 0, "a new one has no memory");
  }

  void push() {
    for (auto count = random_.up_to(16); count > 0; --count) {
      if (model_.size() == tested_.max_size()) return;
      model_.push_back(any_value());
      tested_.push_back(model_.back());
    }
  }

  void append() {
    std::vector<T> values(random_.up_to(tested_.max_size() - model_.size()));
    for (int i = 0; i < 16 && !values.empty(); ++i) values[random_.below(values.size())] = any_value();
    model_.insert(model_.end(), values.begin(), values.end());
    tested_.append(values);
  }

  void append_own() {
    const auto from = random_.up_to(model_.size());
    const auto count = random_.up_to(std::min(model_.size() - from, tested_.max_size() - model_.size()));
    tested_.append({tested_.data() + from, count});
    const auto old_size = model_.size();
    model_.resize(old_size + count);
    for (std::size_t i = 0; i < count; ++i) model_[old_size + i] = model_[from + i];
  }

  void pop() {
    for (auto count = random_.up_to(std::min<std::size_t>(model_.size(), 16)); count > 0; --count) {
      tested_.pop_back();
      model_.pop_back();
    }
  }

  void resize(std::size_t size) {
    const auto capacity = tested_.capacity();
    const auto old_size = model_.size();
    tested_.resize(size);
    model_.resize(size);
    require(tested_.capacity() >= capacity, "memory goes back when it is asked to");
    for (const auto index : {size / 2, old_size, size - 1})
      if (index < size) look_at(index);
  }

  void store() {
    if (model_.empty()) return;
    const auto index = random_.below(model_.size());
    tested_[index] = model_[index] = any_value();
  }

  void reserve() {
    const auto capacity = tested_.capacity();
    const auto wanted = random_.up_to(tested_.max_size());
    tested_.reserve(wanted);
    require(tested_.capacity() >= std::max(capacity, wanted), "there is memory for what was asked for");
    if (wanted <= capacity) require(tested_.capacity() == capacity, "what there is suffices");
  }

  void shrink() {
    const auto capacity = tested_.capacity();
    tested_.shrink_to_fit();
    require(tested_.capacity() == std::min({capacity, whole_pages(model_.size()) / sizeof(T), tested_.max_size()}),
            "the pages without elements go back, and no others");
  }

  // More than was reserved.
  void refuse() {
    const auto capacity = tested_.capacity();
    const auto most = tested_.max_size();
    const auto beyond = random_.one_in(4) ? std::numeric_limits<std::size_t>::max() - random_.up_to(most)
                                          : most + 1 + random_.up_to(most);
    const auto added = beyond - model_.size();
    property::require_refused(std::errc::not_enough_memory, [&] {
      const auto kind = random_.below(4);
      if (kind == 0)
        tested_.resize(beyond);
      else if (kind == 1)
        tested_.reserve(beyond);
      else if (model_.size() < most)
        tested_.append({tested_.data(), added});
      else
        tested_.push_back(T{});
    });
    require(tested_.capacity() == capacity, "what was refused changes nothing");
  }

  void rare() {
    switch (random_.below(5)) {
      case 0: resize(tested_.max_size()); break;
      case 1: make(); break;
      case 2: move(); break;
      default: tested_.clear(); model_.clear();
    }
  }

  void move() {
    const auto capacity = tested_.capacity();
    growable<T> other{std::move(tested_)};
    require(tested_.empty() && tested_.capacity() == 0 && tested_.max_size() == 0,  // NOLINT
            "the one that was moved from holds nothing");
    property::require_refused(std::errc::not_enough_memory, [&] { tested_.push_back(T{}); });
    tested_ = std::move(other);
    require(tested_.capacity() == capacity, "a move keeps the memory");
  }

  void look_at(std::size_t index) {
    require(std::memcmp(&tested_[index], &model_[index], sizeof(T)) == 0, "an element is what it was made");
  }

  void look() {
    const auto size = model_.size();
    require(tested_.size() == size && tested_.empty() == (size == 0), "the size is that of the model");
    require(tested_.data() == data_, "elements never move");
    const auto capacity = tested_.capacity();
    require(size <= capacity && capacity <= tested_.max_size(), "size, capacity and limit are in that order");
    if (size != 0) {
      look_at(0);
      look_at(size - 1);
      for (int i = 0; i < 3; ++i) look_at(random_.below(size));
    }
    if (capacity != 0 && random_.one_in(64)) {
      auto* const last = reinterpret_cast<std::byte*>(tested_.data() + capacity) - 1;
      require(support::writable(last), "there is memory for all of the capacity");
    }
    if (random_.one_in(512)) {
      require(size == 0 || std::memcmp(tested_.data(), model_.data(), size * sizeof(T)) == 0,
              "the elements are those of the model");
      look_beyond();
    }
  }

  // What follows the memory was reserved, and nobody can touch it.
  void look_beyond() {
    const auto end = whole_pages(tested_.capacity());
    if (end < whole_pages(tested_.max_size()))
      require(!support::readable(reinterpret_cast<std::byte*>(tested_.data()) + end), "no memory beyond the capacity");
  }

  static std::size_t whole_pages(std::size_t elements) {
    return (elements * sizeof(T) + page_size() - 1) / page_size() * page_size();
  }

  property::draw& random_;
  growable<T> tested_;
  std::vector<T> model_;
  const T* data_ = nullptr;
};

}  // namespace

TEST_CASE("growable") {
  using three_words = std::array<std::uint32_t, 3>;  // of which pages do not hold a whole number
  const auto share = property::operations() / 3;
  property::drive<growable_machine<std::uint8_t>>("growable bytes", share);
  property::drive<growable_machine<std::uint64_t>>("growable words", share);
  property::drive<growable_machine<three_words>>("growable threes", property::operations() - 2 * share);
}
