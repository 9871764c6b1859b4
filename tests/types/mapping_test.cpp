#include <mmapkit/mapping.hpp>

#include <type_traits>
#include <utility>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::file_access;
using support::plain_file;
using support::scratch;

static_assert(!std::is_copy_constructible_v<mapping>);
static_assert(!std::is_copy_assignable_v<mapping>);
static_assert(std::is_nothrow_move_constructible_v<mapping>);
static_assert(std::is_nothrow_move_assignable_v<mapping>);
static_assert(std::is_nothrow_destructible_v<mapping>);
static_assert(std::is_nothrow_default_constructible_v<mapping>);

namespace {

struct point {
  std::int32_t x;
  std::int32_t y;
};

template <class T>
concept can_be_seen = requires(const mapping& file) {
  file.as<T>();
};
static_assert(can_be_seen<point>);
static_assert(!can_be_seen<std::string>);

}  // namespace

TEST_CASE("a mapping gives the bytes and the text of a file") {
  const scratch folder;
  const mapping file{folder.file("data.bin", "hello")};
  CHECK(file);
  CHECK(file.size() == 5);
  CHECK_FALSE(file.empty());
  CHECK(file.text() == "hello");
  CHECK(file.bytes().size() == 5);
  CHECK(file.bytes()[1] == std::byte{'e'});
  CHECK(file.data() == file.bytes().data());
}

TEST_CASE("a mapping unmaps when it goes") {
  const scratch folder;
  const void* where = nullptr;
  {
    const mapping file{folder.file("data.bin", "hello")};
    where = file.data();
    CHECK(support::is_mapped(where));
  }
  CHECK_FALSE(support::is_mapped(where));
}

TEST_CASE("a mapping borrows a file that is open") {
  const scratch folder;
  const plain_file file{folder.file("data.bin", "hello"), file_access::read};
  { CHECK(support::text(mapping{file.get()}) == "hello"); }
  CHECK(file.is_open());
}

TEST_CASE("a mapping holds anonymous memory") {
  mapping memory{support::anonymous(1000)};
  memory.writable_bytes()[999] = std::byte{1};
  CHECK(memory.bytes()[999] == std::byte{1});
}

TEST_CASE("a mapping of an empty file maps, and is empty") {
  const scratch folder;
  mapping file{folder.file("empty", "")};
  CHECK(file);
  CHECK(file.empty());
  CHECK(file.text().empty());
  CHECK(file.as<std::uint64_t>().empty());
  CHECK(file.writable_bytes().empty());
  file.protect(support::read_write);
  file.sync();
  file.sync(0, 0);
  file.unmap();
  CHECK_FALSE(file);
}

