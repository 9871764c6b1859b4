// Numbers that were made into enumerators: a value that nobody named is refused, never taken for another.
#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

template <class Enum>
constexpr auto unnamed = static_cast<Enum>(77);

// The words of the error, which is invalid_argument.
template <class Call>
std::string words_of_refusal(Call call) {
  const auto error = caught(call);
  CHECK(error.code() == std::errc::invalid_argument);
  return error.what();
}

}  // namespace

TEST_CASE("a level of durability that there is not is refused by every sync") {
  const scratch folder;
  mapping file{folder.file("data", "content")};
  CHECK(words_of_refusal([&] { file.sync(unnamed<durability>); }).find("77") != std::string::npos);
  std::error_code error;
  file.sync(unnamed<durability>, error);
  CHECK(error == std::errc::invalid_argument);
  file.sync(durability::all);  // the refusal is no failure of the device
  mmapkit::file opened{folder.file("other", "content"), support::open_read_write};
  words_of_refusal([&] { opened.sync(unnamed<durability>); });
  words_of_refusal([&] { opened.resize(100, unnamed<file_growth>); });
  CHECK(opened.size() == 7);
  growable_file<int> numbers{folder / "numbers", 10};
  numbers.push_back(1);
  words_of_refusal([&] { numbers.sync(unnamed<durability>); });
  numbers.sync(durability::data);
}

TEST_CASE("a way to grow that there is not is refused before a file is made") {
  const scratch folder;
  const mmap_options options{.open = support::open_read_write | open_flag::create,
                             .protection = support::read_write,
                             .mmap = mmap_flag::shared,
                             .size = 100,
                             .growth = unnamed<file_growth>};
  CHECK(words_of_refusal([&] { return mapping{folder / "new", options}; }).find("file_growth") != std::string::npos);
  words_of_refusal([&] { growable_file<int>(folder / "new", 10, {.growth = unnamed<file_growth>}); });
  CHECK_FALSE(std::filesystem::exists(folder / "new"));
}

TEST_CASE("a use of huge pages that there is not is refused") {
  words_of_refusal([] { return allocate(100, {.huge_pages = unnamed<huge_page_use>}); });
}

TEST_CASE("advice that there is not is refused") {
  mapping memory{support::anonymous(100)};
  CHECK(words_of_refusal([&] { memory.advise(unnamed<advice>); }).find("advice") != std::string::npos);
  words_of_refusal([&] { posix_madvise(memory.data(), memory.size(), unnamed<posix_advice>); });
}

TEST_CASE("a mode with more than permissions is refused for shared memory, as for files") {
  for (const unsigned mode : {600U, 07777777U}) {
    words_of_refusal([&] { return shared_memory::create("/mmapkit-mode", 100, mode); });
    words_of_refusal([&] { return shared_memory::open_or_create("/mmapkit-mode", 100, mode); });
  }
  CHECK(caught([] { return shared_memory::open("/mmapkit-mode"); }).code() == std::errc::no_such_file_or_directory);
}
