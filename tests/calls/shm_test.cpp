#include <atomic>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;

namespace {

constexpr auto read_write_create = open_flag::read | open_flag::write | open_flag::create;

// A name of its own, gone with the object where the system lets names go.
class object_name {
 public:
  object_name() {
    static std::atomic<int> count = 0;
    text_ = "/mmapkit-" + std::to_string(support::process_number()) + "-" + std::to_string(++count);
  }
  ~object_name() {
    std::error_code may_be_gone;
    shm_unlink(text_, may_be_gone);
  }
  object_name(const object_name&) = delete;
  object_name& operator=(const object_name&) = delete;

  operator std::string_view() const { return text_; }

 private:
  std::string text_;
};

class handle {
 public:
  explicit handle(native_handle its_value) : value_{its_value} {}
  ~handle() {
    std::error_code unseen;
    mmapkit::close_file(value_, unseen);
  }
  handle(const handle&) = delete;
  handle& operator=(const handle&) = delete;

  operator native_handle() const { return value_; }
  operator handle_view() const { return handle_view{value_}; }

 private:
  native_handle value_;
};

mmap_options shared_view(std::size_t size) {
  return {.protection = support::read_write, .mmap = mmap_flag::shared, .size = size};
}

}  // namespace

TEST_CASE("what is stored through one opening of a name is read through another") {
  const object_name name;
  const handle first{shm_open(name, read_write_create, 0600, 4096)};
  const handle second{shm_open(name, open_flag::read | open_flag::write)};
  mapping here{first, shared_view(4096)};
  const mapping there{second, shared_view(4096)};
  here.writable_bytes()[100] = std::byte{42};
  CHECK(there.bytes()[100] == std::byte{42});
}

TEST_CASE("a new object holds zeros, as many as were asked for") {
  const object_name name;
  const handle object{shm_open(name, read_write_create, 0600, 10000)};
  const mapping view{object, shared_view(10000)};
  CHECK(view.text() == std::string(10000, '\0'));
}

TEST_CASE("a name that is taken is not created again") {
  const object_name name;
  const handle object{shm_open(name, read_write_create, 0600, 4096)};
  const auto error =
      caught([&] { static_cast<void>(shm_open(name, read_write_create | open_flag::ensure_create, 0600, 4096)); });
  CHECK(error.code() == std::errc::file_exists);
  CHECK(error.operation() == "shm_open");
}

TEST_CASE("a name that nothing has is not found") {
  const object_name name;
  const auto error = caught([&] { static_cast<void>(shm_open(name, open_flag::read)); });
  CHECK(error.code() == std::errc::no_such_file_or_directory);
  CHECK(std::string_view{error.what()}.find("shared memory '/mmapkit-") != std::string_view::npos);
}

TEST_CASE("names with another slash than one in front are refused on every system, as are those of folders") {
  for (const std::string_view name : {"", "/", "a/b", "/a/b", "//", "a/", "/.", "/..", ".", ".."}) {
    CAPTURE(name);
    CHECK(caught([&] { static_cast<void>(shm_open(name, read_write_create, 0600, 1)); }).code() ==
          std::errc::invalid_argument);
  }
  CHECK(caught([] { static_cast<void>(shm_open("/" + std::string(300, 'x'), open_flag::read)); }).code() ==
        std::errc::filename_too_long);
  CHECK(caught([] {
          static_cast<void>(shm_open(std::string_view{"/a\0b", 4}, open_flag::read));
        }).code() == std::errc::invalid_argument);
}

TEST_CASE("a name without a slash is the same as with one") {
  const object_name name;
  const auto bare = std::string_view{name}.substr(1);
  const handle made{shm_open(bare, read_write_create, 0600, page_size())};
  mapping memory{made, support::shared_writable()};
  memory.writable_bytes()[0] = std::byte{7};
  const handle found{shm_open(name, open_flag::read)};
  const mapping same{found, {.mmap = mmap_flag::shared}};
  CHECK(same.bytes()[0] == std::byte{7});
}

TEST_CASE("open flags that do not suit shared memory are refused before any system call") {
  const object_name name;
  CHECK(caught([&] { static_cast<void>(shm_open(name, open_flag::create)); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { static_cast<void>(shm_open(name, open_flag::read | open_flag::direct)); }).code() ==
        std::errc::invalid_argument);
  CHECK(caught([&] { static_cast<void>(shm_open(name, open_flag::read | open_flag::truncate)); }).code() ==
        std::errc::invalid_argument);
  CHECK(caught([&] { static_cast<void>(shm_open(name, open_flag::read | open_flag::create, 0600, 10)); }).code() ==
        std::errc::invalid_argument);
}

TEST_CASE("a name that is taken away can be given again, and who has the memory keeps it") {
  const object_name name;
  const handle object{shm_open(name, read_write_create, 0600, 4096)};
  mapping view{object, shared_view(4096)};
  if (!supported(call::shm_unlink)) {
    CHECK(caught([&] { shm_unlink(name); }).code() == std::errc::operation_not_supported);
    return;
  }
  shm_unlink(name);
  view.writable_bytes()[0] = std::byte{1};
  CHECK(caught([&] { static_cast<void>(shm_open(name, open_flag::read)); }).code() ==
        std::errc::no_such_file_or_directory);
  const handle another{shm_open(name, read_write_create, 0600, 4096)};
  CHECK(*mapping{another, shared_view(4096)}.data() == std::byte{0});
}

TEST_CASE("a file in memory grows by being mapped, where the system has such files") {
  std::error_code error;
  const auto file = memfd_create("scratch", memfd_flag{}, error);
  if (!supported(call::memfd_create)) {
    CHECK(file == no_handle);
    CHECK((error == std::errc::operation_not_supported || error == std::errc::function_not_supported));
    return;
  }
  const handle owned{file};
  mapping view{owned, shared_view(5000)};
  view.writable_bytes()[4999] = std::byte{1};
  view.resize(100000);
  CHECK(view.bytes()[4999] == std::byte{1});
}

TEST_CASE("a sealed file can no longer be changed") {
  if (!supported(memfd_flag::allow_sealing)) {
    std::error_code error;
    add_seals(no_handle, seal_flag::grow, error);
    CHECK((error == std::errc::operation_not_supported || error == std::errc::function_not_supported));
    return;
  }
  const handle file{memfd_create("sealed", memfd_flag::allow_sealing)};
  mapping view{file, shared_view(4096)};
  add_seals(file, seal_flag::grow | seal_flag::shrink);
  CHECK(get_seals(file) == (seal_flag::grow | seal_flag::shrink));
  CHECK(caught([&] { view.resize(8192); }).code() == std::errc::operation_not_permitted);
  CHECK(view.size() == 4096);
}

TEST_CASE("closing what is not open is an error") {
  const object_name name;
  const auto object = shm_open(name, read_write_create, 0600, 4096);
  mmapkit::close_file(object);
  CHECK(caught([&] { mmapkit::close_file(object); }).operation() == "close");
}
