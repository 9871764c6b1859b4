#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <concepts>
#include <set>
#include <string>

#include "../support/support.hpp"

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

namespace {

std::set<std::string> parts_of(std::string_view text, char between) {
  std::set<std::string> parts;
  while (!text.empty()) {
    const auto end = text.find(between);
    parts.emplace(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

}  // namespace

TEST_CASE("assignment operators change the set in place") {
  auto flags = open_flag::read;
  flags |= open_flag::write;
  CHECK(flags == (open_flag::read | open_flag::write));
  flags &= open_flag::write;
  CHECK(flags == open_flag::write);
  flags ^= open_flag::create;
  CHECK(flags == (open_flag::write | open_flag::create));
}

TEST_CASE("two different values in one field make a set that nothing has") {
  constexpr auto both = mmap_flag::huge_2mb | mmap_flag::huge_1gb;
  CHECK_FALSE(supported(both));
  CHECK_FALSE(has(both, mmap_flag::huge_2mb));
  CHECK_FALSE(has(both, mmap_flag::huge_1gb));
  CHECK((mmap_flag::huge_2mb | mmap_flag::huge_2mb) == mmap_flag::huge_2mb);
}

TEST_CASE("a value in a field is had by a set only as a whole") {
  CHECK(has(mmap_flag::huge_2mb | mmap_flag::huge_table, mmap_flag::huge_2mb));
  CHECK_FALSE(has(mmap_flag::huge_2mb, mmap_flag::huge_1mb));
}

TEST_CASE("every row has a value of its own, a name of its own, an origin and a summary") {
  for_each_listed([]<class E>(const char* type) {
    CAPTURE(std::string{type});
    std::set<std::uint64_t> values;
    std::set<std::string_view> names;
    for (const auto& row : rows<E>) {
      CAPTURE(std::string{row.name});
      CHECK(values.insert(static_cast<std::uint64_t>(row.flag)).second);
      CHECK(names.insert(row.name).second);
      CHECK_FALSE(std::string_view{row.since}.empty());
      CHECK_FALSE(std::string_view{row.summary}.empty());
    }
  });
}

TEST_CASE("every flag of a set has one bit, below the native ones, or a value in the set's field") {
  for_each_listed([]<class E>(const char* type) {
    CAPTURE(std::string{type});
    if constexpr (bitmask<E>) {
      for (const auto& row : rows<E>) {
        CAPTURE(std::string{row.name});
        const auto value = static_cast<std::uint64_t>(row.flag);
        const bool in_field = value != 0 && (value & ~value_field<E>) == 0;
        CHECK((in_field || (std::popcount(value) <= 1 && (value >> native_bits_shift) == 0)));
      }
    }
  });
}

TEST_CASE("the rows of a list are in the order of its values") {
  for_each_listed([]<class E>(const char* type) {
    CAPTURE(std::string{type});
    if constexpr (!bitmask<E>) {
      std::uint64_t next = 0;
      for (const auto& row : rows<E>) CHECK(static_cast<std::uint64_t>(row.flag) == next++);
    }
  });
}

TEST_CASE("only typed memory is marked for no system") {
  for_each_listed([]<class E>(const char* type) {
    for (const auto& row : rows<E>) {
      CAPTURE(std::string{row.name});
      const bool typed =
          std::string_view{type} == "typed_memory_flag" || std::string_view{row.name}.starts_with("posix_");
      if (!typed) CHECK(row.where != mark{});
    }
  });
}

TEST_CASE("what has a native value here is marked for this system") {
  for_each_listed([]<class E>(const char* type) {
    CAPTURE(std::string{type});
    for (const auto& row : rows<E>) {
      CAPTURE(std::string{row.name});
      if (native_value(row.flag).has_value()) CHECK(has(row.where, this_system()));
    }
  });
}

TEST_CASE("what its mark leaves out here is not supported") {
  for_each_listed([]<class E>(const char* type) {
    CAPTURE(std::string{type});
    for (const auto& row : rows<E>) {
      CAPTURE(std::string{row.name});
      const bool asks_for_nothing = bitmask<E> && row.flag == E{};
      if (!has(row.where, this_system()) && !asks_for_nothing) CHECK_FALSE(supported(row.flag));
    }
  });
}

TEST_CASE("a flag marked EVERY is supported") {
  for (const auto& row : rows<mmap_flag>) {
    CAPTURE(std::string{row.name});
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
  CHECK(to_string(mark::freebsd | mark::netbsd) == "FREEBSD/NETBSD");
  CHECK(to_string(mark{}) == "NONE");
}

TEST_CASE("names are joined in the order of the rows") {
  CHECK(to_string(open_flag::write | open_flag::read) == "read|write");
  CHECK(to_string(mmap_flag::private_ | mmap_flag::anonymous) == "private|anonymous");
}

TEST_CASE("the empty set is none for protections, and nothing otherwise") {
  CHECK(to_string(protection_flag::none) == "none");
  CHECK(to_string(open_flag{}).empty());
}

TEST_CASE("native and unknown bits are told in hexadecimal") {
  CHECK(to_string(mmap_flag::shared | native_bits<mmap_flag>(0x40)) == "shared|native(0x40)");
  CHECK(to_string(static_cast<msync_flag>(0x8001)) == "sync|unknown(0x8000)");
}

TEST_CASE("every name is read back") {
  for_each_listed([]<class E>(const char* type) {
    CAPTURE(std::string{type});
    for (const auto& row : rows<E>) {
      CAPTURE(std::string{row.name});
      CHECK(from_string<E>(to_string(row.flag)) == row.flag);
    }
  });
}

TEST_CASE("every native name is read back as the first row that has it") {
  for_each_listed([]<class E>(const char* type) {
    CAPTURE(std::string{type});
    for (const auto& row : rows<E>) {
      CAPTURE(std::string{row.native});
      for (const auto& name : parts_of(row.native, '/')) {
        CAPTURE(name);
        const auto first = std::find_if(std::begin(rows<E>), std::end(rows<E>),
                                        [&](const auto& other) { return parts_of(other.native, '/').contains(name); });
        if (name.find('|') == std::string::npos) CHECK(from_string<E>(name) == first->flag);
      }
    }
  });
}

TEST_CASE("only calls share a native name") {
  for_each_listed([]<class E>(const char* type) {
    CAPTURE(std::string{type});
    std::set<std::string> names;
    for (const auto& row : rows<E>)
      for (const auto& name : parts_of(row.native, '/')) {
        CAPTURE(name);
        if constexpr (!std::same_as<E, call>) CHECK(names.insert(name).second);
      }
  });
}

TEST_CASE("every row has a native name, but the empty set and what the library alone has") {
  for_each_listed([]<class E>(const char* type) {
    CAPTURE(std::string{type});
    for (const auto& row : rows<E>) {
      CAPTURE(std::string{row.name});
      const bool asks_for_nothing = bitmask<E> && row.flag == E{};
      const bool of_the_library = std::string_view{row.since}.starts_with("mmapkit ");
      if (!asks_for_nothing && !of_the_library) CHECK_FALSE(std::string_view{row.native}.empty());
    }
  });
}

TEST_CASE("native names and our own are read from one text") {
  CHECK(from_string<open_flag>("O_RDWR|create") == (open_flag::write | open_flag::create));
  CHECK(from_string<open_flag>("O_CREAT|O_EXCL") == (open_flag::create | open_flag::ensure_create));
  CHECK(from_string<mmap_flag>("MAP_PRIVATE | MAP_ANON") == (mmap_flag::private_ | mmap_flag::anonymous));
  CHECK(from_string<protection_flag>("PAGE_NOACCESS") == protection_flag::none);
  CHECK(from_string<protection_flag>("PROT_MAX(PROT_READ)") == protection_flag::max_read);
  CHECK(from_string<advice>("MADV_DONTNEED") == advice::dont_need);
  CHECK_FALSE(from_string<mmap_flag>("PROT_READ"));
  CHECK_FALSE(from_string<mmap_flag>("map_private"));
  CHECK_FALSE(from_string<mmap_flag>("MAP_ANONYMOUS/MAP_ANON"));
}

TEST_CASE("an enumerator that C++ makes end in an underscore is told without it, and read either way") {
  CHECK(to_string(mmap_flag::private_) == "private");
  CHECK(to_string(numa_policy::default_) == "default");
  CHECK(from_string<mmap_flag>("private") == mmap_flag::private_);
  CHECK(from_string<mmap_flag>("private_") == mmap_flag::private_);
  CHECK(from_string<numa_policy>("default") == numa_policy::default_);
  CHECK_FALSE(from_string<mmap_flag>("shared_"));
}

TEST_CASE("one of a list is told by its name, and what it lacks as unknown") {
  CHECK(to_string(advice::will_need) == "will_need");
  CHECK(to_string(static_cast<advice>(0xee)) == "unknown(0xee)");
  CHECK(from_string<advice>(" will_need ") == advice::will_need);
  CHECK_FALSE(from_string<advice>("will_need|random"));
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
  constexpr auto flags = open_flag::read | native_bits<open_flag>(0xffffffff);
  static_assert(native_bits_of(flags) == 0xffffffff);
  static_assert(has(flags, open_flag::read));
  static_assert(!has(flags, open_flag::write));
  CHECK(native_bits_of(mmap_flag::shared) == 0);
}

TEST_CASE("the highest native bits of mmap are the size of huge pages") {
  CHECK(native_bits<mmap_flag>(21U << 26) == mmap_flag::huge_2mb);
  CHECK(native_bits_of(mmap_flag::huge_2mb) == 0);
}

TEST_CASE("advice that throws content away can be told from the rest") {
  CHECK(discards(advice::dont_need));
  CHECK(discards(advice::free));
  CHECK(discards(advice::remove));
  CHECK_FALSE(discards(advice::pageout));
  CHECK_FALSE(discards(advice::will_need));
}
