#include <sys/uio.h>

#include <array>

#include "../backend.hpp"
#include "kernel.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(advice what) noexcept {
  switch (what) {
    case advice::normal: return MADV_NORMAL;
    case advice::random: return MADV_RANDOM;
    case advice::sequential: return MADV_SEQUENTIAL;
    case advice::will_need: return MADV_WILLNEED;
    case advice::dont_need: return MADV_DONTNEED;
    case advice::free: return MADV_FREE;
    case advice::remove: return MADV_REMOVE;
    case advice::dont_fork: return MADV_DONTFORK;
    case advice::do_fork: return MADV_DOFORK;
    case advice::mergeable: return MADV_MERGEABLE;
    case advice::unmergeable: return MADV_UNMERGEABLE;
    case advice::huge_page: return MADV_HUGEPAGE;
    case advice::no_huge_page: return MADV_NOHUGEPAGE;
    case advice::dont_dump: return MADV_DONTDUMP;
    case advice::do_dump: return MADV_DODUMP;
    case advice::wipe_on_fork: return MADV_WIPEONFORK;
    case advice::keep_on_fork: return MADV_KEEPONFORK;
    case advice::cold: return MADV_COLD;
    case advice::pageout: return MADV_PAGEOUT;
    case advice::populate_read: return MADV_POPULATE_READ;
    case advice::populate_write: return MADV_POPULATE_WRITE;
    case advice::dont_need_locked: return MADV_DONTNEED_LOCKED;
    case advice::collapse: return MADV_COLLAPSE;
    case advice::hw_poison: return MADV_HWPOISON;
    case advice::soft_offline: return MADV_SOFT_OFFLINE;
    case advice::guard_install: return MADV_GUARD_INSTALL;
    case advice::guard_remove: return MADV_GUARD_REMOVE;
    case advice::space_avail:
    case advice::no_sync:
    case advice::auto_sync:
    case advice::protect_process:
    case advice::zero_wired:
    case advice::free_reusable:
    case advice::free_reuse:
    case advice::can_reuse:
    case advice::zero: return std::nullopt;
  }
  return std::nullopt;
}

// madvise of nothing at all succeeds if the kernel knows the advice, and does nothing (madvise(2)).
bool available(advice what) noexcept {
  const auto number = native_value(what);
  return number.has_value() && os::madvise(nullptr, std::size_t{0}, static_cast<int>(*number)) == 0;
}

void madvise(void* addr, std::size_t length, advice what, std::error_code& error) noexcept {
  if (os::madvise(addr, length, static_cast<int>(*native_value(what))) != 0) error = last_error();
}

namespace {

#ifndef PIDFD_SELF  // <linux/pidfd.h>, since Linux 6.14
constexpr int this_process = -10000;
#else
constexpr int this_process = PIDFD_SELF;
#endif

// A handle for this process, for kernels that do not know the name for it.
class self_handle {
 public:
  explicit self_handle(std::error_code& error) noexcept
      : handle_{static_cast<int>(call_kernel(error, SYS_pidfd_open, static_cast<int>(::getpid()), 0U))} {}
  ~self_handle() {
    if (handle_ != -1) os::close(handle_);
  }
  self_handle(const self_handle&) = delete;
  self_handle& operator=(const self_handle&) = delete;

  [[nodiscard]] int get() const noexcept { return handle_; }

 private:
  int handle_;
};

long advise_batch(int process, const iovec* ranges, std::size_t count, advice what, std::error_code& error) noexcept {
  const int number = static_cast<int>(*native_value(what));
  if (process != no_handle) return call_kernel(error, SYS_process_madvise, process, ranges, count, number, 0U);
  std::error_code unknown;
  const long advised = call_kernel(unknown, SYS_process_madvise, this_process, ranges, count, number, 0U);
  if (unknown != std::errc::bad_file_descriptor) {
    if (unknown) error = unknown;
    return advised;
  }
  const self_handle self{error};
  if (error) return -1;
  return call_kernel(error, SYS_process_madvise, self.get(), ranges, count, number, 0U);
}

}  // namespace

// In batches, so that nothing is allocated. What was advised before a failure is the answer, as the kernel has it.
std::size_t process_madvise(native_handle process, std::span<const std::span<std::byte>> ranges, advice what,
                            std::error_code& error) noexcept {
  std::size_t advised = 0;
  std::array<iovec, 64> batch{};
  do {
    const auto count = std::min(batch.size(), ranges.size());
    std::size_t asked = 0;
    for (std::size_t i = 0; i < count; ++i) {
      batch[i] = {ranges[i].data(), ranges[i].size()};
      asked += ranges[i].size();
    }
    std::error_code failed;
    const long done = advise_batch(process, batch.data(), count, what, failed);
    if (failed) {
      if (advised == 0) error = failed;
      return advised;
    }
    advised += static_cast<std::size_t>(done);
    if (static_cast<std::size_t>(done) < asked) return advised;
    ranges = ranges.subspan(count);
  } while (!ranges.empty());
  return advised;
}

}  // namespace mmapkit::backend
