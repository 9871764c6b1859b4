// What few machines have. A failure comes before the machine's own refusal, or changes nothing in it.
#include <cerrno>

#include "trial.hpp"

using namespace mmapkit;
using sweep::every_call;
using sweep::every_call_up_to_refusal;
using sweep::trial;

namespace {

mapping two_pages() { return mapping{support::anonymous(2 * page_size())}; }

}  // namespace

TEST_CASE("protection keys") {
  // A processor without keys answers so too.
  every_call_up_to_refusal({{"pkey_alloc", EINVAL, EOPNOTSUPP}}, [](trial& one) {
    int key = -1;
    if (one.act([&] { key = pkey_alloc(); })) pkey_free(key);
    CHECK((key == -1) == static_cast<bool>(one.told()));
  });
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
  const unsigned node[] = {0};
  every_call_up_to_refusal({}, [&](trial& one) { one.act([&] { static_cast<void>(migrate_pages(node, node)); }); });
  every_call_up_to_refusal({}, [&](trial& one) {
    auto memory = two_pages();
    page_place pages[] = {{.addr = memory.data(), .node = 0}};
    one.act([&] { move_pages(pages); });
  });
  every_call_up_to_refusal({}, [&](trial& one) {
    auto memory = two_pages();
    mbind(memory.data(), page_size(), numa_policy::bind, node);
    one.act([&] { set_mempolicy_home_node(memory.data(), page_size(), 0); });
  });
}

TEST_CASE("names and shadow stacks") {
  every_call_up_to_refusal({}, [](trial& one) {
    auto memory = two_pages();
    one.act([&] { name_region(memory.data(), page_size(), "swept"); });
  });
  every_call_up_to_refusal({}, [](trial& one) {
    void* stack = nullptr;
    if (one.act([&] { stack = map_shadow_stack(nullptr, page_size(), shadow_stack_flag::none); }))
      munmap(stack, page_size());
  });
}

TEST_CASE("allocate with every wish") {
  every_call({{"madvise"}}, [](trial& one) {
    allocate_options options;
    options.numa_node = 0;
    options.dont_dump = true;
    options.wipe_on_fork = true;
    options.place.alignment = 4 * page_size();
    allocation memory;
    one.act([&] { memory = allocate(4 * page_size(), options); });
    CHECK(static_cast<bool>(memory) != static_cast<bool>(one.told()));
  });
  // Without the pool's folder there is no pool.
  every_call_up_to_refusal({{"access", 0, EOPNOTSUPP}}, [](trial& one) {
    allocation memory;
    if (one.act([&] { memory = allocate(page_size(), {.huge_pages = huge_page_use::required}); }))
      CHECK(support::writable(memory.data()));
    CHECK(static_cast<bool>(memory) != static_cast<bool>(one.told()));
  });
  every_call({{"madvise"}}, [](trial& one) {
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
  every_call({{"ioctl", ENOTTY, ENOSYS}, {"ioctl"}, {"close"}, {"open"}}, [](trial& one) {
    auto memory = allocate(4 * page_size());
    memory.bytes()[0] = std::byte{1};
    one.act([&] { static_cast<void>(memory.state()); });
  });
  // A size that cannot be tried is not there.
  every_call({{"close"}, {"access"}, {"memfd_create"}, {"mmap"}},
             [](trial& one) { one.act([] { static_cast<void>(huge_page_sizes()); }); });
}