TEST_CASE("a mapping made by default holds nothing, and says so") {
  mapping nothing;
  CHECK_FALSE(nothing);
  CHECK(nothing.data() == nullptr);
  CHECK(nothing.empty());
  CHECK(nothing.bytes().empty());
  CHECK(nothing.text().empty());
  CHECK(nothing.protection() == protection_flag::none);
  CHECK(caught([&] { nothing.protect(protection_flag::read); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { nothing.sync(); }).code() == std::errc::invalid_argument);
  nothing.unmap();
}

TEST_CASE("moving leaves nothing behind") {
  const scratch folder;
  mapping from{folder.file("data.bin", "hello"), support::shared_writable()};
  mapping to{std::move(from)};
  CHECK_FALSE(from);
  CHECK(from.size() == 0);
  CHECK(to.text() == "hello");
  CHECK(to.protection() == support::read_write);
  to.sync();
}

TEST_CASE("move assignment unmaps what was there, and keeps no file open") {
  const scratch folder;
  const auto files = support::open_files();
  mapping to{folder.file("a.bin", "first"), support::shared_writable()};
  const void* const first = to.data();
  mapping from{folder.file("b.bin", "second"), support::shared_writable()};
  to = std::move(from);
  CHECK_FALSE(support::is_mapped(first));
  CHECK(to.text() == "second");
  CHECK_FALSE(from);
  to.writable_bytes()[0] = std::byte{'S'};
  to.sync();
  CHECK(support::read_file(folder / "b.bin") == "Second");
  to.unmap();
  CHECK(support::open_files() == files);
}

TEST_CASE("a mapping moved to itself stays") {
  const scratch folder;
  mapping file{folder.file("data.bin", "hello")};
  auto& same = file;
  file = std::move(same);
  CHECK(file.text() == "hello");
}

TEST_CASE("elements are seen where size and alignment fit") {
  const scratch folder;
  const point points[]{{1, 2}, {3, 4}};
  const mapping file{folder.file("points", support::text(points, sizeof points))};
  const auto seen = file.as<point>();
  REQUIRE(seen.size() == 2);
  CHECK(seen[1].x == 3);
  CHECK(seen[1].y == 4);
}

TEST_CASE("elements are refused where the size is no multiple") {
  const scratch folder;
  const mapping file{folder.file("data.bin", "123456789")};
  const auto error = caught([&] { static_cast<void>(file.as<std::uint64_t>()); });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(error.operation() == "view");
  CHECK(std::string{error.what()}.find("not a multiple of 8") != std::string::npos);
}

TEST_CASE("elements are refused where the address is not aligned") {
  const scratch folder;
  const mapping file{folder.file("data.bin", "123456789abc"), {.offset = 4}};
  CHECK(file.as<std::uint32_t>().size() == 2);
  const mapping odd{folder / "data.bin", {.size = 8, .offset = 1}};
  const auto error = caught([&] { static_cast<void>(odd.as<std::uint32_t>()); });
  CHECK(std::string{error.what()}.find("not aligned to 4") != std::string::npos);
}

TEST_CASE("elements can be written where the memory can") {
  const scratch folder;
  const point zero{};
  mapping file{folder.file("points", support::text(&zero, sizeof zero)), support::shared_writable()};
  file.as_writable<point>()[0] = {5, 6};
  file.unmap();
  const mapping again{folder / "points"};
  CHECK(again.as<point>()[0].y == 6);
}

TEST_CASE("a read-only mapping gives no writable view") {
  const scratch folder;
  mapping file{folder.file("data.bin", "12345678")};
  CHECK(caught([&] { static_cast<void>(file.writable_bytes()); }).code() == std::errc::permission_denied);
  CHECK(caught([&] { static_cast<void>(file.as_writable<char>()); }).code() == std::errc::permission_denied);
}

TEST_CASE("protect changes what the mapping gives") {
  mapping memory{support::anonymous(100)};
  memory.protect(protection_flag::read);
  CHECK(memory.protection() == protection_flag::read);
  CHECK_FALSE(support::writable(memory.data()));
  CHECK(caught([&] { static_cast<void>(memory.writable_bytes()); }).code() == std::errc::permission_denied);
  memory.protect(protection_flag::write);
  CHECK(memory.protection() == support::read_write);
  memory.writable_bytes()[0] = std::byte{1};
}

TEST_CASE("a protection that fails changes nothing") {
  const scratch folder;
  mapping file{folder.file("data.bin", "hello"), {.mmap = mmap_flag::shared}};
  std::error_code error;
  file.protect(support::read_write, error);
  CHECK(error);
  CHECK(file.protection() == protection_flag::read);
  CHECK(caught([&] { file.protect(support::read_write); }).operation() == "mprotect");
  CHECK(file.text() == "hello");
}

TEST_CASE("sync writes the whole, or a part rounded to pages") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(200'000));
  auto options = support::shared_writable();
  options.offset = 70'001;
  mapping file{path, options};
  file.writable_bytes()[105] = std::byte{1};
  file.sync(100, 10);
  CHECK(support::read_file(path)[70'106] == 1);
  file.writable_bytes()[0] = std::byte{2};
  file.sync(msync_flag::async);
  CHECK(support::read_file(path)[70'001] == 2);
  file.sync(file.size(), 0);
}

TEST_CASE("sync refuses a range outside the mapping") {
  mapping memory{support::anonymous(100)};
  CHECK(caught([&] { memory.sync(101, 0); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { memory.sync(50, 51); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { memory.sync(1, ~std::size_t{0}); }).code() == std::errc::invalid_argument);
  std::error_code error;
  memory.sync(~std::size_t{0}, 2, msync_flag::sync, error);
  CHECK(error == std::errc::invalid_argument);
}

TEST_CASE("sync still works on a shared mapping after the path is gone") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  mapping file{path, support::shared_writable()};
  std::filesystem::rename(path, folder / "moved.bin");
  file.writable_bytes()[0] = std::byte{'J'};
  file.sync();
  CHECK(support::read_file(folder / "moved.bin") == "Jello");
}

TEST_CASE("unmap leaves nothing, and can be called again") {
  mapping memory{support::anonymous(100)};
  const void* const where = memory.data();
  memory.unmap();
  CHECK_FALSE(memory);
  CHECK_FALSE(support::is_mapped(where));
  memory.unmap();
  std::error_code error;
  memory.unmap(error);
  CHECK_FALSE(error);
}

TEST_CASE("unmap reports what the destructor would not") {
  const scratch folder;
  mapping wrong{mapped{.addr = &wrong, .fd = {}, .size = 1}, protection_flag::read};
  CHECK(caught([&] { wrong.unmap(); }).operation() == "munmap");
  CHECK(wrong);
  static_cast<void>(wrong.release());
}

TEST_CASE("what is released is unmapped by whoever takes it, or by another mapping") {
  mapping first{support::anonymous(100)};
  const auto memory = first.release();
  CHECK_FALSE(first);
  CHECK(support::writable(memory.addr));
  mapping second{memory, support::read_write};
  second.writable_bytes()[0] = std::byte{1};
  second.unmap();
  CHECK_FALSE(support::is_mapped(memory.addr));
}

TEST_CASE("read-only and private mappings keep no file open") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  const auto files = support::open_files();
  const mapping read_only{path};
  const mapping copy{path, support::private_writable()};
  const mapping shared{path, {.mmap = mmap_flag::shared}};
  CHECK(support::open_files() == files);
  const mapping empty{folder.file("empty", "")};
  CHECK(support::open_files() == files);
}

TEST_CASE("the error_code forms leave the mapping empty on failure") {
  std::error_code error;
  const mapping path{"no-such-file", {}, error};
  CHECK_FALSE(path);
  CHECK(error == std::errc::no_such_file_or_directory);
  const mapping handle{no_handle, {}, error};
  CHECK_FALSE(handle);
  CHECK(error == std::errc::bad_file_descriptor);
  const mapping memory{mmap_options{}, error};
  CHECK_FALSE(memory);
  CHECK(error == std::errc::invalid_argument);
  const mapping good{support::anonymous(1), error};
  CHECK(good);
  CHECK_FALSE(error);
}
