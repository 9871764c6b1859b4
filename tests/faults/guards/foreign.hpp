// Faults that are none of the library's: a handler that was there before it and counts them, and memory that faults.
#pragma once

#include <unistd.h>

#include <sys/mman.h>

#include <atomic>
#include <csignal>
#include <stdexcept>
#include <thread>

#include "../../support/fault_signal.hpp"
#include "../../support/sanitizers.hpp"
#include "proof.hpp"

namespace foreign {

using support::fault_signal;
using support::handlers_run_blocked;

// What the handler has seen.
struct sighting {
  std::atomic<std::size_t> count{0};
  std::atomic<const void*> address{nullptr};
  std::atomic<int> code{0};
  std::atomic<int> value{0};
};
inline sighting seen;

inline void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error{what};
}

inline void touch(const std::byte* at) { static_cast<void>(*static_cast<const volatile std::byte*>(at)); }

// Zeros in the place of the page, so that the access succeeds when it is made again.
inline void repair(const void* at) {
  static const auto unit = mmapkit::page_size();
  auto* const page = static_cast<const std::byte*>(at) - reinterpret_cast<std::uintptr_t>(at) % unit;
  constexpr int how = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
  if (::mmap(const_cast<std::byte*>(page), unit, PROT_READ | PROT_WRITE, how, -1, 0) == MAP_FAILED) ::_exit(99);
}

inline void take_note(int /*signal*/, siginfo_t* info, void* /*context*/) {
  seen.address = info->si_addr;
  seen.code = info->si_code;
  if (info->si_code == SI_QUEUE) seen.value = info->si_value.sival_int;
  ++seen.count;  // at last: another thread may wait for it
}

inline void take_note_and_repair(int signal, siginfo_t* info, void* context) {
  take_note(signal, info, context);
  repair(info->si_addr);
}

using handler = void (*)(int, siginfo_t*, void*);

inline void install(handler what, int flags = 0, std::initializer_list<int> blocked = {}) {
  static_cast<void>(mmapkit::page_size());  // asks the system, once
  struct sigaction action {};
  action.sa_sigaction = what;
  action.sa_flags = SA_SIGINFO | flags;
  for (const int signal : blocked) sigaddset(&action.sa_mask, signal);
  require(::sigaction(fault_signal, &action, nullptr) == 0, "no handler can be set");
}

inline void install_plain(void (*what)(int), int flags = 0) {
  struct sigaction action {};
  action.sa_handler = what;
  action.sa_flags = flags;
  require(::sigaction(fault_signal, &action, nullptr) == 0, "no handler can be set");
}

inline bool is_blocked(int signal) {
  sigset_t now;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &now);
  return sigismember(&now, signal) == 1;
}

// A writable mapping of so many pages, all of which fault.
class cut_file {
 public:
  explicit cut_file(std::size_t pages)
      : file_{pages * mmapkit::page_size()},
        memory_{file_.path(),
                {.open = mmapkit::open_flag::read | mmapkit::open_flag::write,
                 .protection = mmapkit::protection_flag::read | mmapkit::protection_flag::write,
                 .mmap = mmapkit::mmap_flag::shared}} {
    file_.resize(0);
  }

  std::byte* page(std::size_t number) { return memory_.data() + number * mmapkit::page_size(); }
  mmapkit::mapping& memory() { return memory_; }

 private:
  proof::scratch_file file_;
  mmapkit::mapping memory_;
};

// A file that nothing happens to, mapped. From the first use of it on the library's handler is there.
class whole_file {
 public:
  whole_file() : file_{2 * mmapkit::page_size()}, memory_{file_.path()} {
    std::byte first{};
    mmapkit::guarded_copy({&first, 1}, memory_, 0);
    require(first == proof::content(0), "a guarded copy has copied something else");
  }

  const mmapkit::mapping& memory() const { return memory_; }

 private:
  proof::scratch_file file_;
  mmapkit::mapping memory_;
};

// Other threads with guards open, until this goes.
class guards_elsewhere {
 public:
  guards_elsewhere() {
    for (auto& thread : threads_)
      thread = std::thread{[this] {
        mmapkit::guarded(file_.memory(), [this] {
          ++open_;
          while (!done_) std::this_thread::yield();
        });
      }};
    while (open_ != threads_.size()) std::this_thread::yield();
  }
  ~guards_elsewhere() {
    done_ = true;
    for (auto& thread : threads_) thread.join();
  }
  guards_elsewhere(const guards_elsewhere&) = delete;
  guards_elsewhere& operator=(const guards_elsewhere&) = delete;

 private:
  whole_file file_;
  std::atomic<std::size_t> open_{0};
  std::atomic<bool> done_{false};
  std::array<std::thread, 2> threads_;
};

// The next access has to be seen by the handler, once, with this address.
template <class Access>
void require_seen_once(const void* at, Access access) {
  const std::size_t before = seen.count;
  access();
  require(seen.count == before + 1, "a fault was not seen exactly once");
  require(seen.address == support::told_address(at), "a fault was seen with another address");
  require(seen.code == support::fault_code, "a fault was seen with another code");
}

// Each is one child process. Whether they return is told by their exit code.
void faults_outside(std::size_t count);
void faults_beside_guards(std::size_t count);
void faults_in_many_threads(std::size_t count);
void handlers_that_jump(std::size_t count);
void jump_out_of_a_copy();
void plain_handler();
void handler_with_own_stack();
void handler_that_blocks();
void handler_without_blocking();
void handler_that_goes_after_one();
void sent_signals(std::size_t count);
void interrupted_calls();

}  // namespace foreign
