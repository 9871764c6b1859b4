// Faults in files as signals: SIGBUS.
#include <pthread.h>
#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csetjmp>
#include <csignal>
#include <cstring>

#include "../backend.hpp"
#include "../faulted.hpp"

namespace mmapkit::backend {

namespace {

struct copying {
  const std::byte* first;
  std::size_t length;
  sigjmp_buf before;
  bool by_hardware = false;
};

thread_local copying* current_copy = nullptr;
thread_local const detail::guarded_range* innermost = nullptr;

struct sigaction older {};

bool contains(const std::byte* first, std::size_t length, const std::byte* at) noexcept {
  return at >= first && static_cast<std::size_t>(at - first) < length;
}

bool is_by_hardware([[maybe_unused]] int code) noexcept {
#ifdef BUS_MCEERR_AR
  return code == BUS_MCEERR_AR || code == BUS_MCEERR_AO;
#else
  return false;
#endif
}

// Zeros in the place of the page; the access is made again.
bool replace_page(const std::byte* at, bool by_hardware) noexcept {
  const auto unit = page_size();
  const auto* const page = at - reinterpret_cast<std::uintptr_t>(at) % unit;
  constexpr int where = MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS;
  return faulted::add({.first = page, .last = page + unit, .by_hardware = by_hardware}) &&
         ::mmap(const_cast<std::byte*>(page), unit, PROT_READ | PROT_WRITE, where, -1, 0) != MAP_FAILED;
}

// As if this handler had never been there. A signal that was sent is ignored where it was; a fault cannot be.
void hand_over(int signal, siginfo_t* info, void* context) noexcept {
  const bool was_sent = info->si_code <= 0;
  if ((older.sa_flags & SA_SIGINFO) == 0 && older.sa_handler == SIG_IGN && was_sent) return;
  if ((older.sa_flags & SA_SIGINFO) == 0 && (older.sa_handler == SIG_DFL || older.sa_handler == SIG_IGN)) {
    struct sigaction end {};
    end.sa_handler = SIG_DFL;
    ::sigaction(signal, &end, nullptr);
    if (was_sent) ::raise(signal);
    return;
  }
  sigset_t mask = older.sa_mask;
  sigset_t before;
  if ((older.sa_flags & SA_NODEFER) == 0) ::sigaddset(&mask, signal);
  ::pthread_sigmask(SIG_BLOCK, &mask, &before);
  if ((older.sa_flags & SA_SIGINFO) != 0)
    older.sa_sigaction(signal, info, context);
  else
    older.sa_handler(signal);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void on_fault(int signal, siginfo_t* info, void* context) {
  const int code = errno;
  const auto* const at = static_cast<const std::byte*>(info->si_addr);
  if (info->si_code > 0) {
    const bool by_hardware = is_by_hardware(info->si_code);
    if (current_copy != nullptr && contains(current_copy->first, current_copy->length, at)) {
      current_copy->by_hardware = by_hardware;
      siglongjmp(current_copy->before, 1);
    }
    for (const auto* guard = innermost; guard != nullptr; guard = guard->outer)
      if (contains(guard->first, guard->length, at) && replace_page(at, by_hardware)) {
        errno = code;
        return;
      }
  }
  hand_over(signal, info, context);
  errno = code;
}

int install() noexcept {
  struct sigaction ours {};
  ours.sa_sigaction = on_fault;
  ours.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
  ::sigemptyset(&ours.sa_mask);
  return ::sigaction(SIGBUS, &ours, &older) == 0 ? 0 : errno;
}

// A blocked SIGBUS ends the process (sigaction(2)): asked once for each thread.
int check_thread() noexcept {
  thread_local bool is_open = false;
  if (is_open) return 0;
  sigset_t blocked;
  if (const int failed = ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked)) return failed;
  if (::sigismember(&blocked, SIGBUS) == 1) return EPERM;
  is_open = true;
  return 0;
}

}  // namespace

void catch_faults(std::error_code& error) noexcept {
  static const int failed = install();
  const int code = failed != 0 ? failed : check_thread();
  if (code != 0) error = {code, std::system_category()};
}

void open_guard(detail::guarded_range& guard) noexcept {
  guard.outer = innermost;
  innermost = &guard;
  std::atomic_signal_fence(std::memory_order_seq_cst);
}

void close_guard(const detail::guarded_range& guard) noexcept {
  std::atomic_signal_fence(std::memory_order_seq_cst);
  innermost = guard.outer;
}

// Page by page, so that what cannot be accessed begins where a step does.
std::size_t copy_guarded(std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded,
                         bool& by_hardware) noexcept {
  volatile std::size_t done = 0;
  copying here{.first = guarded, .length = length, .before = {}};
  auto* const outer = current_copy;
  if (sigsetjmp(here.before, 0) == 0) {
    current_copy = &here;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    const auto unit = page_size();
    while (done != length) {
      const auto at = done;
      const auto step = std::min(unit - reinterpret_cast<std::uintptr_t>(guarded + at) % unit, length - at);
      std::memcpy(to + at, from + at, step);
      std::atomic_signal_fence(std::memory_order_seq_cst);
      done = at + step;
    }
  }
  current_copy = outer;
  by_hardware = here.by_hardware;
  return done;
}

}  // namespace mmapkit::backend
