// Memory without a file.
#include <cerrno>
#include <mmapkit/page_resource.hpp>

#include "trial.hpp"

using namespace mmapkit;
using support::mebibyte;
using sweep::every_call;
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
    if (one.act([&] { memory = allocate(4 * mebibyte); })) check_usable(memory.bytes());
  });
  every_call({{"madvise"}}, [](trial& one) {
    allocation memory;
    allocate_options options;
    options.huge_pages = huge_page_use::never;
    options.guard_before = page_size();
    options.guard_after = page_size();
    options.lock = true;
    if (one.act([&] { memory = allocate(mebibyte / 2, options); })) check_usable(memory.bytes());
    CHECK(static_cast<bool>(memory) != static_cast<bool>(one.told()));
  });
}

TEST_CASE("giving allocated memory back") {
  every_call([](trial& one) {
    auto memory = allocate(4 * mebibyte);
    const bool done = one.act([&] { memory.unmap(); });
    CHECK(static_cast<bool>(memory) != done);
    if (memory) check_usable(memory.bytes());
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
  // More than is needed is asked for first.
  every_call({{"madvise"}, {"mprotect"}}, [](trial& one) {
    growable<int> numbers{std::size_t{1} << 24};
    numbers.push_back(1);
    one.act([&] { numbers.resize(std::size_t{1} << 23); });
    CHECK(numbers.size() == (one.told() ? 1 : std::size_t{1} << 23));
    CHECK(numbers.data()[0] == 1);
    numbers.push_back(2);
  });
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
  every_call({{"close"}, {"memfd_create"}}, [](trial& one) {
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
  every_call({{"close"}, {"memfd_create"}}, [](trial& one) {
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
