#include <mmapkit/growable_file.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <span>
#include <utility>

#include "core.hpp"
#include "loss.hpp"
#include "native_path.hpp"
#include "offered.hpp"
#include "options.hpp"
#include "pages.hpp"

namespace mmapkit::detail {

namespace {

// Half as much again as there is, so that few steps do; the file is too long by no more than the largest.
constexpr std::size_t most_ahead = std::size_t{64} << 20;

bool open_elements(path_view path, const growable_file_options& how, native_handle& file, failure& why) noexcept {
  constexpr auto what = operation::open;
  constexpr auto needed = open_flag::read | open_flag::write;
  const native_path name{path, why};
  if (why || !check(how.open, why)) return false;
  if (!has(how.open, needed))
    return refuse(why, what, std::errc::invalid_argument, "elements are read and added: open_flag::read and write");
  file = backend::open_file(name.c_str(), how.open, protection_flag::read | protection_flag::write, why.code);
  return !why.failed(what);
}

// What a process that was killed left behind the last element that can be.
bool ends_in_zeros(native_handle file, std::uint64_t from, std::uint64_t to) noexcept {
  failure unseen;
  const auto rest = core::map(file, {.size = static_cast<std::size_t>(to - from), .offset = from}, unseen);
  if (unseen) return false;
  const std::span bytes{static_cast<const std::byte*>(rest.addr), rest.size};
  const bool zeros = std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{}; });
  core::unmap(rest);
  return zeros;
}

// The file's elements, in bytes.
bool find_elements(native_handle file, std::size_t most, std::size_t element, std::uint64_t& length, std::size_t& used,
                   failure& why) noexcept {
  constexpr auto what = operation::open;
  const auto info = backend::examine(file, why.code);
  if (why.failed(what)) return false;
  if (!info.regular) return refuse(why, what, std::errc::invalid_argument, "it is no regular file");
  length = info.size;
  if (length % element != 0)
    return refuse(why, what, std::errc::invalid_argument, "its {m} bytes are not whole elements of {n} bytes", length,
                  element);
  const auto slack = std::uint64_t{2} * (backend::granularity() + element);
  const bool fits = length <= most || (length - most <= slack && ends_in_zeros(file, most, length));
  used = static_cast<std::size_t>(std::min<std::uint64_t>(length, most));
  return fits || refuse(why, what, std::errc::file_too_large, "its {m} bytes are more than the {n} that there can be",
                        length, most);
}

// Where a file system gives blocks only to what is written: the length first, and zeros then.
bool lengthen_by_zeros(native_handle file, std::uint64_t from, std::uint64_t to, failure& why) noexcept {
  static constexpr std::array<std::byte, 65536> zeros{};
  backend::grow(file, from, to, file_growth::sparse, why.code);
  bool can_write = true;
  for (auto at = from; can_write && !why.code && at != to;) {
    const auto step = static_cast<std::size_t>(std::min<std::uint64_t>(to - at, zeros.size()));
    can_write = backend::write_file(file, at, std::span{zeros}.first(step), false, why.code);
    at += step;
  }
  std::error_code unseen;
  if (!can_write || why.code) backend::shorten(file, to, from, unseen);
  why.failed(operation::fallocate);
  return can_write;
}

// The new length is there at once, after its blocks: whenever the process or the system ends, the elements are whole.
// Blocks that a failure leaves beyond the end are given back.
void lengthen(native_handle file, std::uint64_t from, std::uint64_t to, file_growth growth, failure& why) noexcept {
  if (growth == file_growth::allocated && is_offered(space_flag::keep_size)) {
    std::error_code failed;
    std::error_code unseen;
    backend::fallocate(file, space_flag::keep_size, from, to - from, failed);
    if (failed) backend::shorten(file, from, from, unseen);
    if (failed && failed != std::errc::operation_not_supported) why.code = failed;
    if (why.failed(operation::fallocate)) return;
    if (failed && lengthen_by_zeros(file, from, to, why)) return;
    if (!failed) growth = file_growth::sparse;
  }
  backend::grow(file, from, to, growth, why.code);
  why.failed(operation::fallocate);
}

bool take_room(std::size_t most, std::size_t& room, std::byte*& base, failure& why) noexcept {
  const auto unit = backend::granularity();
  if (most > std::numeric_limits<std::size_t>::max() - unit)
    return refuse(why, operation::mmap, std::errc::not_enough_memory, "{m} bytes do not fit the address space", most);
  room = round_up(std::max<std::size_t>(most, 1), unit);
  base = static_cast<std::byte*>(backend::reserve_room(room, 0, why.code));
  return !why.failed(operation::mmap);
}

}  // namespace

// Its steps, which report and do not throw.
struct growing_file::steps {
  // By flags or by level.
  template <class How>
  static failure sync(growing_file& file, std::size_t bytes, How how) noexcept {
    failure why;
    if (bytes == 0) return why;
    return keeping_loss(operation::msync, file.lost_, [&] {
      backend::sync_room(file.base_, bytes, how, file.file_, why.code);
      why.failed(operation::msync);
      return why;
    });
  }

