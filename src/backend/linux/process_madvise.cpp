#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <span>

#include <mmapkit/flags/advice.hpp>

#include "backend/native_value.hpp"
#include "backend/pages.hpp"
#include "kernel.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

namespace {

#ifndef PIDFD_SELF  // <linux/pidfd.h>, since Linux 6.14
constexpr int this_process = -10000;
#else
constexpr int this_process = PIDFD_SELF;
#endif

// A pidfd of this process, for kernels without PIDFD_SELF.
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

// In batches, so that nothing is allocated. As with the system call, what was advised before a failure is a success.
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
