// Memory without a file.
#include <algorithm>
#include <cerrno>
#include <mmapkit/page_resource.hpp>
#include <vector>

#include "../../support/linux.hpp"
#include "trial.hpp"

using namespace mmapkit;
using support::mebibyte;
using sweep::any_error;
using sweep::as_without;
using sweep::every_call;
using sweep::the_error;
using sweep::trial;

namespace {

void check_usable(std::span<std::byte> memory) {
  memory.front() = std::byte{1};
  memory.back() = std::byte{2};
  CHECK(memory.front() == std::byte{1});
}

}  // namespace

TEST_CASE("anonymous memory") {
  every_call([](trial& one) {
    mapping memory;
    if (one.act([&] { memory = mapping{support::anonymous(100)}; })) check_usable(memory.writable_bytes());
  });
}

TEST_CASE("anonymous memory that grows") {
  every_call({{"mincore"}}, [](trial& one) {
    mapping memory{support::anonymous(100)};
    memory.data()[200] = std::byte{1};
    const bool done = one.act([&] { memory.resize(mebibyte); });
    CHECK(memory.size() == (done ? mebibyte : 100));
    if (done) CHECK(memory.data()[200] == std::byte{0});
  });
  // One that cannot be stored to has the protection of the whole where the regions are not told.
  every_call({{"mincore"}, {"open"}, {"read"}, {"ioctl"}, {"close"}}, [](trial& one) {
    mapping memory{support::anonymous(100)};
    memory.data()[200] = std::byte{1};
    memory.protect(protection_flag::read);
    const bool done = one.act([&] { memory.resize(mebibyte); });
    CHECK(memory.size() == (done ? mebibyte : 100));
    if (done) CHECK(memory.data()[200] == std::byte{0});
    if (done) CHECK_FALSE(support::writable(memory.data()));
  });
}

TEST_CASE("locked and populated memory") {
  every_call({{"madvise", EINVAL}}, [](trial& one) {
    mapping memory;
    one.act([&] {
      memory = mapping{support::anonymous(100, mmap_flag::private_ | mmap_flag::locked | mmap_flag::populate)};
    });
    CHECK(static_cast<bool>(memory) != static_cast<bool>(one.told()));
  });
}

TEST_CASE("allocate: what is preferred may be missing, and what is required may not") {
  every_call({{"madvise"}}, [](trial& one) {
    allocation memory;
    if (one.act([&] { memory = allocate(4 * mebibyte); })) check_usable(memory.writable_bytes());
  });
  every_call({{"madvise"}}, [](trial& one) {
    allocation memory;
    allocate_options options;
    options.huge_pages = huge_page_use::never;
    options.guard_before = page_size();
    options.guard_after = page_size();
    options.lock = true;
    if (one.act([&] { memory = allocate(mebibyte / 2, options); })) check_usable(memory.writable_bytes());
    CHECK(static_cast<bool>(memory) != static_cast<bool>(one.told()));
  });
}

TEST_CASE("allocate: required huge pages") {
  const support::huge_page_pool pool{2};
  if (!pool.there()) {
    MESSAGE("no huge pages can be had here: not tried");
    return;
  }
  every_call({{"access", any_error, EOPNOTSUPP},
              {"madvise MADV_POPULATE", any_error, as_without, 1},
              {"madvise MADV_POPULATE", EFAULT, ENOMEM},
              {"madvise MADV_POPULATE", any_error, the_error},
              {"madvise"},
              {"pthread_sigmask", EFAULT, ENOMEM}},
             [](trial& one) {
               allocation memory;
               if (one.act([&] { memory = allocate(4 * mebibyte, {.huge_pages = huge_page_use::required}); }))
                 check_usable(memory.writable_bytes());
             });
}

TEST_CASE("memory within limits that leave one place") {
  constexpr std::size_t size = mebibyte / 16;
  constexpr placement limits{.lowest = 0x6000'0000, .highest = 0x6000'0000 + size - 1};
  every_call({{"ioctl"}, {"madvise"}, {"close"}}, [&](trial& one) {
    allocation memory;
    if (one.act([&] { memory = allocate(size, {.place = limits}); })) check_usable(memory.writable_bytes());
  });
}

