#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;

TEST_CASE("memory that nobody touched is not resident, and what was touched is") {
  mapping memory{support::anonymous(8 * page_size())};
  CHECK(memory.residency().resident == 0);
  memory.writable_bytes()[3 * page_size()] = std::byte{1};
  const auto counted = memory.residency();
  CHECK(counted.known);
  CHECK(counted.pages == 8);
  CHECK(counted.resident == 1);
}

TEST_CASE("a part is counted by the pages that it touches") {
  mapping memory{support::anonymous(8 * page_size())};
  memory.writable_bytes()[3 * page_size()] = std::byte{1};
  const auto counted = memory.residency(3 * page_size() - 1, 2);
  CHECK(counted.pages == 2);
  CHECK(counted.resident == 1);
}

TEST_CASE("an empty mapping has no pages, and all of them are known") {
  const support::scratch folder;
  const mapping empty{folder.file("empty", "")};
  const auto counted = empty.residency();
  CHECK(counted.pages == 0);
  CHECK(counted.known);
}

TEST_CASE("an object that maps nothing has no residency") {
  const mapping nothing;
  CHECK(caught([&] { static_cast<void>(nothing.residency()); }).code() == std::errc::invalid_argument);
}

TEST_CASE("a range outside the mapping is refused") {
  mapping memory{support::anonymous(page_size())};
  std::error_code error;
  CHECK(memory.residency(1, page_size(), error).pages == 0);
  CHECK(error == std::errc::invalid_argument);
}

TEST_CASE("pages of a file that were read are resident") {
  const support::scratch folder;
  const mapping file{folder.file("data", support::pattern(4 * page_size()))};
  CHECK(file.text() == support::pattern(4 * page_size()));  // reads them
  CHECK(file.residency().resident == 4);
}

TEST_CASE("mincore writes one byte for each page") {
  mapping memory{support::anonymous(3 * page_size())};
  memory.writable_bytes()[page_size()] = std::byte{1};
  std::vector<unsigned char> pages(3);
  mincore(memory.data(), memory.size(), pages);
  CHECK_FALSE(has(state_of(pages[0]), page_state::in_core));
  CHECK(has(state_of(pages[1]), page_state::in_core));
  CHECK_FALSE(has(state_of(pages[2]), page_state::in_core));
}

TEST_CASE("too little room for the answer is refused before any system call") {
  mapping memory{support::anonymous(3 * page_size())};
  std::vector<unsigned char> pages(2);
  CHECK(caught([&] { mincore(memory.data(), memory.size(), pages); }).code() == std::errc::invalid_argument);
}

TEST_CASE("memory that is not mapped has no residency") {
  std::vector<unsigned char> pages(1);
  std::error_code error;
  mincore(support::free_addresses(page_size()), page_size(), pages, error);
  CHECK(error == std::errc::not_enough_memory);
}

TEST_CASE("the cached pages of a file are counted without mapping it, where the system can") {
  const support::scratch folder;
  const auto path = folder.file("data", support::pattern(4 * page_size()));
  const support::plain_file file{path, support::file_access::write};
  if (supported(call::cachestat)) {
    static_cast<void>(support::read_file(path));    // FUSE drops the pages of a file that is opened
    if (support::file_system(path) == "overlay") {  // whose pages are those of the file below
      CHECK(caught([&] { static_cast<void>(cachestat(file.get())); }).code() == std::errc::operation_not_supported);
      return;
    }
    CHECK(cachestat(file.get()).cached == 4);
    CHECK(cachestat(file.get(), 0, page_size()).cached == 1);
  } else {
    std::error_code error;
    CHECK(cachestat(file.get(), 0, 0, error).cached == 0);
    CHECK((error == std::errc::operation_not_supported || error == std::errc::function_not_supported));
  }
}
