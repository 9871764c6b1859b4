#include "memory.hpp"

using namespace mmapkit;
using support::caught;
using truth::anonymous_with;
using truth::island;

// A wall behind it leaves room for less, and not for more.
PROOF(mremap_flag, none) {
  const island memory{2 * page_size()};
  CHECK(mremap(memory.data(), 2 * page_size(), page_size(), mremap_flag::none) == memory.data());
  CHECK(truth::holds(memory.data(), page_size(), 1));
  CHECK_FALSE(support::is_mapped(memory.page(1)));
  CHECK(caught([&] { mremap(memory.data(), page_size(), 4 * page_size(), mremap_flag::none); }).code() ==
        std::errc::not_enough_memory);
  CHECK(truth::holds(memory.data(), page_size(), 1));
}

PROOF(mremap_flag, may_move) {
  const island memory{2 * page_size()};
  void* const moved = mremap(memory.data(), memory.size(), 4 * page_size(), mremap_flag::may_move);
  CHECK(moved != memory.data());
  CHECK(truth::holds(moved, memory.size(), 1));
  CHECK(truth::holds(static_cast<std::byte*>(moved) + memory.size(), 2 * page_size(), 0));
  CHECK_FALSE(support::is_mapped(memory.data()));
  mmapkit::munmap(moved, 4 * page_size());
}

PROOF(mremap_flag, fixed) {
  const island memory{page_size()};
  const auto place = anonymous_with({}, page_size());
  support::bytes(place)[0] = std::byte{2};
  CHECK(mremap(memory.data(), page_size(), page_size(), mremap_flag::may_move | mremap_flag::fixed, place.addr) ==
        place.addr);
  CHECK(truth::holds(place.addr, page_size(), 1));
  CHECK_FALSE(support::is_mapped(memory.data()));
  mmapkit::munmap(place);
}

PROOF(mremap_flag, dont_unmap) {
  const island memory{page_size()};
  void* const moved = mremap(memory.data(), page_size(), page_size(), mremap_flag::may_move | mremap_flag::dont_unmap);
  CHECK(moved != memory.data());
  CHECK(truth::holds(moved, page_size(), 1));
  CHECK(support::is_mapped(memory.data()));
  CHECK(memory.holds(0));
  mmapkit::munmap(moved, page_size());

  // Without the hint the higher room would be taken.
  const island with_room{4 * page_size()};
  mmapkit::munmap(with_room.page(1), page_size());
  mmapkit::munmap(with_room.page(3), page_size());
  CHECK(mremap(with_room.data(), page_size(), page_size(), mremap_flag::may_move | mremap_flag::dont_unmap,
               with_room.page(1)) == with_room.page(1));
}

PROOF(mremap_flag, duplicate) {
  constexpr auto flags = mremap_flag::may_move | mremap_flag::duplicate;
  mapping memory{support::anonymous(page_size(), mmap_flag::shared)};
  void* const second = mremap(memory.data(), page_size(), page_size(), flags);
  CHECK(second != memory.data());
  memory.writable_bytes()[0] = std::byte{1};
  CHECK(*static_cast<std::byte*>(second) == std::byte{1});
  mmapkit::munmap(second, page_size());
  CHECK(memory.bytes()[0] == std::byte{1});

  const island alone{page_size()};
  CHECK(caught([&] { mremap(alone.data(), page_size(), page_size(), flags); }).code() == std::errc::invalid_argument);
}