TEST_CASE("memory within limits is looked for where the last was found") {
  constexpr placement limits{.lowest = 0x4000'0000, .highest = 0x7fff'ffff};  // behind a program that is not relocated
  std::vector<allocation> blocks;
  const auto calls_for_one = [&] {
    trial one{sweep::nowhere, 0};
    one.act([&] { blocks.push_back(allocate(mebibyte / 16, {.guard_after = page_size(), .place = limits})); });
    return sweep::names_of_calls();
  };
  const auto most = [&](int count) {
    std::size_t calls = 0;
    for (int i = 0; i < count; ++i) calls = std::max(calls, calls_for_one().size());
    return calls;
  };
  calls_for_one();
  const auto few = most(10);
  CHECK(most(500) == few);
  CHECK(std::ranges::count(calls_for_one(), "open") == 0);
}

TEST_CASE("giving allocated memory back") {
  every_call([](trial& one) {
    auto memory = allocate(4 * mebibyte);
    const bool done = one.act([&] { memory.unmap(); });
    CHECK(static_cast<bool>(memory) != done);
    if (memory) check_usable(memory.writable_bytes());
  });
}

TEST_CASE("a reservation and its parts") {
  every_call({{"madvise"}}, [](trial& one) {
    reservation room;
    if (one.act([&] { room = reservation{mebibyte}; })) {
      room.commit(0, page_size());
      check_usable({room.data(), page_size()});
    }
  });
  every_call({{"madvise"}}, [](trial& one) {
    reservation room{mebibyte};
    if (!one.act([&] { room.commit(page_size(), page_size()); })) room.commit(page_size(), page_size());
    check_usable({room.data() + page_size(), page_size()});
  });
  every_call({{"madvise"}}, [](trial& one) {
    reservation room{mebibyte};
    room.commit(0, 2 * page_size());
    const bool done = one.act([&] { room.decommit(0, page_size()); });
    CHECK(support::readable(room.data()) != done);
    check_usable({room.data() + page_size(), page_size()});
  });
  every_call([](trial& one) {
    reservation room{mebibyte};
    room.commit(0, page_size());
    const bool done = one.act([&] { room.protect(0, page_size(), protection_flag::read); });
    CHECK(support::writable(room.data()) != done);
  });
  every_call([](trial& one) {
    reservation room{mebibyte};
    const bool done = one.act([&] { room.unmap(); });
    CHECK(static_cast<bool>(room) != done);
  });
}

TEST_CASE("a growable keeps what it has when it cannot grow") {
  const auto grow_to = [](trial& one, std::size_t size) {
    growable<int> numbers{std::size_t{1} << 24};
    numbers.push_back(1);
    one.act([&] { numbers.resize(size); });
    CHECK(numbers.size() == (one.told() ? 1 : size));
    CHECK(numbers.data()[0] == 1);
    numbers.push_back(2);
  };
  every_call([&](trial& one) { grow_to(one, std::size_t{1} << 23); });
  // More than is needed is asked for first.
  every_call({{"mprotect", any_error, as_without, 1}}, [&](trial& one) { grow_to(one, (std::size_t{1} << 18) + 1); });
}

TEST_CASE("a resource of pages tells std::bad_alloc") {
  every_call({{"madvise"}, {"mmap", 0, ENOMEM}, {"munmap", 0, ENOMEM}, {"mprotect", 0, ENOMEM}}, [](trial& one) {
    page_resource pages;
    void* block = nullptr;
    if (one.act([&] { block = pages.allocate(4 * mebibyte); })) pages.deallocate(block, 4 * mebibyte);
  });
}

// A kernel without files in memory gets them by name.
TEST_CASE("a mirrored buffer") {
  every_call(sweep::in_memory, [](trial& one) {
    mirrored_buffer ring;
    if (one.act([&] { ring = mirrored_buffer{page_size()}; })) {
      ring.data()[0] = std::byte{'#'};
      CHECK(ring.data()[ring.size()] == std::byte{'#'});
    }
  });
  every_call([](trial& one) {
    mirrored_buffer ring{page_size()};
    const bool done = one.act([&] { ring.unmap(); });
    CHECK(static_cast<bool>(ring) != done);
  });
}

TEST_CASE("memory for code") {
  every_call(sweep::in_memory, [](trial& one) {
    dual_mapping code;
    one.act([&] { code = dual_mapping{page_size()}; });
    const std::byte byte{0xC3};
    if (code) code.write(0, {&byte, 1});
    CHECK(static_cast<bool>(code) != static_cast<bool>(one.told()));
  });
  every_call([](trial& one) {
    dual_mapping code{page_size()};
    if (!one.act([&] { code.unmap(); })) code.unmap();
    CHECK_FALSE(code);
  });
}
