#include <cstring>
#include <thread>
#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::mebibyte;

namespace {

// Address space that every process has. QEMU keeps a record of each page, which takes memory: GiBs of it for a TiB.
const std::size_t plenty = sizeof(void*) == 8 && !support::emulated ? std::size_t{1} << 40 : 64 * mebibyte;

bool is_filled(const std::byte* data, std::size_t size, int with) {
  for (std::size_t i = 0; i < size; ++i)
    if (data[i] != static_cast<std::byte>(with)) return false;
  return true;
}

}  // namespace

TEST_CASE("a reservation holds addresses, and nobody can touch them") {
  reservation room{plenty};
  CHECK(room);
  CHECK(room.size() == plenty);
  CHECK_FALSE(support::readable(room.data()));
  CHECK_FALSE(support::readable(room.data() + plenty - 1));
}

TEST_CASE("a reservation is rounded up to pages") {
  const reservation room{1};
  CHECK(room.size() == page_size());
}

TEST_CASE("committed memory is zeros, can be written, and its neighbours stay out of reach") {
  reservation room{plenty};
  const auto from = 4 * page_size();
  room.commit(from, 2 * page_size());
  CHECK(is_filled(room.data() + from, 2 * page_size(), 0));
  std::memset(room.data() + from, 7, 2 * page_size());
  CHECK_FALSE(support::readable(room.data() + from - 1));
  CHECK_FALSE(support::readable(room.data() + from + 2 * page_size()));
}

TEST_CASE("what is committed keeps its place and content when more is") {
  reservation room{plenty};
  room.commit(0, page_size());
  const auto* const place = room.data();
  std::memset(room.data(), 7, page_size());
  for (std::size_t size = 2; size <= 1024; size *= 2) room.commit(0, size * page_size());
  CHECK(room.data() == place);
  CHECK(is_filled(room.data(), page_size(), 7));
  CHECK(is_filled(room.data() + page_size(), page_size(), 0));
}

TEST_CASE("memory is committed with the protection that was asked for") {
  reservation room{plenty};
  room.commit(0, page_size(), protection_flag::read);
  CHECK(support::readable(room.data()));
  CHECK_FALSE(support::writable(room.data()));
  room.protect(0, page_size(), protection_flag::write);
  CHECK(support::writable(room.data()));
  room.protect(0, page_size(), protection_flag::none);
  CHECK_FALSE(support::readable(room.data()));
}

TEST_CASE("what is decommitted is out of reach, and zeros when it is committed again") {
  reservation room{plenty};
  room.commit(0, 3 * page_size());
  std::memset(room.data(), 7, 3 * page_size());
  room.decommit(page_size(), page_size());
  CHECK_FALSE(support::readable(room.data() + page_size()));
  CHECK(is_filled(room.data(), page_size(), 7));
  CHECK(is_filled(room.data() + 2 * page_size(), page_size(), 7));
  room.commit(page_size(), page_size());
  CHECK(is_filled(room.data() + page_size(), page_size(), 0));
}

TEST_CASE("lengths are rounded up to pages, and offsets have to be at one") {
  reservation room{16 * page_size()};
  room.commit(page_size(), 1);
  CHECK(support::writable(room.data() + 2 * page_size() - 1));
  CHECK_FALSE(support::readable(room.data() + 2 * page_size()));
  for (const auto& act : {+[](reservation& r) { r.commit(1, 1); }, +[](reservation& r) { r.decommit(1, 1); },
                          +[](reservation& r) { r.protect(1, 1, protection_flag::read); },
                          +[](reservation& r) { static_cast<void>(r.split(1)); }})
    CHECK(caught([&] { act(room); }).code() == std::errc::invalid_argument);
  CHECK(support::writable(room.data() + page_size()));
}

TEST_CASE("a range beyond the reservation is refused, also where its end would wrap") {
  reservation room{4 * page_size()};
  constexpr auto most = std::numeric_limits<std::size_t>::max();
  std::error_code error;
  room.commit(4 * page_size(), 1, protection_flag::read, error);
  CHECK(error == std::errc::invalid_argument);
  room.commit(page_size(), most, protection_flag::read, error);
  CHECK(error == std::errc::invalid_argument);
  room.commit(most - page_size() + 1, page_size(), protection_flag::read, error);
  CHECK(error == std::errc::invalid_argument);
  CHECK_FALSE(support::readable(room.data()));
  room.commit(4 * page_size(), 0, protection_flag::read, error);
  CHECK_FALSE(error);
}

