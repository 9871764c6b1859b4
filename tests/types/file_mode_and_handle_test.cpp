// Permissions of new files, and files that the caller has opened, for every type on files.
#include <algorithm>
#include <array>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::file_access;
using support::plain_file;
using support::scratch;

namespace {

constexpr auto created = support::open_read_write | open_flag::create;
constexpr auto must_be_new = support::open_read_write | open_flag::ensure_create;

// A mode that every system can give, and of which the umask takes nothing that counts.
constexpr unsigned read_only = 0444;

unsigned mode_of(const std::filesystem::path& path) {
  return static_cast<unsigned>(std::filesystem::status(path).permissions());
}

bool may_be_written(const std::filesystem::path& path) { return (mode_of(path) & 0222) != 0; }

mmap_options new_file(unsigned mode, open_flag open = created) {
  return {.open = open, .protection = support::read_write, .mmap = mmap_flag::shared, .size = 100, .mode = mode};
}

std::string_view words_of(const mmap_error& error) { return error.what(); }

}  // namespace

TEST_CASE("a new file gets the permissions that were asked for, from every type that makes one") {
  const scratch folder;
  mapping{folder / "mapping", new_file(read_only)}.unmap();
  munmap(mmap(folder / "mmap", new_file(read_only, must_be_new)));
  with_mmap(folder / "with_mmap", new_file(read_only), [](mapping&) {});
  typed_file<int>::create(folder / "typed_file", 10, typed_file<int>::new_file, read_only).unmap();
  const std::array elements{1, 2, 3};
  typed_file<int>::create(folder / "elements", elements, must_be_new, read_only).unmap();
  growable_file<int>{folder / "growable_file", 10, {.mode = read_only}}.close();
  close_file(open_file(folder / "open_file", created, read_only));
  for (const auto* name : {"mapping", "mmap", "with_mmap", "typed_file", "elements", "growable_file", "open_file"}) {
    CAPTURE(name);
    CHECK_FALSE(may_be_written(folder / name));
    std::filesystem::permissions(folder / name, std::filesystem::perms::owner_write,
                                 std::filesystem::perm_options::add);
  }
}

TEST_CASE("a new file can be written by its owner where no mode is given, and 0666 is the same") {
  const scratch folder;
  mapping{folder / "plain", {.open = created}}.unmap();
  mapping{folder / "given", {.open = created, .mode = 0666}}.unmap();
  CHECK(may_be_written(folder / "plain"));
  CHECK(mode_of(folder / "plain") == mode_of(folder / "given"));
}

TEST_CASE("a file that is there keeps its permissions and what it has") {
  const scratch folder;
  const auto path = folder.file("data", "content");
  const auto before = mode_of(path);
  CHECK(support::text(mapping{path, {.open = created, .mode = read_only}}) == "content");
  CHECK(mode_of(path) == before);
}

TEST_CASE("a mode that could have no effect, or is none, is refused before a file is made") {
  const scratch folder;
  const auto path = folder.file("data", "content");
  CHECK(caught([&] { return mapping{path, {.mode = 0600}}; }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { return open_file(path, open_flag::read, 0600); }).code() == std::errc::invalid_argument);
  const plain_file opened{path, file_access::write};
  CHECK(caught([&] { return mapping{opened.get(), {.mode = 0600}}; }).code() == std::errc::invalid_argument);
  auto memory = support::anonymous(100);
  memory.mode = 0600;
  CHECK(caught([&] { return mapping{memory}; }).code() == std::errc::invalid_argument);
  const growable_file_options existing{.open = support::open_read_write, .mode = 0600};
  CHECK(caught([&] { growable_file<char> elements(path, 100, existing); }).code() == std::errc::invalid_argument);
  for (const unsigned mode : {600U, 01000U, 07777777U, ~0U}) {
    CHECK(caught([&] { return mapping{folder / "new", new_file(mode)}; }).code() == std::errc::invalid_argument);
    CHECK(caught([&] { return open_file(folder / "new", created, mode); }).code() == std::errc::invalid_argument);
  }
  CHECK_FALSE(std::filesystem::exists(folder / "new"));
}

