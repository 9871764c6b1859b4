// Regions, as Windows has them.
#include "windows_support.hpp"

using namespace mmapkit;

TEST_CASE("a region begins where its protection does, whichever of its addresses is asked for") {
  mapping memory{support::anonymous(8 * page_size())};
  memory.protect(page_size(), 4 * page_size(), protection_flag::read);
  const auto found = find_region(memory.data() + 3 * page_size() + 5);
  REQUIRE(found);
  CHECK(found->addr == memory.data() + page_size());
  CHECK(found->size == 4 * page_size());
  CHECK(found->protection == protection_flag::read);
  CHECK(found->page_size == page_size());
}

TEST_CASE("a file's region has the path that opens it, in UTF-8") {
  const support::scratch folder;
  const auto path = folder / "data-\xC3\xA4.bin";
  const auto wide = std::filesystem::path{path.parent_path() / L"data-\u00e4.bin"};
  support::write_file(wide, "content");
  const mapping file{wide};
  const auto name = find_region(file.data())->name;
  const std::u8string text{name.begin(), name.end()};
  CHECK(std::filesystem::equivalent(std::filesystem::path{text}, wide));
}

TEST_CASE("a library's region has its file and its protection; it is not shared") {
  const auto* const function = reinterpret_cast<const void*>(&::VirtualAlloc);
  const auto found = find_region(function);
  REQUIRE(found);
  CHECK(has(found->protection, protection_flag::read | protection_flag::exec));
  CHECK_FALSE(found->shared);
  CHECK_FALSE(found->name.empty());
}

TEST_CASE("reserved addresses are a region without access") {
  void* const space = virtual_alloc(nullptr, page_size(), allocation_flag::reserve, protection_flag::none);
  const auto found = find_region(space);
  REQUIRE(found);
  CHECK(found->protection == protection_flag::none);
  CHECK(found->name.empty());
  virtual_free(space, page_size(), free_flag::release);
}

TEST_CASE("shared memory without a file has no name") {
  const mapping memory{support::anonymous(page_size(), mmap_flag::shared)};
  CHECK(find_region(memory.data())->shared);
  CHECK(find_region(memory.data())->name.empty());
}