TEST_CASE("more addresses than there are is out of memory, and nothing at all is an invalid argument") {
  const auto regions = support::mapped_regions();
  constexpr auto nearly_all = std::numeric_limits<std::size_t>::max() / 16 * 15;
  if (support::exceeds_addresses(nearly_all))
    CHECK(caught([] { return reservation{nearly_all}; }).code() == std::errc::not_enough_memory);
  for (const std::size_t wrong : {std::size_t{0}, std::numeric_limits<std::size_t>::max()}) {
    std::error_code error;
    const reservation none{wrong, {}, error};
    CHECK(error == std::errc::invalid_argument);
    CHECK_FALSE(none);
    CHECK(none.size() == 0);
  }
  CHECK(support::mapped_regions() <= regions + support::region_noise);
}

TEST_CASE("both parts of a split reservation live by themselves") {
  reservation lower{64 * page_size()};
  lower.commit(30 * page_size(), 4 * page_size());
  std::memset(lower.data() + 30 * page_size(), 7, 4 * page_size());
  auto upper = lower.split(32 * page_size());
  CHECK(lower.size() == 32 * page_size());
  CHECK(upper.size() == 32 * page_size());
  CHECK(upper.data() == lower.data() + 32 * page_size());
  CHECK(caught([&] { lower.commit(32 * page_size(), 1); }).code() == std::errc::invalid_argument);
  const auto* const gone = lower.data() + 30 * page_size();
  lower.unmap();
  CHECK_FALSE(support::readable(gone));
  CHECK(is_filled(upper.data(), 2 * page_size(), 7));
  upper.commit(8 * page_size(), page_size());
  auto last = upper.split(16 * page_size());
  upper = {};
  last.commit(0, page_size());
  *last.data() = std::byte{1};
}

TEST_CASE("the addresses are free again when all parts are gone") {
  auto options = support::anonymous(64 * allocation_granularity());
  {
    reservation room{64 * allocation_granularity()};
    options.address = room.data();
    auto part = room.split(32 * allocation_granularity());
    auto another = part.split(16 * allocation_granularity());
    room.unmap();
    part.unmap();
    another.unmap();
  }
  options.mmap |= mmap_flag::no_replace;
  CHECK(mapping{options}.data() == options.address);
}

TEST_CASE("a split at an end leaves one part without addresses") {
  reservation room{4 * page_size()};
  CHECK_FALSE(room.split(room.size()));
  const auto all = room.split(0);
  CHECK(all.size() == 4 * page_size());
  CHECK_FALSE(room);
}

TEST_CASE("a reservation moves, and the one that was moved from refuses all work") {
  reservation first{8 * page_size()};
  first.commit(0, page_size());
  *first.data() = std::byte{7};
  auto second = std::move(first);
  CHECK_FALSE(first);  // NOLINT(bugprone-use-after-move): that is the question
  CHECK(caught([&] { first.commit(0, 1); }).code() == std::errc::invalid_argument);
  CHECK(*second.data() == std::byte{7});
  auto& same = second;
  second = std::move(same);
  CHECK(*second.data() == std::byte{7});
  first = std::move(second);
  CHECK(*first.data() == std::byte{7});
}

TEST_CASE("reservations leave nothing behind") {
  const auto regions = support::mapped_regions();
  for (int i = 0; i < 1000; ++i) {
    reservation room{mebibyte};
    room.commit(0, 3 * page_size());
    auto rest = room.split(page_size());
    rest.decommit(page_size(), page_size());
  }
  CHECK(support::mapped_regions() <= regions + support::region_noise);
}

