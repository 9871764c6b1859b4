// posix_madvise, along the text of POSIX.1-2024:
//   1 no effect on what the memory means  2 the advice  3 parts  4, 5 results  6 [EINVAL] advice  7 [EINVAL] address
//   8 [ENOMEM]  9 length 0
#include "conformance.hpp"
#include "system.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;

namespace {

constexpr posix_advice all[] = {posix_advice::normal, posix_advice::random, posix_advice::sequential,
                                posix_advice::will_need, posix_advice::dont_need};

// Gives the advice for memory of every kind, which must keep what was stored: or is told that the system has no such
// advice.
void leaves_content(posix_advice what) {
  const auto content = support::pattern(4 * page_size());
  const test_file file{content};
  const pages shared{content.size(), support::read_write, mmap_flag::shared, file.handle()};
  const pages copy{content.size(), support::read_write, mmap_flag::private_, file.handle()};
  const pages anonymous{content.size()};
  for (const auto* const memory : {&shared, &copy, &anonymous}) {
    (*memory)[page_size()] = 'x';
    const auto code =
        code_of([&](std::error_code& error) { posix_madvise(memory->addr(), memory->length(), what, error); });
    if (supported(what)) {
      CHECK_FALSE(code);
    } else {
      CHECK(code == std::errc::operation_not_supported);
      as_refused();
    }
    CHECK((*memory)[page_size()] == 'x');
  }
  CHECK(shared.text(0, page_size()) == content.substr(0, page_size()));
  CHECK(anonymous[0] == '\0');
}

}  // namespace

TEST_CASE("posix_madvise 1-1: no advice changes what loads and stores do") {
  const pages memory{4 * page_size()};
  for (std::size_t at = 0; at < memory.length(); ++at) memory[at] = static_cast<char>('a' + at % 26);
  const std::string before{memory.text(0, memory.length())};
  for (const auto what : all) {
    std::error_code error;
    posix_madvise(memory.addr(), memory.length(), what, error);
    CHECK((memory.text(0, memory.length()) == before));
    CHECK(writing(memory.addr()) == fault::none);
  }
}

TEST_CASE("posix_madvise 1-2: no advice changes the protection") {
  const pages memory{page_size(), protection_flag::read};
  for (const auto what : all) {
    std::error_code error;
    posix_madvise(memory.addr(), memory.length(), what, error);
    CHECK(reading(memory.addr()) == fault::none);
    CHECK(writing(memory.addr()) == fault::access);
  }
}

TEST_CASE("posix_madvise 2-1: normal, the default") { leaves_content(posix_advice::normal); }

TEST_CASE("posix_madvise 2-2: sequential, accesses in order") { leaves_content(posix_advice::sequential); }

TEST_CASE("posix_madvise 2-3: random, accesses in no order") { leaves_content(posix_advice::random); }

TEST_CASE("posix_madvise 2-4: will_need, soon to be used") { leaves_content(posix_advice::will_need); }

TEST_CASE("posix_madvise 2-5: dont_need, and private memory keeps its content all the same") {
  leaves_content(posix_advice::dont_need);
}

TEST_CASE("posix_madvise 3-1: a part of a mapping may be advised") {
  const test_file file{support::pattern(3 * page_size())};
  const pages memory{3 * page_size(), protection_flag::read, mmap_flag::shared, file.handle()};
  for (const auto what : {posix_advice::will_need, posix_advice::normal})
    CHECK_FALSE(code_of([&](std::error_code& error) { posix_madvise(memory.addr(page_size()), 1, what, error); }));
  CHECK(memory.text(0, memory.length()) == support::pattern(memory.length()));
}

TEST_CASE("posix_madvise 4-1: success clears the error") {
  const pages memory{page_size()};
  CHECK_FALSE(
      code_of([&](std::error_code& error) { posix_madvise(memory.addr(), page_size(), posix_advice::normal, error); }));
}

TEST_CASE("posix_madvise 5-1: failure sets the error, and is thrown with the call's name") {
  const pages memory{2 * page_size()};
  auto* const addr = memory.addr(1);
  CHECK(code_of([&](std::error_code& error) { posix_madvise(addr, page_size(), posix_advice::will_need, error); }));
  CHECK(caught([&] { posix_madvise(addr, page_size(), posix_advice::will_need); }).operation() == "posix_madvise");
}

TEST_CASE("posix_madvise 6-1: advice that nobody has is an invalid argument") {
  const pages memory{page_size()};
  for (const int what : {5, 77, 255})
    CHECK(caught([&] { posix_madvise(memory.addr(), page_size(), static_cast<posix_advice>(what)); }).code() ==
          std::errc::invalid_argument);
}

TEST_CASE("posix_madvise 7-1: an address that is not a multiple of the page size is an invalid argument") {
  const pages memory{2 * page_size()};
  CHECK(caught([&] { posix_madvise(memory.addr(1), page_size(), posix_advice::will_need); }).code() ==
        std::errc::invalid_argument);
}

TEST_CASE("posix_madvise 8-1: a range that is not mapped is out of memory") {
  if (support::emulated) return as_untried("a system that looks at the range");
  auto* const addr = support::free_addresses(4 * page_size());
  for (const auto what : {posix_advice::will_need, posix_advice::normal})
    CHECK(caught([&] { posix_madvise(addr, page_size(), what); }).code() == std::errc::not_enough_memory);
}

TEST_CASE("posix_madvise 9-1: length 0 does nothing") {
  const pages memory{page_size()};
  memory[0] = 'a';
  CHECK_FALSE(
      code_of([&](std::error_code& error) { posix_madvise(memory.addr(), 0, posix_advice::will_need, error); }));
  CHECK(memory[0] == 'a');
}
