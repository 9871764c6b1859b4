// Faults in files as signals.
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csetjmp>
#include <csignal>
#include <cstring>
#include <utility>

#include <mmapkit/flags/fault_kind.hpp>

#include "backend/fault_record.hpp"
#include "backend/faults.hpp"
#include "backend/system.hpp"
#include "os.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

namespace {

struct copying {
  copying(const std::byte* from, std::size_t bytes) noexcept : first{from}, length{bytes} {}  // NOLINT: no `before`
  const std::byte* first;
  std::size_t length;
  sigjmp_buf before;  // without the mask of signals, which is a system call: the handler sets that
  fault_kind kind = fault_kind::unknown;
};

// Initial-exec: the first access, which may be in a signal handler, allocates no memory.
[[gnu::tls_model("initial-exec")]] thread_local copying* current_copy = nullptr;
[[gnu::tls_model("initial-exec")]] thread_local const detail::guarded_range* innermost = nullptr;
[[gnu::tls_model("initial-exec")]] thread_local bool is_ready = false;

// The page of this thread's last fault under a guard, and how often it was the last one.
constexpr unsigned most_repeated = 1000;
[[gnu::tls_model("initial-exec")]] thread_local const std::byte* last_fault = nullptr;
[[gnu::tls_model("initial-exec")]] thread_local unsigned repeated = 0;

struct sigaction previous {};

// Shorter copies are faster by memcpy.
std::size_t least_for_instruction = SIZE_MAX;

fault_kind kind_of_code([[maybe_unused]] int code) noexcept {
#ifdef BUS_MCEERR_AR
  if (code == BUS_MCEERR_AR) return fault_kind::hardware;
#endif
  return fault_kind::unknown;
}

// The first page that cannot be read, from the start of the memory to the page that faulted, which is one where the
// file was cut short, however it is accessed. A page that can be read and not stored to is itself the first.
const std::byte* first_lost(const detail::guarded_range& guard, const std::byte* page, std::size_t unit) noexcept {
  if (posix::is_readable(page)) return page;
  const auto* readable = guard.first;
  if (!posix::is_readable(readable)) return readable;
  while (static_cast<std::size_t>(page - readable) > unit) {
    const auto* const middle = readable + static_cast<std::size_t>(page - readable) / unit / 2 * unit;
    (posix::is_readable(middle) ? readable : page) = middle;
  }
  return page;
}

// Zeros from `first` to where there are zeros already, or to the end. Nothing is replaced twice, and no store to what
// was replaced is lost: one thread claims the pages, the others make their access again.
bool claim_zeros(const detail::guarded_range& guard, const std::byte* first) noexcept {
  auto end = reinterpret_cast<std::uintptr_t>(guard.first) + guard.length;
  const auto from = reinterpret_cast<std::uintptr_t>(first);
  auto&& zeros_from = atomic_of(guard.faults->zeros_from);
  auto before = zeros_from.load();
  do
    if (before <= from) return true;
  while (!zeros_from.compare_exchange_weak(before, from));
  if (posix::map_zeros(const_cast<std::byte*>(first), std::min(before, end) - from)) return true;
  // The process may have no more regions. Replacing the whole memory needs no further one; where there are too many
  // already, it has to be unmapped first.
  auto* const whole = const_cast<std::byte*>(guard.first);
  zeros_from = reinterpret_cast<std::uintptr_t>(whole);
  if (posix::map_zeros(whole, guard.length)) return true;
  return os::munmap(whole, guard.length) == 0 && posix::map_zeros_at_free(whole, guard.length);
}

// The access is repeated, and may store to the zeros: the guard reports that such a store is lost.
bool replace_pages(const detail::guarded_range& guard, const std::byte* at, fault_kind kind) noexcept {
  const auto unit = guard.page == 0 ? page_size() : guard.page;
  const auto* const page = std::max(at - reinterpret_cast<std::uintptr_t>(at) % unit, guard.first);
  const auto* const first = first_lost(guard, page, unit);
  const bool is_lowest = first == page;
  const bool by_store = is_lowest && posix::is_readable(page);
  record_fault(*guard.faults, lost_offset(guard, by_store ? at : first), is_lowest ? kind : fault_kind::unknown);
  if (!claim_zeros(guard, first)) return false;
  // After a fork a claim may be that of a thread which does not exist in this process, and will never be carried out.
  if (std::exchange(last_fault, page) != page) repeated = 0;
  return ++repeated < most_repeated || posix::map_zeros(const_cast<std::byte*>(page), unit);
}

// Behaves as if this handler were not installed.
void chain_to_previous_handler(int signal, siginfo_t* info, void* context, bool was_sent) noexcept {
  const struct sigaction handler = previous;
  const bool has_info = (handler.sa_flags & SA_SIGINFO) != 0;
  if (!has_info && handler.sa_handler == SIG_IGN && was_sent) return;
  if (!has_info && (handler.sa_handler == SIG_DFL || handler.sa_handler == SIG_IGN)) {
    struct sigaction default_action {};
    default_action.sa_handler = SIG_DFL;
    os::sigaction(signal, &default_action, nullptr);
    if (was_sent) ::raise(signal);
    return;
  }
  if ((handler.sa_flags & static_cast<int>(SA_RESETHAND)) != 0) previous = {};
  sigset_t mask = handler.sa_mask;
  sigset_t before;
  if ((handler.sa_flags & SA_NODEFER) == 0) sigaddset(&mask, signal);
  os::pthread_sigmask(SIG_BLOCK, &mask, &before);
  // If that handler does not return, the copy has ended.
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
  const auto failed = posix::examine_signal(*info, context);
  if (failed == posix::failed_access::no_page) {
    const auto kind = kind_of_code(info->si_code);
    if (posix::stop_copy_bytes(context, at)) {
      errno = code;
      return;
    }
    if (current_copy != nullptr && touches(current_copy->first, current_copy->length, at, page_size())) {
      current_copy->kind = kind;
      const auto blocked = posix::blocked_signals(context);
      os::pthread_sigmask(SIG_SETMASK, &blocked, nullptr);
      siglongjmp(current_copy->before, 1);
    }
    for (const auto* guard = innermost; guard != nullptr; guard = guard->outer)
      if (guards(*guard, at, page_size()) && replace_pages(*guard, at, kind)) {
        errno = code;
        return;
      }
  }
  chain_to_previous_handler(signal, info, context, failed == posix::failed_access::none);
  errno = code;
}

// The handler that is there now is known before ours can be called. Ours, set before a fork, is not taken for it.
int install_handler() noexcept {
  struct sigaction now {};
  const int signal = posix::page_fault_signal();
  if (os::sigaction(signal, nullptr, &now) != 0) return errno;
  if ((now.sa_flags & SA_SIGINFO) == 0 || now.sa_sigaction != on_fault) previous = now;
  struct sigaction ours {};
  ours.sa_sigaction = on_fault;
  const bool was_ignored =
      (previous.sa_flags & SA_SIGINFO) == 0 && previous.sa_handler == SIG_IGN;  // and ended no call
  ours.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK | (was_ignored ? SA_RESTART : previous.sa_flags & SA_RESTART);
  sigemptyset(&ours.sa_mask);
  return os::sigaction(signal, &ours, nullptr) == 0 ? 0 : errno;
}

// Once in a process, by one thread, and again where it failed. No lock: the child of a fork would wait for the thread
// that had it. A claim of another process is void.
int install_once() noexcept {
  static std::atomic<bool> is_installed{false};
  static std::atomic<std::uint64_t> claimed_by{0};
  if (is_installed) return 0;
  const auto self = process_id();
  for (auto holder = claimed_by.load();;) {
    if (is_installed) return 0;
    if (holder != self && claimed_by.compare_exchange_weak(holder, self)) break;
    if (holder != self) continue;
    sched_yield();  // another thread of this process is at it
    holder = claimed_by.load();
  }
  if (posix::has_copy_bytes()) least_for_instruction = 4096;
  posix::keep_loaded(reinterpret_cast<const void*>(&on_fault));
  const int failed = is_installed ? 0 : install_handler();
  is_installed = failed == 0;
  claimed_by = 0;
  return failed;
}

// All signals are blocked: a handler that interrupted this thread and came here too would wait for ever.
int install() noexcept {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const int failed = install_once();
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return failed;
}

// A fault whose signal is blocked ends the process (sigaction(2)). Checked once in each thread.
int check_thread() noexcept {
  sigset_t blocked;
  if (const int failed = os::pthread_sigmask(SIG_BLOCK, nullptr, &blocked)) return failed;
  if (sigismember(&blocked, posix::page_fault_signal()) == 1) return EPERM;
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

// Calls copy(). Returns false if a fault in the range ended it. What copy() changes and is read afterwards has to be
// volatile.
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

// Calls step(offset, length) up to each page boundary, so that a fault is at the begin of a page.
template <class Step>
std::size_t each_page(copying& here, Step step) noexcept {
  volatile std::size_t done = 0;
  under_guard(here, [&] {
    const auto unit = page_size();
    while (done != here.length) {
      const auto at = done;
      const auto length = std::min(unit - reinterpret_cast<std::uintptr_t>(here.first + at) % unit, here.length - at);
      step(at, length);
      std::atomic_signal_fence(std::memory_order_seq_cst);
      done = at + length;
    }
  });
  return done;
}

}  // namespace

bool copy_at_once(std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded) noexcept {
  return is_ready && length >= least_for_instruction && posix::copy_bytes(to, from, length, guarded) == 0;
}

// memcpy copies in any order: after a fault the copy is repeated in ascending order.
std::size_t copy_guarded(std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded,
                         fault_kind& kind) noexcept {
  copying here{guarded, length};
  if (under_guard(here, [&] { std::memcpy(to, from, length); })) return length;
  const auto done = each_page(here, [&](std::size_t at, std::size_t step) { std::memcpy(to + at, from + at, step); });
  kind = here.kind;
  return done;
}

// The compiler must not see that nothing changes, and leave the store out. RISC-V has no such instruction for a byte.
std::size_t posix::store_to_pages(std::byte* first, std::size_t length) noexcept {
  copying here{first, length};
  volatile unsigned nothing = 0;
  return each_page(here, [&](std::size_t at, std::size_t /*step*/) {
    __atomic_fetch_or(reinterpret_cast<unsigned*>(first + at), nothing, __ATOMIC_RELAXED);
  });
}

}  // namespace mmapkit::backend
