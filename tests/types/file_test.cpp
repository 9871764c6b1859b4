#include <mmapkit/file.hpp>
#include <mutex>
#include <shared_mutex>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::file_access;
using support::pattern;
using support::plain_file;
using support::scratch;

namespace {

constexpr auto open_or_make = support::open_read_write | open_flag::create;

static_assert(!std::is_copy_constructible_v<file>);
static_assert(std::is_nothrow_move_constructible_v<file> && std::is_nothrow_move_assignable_v<file>);

}  // namespace

TEST_CASE("a file is closed with its object") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto before = support::open_files();
  {
    const file opened{path};
    CHECK(opened);
    CHECK(support::open_files() == before + 1);
  }
  CHECK(support::open_files() == before);
}

TEST_CASE("a file opens, makes and refuses as open_file does") {
  const scratch folder;
  const file made{folder / "new.bin", open_or_make, 0444};
  CHECK(made.size() == 0);
  CHECK(caught([&] { return file{folder / "none.bin"}; }).code() == std::errc::no_such_file_or_directory);
  std::error_code error;
  CHECK_FALSE(file{folder / "none.bin", open_flag::read, error});
  CHECK(error == std::errc::no_such_file_or_directory);
  CHECK(caught([&] { return file{folder / "new.bin", open_flag::create}; }).code() == std::errc::invalid_argument);
  std::filesystem::permissions(folder / "new.bin", std::filesystem::perms::owner_write,
                               std::filesystem::perm_options::add);
}

TEST_CASE("a mapping borrows a file, and outlives it") {
  const scratch folder;
  file opened{folder.file("data.bin", "content")};
  const mapping memory{opened};
  opened.close();
  CHECK_FALSE(opened);
  CHECK(memory.text() == "content");
  CHECK(caught([&] { return mapping{opened}; }).code());
}

TEST_CASE("a handle changes hands: adopted, moved, released") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto before = support::open_files();
  auto first = file::adopt(open_file(path));
  file second{std::move(first)};
  CHECK_FALSE(first);
  CHECK(second.size() == 7);
  first = file{path};
  first = std::move(second);
  CHECK(support::open_files() == before + 1);
  close_file(first.release());
  CHECK_FALSE(first);
  CHECK(support::open_files() == before);
}

TEST_CASE("a duplicate stays when the handle that was borrowed is closed") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  plain_file borrowed{path, file_access::read};
  const auto kept = file::duplicate(borrowed.get());
  CHECK(kept.handle() != borrowed.get());
  borrowed.close();
  CHECK(support::text(mapping{kept}) == "content");
  CHECK(caught([] { return file::duplicate(no_handle); }).operation() == "duplicate");
  std::error_code error;
  CHECK_FALSE(file::duplicate(no_handle, error));
  CHECK(error);
}

TEST_CASE("a file knows its size, also when it has changed") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(1000));
  const file opened{path};
  CHECK(opened.size() == 1000);
  support::write_file(path, pattern(10));
  CHECK(opened.size() == 10);
  std::error_code error;
  CHECK(file{}.size(error) == 0);
  CHECK(error);
}

TEST_CASE("a file becomes longer by zeros, with their blocks, and shorter") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  file opened{path, support::open_read_write};
  opened.resize(support::mebibyte);
  CHECK(opened.size() == support::mebibyte);
  CHECK(support::read_file(path) == "content" + std::string(support::mebibyte - 7, '\0'));
  if (support::growth_has_blocks()) CHECK(support::allocated_bytes(path) >= support::mebibyte);
  opened.resize(4);
  CHECK(support::read_file(path) == "cont");
  opened.resize(4);
  CHECK(opened.size() == 4);
  opened.resize(0);
  CHECK(support::read_file(path).empty());
}

TEST_CASE("a log that had room to grow is cut to what it holds when it is closed") {
  const scratch folder;
  const auto path = folder / "log.bin";
  file log{path, open_or_make};
  {
    mapping memory{log, {.protection = support::read_write, .mmap = mmap_flag::shared, .size = 65536}};
    memory.writable_bytes()[99] = std::byte{'x'};
  }
  CHECK(log.size() == 65536);
  log.resize(100);
  log.sync(durability::all);
  log.close();
  CHECK(support::read_file(path) == std::string(99, '\0') + 'x');
}

