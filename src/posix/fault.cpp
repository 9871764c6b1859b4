// Faults in files as signals: SIGBUS.
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csetjmp>
#include <csignal>
#include <cstring>
#include <mutex>
#include <utility>

#include "../backend.hpp"
#include "../fault_record.hpp"
#include "os.hpp"
#include "system.hpp"

namespace mmapkit::backend {

namespace {

struct copying {  // NOLINT(cppcoreguidelines-pro-type-member-init): sigsetjmp fills it
  const std::byte* first = nullptr;
  std::size_t length = 0;
  sigjmp_buf before;  // without the mask of signals, which is a system call: the handler sets that
  fault_kind kind = fault_kind::unknown;
};

// Initial-exec: no memory is allocated for them where a handler is the first to look.
[[gnu::tls_model("initial-exec")]] thread_local copying* current_copy = nullptr;
[[gnu::tls_model("initial-exec")]] thread_local const detail::guarded_range* innermost = nullptr;
[[gnu::tls_model("initial-exec")]] thread_local bool is_ready = false;

struct sigaction older {};

// Shorter copies are faster by memcpy.
std::size_t least_for_instruction = SIZE_MAX;

fault_kind told_by([[maybe_unused]] int code) noexcept {
#ifdef BUS_MCEERR_AR
  if (code == BUS_MCEERR_AR) return fault_kind::hardware;
#endif
  return fault_kind::unknown;
}

// Whether a page of a file, or the memory it is in, failed an access. Another page mends nothing else: not an access at
// an odd address (BUS_ADRALN), and not memory that failed while nobody used it (BUS_MCEERR_AO).
bool is_fault_of_page(int code) noexcept {
#ifdef BUS_OOMERR
  if (code == BUS_OOMERR) return true;
#endif
  return code == BUS_ADRERR || code == BUS_OBJERR || told_by(code) == fault_kind::hardware;
}

// As the kernel does it with a signal that is no access which cannot go on.
bool can_be_ignored(int code) noexcept { return !is_fault_of_page(code) && code != BUS_ADRALN; }

// How many bytes to replace, of `rest`, at the nth fault. Every piece is a region more, or two, of which a process has
// a limited number (Linux: 65,530): the pieces grow.
std::size_t piece(unsigned nth, std::size_t unit, std::size_t rest) noexcept {
  constexpr unsigned of_one_size = 64;
  auto length = unit;
  for (auto doublings = nth / of_one_size; doublings != 0 && length < rest; --doublings) length *= 2;
  return std::min(length, rest);
}

// Zeros in the place of the page, and of what follows it where there were many; the access is made again. What can be
// stored to may be: the guard tells that it is lost.
bool replace_page(const detail::guarded_range& guard, const std::byte* at, fault_kind kind) noexcept {
  const auto unit = guard.page == 0 ? page_size() : guard.page;
  record_fault(*guard.faults, at < guard.data ? 0 : static_cast<std::size_t>(at - guard.data), kind);
  auto* const page = const_cast<std::byte*>(at - reinterpret_cast<std::uintptr_t>(at) % unit);
  const auto rest = guard.length - static_cast<std::size_t>(page - guard.first);
  return posix::show_zeros(page, piece(atomic_of(guard.faults->count)++, unit, rest)) || posix::show_zeros(page, rest);
}

// As if this handler had never been there.
void hand_over(int signal, siginfo_t* info, void* context) noexcept {
  const struct sigaction handler = older;
  const bool was_sent = can_be_ignored(info->si_code);
  const bool has_info = (handler.sa_flags & SA_SIGINFO) != 0;
  if (!has_info && handler.sa_handler == SIG_IGN && was_sent) return;
  if (!has_info && (handler.sa_handler == SIG_DFL || handler.sa_handler == SIG_IGN)) {
    struct sigaction end {};
    end.sa_handler = SIG_DFL;
    os::sigaction(signal, &end, nullptr);
    if (was_sent) ::raise(signal);
    return;
  }
  if ((handler.sa_flags & static_cast<int>(SA_RESETHAND)) != 0) older = {};
  sigset_t mask = handler.sa_mask;
  sigset_t before;
  if ((handler.sa_flags & SA_NODEFER) == 0) sigaddset(&mask, signal);
  os::pthread_sigmask(SIG_BLOCK, &mask, &before);
  // A handler that jumps leaves the copy for good.
  auto* const interrupted = std::exchange(current_copy, nullptr);
  if (has_info)
    handler.sa_sigaction(signal, info, context);
  else
    handler.sa_handler(signal);
  current_copy = interrupted;
  os::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void on_fault(int signal, siginfo_t* info, void* context) {
  const int code = errno;
  const auto* const at = static_cast<const std::byte*>(info->si_addr);
  if (is_fault_of_page(info->si_code)) {
    const auto kind = told_by(info->si_code);
    if (posix::end_copy(context, at)) {
      errno = code;
      return;
    }
    if (current_copy != nullptr && contains(current_copy->first, current_copy->length, at)) {
      current_copy->kind = kind;
      os::pthread_sigmask(SIG_SETMASK, &static_cast<const ucontext_t*>(context)->uc_sigmask, nullptr);
      siglongjmp(current_copy->before, 1);
    }
    for (const auto* guard = innermost; guard != nullptr; guard = guard->outer)
      if (contains(guard->first, guard->length, at) && replace_page(*guard, at, kind)) {
        errno = code;
        return;
      }
  }
  hand_over(signal, info, context);
  errno = code;
}

// Once in a process. One thread at a time, and again where it failed.
int install() noexcept {
  static std::atomic<bool> is_installed{false};
  static std::mutex one_at_a_time;
  if (is_installed) return 0;
  const std::scoped_lock lock{one_at_a_time};
  if (is_installed) return 0;
  if (posix::copies_by_one_instruction()) least_for_instruction = 4096;
  // Known before ours can be called.
  if (os::sigaction(SIGBUS, nullptr, &older) != 0) return errno;
  struct sigaction ours {};
  ours.sa_sigaction = on_fault;
  const bool was_ignored = (older.sa_flags & SA_SIGINFO) == 0 && older.sa_handler == SIG_IGN;  // and ended no call
  ours.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK | (was_ignored ? SA_RESTART : older.sa_flags & SA_RESTART);
  sigemptyset(&ours.sa_mask);
  if (os::sigaction(SIGBUS, &ours, nullptr) != 0) return errno;
  is_installed = true;
  return 0;
}

// A blocked SIGBUS ends the process (sigaction(2)): asked once for each thread.
int check_thread() noexcept {
  sigset_t blocked;
  if (const int failed = os::pthread_sigmask(SIG_BLOCK, nullptr, &blocked)) return failed;
  if (sigismember(&blocked, SIGBUS) == 1) return EPERM;
  return 0;
}

}  // namespace

bool catches_faults() noexcept { return is_ready; }

void catch_faults(std::error_code& error) noexcept {
  const int failed = install();
  const int code = failed != 0 ? failed : check_thread();
  if (code != 0) error = {code, std::system_category()};
  is_ready = code == 0;
}

bool open_guard(detail::guarded_range& guard) noexcept {
  if (!is_ready) return false;
  guard.outer = innermost;
  innermost = &guard;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  return true;
}

void open_guard(detail::guarded_range& guard, std::error_code& error) noexcept {
  catch_faults(error);
  if (!error) open_guard(guard);
}

void close_guard(const detail::guarded_range& guard) noexcept {
  std::atomic_signal_fence(std::memory_order_seq_cst);
  innermost = guard.outer;
}

namespace {

// Calls copy() until it ends, or a fault in the range ends it: whether it ended by itself. What copy() changes and is
// read afterwards has to be volatile.
template <class Copy>
bool under_guard(copying& here, Copy copy) noexcept {
  auto* const outer = current_copy;
  const bool whole = sigsetjmp(here.before, 0) == 0;
  if (whole) {
    current_copy = &here;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    copy();
    std::atomic_signal_fence(std::memory_order_seq_cst);
  }
  current_copy = outer;
  return whole;
}

// Page by page, so that what cannot be accessed begins where a step does.
std::size_t copy_pages(std::byte* to, const std::byte* from, copying& here) noexcept {
  volatile std::size_t done = 0;
  under_guard(here, [&] {
    const auto unit = page_size();
    while (done != here.length) {
      const auto at = done;
      const auto step = std::min(unit - reinterpret_cast<std::uintptr_t>(here.first + at) % unit, here.length - at);
      std::memcpy(to + at, from + at, step);
      std::atomic_signal_fence(std::memory_order_seq_cst);
      done = at + step;
    }
  });
  return done;
}

}  // namespace

bool copy_at_once(std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded) noexcept {
  return is_ready && length >= least_for_instruction && posix::copy_bytes(to, from, length, guarded) == 0;
}

// memcpy begins where it likes: a copy that failed is made again, in order.
std::size_t copy_guarded(std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded,
                         fault_kind& kind) noexcept {
  copying here;
  here.first = guarded;
  here.length = length;
  if (under_guard(here, [&] { std::memcpy(to, from, length); })) return length;
  const auto done = copy_pages(to, from, here);
  kind = here.kind;
  return done;
}

fault_kind judge_fault(native_handle file, std::uint64_t offset) noexcept {
  struct stat info {};
  if (os::fstat(file, &info) != 0) return fault_kind::unknown;
  if (static_cast<std::uint64_t>(info.st_size) <= offset) return fault_kind::truncated;
  std::byte byte{};
  std::error_code error;
  read_file(file, offset, {&byte, 1}, error);
  if (error.value() == EIO) return fault_kind::input_output;
  return posix::lacks_room(file, offset) ? fault_kind::no_space : fault_kind::unknown;
}

}  // namespace mmapkit::backend
