#include <mmapkit/growable_file.hpp>

#include <algorithm>
#include <new>
#include <utility>

#include <mmapkit/flags/file_growth.hpp>

#include "backend/files.hpp"
#include "backend/page_math.hpp"
#include "backend/ranges.hpp"
#include "backend/system.hpp"
#include "calls/growth.hpp"
#include "calls/same_file.hpp"
#include "calls/sticky_error.hpp"
#include "checks/describe.hpp"
#include "checks/explain.hpp"
#include "checks/formatted.hpp"
#include "checks/options.hpp"
#include "elements.hpp"
#include "growable_file_open.hpp"

namespace mmapkit::detail {

namespace {

// The file grows in steps of half its size, so that few system calls do, and never by more than this beyond what is
// needed.
constexpr std::size_t largest_extension = std::size_t{64} << 20;

}  // namespace

// Its steps, which return a failure and do not throw.
struct growing_file::steps {
  // The file is opened, and perhaps created, only after the addresses are reserved: a failure leaves no new file.
  static failure open(growing_file& file, path_view path, std::size_t count, const options& how) noexcept {
    failure why;
    if (reserve(file, count, why)) file.owned_ = open_element_file(path, how, file.file_, why);
    return begin_or_end(file, why);
  }

  static failure open(growing_file& file, handle_view borrowed, std::size_t count, const options& how) noexcept {
    failure why;
    file.file_ = borrowed.get();
    if (check_opened(how, why)) reserve(file, count, why);
    return begin_or_end(file, why);
  }

  static bool reserve(growing_file& file, std::size_t count, failure& why) noexcept {
    return count_bytes(operation::mmap, count, file.element_, file.most_, why) &&
           reserve_addresses(file.most_, file.room_, file.base_, why);
  }

  static failure begin_or_end(growing_file& file, failure& why) noexcept {
    if (why || !begin(file, why)) end(file, file.used_);
    return why;
  }

  static failure provide(growing_file& file, std::size_t count, std::size_t element) noexcept {
    if (count > file.most_ / element)
      return refuse(operation::mmap, std::errc::not_enough_memory, "there is room for {m}, as it was made for",
                    file.most_ / element);
    const auto bytes = count * element;
    if (bytes <= file.committed_) return {};
    const auto unit = backend::granularity();
    const auto step = std::clamp(file.committed_ / 2, unit, largest_extension);
    const auto needed = round_up(bytes, unit);
    const auto preferred = std::min(round_up(std::max(bytes, file.committed_ + step), unit), file.room_);
    auto why = extend(file, preferred);
    if (why && needed < preferred) why = extend(file, needed);
    explain_growth(why, file.file_);
    return why;
  }

  // `how` is msync_flag or durability.
  template <class How>
  static failure sync(growing_file& file, std::size_t bytes, How how) noexcept {
    failure why;
    if (!check(how, why) || bytes == 0) return why;
    return with_sticky_error(operation::msync, file.lost_, {file.identity_, file.since_}, [&] {
      if (!calls::check_reaches(operation::msync, file.file_, file.identity_, bytes, why)) return why;
      backend::sync_range(file.base_, bytes, how, file.file_, why.code);
      why.attribute_to(operation::msync);
      return why;
    });
  }

  // Maps the elements that the file has.
  static bool begin(growing_file& file, failure& why) noexcept {
    const bool found =
        find_elements(file.file_, file.most_, file.element_, file.length_, file.used_, file.identity_, why);
    file.allocated_ = file.length_;
    if (found) why = extend(file, round_up(file.used_, backend::granularity()));
    return !why;
  }

  static failure extend(growing_file& file, std::size_t to) noexcept {
    failure why;
    if (to <= file.committed_) return why;
    const auto length = std::max(file.length_, round_up(std::uint64_t{to}, file.element_));
    calls::examine_same(operation::fallocate, file.file_, file.identity_, why);
    if (why) return why;
    calls::growth_steps extension{file.file_};
    const bool is_ready = extension.plan(operation::mmap, {.size = file.allocated_, .regular = true, .has_end = true},
                                         length, true, file.growth_, why) &&
                          extension.prepare(0, why);
    if (!is_ready) return why;
    auto* const view = file.base_ + file.committed_;
    map_view(file, view, to - file.committed_, why);
    // Where that fails the view may stay, since it is mapped anew the next time.
    if (!why && extension.finish(view, to - file.committed_, file.committed_, why)) {
      file.committed_ = to;
      file.allocated_ = std::max<std::uint64_t>(file.allocated_, to);
    }
    if (file.committed_ == to || extension.is_published()) file.length_ = length;
    return why;
  }

  static void map_view(growing_file& file, std::byte* at, std::size_t length, failure& why) noexcept {
    backend::map_view_at({.address = at,
                          .length = length,
                          .protection = protection_flag::read | protection_flag::write,
                          .flags = mmap_flag::shared,
                          .file = file.file_,
                          .offset = file.committed_},
                         why.code);
    if (why.attribute_to(operation::mmap) && why.code == std::errc::file_exists) {  // the range ends here now
      file.room_ = file.most_ = file.committed_;
      why = refuse(operation::mmap, std::errc::not_enough_memory,
                   "another thread has taken the addresses after the mapping");
    }
  }