TEST_CASE("a file can grow by a hole") {
  const scratch folder;
  const auto path = folder / "data.bin";
  file opened{path, open_or_make};
  std::error_code error;
  opened.resize(64 * support::mebibyte, file_growth::sparse, error);
  if (error == std::errc::operation_not_supported) return;  // Wine
  CHECK_FALSE(error);
  CHECK(opened.size() == 64 * support::mebibyte);
  if (support::growth_has_blocks()) CHECK(support::allocated_bytes(path) < support::mebibyte);
}

TEST_CASE("a file that cannot get so long stays as it is") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  file opened{path, support::open_read_write};
  const auto error = caught([&] { opened.resize(std::uint64_t{1} << 63); });
  CHECK(error.code() == std::errc::file_too_large);
  std::error_code code;
  opened.resize(std::uint64_t{1} << 60, code);
  CHECK(code);
  CHECK(support::read_file(path) == "content");
}

TEST_CASE("a file that was opened for reading is not resized") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  file opened{path};
  for (const auto size : {std::uint64_t{3}, std::uint64_t{3000}}) {
    const auto error = caught([&] { opened.resize(size); });
    CHECK(error.operation() == "fallocate");
    if (this_system() != mark::windows)
      CHECK(std::string_view{error.what()}.find("open_flag::write is missing") != std::string_view::npos);
  }
  CHECK(support::read_file(path) == "content");
}

TEST_CASE("what was stored through a mapping is synced by its file") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  file opened{path, support::open_read_write};
  mapping memory{opened, read_write()};
  memory.writable_bytes()[0] = std::byte{'C'};
  memory.sync(durability::data);
  opened.sync();
  opened.sync(durability::data);
  CHECK(support::read_file(path) == "Content");
  CHECK(caught([] { file{}.sync(); }).operation() == "msync");
}

TEST_CASE("two openings of a file exclude each other by its lock, and a shared lock is shared") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  file one{path, support::open_read_write};
  file two{path, support::open_read_write};
  one.lock();
  CHECK_FALSE(two.try_lock());
  CHECK_FALSE(two.try_lock_shared());
  one.unlock();
  one.lock_shared();
  CHECK(two.try_lock_shared());
  two.unlock_shared();
  CHECK_FALSE(two.try_lock());
  one.unlock_shared();
  CHECK(two.try_lock());
  two.unlock();
}

TEST_CASE("a lock does not keep the file from being read, written and mapped") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  file owner{path, support::open_read_write};
  const std::scoped_lock alone{owner};
  CHECK(support::read_file(path) == "content");
  CHECK(support::text(mapping{path}) == "content");
  CHECK(support::text(load(path)) == "content");
  support::write_file(path, "other");
  CHECK(support::read_file(path) == "other");
}

TEST_CASE("the locks of the standard library hold a file's") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  file one{path, support::open_read_write};
  file two{path, support::open_read_write};
  {
    const std::unique_lock held{one, std::try_to_lock};
    CHECK(held.owns_lock());
    CHECK_FALSE(std::unique_lock{two, std::try_to_lock}.owns_lock());
  }
  const std::shared_lock held{one};
  CHECK(std::shared_lock{two, std::try_to_lock}.owns_lock());
}

TEST_CASE("a lock ends with its file") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  file one{path, support::open_read_write};
  file two{path, support::open_read_write};
  one.lock();
  one.close();
  CHECK(two.try_lock());
}

TEST_CASE("a lock of nothing is an error, in both forms") {
  file none;
  std::error_code error;
  CHECK(caught([&] { none.lock(); }).operation() == "lock_file");
  CHECK(caught([&] { none.lock_shared(); }).operation() == "lock_file");
  CHECK(caught([&] { static_cast<void>(none.try_lock()); }).code());
  CHECK(caught([&] { none.unlock(); }).operation() == "unlock_file");
  none.lock(error);
  CHECK(error);
  error.clear();
  CHECK_FALSE(none.try_lock_shared(error));
  CHECK(error);
}

TEST_CASE("a mapping lends the file that it keeps, or says that it keeps none") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  const mapping shared{path, read_write()};
  CHECK(file::duplicate(shared.file()).size() == 100);
  auto options = mmap_options{};
  options.keep_file = true;
  const mapping keeping{path, options};
  CHECK(mapping{keeping.file()}.size() == 100);
  const mapping reading{path};
  const auto error = caught([&] { return reading.file(); });
  CHECK(error.code() == std::errc::bad_file_descriptor);
  CHECK(std::string_view{error.what()}.find("keep_file") != std::string_view::npos);
  std::error_code code;
  CHECK(reading.file(code).get() == no_handle);
  CHECK(code == std::errc::bad_file_descriptor);
}
