// A key-value store in a file: a hash table in memory whose changes reach the file all together, or not at all.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <mmapkit/atomic_mapping.hpp>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

// Keys and values are of any bytes. A view of one ends with put(), erase() and roll_back(), and is not put again. After
// an exception roll_back() gives a whole table back.
class store {
 public:
  static constexpr std::size_t longest = std::size_t{1} << 28;  // of a key, and of a value

  explicit store(mmapkit::path_view path, const mmapkit::atomic_mapping_options& options = {})
      : memory_{path, options} {
    if (memory_.empty()) make();
    if (std::as_const(*this).head().magic != magic) throw std::runtime_error{"this file is no store"};
  }

  std::size_t size() const { return offset(head().entries); }

  std::optional<std::string_view> get(std::string_view key) const {
    const auto found = at<place>(link_to(key, hash_of(key)));
    return found == 0 ? std::nullopt : std::optional{value_of(found)};
  }

  void put(std::string_view key, std::string_view value) {
    if (key.size() > longest || value.size() > longest) throw std::length_error{"a key or a value is too long"};
    erase(key);
    if (head().entries == head().buckets) double_buckets();
    const auto made = allocate(sizeof(entry) + key.size() + value.size());
    at<entry>(made) = {0, hash_of(key), static_cast<std::uint32_t>(key.size()),
                       static_cast<std::uint32_t>(value.size())};
    copy(key, made + sizeof(entry));
    copy(value, made + sizeof(entry) + key.size());
    insert(made);
    ++head().entries;
  }

  bool erase(std::string_view key) {
    const auto link = link_to(key, hash_of(key));
    const auto found = at<place>(link);
    if (found == 0) return false;
    at<place>(link) = at<entry>(found).next;
    release(found, sizeof(entry) + at<entry>(found).key_size + at<entry>(found).value_size);
    --head().entries;
    return true;
  }

  // Calls visit(key, value) for each, in no order.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::uint64_t i = 0; i < head().buckets; ++i)
      for (auto next = at<place>(bucket(i)); next != 0; next = at<entry>(next).next)
        visit(key_of(next), value_of(next));
  }

  void commit() { memory_.commit(); }
  void roll_back() { memory_.roll_back(); }

 private:
  using place = std::uint64_t;  // bytes from the beginning of the file; 0 is none

  struct entry {  // the bytes of the key and of the value follow
    place next;
    std::uint64_t hash;
    std::uint32_t key_size;
    std::uint32_t value_size;
  };

  struct header {
    std::uint64_t magic;
    std::uint64_t entries;
    std::uint64_t buckets;       // how many, a power of two
    place table;                 // where they are: each is the place of its first entry
    place end;                   // behind the last block
    std::array<place, 48> free;  // blocks of 1 << index bytes, each with the place of the next
  };

  static constexpr std::uint64_t magic = 0x0165726f74736b6d;
  static std::uint64_t hash_of(std::string_view key) {  // FNV-1a: the same in every build
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
  }

  static std::size_t offset(place of) { return static_cast<std::size_t>(of); }
  template <class T>
  const T& at(place of) const {
    return memory_.object<T>(offset(of));
  }
  template <class T>
  T& at(place of) {
    return memory_.object<T>(offset(of));
  }
  const header& head() const { return at<header>(0); }
  header& head() { return at<header>(0); }
  std::string_view text_of(place of) const { return memory_.text().substr(offset(of) + sizeof(entry)); }
  std::string_view key_of(place of) const { return text_of(of).substr(0, at<entry>(of).key_size); }
  std::string_view value_of(place of) const {
    return text_of(of).substr(at<entry>(of).key_size, at<entry>(of).value_size);
  }
  void copy(std::string_view from, place to) {
    std::ranges::copy(from, memory_.as_writable<char>(offset(to), from.size()).begin());
  }
  place bucket(std::uint64_t hash) const { return head().table + (hash & (head().buckets - 1)) * sizeof(place); }

  // Where the place of this key's entry stands, or would: in its bucket, or first in the entry before.
  place link_to(std::string_view key, std::uint64_t hash) const {
    auto link = bucket(hash);
    while (const auto next = at<place>(link)) {
      if (at<entry>(next).hash == hash && key_of(next) == key) break;
      link = next;
    }
    return link;
  }

  void insert(place made) {
    auto& first = at<place>(bucket(at<entry>(made).hash));
    at<entry>(made).next = std::exchange(first, made);
  }

  void make() {
    constexpr std::uint64_t buckets = 64;
    memory_.resize(sizeof(header));
    head() = {.magic = magic, .entries = 0, .buckets = buckets, .table = 0, .end = sizeof(header), .free = {}};
    const auto table = allocate(buckets * sizeof(place));  // of zeros, as all that is new
    head().table = table;
    commit();
  }

  void double_buckets() {
    const auto before = head();
    const auto length = offset(before.buckets * sizeof(place));
    const auto table = allocate(2 * length);
    std::ranges::fill(memory_.as_writable<place>(offset(table), 2 * length / sizeof(place)), 0U);
    head().table = table;
    head().buckets = 2 * before.buckets;
    for (auto old = before.table; old != before.table + length; old += sizeof(place))
      for (auto next = at<place>(old); next != 0;) insert(std::exchange(next, at<entry>(next).next));
    release(before.table, length);
  }

  static std::size_t order_of(std::size_t length) { return static_cast<std::size_t>(std::bit_width(length - 1)); }

  // A block of at least this length. The memory may move.
  place allocate(std::size_t length) {
    const auto order = order_of(length);
    if (const auto found = head().free[order]; found != 0) {
      head().free[order] = at<place>(found);
      return found;
    }
    const auto found = head().end;
    const auto end = offset(found) + (std::size_t{1} << order);
    if (end > memory_.size()) memory_.resize(end + end / 2);
    head().end = end;
    return found;
  }

  void release(place of, std::size_t length) { at<place>(of) = std::exchange(head().free[order_of(length)], of); }

  mmapkit::atomic_mapping memory_;
};
