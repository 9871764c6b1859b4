// What few machines have. A failure comes before the machine's own refusal, or changes nothing in it.
#include <cerrno>

#include "trial.hpp"

using namespace mmapkit;
using sweep::any_error;
using sweep::as_without;
using sweep::every_call;
using sweep::every_call_up_to_refusal;
using sweep::the_error;
using sweep::trial;

namespace {

mapping two_pages() { return mapping{support::anonymous(2 * page_size())}; }

}  // namespace

TEST_CASE("protection keys") {
  const auto allocate_one = [](trial& one) {
    int key = -1;
    if (one.act([&] { key = pkey_alloc(); })) pkey_free(key);
    CHECK((key == -1) == static_cast<bool>(one.told()));
  };
  // A processor without keys answers EINVAL. Whether it has them is asked by the same call.
  if (!supported(call::pkey_alloc)) every_call_up_to_refusal({{"pkey_alloc", EINVAL, EOPNOTSUPP}}, allocate_one);
  for (const int code : {EINVAL, ENOSPC}) {
    if (!supported(call::pkey_alloc)) break;
    trial one{0, code};
    allocate_one(one);
    CHECK(one.told().value() == code);
  }
  every_call_up_to_refusal({}, [](trial& one) {
    std::error_code none;
    const int key = pkey_alloc(key_right::none, none);
    if (!one.act([&] { pkey_free(key); })) pkey_free(key, none);
  });
  every_call_up_to_refusal({}, [](trial& one) {
    auto memory = two_pages();
    const bool done = one.act([&] { pkey_mprotect(memory.data(), page_size(), protection_flag::read, -1); });
    CHECK(support::writable(memory.data()) != done);
  });
}

TEST_CASE("nodes that pages are moved to and start from") {
  if (!supported(call::mbind)) {
    MESSAGE("untried: a kernel without NUMA");
    return;
  }
  const unsigned node[] = {0};
  every_call_up_to_refusal({}, [&](trial& one) { one.act([&] { static_cast<void>(migrate_pages(node, node)); }); });
  every_call_up_to_refusal({}, [&](trial& one) {
    auto memory = two_pages();
    page_status pages[] = {{.addr = memory.data(), .node = 0}};
    one.act([&] { move_pages(pages); });
  });
  every_call_up_to_refusal({}, [&](trial& one) {
    auto memory = two_pages();
    mbind(memory.data(), page_size(), numa_policy::bind, node);
    one.act([&] { set_mempolicy_home_node(memory.data(), page_size(), 0); });
  });
}

TEST_CASE("names and shadow stacks") {
  // A kernel without names answers so; what else fails is asked once more, and then of nothing.
  every_call_up_to_refusal({{"prctl", EINVAL, EOPNOTSUPP}, {"prctl", any_error, EOPNOTSUPP, 2}}, [](trial& one) {
    auto memory = two_pages();
    one.act([&] { name_region(memory.data(), page_size(), "swept"); });
  });
  every_call_up_to_refusal({}, [](trial& one) {
    void* stack = nullptr;
    if (one.act([&] { stack = map_shadow_stack(nullptr, page_size(), shadow_stack_flag::none); }))
      munmap(stack, page_size());
  });
}

TEST_CASE("allocate with every option") {
  // What is preferred comes first.
  every_call({{"madvise", any_error, as_without, 1}}, [](trial& one) {
    allocate_options options;
    if (supported(call::mbind)) options.numa_node = 0;
    options.dont_dump = true;
    options.wipe_on_fork = true;
    options.place.alignment = 4 * page_size();
    allocation memory;
    one.act([&] { memory = allocate(4 * page_size(), options); });
    CHECK(static_cast<bool>(memory) != static_cast<bool>(one.told()));
  });
  every_call({{"madvise", any_error, as_without, 1}}, [](trial& one) {
    allocation memory;
    one.act([&] { memory = allocate(4 * page_size(), {.dont_fork = true}); });
    CHECK(static_cast<bool>(memory) != static_cast<bool>(one.told()));
  });
  // The first populating asks whether the kernel has it: without it each page is stored to.
  constexpr auto populating = "madvise MADV_POPULATE";
  // Without the pool's folder there is no pool. A machine whose pool has pages populates them.
  every_call_up_to_refusal(
      {{"access", 0, EOPNOTSUPP},
       {populating, any_error, as_without, 1},
       {populating, EFAULT, ENOMEM},
       {populating, any_error, the_error},
       {"pthread_sigmask", EFAULT, ENOMEM}},
      [](trial& one) {
        allocation memory;
        if (one.act([&] { memory = allocate(page_size(), {.huge_pages = huge_page_use::required}); }))
          CHECK(support::writable(memory.data()));
        CHECK(static_cast<bool>(memory) != static_cast<bool>(one.told()));
      });
  every_call({{"madvise"}, {populating, any_error, as_without, 1}, {populating, any_error, the_error}}, [](trial& one) {
    allocation memory;
    one.act([&] { memory = allocate(4 * page_size(), {.prefault_threads = 2}); });
    CHECK(static_cast<bool>(memory) != static_cast<bool>(one.told()));
  });
  every_call({{"madvise"}, {"ioctl"}, {"close"}}, [](trial& one) {
    allocation memory;
    one.act([&] { memory = allocate(4 * page_size(), {.place = below_2gb}); });
    CHECK(static_cast<bool>(memory) != static_cast<bool>(one.told()));
  });
}

TEST_CASE("what memory is asked about itself") {
  // Without the page tables' answer the pages are counted.
  every_call(
      {{"ioctl", any_error, as_without, 1}, {"ioctl", ENOTTY, ENOSYS}, {"close"}, {"open", any_error, as_without, 1}},
      [](trial& one) {
        auto memory = allocate(4 * page_size());
        memory.writable_bytes()[0] = std::byte{1};
        one.act([&] { static_cast<void>(memory.state()); });
      });
  // A size that cannot be tried is not there.
  every_call({{"close"}, {"access"}, {"memfd_create"}, {"mmap"}},
             [](trial& one) { one.act([] { static_cast<void>(huge_page_sizes()); }); });
}