  // Does not truncate what another program has appended.
  static failure truncate(const growing_file& file, std::size_t bytes) noexcept {
    constexpr auto what = operation::fallocate;
    failure why;
    const auto now = calls::examine_same(what, file.file_, file.identity_, why).size;
    if (why) return why;
    if (now != file.length_)
      return refuse(what, std::errc::device_or_resource_busy, "somebody else has made {m} bytes of its {n}", now,
                    file.length_);
    if (now != bytes) backend::shorten(file.file_, now, bytes, why.code);
    why.attribute_to(what);
    return why;
  }

  static std::string describe(const growing_file& file) {
    return file.file_ == no_handle ? "the file of elements" : describe_file(file.base_, file.file_, file.identity_);
  }

  static std::string describe(const growing_file& file, std::size_t length, std::size_t offset) {
    return formatted("{} ({} bytes at {})", describe(file), length, offset);
  }

  // Tries both steps, and returns the first failure. A child of fork() has a copy of the object, but must not truncate
  // its parent's file.
  static failure unmap_and_truncate(growing_file& file, std::size_t bytes) noexcept {
    failure why;
    if (file.base_ != nullptr) backend::release_range(file.base_, file.room_, why.code);
    why.attribute_to(operation::munmap);
    if (file.committed_ == 0 || file.owner_ != backend::process_id()) return why;
    const auto cutting = truncate(file, bytes);
    return why ? why : cutting;
  }

  // `why` is the failure of the steps before.
  static failure close(growing_file& file, failure why) noexcept {
    failure closing;
    if (file.owned_) backend::close_file(file.file_, closing.code);
    closing.attribute_to(operation::close);
    file = {};
    return why ? why : closing;
  }

  static failure end(growing_file& file, std::size_t bytes) noexcept {
    return close(file, unmap_and_truncate(file, bytes));
  }
};

growing_file::growing_file(path_view path, std::size_t count, std::size_t element, const options& how)
    : growing_file{element, how} {
  if (const auto why = steps::open(*this, path, count, how))
    raise(why, mmapkit::describe(path, {.open = how.open}, operation::open));
}

growing_file::growing_file(path_view path, std::size_t count, std::size_t element, const options& how,
                           std::error_code& error) noexcept
    : growing_file{element, how} {
  report(steps::open(*this, path, count, how), error);
}

growing_file::growing_file(handle_view file, std::size_t count, std::size_t element, const options& how)
    : growing_file{element, how} {
  if (const auto why = steps::open(*this, file, count, how)) raise(why, mmapkit::describe(file.get()));
}

growing_file::growing_file(handle_view file, std::size_t count, std::size_t element, const options& how,
                           std::error_code& error) noexcept
    : growing_file{element, how} {
  report(steps::open(*this, file, count, how), error);
}

growing_file::growing_file(std::size_t element, const options& how) noexcept
    : element_{element}, owner_{backend::process_id()}, growth_{how.growth}, since_{calls::failed_syncs()} {}

growing_file& growing_file::operator=(growing_file&& other) noexcept {
  base_ = std::exchange(other.base_, nullptr);
  room_ = std::exchange(other.room_, 0);
  most_ = std::exchange(other.most_, 0);
  owner_ = other.owner_;
  committed_ = std::exchange(other.committed_, 0);
  used_ = std::exchange(other.used_, 0);
  element_ = other.element_;
  length_ = std::exchange(other.length_, 0);
  allocated_ = std::exchange(other.allocated_, 0);
  identity_ = other.identity_;
  since_ = other.since_;
  file_ = std::exchange(other.file_, no_handle);
  owned_ = std::exchange(other.owned_, false);
  growth_ = other.growth_;
  lost_ = std::exchange(other.lost_, 0);
  return *this;
}

void growing_file::provide(std::size_t count, std::size_t element) {
  if (const auto why = steps::provide(*this, count, element))
    raise(why, steps::describe(*this) + " to " + describe_elements(count, element), "grow");
}

void growing_file::provide(std::size_t count, std::size_t element, std::error_code& error) noexcept {
  report(steps::provide(*this, count, element), error, "grow");
}

void growing_file::sync(std::size_t bytes, msync_flag flags) {
  if (const auto why = steps::sync(*this, bytes, flags)) raise(why, steps::describe(*this, bytes, 0));
}

void growing_file::sync(std::size_t bytes, msync_flag flags, std::error_code& error) noexcept {
  report(steps::sync(*this, bytes, flags), error);
}

// durability::all also writes the length of the file, which is metadata.
void growing_file::sync(std::size_t bytes, durability level) {
  if (const auto why = steps::sync(*this, bytes, level)) raise(why, steps::describe(*this, bytes, 0));
}

void growing_file::sync(std::size_t bytes, durability level, std::error_code& error) noexcept {
  report(steps::sync(*this, bytes, level), error);
}

void growing_file::close(std::size_t bytes) {
  const auto file = file_;
  auto why = steps::unmap_and_truncate(*this, bytes);
  std::string name;
  try {
    if (why) name = mmapkit::describe(file);  // as long as it is open
  } catch (const std::bad_alloc&) {           // it is closed all the same
  }
  why = steps::close(*this, why);
  if (why) raise(why, name.empty() ? describe_closed(file) : name, "close");
}

void growing_file::close(std::size_t bytes, std::error_code& error) noexcept {
  report(steps::end(*this, bytes), error, "close");
}

void growing_file::finish(std::size_t bytes) noexcept { steps::end(*this, bytes); }

}  // namespace mmapkit::detail