TEST_CASE("threads commit and use parts of their own") {
  constexpr std::size_t count = 8;
  reservation room{count * mebibyte};
  std::vector<std::thread> threads;
  std::vector<int> wrong(count);
  for (std::size_t i = 0; i < count; ++i)
    threads.emplace_back([&, i] {
      for (int round = 1; round <= 20; ++round) {
        room.commit(i * mebibyte, mebibyte);
        if (!is_filled(room.data() + i * mebibyte, mebibyte, 0)) ++wrong[i];
        std::memset(room.data() + i * mebibyte, round, mebibyte);
        room.decommit(i * mebibyte, mebibyte);
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(count));
}

TEST_CASE("a placement is kept, or refused") {
  const auto end_of = [](const reservation& room) {
    return std::uint64_t{reinterpret_cast<std::uintptr_t>(room.data())} + room.size();
  };
  for (const auto& place : {below_2gb, below_4gb, above_4gb, placement{.alignment = 16 * mebibyte},
                            placement{.lowest = 0x1000'0000, .highest = 0x5fff'ffff, .alignment = mebibyte}}) {
    std::error_code error;
    const reservation room{mebibyte, {.place = place}, error};
    CAPTURE(place.lowest);
    CAPTURE(place.highest);
    if (error) {  // macOS keeps its low addresses to itself; 32 bits have no high ones
      CHECK(error == std::errc::not_enough_memory);
      CHECK((place.lowest > std::numeric_limits<std::uintptr_t>::max() || this_system() == mark::apple));
      continue;
    }
    CHECK(end_of(room) - room.size() >= place.lowest);
    if (place.highest != 0) CHECK(end_of(room) - 1 <= place.highest);
    if (place.alignment != 0) CHECK(reinterpret_cast<std::uintptr_t>(room.data()) % place.alignment == 0);
  }
}

TEST_CASE("a gap is taken also where nothing but the aligned memory fits") {
  reservation room{mebibyte, {.place = {.alignment = 4 * mebibyte}}};
  const auto first = reinterpret_cast<std::uintptr_t>(room.data());
  std::error_code error;
  const reservation behind{mebibyte, {.place = {.address = room.data() + mebibyte}}, error};
  CHECK((!error || error == std::errc::file_exists));
  room.unmap();
  const placement exact{.lowest = first, .highest = first + mebibyte - 1, .alignment = 4 * mebibyte};
  const reservation again{mebibyte, {.place = exact}, error};
  if (!supported(call::regions)) {
    CHECK(error == std::errc::operation_not_supported);
    return;
  }
  CHECK_FALSE(error);
  CHECK(reinterpret_cast<std::uintptr_t>(again.data()) == first);
}

TEST_CASE("an address is an order, and what is there stays") {
  reservation first{mebibyte};
  first.commit(0, page_size());
  *first.data() = std::byte{7};
  std::error_code error;
  const reservation taken{mebibyte, {.place = {.address = first.data()}}, error};
  CHECK(error == std::errc::file_exists);
  CHECK(*first.data() == std::byte{7});
  auto* const place = first.data();
  first.unmap();
  const reservation second{mebibyte, {.place = {.address = place}}};
  CHECK(second.data() == place);
}

TEST_CASE("placements that contradict themselves are invalid arguments") {
  int here = 0;
  for (const auto& wrong :
       {placement{.alignment = 3}, placement{.lowest = 0x2000'0000, .highest = 0x1000'0000},
        placement{.address = &here, .lowest = 1}, placement{.address = &here, .alignment = 1 << 20}}) {
    std::error_code error;
    const reservation none{page_size(), {.place = wrong}, error};
    CHECK(error == std::errc::invalid_argument);
  }
}

TEST_CASE("no room within the limits is out of memory") {
  std::error_code error;
  const reservation none{mebibyte, {.place = {.lowest = 0x1000'0000, .highest = 0x1000'ffff}}, error};
  CHECK(error == std::errc::not_enough_memory);
}

TEST_CASE("limits at the end of all addresses do not begin again at the lowest") {
  constexpr auto last = std::numeric_limits<std::uintptr_t>::max();
  for (const auto alignment : {std::size_t{0}, std::size_t{1} << 30})
    CHECK(caught([&] {
            return reservation{page_size(), {.place = {.lowest = last - 15, .alignment = alignment}}};
          }).code());
}
