// What moving a mapping by a second one cannot keep.
#include <cstring>

#include "windows_support.hpp"

using namespace mmapkit;

TEST_CASE("private memory whose parts cannot all be read is not copied, and stays as it was") {
  mapping memory{support::anonymous(2 * page_size())};
  std::memset(memory.data(), 'x', memory.size());
  memory.protect(0, page_size(), protection_flag::none);
  std::error_code error;
  memory.resize(std::size_t{1} << 20, error);
  CHECK(error == std::errc::permission_denied);
  CHECK(memory.size() == 2 * page_size());
  CHECK_FALSE(support::readable(memory.data()));
  memory.protect(0, page_size(), protection_flag::read);
  CHECK(memory.text() == std::string(2 * page_size(), 'x'));
}

TEST_CASE("a file is not made longer for a mapping that finds no room") {
  const support::scratch folder;
  const auto path = folder.file("data", "abc");
  auto options = support::shared_writable();
  options.growth = file_growth::sparse;
  mapping file{path, options};
  std::error_code error;
  file.resize(sizeof(void*) == 8 ? std::size_t{1} << 47 : std::size_t{0xFC000000}, error);
  CHECK(error);
  CHECK(file.text() == "abc");
  CHECK(std::filesystem::file_size(path) == 3);
}
