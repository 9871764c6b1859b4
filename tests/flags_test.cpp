#include <doctest/doctest.h>

#include <bit>
#include <concepts>
#include <set>
#include <string>

#include "support/support.hpp"

using namespace mmapkit;

static_assert((open_flag::read | open_flag::write) == (open_flag::write | open_flag::read));
static_assert(((open_flag::read | open_flag::write) & ~open_flag::write) == open_flag::read);
static_assert((mmap_flag::shared ^ mmap_flag::shared) == mmap_flag{});
static_assert(has(msync_flag::sync | msync_flag::invalidate, msync_flag::sync));
static_assert(protection_flag::none == protection_flag{});

template <class A, class B>
concept can_be_mixed = requires(A a, B b) {
  a | b;
};
static_assert(can_be_mixed<open_flag, open_flag>);
static_assert(!can_be_mixed<open_flag, protection_flag>);
static_assert(!can_be_mixed<mmap_flag, msync_flag>);
static_assert(!can_be_mixed<mmap_flag, int>);
static_assert(!std::convertible_to<mmap_flag, int>);

TEST_CASE("assignment operators change the set in place") {
  auto flags = open_flag::read;
  flags |= open_flag::write;
  CHECK(flags == (open_flag::read | open_flag::write));
  flags &= open_flag::write;
  CHECK(flags == open_flag::write);
  flags ^= open_flag::create;
  CHECK(flags == (open_flag::write | open_flag::create));
}

TEST_CASE_TEMPLATE("every row has one bit of its own, a name of its own, a mark and a summary", Flag, open_flag,
                   protection_flag, mmap_flag, msync_flag) {
  std::set<std::uint64_t> values;
  std::set<std::string_view> names;
  for (const auto& row : rows<Flag>) {
    const auto value = static_cast<std::uint64_t>(row.flag);
    CHECK(std::popcount(value) <= 1);
    CHECK((value >> native_bits_shift) == 0);
    CHECK(values.insert(value).second);
    CHECK(names.insert(row.name).second);
    CHECK(row.where != mark{});
    CHECK(!row.summary.empty());
  }
}

TEST_CASE_TEMPLATE("the bits of the rows follow each other without a gap", Flag, open_flag, protection_flag, mmap_flag,
                   msync_flag) {
  std::uint64_t all = 0;
  for (const auto& row : rows<Flag>) all |= static_cast<std::uint64_t>(row.flag);
  CHECK(std::has_single_bit(all + 1));
}

TEST_CASE_TEMPLATE("a flag has a native value exactly where its mark holds", Flag, open_flag, protection_flag,
                   mmap_flag, msync_flag) {
  for (const auto& row : rows<Flag>) {
    CAPTURE(row.name);
    CHECK(native_value(row.flag).has_value() == has(row.where, this_system()));
  }
}

TEST_CASE_TEMPLATE("a flag whose mark leaves this system out is not supported", Flag, open_flag, protection_flag,
                   mmap_flag, msync_flag) {
  for (const auto& row : rows<Flag>) {
    CAPTURE(row.name);
    if (!has(row.where, this_system())) CHECK_FALSE(supported(row.flag));
  }
}

TEST_CASE("a flag marked EVERY is supported") {
  for (const auto& row : rows<mmap_flag>) {
    CAPTURE(row.name);
    if (row.where == mark::every) CHECK(supported(row.flag));
  }
}

TEST_CASE("a set is supported when all of its flags are") {
  CHECK(supported(mmap_flag::private_ | mmap_flag::anonymous));
  CHECK_FALSE(supported(mmap_flag::private_ | mmap_flag::uninitialized));
}

TEST_CASE("a bit without a row is not supported") { CHECK_FALSE(supported(static_cast<mmap_flag>(1U << 31))); }

TEST_CASE("if_supported gives the flag or nothing") {
  CHECK(if_supported(mmap_flag::shared) == mmap_flag::shared);
  CHECK(if_supported(mmap_flag::uninitialized) == mmap_flag{});
}

TEST_CASE("this system is exactly one of the marks") {
  CHECK(std::has_single_bit(static_cast<unsigned>(this_system())));
  CHECK(has(mark::every, this_system()));
}

TEST_CASE("marks are told in capitals") {
  CHECK(to_string(mark::every) == "EVERY");
  CHECK(to_string(mark::posix) == "POSIX");
  CHECK(to_string(mark::linux_) == "LINUX");
  CHECK(to_string(mark::linux_ | mark::windows) == "LINUX/WINDOWS");
  CHECK(to_string(mark::apple | mark::bsd) == "APPLE/BSD");
}

TEST_CASE("names are joined in the order of the rows") {
  CHECK(to_string(open_flag::write | open_flag::read) == "read|write");
  CHECK(to_string(mmap_flag::private_ | mmap_flag::anonymous) == "private_|anonymous");
}

TEST_CASE("the empty set is none for protections, and nothing otherwise") {
  CHECK(to_string(protection_flag::none) == "none");
  CHECK(to_string(open_flag{}).empty());
}

TEST_CASE("native and unknown bits are told in hexadecimal") {
  CHECK(to_string(mmap_flag::shared | native_bits<mmap_flag>(0x40)) == "shared|native(0x40)");
  CHECK(to_string(static_cast<msync_flag>(0x8001)) == "sync|unknown(0x8000)");
}

TEST_CASE_TEMPLATE("every flag's name is read back", Flag, open_flag, protection_flag, mmap_flag, msync_flag) {
  for (const auto& row : rows<Flag>) {
    CAPTURE(row.name);
    CHECK(from_string<Flag>(to_string(row.flag)) == row.flag);
  }
}

TEST_CASE("sets are read back, spaces around names allowed") {
  CHECK(from_string<open_flag>("read|write") == (open_flag::read | open_flag::write));
  CHECK(from_string<open_flag>(" read |  write ") == (open_flag::read | open_flag::write));
  CHECK(from_string<open_flag>("") == open_flag{});
  CHECK(from_string<mmap_flag>("shared|native(0x40)") == (mmap_flag::shared | native_bits<mmap_flag>(0x40)));
}

TEST_CASE("what is not a flag of the type is not read") {
  CHECK_FALSE(from_string<open_flag>("reed"));
  CHECK_FALSE(from_string<open_flag>("read|"));
  CHECK_FALSE(from_string<open_flag>("|read"));
  CHECK_FALSE(from_string<open_flag>("READ"));
  CHECK_FALSE(from_string<open_flag>("shared"));
  CHECK_FALSE(from_string<mmap_flag>("native(0x)"));
  CHECK_FALSE(from_string<mmap_flag>("native(0x1ffffffff)"));
  CHECK_FALSE(from_string<mmap_flag>("native(0x40"));
}

TEST_CASE("native bits travel beside the flags") {
  constexpr auto flags = mmap_flag::shared | native_bits<mmap_flag>(0xffffffff);
  static_assert(native_bits_of(flags) == 0xffffffff);
  static_assert(has(flags, mmap_flag::shared));
  static_assert(!has(flags, mmap_flag::private_));
  CHECK(native_bits_of(mmap_flag::shared) == 0);
}