TEST_CASE("permissions that a system cannot give are refused in words, and given elsewhere") {
  const scratch folder;
  std::error_code error;
  const mapping made{folder / "secret", new_file(0600), error};
  if (error) {
    CHECK(error == std::errc::operation_not_supported);
    CHECK(words_of(caught([&] {
            return mapping{folder / "secret", new_file(0600)};
          })).find("0444") != std::string_view::npos);
    CHECK_FALSE(std::filesystem::exists(folder / "secret"));
  } else {
    CHECK((mode_of(folder / "secret") & 0077) == 0);
    CHECK((mode_of(folder / "secret") & 0600) == 0600);
  }
}

TEST_CASE("load takes a file that is open: its whole content, and leaves it open") {
  const scratch folder;
  for (const auto size : {std::size_t{0}, std::size_t{10}, std::size_t{100000}})
    for (const auto limit : {std::size_t{0}, default_copy_limit}) {
      const auto path = folder.file("data", support::pattern(size));
      file_content content;
      {
        const plain_file opened{path, file_access::read};
        content = load(opened.get(), limit);
        std::error_code error;
        CHECK(load(opened.get(), error).size() == size);
        CHECK_FALSE(error);
        CHECK(opened.is_open());
      }
      CHECK(content.text() == support::pattern(size));
      CHECK(content.is_mapped() == (size > limit));
    }
  CHECK(caught([] { return load(no_handle); }).code() == std::errc::bad_file_descriptor);
}

TEST_CASE("typed_file takes a file that is open, and leaves it open") {
  const scratch folder;
  const plain_file opened{folder.file("data", ""), file_access::write};
  {
    auto made = typed_file<int>::create(opened.get(), 3);
    made[2] = 7;
    made.sync(durability::all);
  }
  CHECK(opened.is_open());
  CHECK(std::filesystem::file_size(folder / "data") == 3 * sizeof(int));
  const auto again = typed_file<int>::open(opened.get());
  CHECK(std::ranges::equal(again, std::array{0, 0, 7}));
  auto stored = typed_file<int>::open(opened.get(), support::read_write);
  stored[0] = 5;
  CHECK(again[0] == 5);
  CHECK(caught([&] { return typed_file<std::array<char, 5>>::open(opened.get()); }).code() ==
        std::errc::invalid_argument);
}

TEST_CASE("typed_file makes elements in an open file only where it is empty") {
  const scratch folder;
  const plain_file opened{folder.file("data", "content"), file_access::write};
  const auto error = caught([&] { return typed_file<int>::create(opened.get(), 3); });
  CHECK(error.code() == std::errc::file_exists);
  CHECK(support::read_file(folder / "data") == "content");
  const plain_file empty{folder.file("elements", ""), file_access::write};
  const std::array elements{4, 5};
  CHECK(typed_file<int>::create(empty.get(), elements)[1] == 5);
  const plain_file none{folder.file("none", ""), file_access::write};
  CHECK(typed_file<int>::create(none.get(), 0).empty());
}

TEST_CASE("growable_file grows a file that is open, cuts it to its elements, and leaves it open") {
  const scratch folder;
  const plain_file opened{folder.file("data", ""), file_access::write};
  {
    growable_file<int> elements{opened.get(), 100000};
    for (int value = 0; value < 50000; ++value) elements.push_back(value);
    elements.sync(durability::all);
    growable_file<int> moved{std::move(elements)};
    CHECK(moved[49999] == 49999);
  }
  CHECK(opened.is_open());
  CHECK(std::filesystem::file_size(folder / "data") == 50000 * sizeof(int));
  growable_file<int> again{opened.get(), 100000};
  CHECK(again.size() == 50000);
  again.close();
  CHECK(opened.is_open());
}

TEST_CASE("growable_file by an open file: what is for opening a path is refused") {
  const scratch folder;
  const plain_file opened{folder.file("data", ""), file_access::write};
  const growable_file_options truncating{.open = created | open_flag::truncate};
  const growable_file_options secret{.mode = 0600};
  for (const auto& options : {truncating, secret})
    CHECK(caught([&] { growable_file<int> elements(opened.get(), 10, options); }).code() ==
          std::errc::invalid_argument);
  CHECK(opened.is_open());
  const plain_file read{folder.file("read", ""), file_access::read};
  CHECK(caught([&] {
          growable_file<int> elements(read.get(), 10);
          elements.push_back(1);
        }).code() != std::error_code{});
}
