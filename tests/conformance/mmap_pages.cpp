// mmap 11: whole pages, and the end of the object.
#include "conformance.hpp"
#include "system.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;

TEST_CASE("mmap 11-1: an offset that is not a multiple of the unit is refused") {
  const test_file file{support::pattern(3 * allocation_granularity())};
  for (const auto offset : {std::size_t{1}, page_size() - 1, allocation_granularity() + 1}) {
    CAPTURE(offset);
    const auto code = code_of([&](std::error_code& error) {
      CHECK(mmap(nullptr, 1024, support::read_write, mmap_flag::shared, file.handle(), offset, error) == nullptr);
    });
    CHECK(is_misaligned(code));
  }
}

TEST_CASE("mmap 11-2: a store to a whole page beyond the end of a file is a fault, or cannot be mapped") {
  const test_file file{support::pattern(page_size() / 2)};
  const auto map = [&] { return pages{2 * page_size(), support::read_write, mmap_flag::shared, file.handle()}; };
  if (on_windows()) {
    CHECK_THROWS_AS(map(), mmap_error);
    as_refused();
    return;
  }
  const auto memory = map();
  CHECK(writing(memory.addr()) == fault::none);
  CHECK(writing(memory.addr(page_size() + 1)) == fault::object);
}

TEST_CASE("mmap 11-3: a load from a whole page beyond the end of shared memory is a fault, or cannot be mapped") {
  const shared_object object{page_size()};
  const auto map = [&] {
    return pages{allocation_granularity() + page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  };
  if (on_windows()) {
    CHECK_THROWS_AS(map(), mmap_error);
    as_refused();
    return;
  }
  const auto memory = map();
  CHECK(reading(memory.addr()) == fault::none);
  CHECK(reading(memory.addr(allocation_granularity())) == fault::object);
}

TEST_CASE("mmap 11-4: the last page of a file is filled up with zeros") {
  const auto content = support::pattern(page_size() / 2);
  const test_file file{content};
  for (const auto flags : {mmap_flag::shared, mmap_flag::private_}) {
    const pages memory{content.size(), support::read_write, flags, file.handle()};
    const auto rest = page_size() - content.size();
    CHECK(memory.text(content.size(), rest) == std::string(rest, '\0'));
  }
}

TEST_CASE("mmap 11-5: the last page of shared memory is filled up with zeros") {
  const shared_object object{page_size() / 2};
  const pages memory{page_size() / 2, support::read_write, mmap_flag::shared, object.handle.get()};
  CHECK(memory.text(0, page_size()) == std::string(page_size(), '\0'));
}

TEST_CASE("mmap 11-6: what is stored beyond the end of the file never reaches it") {
  const auto content = support::pattern(page_size() / 2);
  const test_file file{content};
  pages memory{content.size(), support::read_write, mmap_flag::shared, file.handle()};
  memory[content.size() + 1] = 'b';
  msync(memory.addr(), content.size(), msync_flag::async);
  memory.unmap();
  CHECK(file.content() == content);
}

TEST_CASE("mmap 11-7: any length will do, and the partial page at its end belongs to the mapping") {
  const test_file file{support::pattern(2 * page_size())};
  for (const std::size_t length : {std::size_t{1}, page_size() - 1, page_size() + 1}) {
    CAPTURE(length);
    const auto end = (length + page_size() - 1) / page_size() * page_size();
    const pages memory{length, support::read_write, mmap_flag::shared, file.handle()};
    CHECK(memory.text(0, end) == support::pattern(end));
    CHECK(writing(memory.addr(end - 1)) == fault::none);
    const pages anonymous{length};
    CHECK(writing(anonymous.addr(end - 1)) == fault::none);
  }
}
