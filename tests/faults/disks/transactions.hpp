// Transactions that are told by their numbers, so that another program knows what each of them has to leave.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <mmapkit/atomic_mapping.hpp>
#include <mmapkit/mmapkit.hpp>
#include <span>
#include <vector>

#include "check.hpp"

namespace transactions {

// Small enough that checkpoints are frequent.
constexpr mmapkit::atomic_mapping_options options{.journal_size = 64 * 1024};

// It stays the same for a few transactions, and is no whole page.
inline std::size_t size_of(std::uint64_t number) {
  dice random{number / 8 + 1};
  return random(sizeof number, 300'000);
}

// Stores to the memory of the one before, which has that size now. The number comes first.
template <class Store>
void change(std::uint64_t number, Store store) {
  dice random{number};
  store(0, std::as_bytes(std::span{&number, 1}));
  std::vector<std::byte> what;
  for (auto left = random(1, 12); left != 0; --left) {
    const auto place = random(sizeof number, size_of(number));
    what.assign(std::min(random(1, 3000), size_of(number) - place), std::byte(random(1, 255)));
    store(place, std::span<const std::byte>{what});
  }
}

// What was committed so far, transaction by transaction.
class expected {
 public:
  void advance_to(std::uint64_t number) {
    while (number_ < number) {
      content_.resize(size_of(++number_));
      change(number_, [&](std::size_t offset, std::span<const std::byte> what) {
        std::ranges::copy(what, content_.begin() + static_cast<std::ptrdiff_t>(offset));
      });
    }
  }

  // Whether it is all of one transaction: `number` tells which.
  bool is_whole(std::span<const std::byte> found, std::uint64_t& number) {
    number = 0;
    if (found.size() >= sizeof number) std::memcpy(&number, found.data(), sizeof number);
    if (number < number_ || number - number_ > 1'000'000) return found.empty() && number_ == 0;
    advance_to(number);
    return std::ranges::equal(found, content_);
  }

 private:
  std::uint64_t number_ = 0;
  std::vector<std::byte> content_;
};

// What has to fail: a file of the size of its shared mapping.
class shared_store {
 public:
  explicit shared_store(const std::filesystem::path& path) : path_{path} { map(sizeof(std::uint64_t)); }

  std::size_t size() const { return memory_.size(); }
  std::span<std::byte> writable_bytes() { return memory_.writable_bytes(); }
  void sync() { memory_.sync(mmapkit::durability::all); }
  void resize(std::size_t size) {
    memory_.unmap();
    std::filesystem::resize_file(path_, size);
    map(size);
  }

 private:
  void map(std::size_t size) {
    using namespace mmapkit;
    memory_ = mapping{path_,
                      {.open = open_flag::read | open_flag::write | open_flag::create,
                       .protection = protection_flag::read | protection_flag::write,
                       .mmap = mmap_flag::shared,
                       .size = size,
                       .durable = true}};
  }

  std::filesystem::path path_;
  mmapkit::mapping memory_;
};

template <class Store>
void run(std::uint64_t number, Store& store) {
  if (store.size() != size_of(number)) store.resize(size_of(number));
  change(number, [&](std::size_t offset, std::span<const std::byte> what) {
    std::ranges::copy(what, store.writable_bytes().begin() + static_cast<std::ptrdiff_t>(offset));
  });
}

}  // namespace transactions
