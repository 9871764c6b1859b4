// The calls in their POSIX signature, and those that one system alone has.
#include <cerrno>

#include "trial.hpp"

using namespace mmapkit;
using sweep::any_error;
using sweep::as_without;
using sweep::every_call;
using sweep::the_error;
using sweep::trial;

namespace {

// Two pages of memory, mapped by the system's own way, for an operation on them.
template <class Act>
void on_memory(trial& one, Act act) {
  mapping memory{support::anonymous(2 * page_size())};
  memory.writable_bytes()[0] = std::byte{'#'};
  one.act([&] { act(memory); });
  CHECK(memory.text()[0] == '#');
}

template <class Act>
void each_on_memory(Act act) {
  every_call([&](trial& one) { on_memory(one, act); });
}

}  // namespace

TEST_CASE("mmap and munmap in the POSIX signature") {
  every_call([](trial& one) {
    void* memory = nullptr;
    const bool done = one.act([&] {
      memory =
          mmap(nullptr, page_size(), support::read_write, mmap_flag::private_ | mmap_flag::anonymous, no_handle, 0);
    });
    CHECK((memory != nullptr) == done);
    if (done) munmap(memory, page_size());
  });
  every_call([](trial& one) {
    void* const memory =
        mmap(nullptr, page_size(), support::read_write, mmap_flag::private_ | mmap_flag::anonymous, no_handle, 0);
    if (!one.act([&] { munmap(memory, page_size()); })) munmap(memory, page_size());
  });
}

TEST_CASE("calls on memory") {
  each_on_memory([](mapping& m) { mprotect(m.data(), page_size(), protection_flag::read); });
  each_on_memory([](mapping& m) { msync(m.data(), page_size(), msync_flag::sync); });
  each_on_memory([](mapping& m) { madvise(m.data(), page_size(), advice::normal); });
  each_on_memory([](mapping& m) { posix_madvise(m.data(), page_size(), posix_advice::normal); });
  each_on_memory([](mapping& m) { mlock(m.data(), page_size()); });
  each_on_memory([](mapping& m) { mlock2(m.data(), page_size(), lock_flag::on_fault); });
  each_on_memory([](mapping& m) { munlock(m.data(), page_size()); });
  each_on_memory([](mapping&) { munlockall(); });
  every_call({{"getrlimit", any_error, the_error}},
             [](trial& one) { one.act([] { static_cast<void>(lock_limit()); }); });
  each_on_memory([](mapping& m) {
    unsigned char pages[2] = {};
    mincore(m.data(), 2 * page_size(), pages);
  });
}

TEST_CASE("mremap") {
  every_call([](trial& one) {
    mapping memory{support::anonymous(page_size())};
    one.act([&] {
      void* const more = mremap(memory.data(), page_size(), page_size(), mremap_flag::none);
      CHECK(more == memory.data());
    });
  });
}

TEST_CASE("advice to this process") {
  every_call({{"process_madvise", EBADF, as_without, 1}, {"close"}}, [](trial& one) {
    on_memory(one, [](mapping& m) {
      const std::span<std::byte> ranges[] = {m.writable_bytes()};
      process_madvise(no_handle, ranges, advice::cold);
    });
  });
}

TEST_CASE("NUMA policy") {
  if (!supported(call::mbind)) return;
  each_on_memory([](mapping& m) { mbind(m.data(), page_size(), numa_policy::default_); });
  each_on_memory([](mapping&) { set_mempolicy(numa_policy::default_); });
  each_on_memory([](mapping&) { static_cast<void>(get_mempolicy()); });
  each_on_memory([](mapping& m) { static_cast<void>(node_of(m.data())); });
  each_on_memory([](mapping&) { static_cast<void>(allowed_nodes()); });
  each_on_memory([](mapping& m) {
    page_status pages[] = {{.addr = m.data()}};
    find_nodes(pages);
  });
}

TEST_CASE("sealing memory") {
  if (!supported(call::mseal)) return;
  // What is sealed stays: it is sealed in vain, nowhere.
  every_call([](trial& one) { one.act([] { mseal(nullptr, 0); }); });
}

TEST_CASE("the regions of the process") {
  if (support::thread_sanitizer) return;  // too many regions to be read a few bytes at a time
  // A kernel without the question is asked the longer way; nothing is lost with the end of a list.
  every_call({{"ioctl"}, {"close"}}, [](trial& one) {
    std::size_t count = 0;
    if (one.act([&] { count = regions().size(); })) CHECK((count > 0 || one.ends_early()));
  });
  every_call({{"ioctl"}, {"close"}},
             [](trial& one) { on_memory(one, [](mapping& m) { static_cast<void>(find_region(m.data())); }); });
  every_call({{"close"}},
             [](trial& one) { on_memory(one, [](mapping& m) { static_cast<void>(find_region_usage(m.data())); }); });
  if (supported(call::scan_pages))
    every_call({{"ioctl", ENOTTY, ENOSYS}, {"close"}}, [](trial& one) {
      on_memory(one,
                [](mapping& m) { static_cast<void>(scan_pages(m.data(), 2 * page_size(), page_category::present)); });
    });
}

TEST_CASE("rules for the process") {
  every_call([](trial& one) { one.act([] { set_process_control(process_control::memory_failure_default); }); });
}
