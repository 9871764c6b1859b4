// The same calls twice: by the library in one window of addresses, by their numbers in another; all that can be seen of
// the two is then compared.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mmapkit/mmapkit.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fuzz {

inline constexpr std::size_t window_pages = 32;
inline constexpr std::size_t file_pages = 12;

enum class kind : std::uint8_t {
  map,
  unmap,
  protect,
  sync,
  advise,
  advise_posix,
  lock,
  unlock,
  remap,
  in_core,
  store,  // these two are no calls of the library: both windows get the same
  cut,
};

enum class descriptor : std::uint8_t { none, readable, writable, write_only, pipe, closed };
inline constexpr std::size_t descriptors = 6;

// One call. Places count from the start of the window, in bytes.
struct step {
  kind what{};
  bool throws = false;  // the form of the call that throws, and not that with an error_code
  std::size_t at = 0;
  std::size_t length = 0;

  bool anywhere = false;  // mmap without an address
  mmapkit::protection_flag protection{};
  mmapkit::mmap_flag flags{};
  descriptor file{};
  std::uint64_t offset = 0;

  mmapkit::msync_flag sync{};
  mmapkit::advice advice{};
  bool discarding = false;
  mmapkit::posix_advice posix_advice{};
  mmapkit::lock_flag lock{};
  std::size_t room = 0;  // bytes for mincore

  std::size_t new_length = 0;
  mmapkit::mremap_flag remap{};
  bool has_new_place = false;
  std::size_t new_at = 0;
};

// The numbers that a fuzzer gives, read as steps.
class script {
 public:
  explicit script(std::span<const std::uint8_t> bytes) : rest_{bytes} {}

  bool has_more() const { return !rest_.empty(); }
  step next();

 private:
  std::size_t below(std::size_t end);
  bool one_in(std::size_t many) { return below(many) == 0; }
  step first();
  void choose_range(step& one);
  void choose_mapping(step& one);
  void choose_remapping(step& one);

  std::span<const std::uint8_t> rest_;
  bool is_first_ = true;
};

// Addresses that nobody else maps to, with nothing mapped for far around, and files of its own.
class window {
 public:
  window();

  std::byte* at(std::size_t place) const { return first_ + place; }
  std::size_t size() const { return size_; }
  int handle(descriptor which) const;

  // Nothing mapped, files as at first.
  void reset();
  void cut(std::size_t size) const;

  // Bytes that were stored, or -1 and the errno.
  long store(std::size_t place, std::byte value, std::size_t length) const;

  // Where an address lies; `elsewhere` beyond the window.
  static constexpr std::ptrdiff_t elsewhere = -1;
  std::ptrdiff_t place_of(const void* address) const;

  // What the kernel shows of the window: its regions as lines, places for addresses; and each page's bytes.
  std::string layout(std::string_view maps) const;
  const std::vector<std::byte>& content();

 private:
  std::byte* first_ = nullptr;
  std::size_t size_;
  std::array<int, descriptors> handles_{};
  std::vector<std::byte> content_;
};

// /proc/self/maps, as far as this window reaches.
std::string_view regions_now(const window& last);

struct outcome {
  int error = 0;
  std::ptrdiff_t place = 0;
  std::vector<unsigned char> pages;

  friend bool operator==(const outcome&, const outcome&) = default;
};

outcome by_library(const step& one, const window& in);
outcome by_kernel(const step& one, const window& in);

// The errors with which the library refuses the step before any system call, as its headers say; empty where it hands
// the step on. Of several reasons any may be told.
std::vector<int> refusals(const step& one);

// For the report of a difference.
std::string to_text(const step& one);
std::string to_text(const outcome& what);

}  // namespace fuzz
