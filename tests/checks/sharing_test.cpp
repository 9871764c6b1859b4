// Of whom the memory is: what the flags of sharing exclude, and what each needs.
#include <string>
#include <string_view>

#include "../support/support.hpp"

using namespace mmapkit;

namespace {

// The words of the refusal; nothing where this system refuses a flag itself.
template <class Map>
std::string refusal(mmap_flag flags, Map map) {
  if (!supported(flags)) return {};
  const auto error = support::caught([&] { map(flags); });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(error.operation() == "mmap");
  return error.what();
}

void check_memory_is_refused(mmap_flag flags, std::string_view reason) {
  const auto words = refusal(flags, [](mmap_flag given) {
    auto options = support::anonymous(page_size());
    options.mmap = given | mmap_flag::anonymous;
    static_cast<void>(mapping{options});
  });
  CAPTURE(words);
  CHECK((words.empty() || words.find(reason) != std::string::npos));
}

void check_file_is_refused(mmap_flag flags, std::string_view reason) {
  const support::scratch folder;
  const auto path = folder.file("data.bin", "x");
  const auto words = refusal(flags, [&](mmap_flag given) { static_cast<void>(mapping{path, {.mmap = given}}); });
  CAPTURE(words);
  CHECK((words.empty() || words.find(reason) != std::string::npos));
}

}  // namespace

TEST_CASE("memory is of one kind of sharing") {
  constexpr std::string_view one_of = "one may be given";
  check_memory_is_refused(mmap_flag::private_ | mmap_flag::shared_validate, one_of);
  check_memory_is_refused(mmap_flag::private_ | mmap_flag::droppable, one_of);
  check_memory_is_refused(mmap_flag::shared | mmap_flag::droppable, one_of);
  check_memory_is_refused(mmap_flag::private_ | mmap_flag::shared, "exclude each other");
  check_memory_is_refused(mmap_flag{}, "one of mmap_flag::private_ and mmap_flag::shared is needed");
}

TEST_CASE("a kind of sharing that is for files is refused for memory, and the other way round") {
  check_memory_is_refused(mmap_flag::shared_validate, "shared_validate and mmap_flag::anonymous exclude each other");
  check_memory_is_refused(mmap_flag::shared | mmap_flag::sync, "sync and mmap_flag::anonymous exclude each other");
  check_memory_is_refused(mmap_flag::private_ | mmap_flag::sync, "sync needs mmap_flag::shared");
  check_file_is_refused(mmap_flag::droppable, "droppable needs mmap_flag::anonymous");
  check_file_is_refused(mmap_flag::private_ | mmap_flag::sync, "sync needs mmap_flag::shared");
  check_file_is_refused(mmap_flag::private_ | mmap_flag::grows_down, "grows_down needs mmap_flag::private_ and");
}

TEST_CASE("native bits of open flags are refused where nothing is opened") {
  auto options = support::anonymous(page_size());
  options.open |= native_bits<open_flag>(1);
  const auto error = support::caught([&] { static_cast<void>(mapping{options}); });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(std::string{error.what()}.find("native open flags are for opening a path") != std::string::npos);
}

TEST_CASE("a folder is not created by opening it, in neither way") {
  const support::scratch folder;
  for (const auto creating : {open_flag::create, open_flag::ensure_create}) {
    const auto open = open_flag::read | open_flag::directory | creating;
    if (!supported(open)) continue;
    const auto error = support::caught([&] { static_cast<void>(mapping{folder / "none", {.open = open}}); });
    CHECK(error.code() == std::errc::invalid_argument);
    CHECK_FALSE(std::filesystem::exists(folder / "none"));
  }
}