  static failure extend(growing_file& file, std::size_t to) noexcept {
    failure why;
    if (to <= file.committed_) return why;
    const auto length = std::max(file.length_, round_up(std::uint64_t{to}, file.element_));
    if (length > file.length_) lengthen(file.file_, file.length_, length, file.growth_, why);
    if (why) return why;
    backend::show({.address = file.base_ + file.committed_,
                   .length = to - file.committed_,
                   .protection = protection_flag::read | protection_flag::write,
                   .flags = mmap_flag::shared,
                   .file = file.file_,
                   .offset = file.committed_},
                  why.code);
    if (why.failed(operation::mmap)) {
      std::error_code unseen;
      backend::shorten(file.file_, length, file.length_, unseen);
      if (why.code == std::errc::file_exists) {  // the rest of the addresses is somebody else's now
        file.room_ = file.most_ = file.committed_;
        why = refuse(operation::mmap, std::errc::not_enough_memory, "another thread has taken the addresses behind");
      }
      return why;
    }
    file.length_ = length;
    file.committed_ = to;
    return why;
  }

  // Nothing is cut that another program has added.
  static std::error_code cut(const growing_file& file, std::size_t bytes) noexcept {
    std::error_code failed;
    const auto now = backend::examine(file.file_, failed).size;
    if (failed) return failed;
    if (now != file.length_) return backend::refusal(std::errc::device_or_resource_busy);
    if (now != bytes) backend::shorten(file.file_, now, bytes, failed);
    return failed;
  }

  // All is tried, and the first failure kept.
  static failure end(growing_file& file, std::size_t bytes) noexcept {
    failure why;
    const auto keep_first = [&](operation by, const std::error_code& failed) {
      if (why || !failed) return;
      why.code = failed;
      why.operation = by;
    };
    std::error_code unmapping;
    std::error_code cutting;
    std::error_code closing;
    if (file.base_ != nullptr) backend::release_room(file.base_, file.room_, unmapping);
    // A child process has a copy of the object, and not the file.
    if (file.committed_ != 0 && file.owner_ == backend::process()) cutting = cut(file, bytes);
    if (file.file_ != no_handle) backend::close_file(file.file_, closing);
    keep_first(operation::munmap, unmapping);
    keep_first(operation::fallocate, cutting);
    keep_first(operation::close, closing);
    file = {};
    return why;
  }
};

// What a failure would leave behind comes last: the file is opened when there is room for it.
growing_file::growing_file(path_view path, std::size_t most, std::size_t element, const options& how)
    : most_{most}, element_{element}, owner_{backend::process()}, growth_{how.growth} {
  failure why;
  if (take_room(most, room_, base_, why) && open_elements(path, how, file_, why) &&
      find_elements(file_, most, element, length_, used_, why))
    why = steps::extend(*this, round_up(used_, backend::granularity()));
  if (!why) return;
  finish(used_);
  raise(why, core::describe(path, {.open = how.open}, why.operation));
}

growing_file& growing_file::operator=(growing_file&& other) noexcept {
  base_ = std::exchange(other.base_, nullptr);
  room_ = std::exchange(other.room_, 0);
  most_ = std::exchange(other.most_, 0);
  owner_ = other.owner_;
  committed_ = std::exchange(other.committed_, 0);
  used_ = std::exchange(other.used_, 0);
  element_ = other.element_;
  length_ = std::exchange(other.length_, 0);
  file_ = std::exchange(other.file_, no_handle);
  growth_ = other.growth_;
  lost_ = std::exchange(other.lost_, {});
  return *this;
}

void growing_file::provide(std::size_t bytes) {
  if (bytes > most_) refuse_growth(bytes, most_);
  if (bytes <= committed_) return;
  const auto unit = backend::granularity();
  const auto step = std::clamp(committed_ / 2, unit, most_ahead);
  const auto needed = round_up(bytes, unit);
  const auto wished = std::min(round_up(std::max(bytes, committed_ + step), unit), room_);
  auto why = steps::extend(*this, wished);
  if (why && needed < wished) why = steps::extend(*this, needed);
  if (why) raise(why, core::describe(file_, committed_, needed - committed_));
}

void growing_file::sync(std::size_t bytes, msync_flag flags) {
  failure why;
  if (check(flags, why)) why = steps::sync(*this, bytes, flags);
  if (why) raise(why, core::describe(base_, bytes));
}

// The file's metadata has its length, which is what `all` asks for more than data.
void growing_file::sync(std::size_t bytes, durability level) {
  if (const auto why = steps::sync(*this, bytes, level)) raise(why, core::describe(base_, bytes));
}

void growing_file::close(std::size_t bytes) {
  std::string name = "the file of elements";
  try {
    if (file_ != no_handle) name = core::describe(file_);
  } catch (const std::bad_alloc&) {  // the file is cut and closed all the same
  }
  if (const auto why = steps::end(*this, bytes)) raise(why, name);
}

void growing_file::finish(std::size_t bytes) noexcept { steps::end(*this, bytes); }

}  // namespace mmapkit::detail
