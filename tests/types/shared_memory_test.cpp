#include <atomic>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;

namespace {

std::string new_name() {
  static std::atomic<int> count = 0;
  return "/mmapkit-s" + std::to_string(support::process_number()) + "-" + std::to_string(++count);
}

bool names_can_be_removed() { return supported(call::shm_unlink); }

}  // namespace

TEST_CASE("what one object stores another one of the same name sees") {
  const auto name = new_name();
  auto first = shared_memory::create(name, 10'000);
  auto second = shared_memory::open(name);
  CHECK(first.is_new());
  CHECK_FALSE(second.is_new());
  CHECK(first.data() != second.data());
  CHECK(first.size() >= 10'000);
  CHECK(second.size() == first.size());
  CHECK(std::to_integer<int>(second.bytes()[9'999]) == 0);
  first.writable_bytes()[9'999] = std::byte{42};
  CHECK(second.bytes()[9'999] == std::byte{42});
  second.as_writable<std::uint32_t>()[0] = 7;
  CHECK(first.as<std::uint32_t>()[0] == 7);
}

TEST_CASE("a name that somebody has is not created again") {
  const auto name = new_name();
  const auto first = shared_memory::create(name, 100);
  const auto error = caught([&] { return shared_memory::create(name, 100); });
  CHECK(error.code() == std::errc::file_exists);
  CHECK(std::string{error.what()}.find(name) != std::string::npos);
}

TEST_CASE("a name that its creator owns is gone with it, and the memory stays with those who have it") {
  const auto name = new_name();
  auto first = shared_memory::create(name, 100);
  auto second = shared_memory::open(name);
  first.writable_bytes()[0] = std::byte{1};
  const auto handles = support::open_files();
  first.unmap();
  CHECK(support::open_files() == handles - 1);
  CHECK(second.bytes()[0] == std::byte{1});
  second.unmap();
  CHECK(caught([&] { return shared_memory::open(name); }).code() == std::errc::no_such_file_or_directory);
  CHECK_FALSE(second);
  CHECK(second.handle() == no_handle);
}

TEST_CASE("memory is made by the first who asks for it, and opened by the others") {
  const auto name = new_name();
  auto first = shared_memory::open_or_create(name, 5000);
  auto second = shared_memory::open_or_create(name, 5000);
  CHECK(first.is_new());
  CHECK_FALSE(second.is_new());
  second.writable_bytes()[4999] = std::byte{3};
  CHECK(first.bytes()[4999] == std::byte{3});
  std::error_code error;
  const bool removed = shared_memory::remove(name, error);
  CHECK(removed == names_can_be_removed());
  if (names_can_be_removed()) {
    CHECK_FALSE(error);
    CHECK_FALSE(shared_memory::remove(name));
  } else {
    CHECK(error == std::errc::operation_not_supported);
    CHECK(caught([&] { shared_memory::remove(name); }).code() == std::errc::operation_not_supported);
  }
}

TEST_CASE("a name that nobody owns stays where the system lets names stay") {
  const auto name = new_name();
  *shared_memory::open_or_create(name, 5000).data() = std::byte{9};
  std::error_code error;
  const auto again = shared_memory::open(name, protection_flag::read, error);
  if (names_can_be_removed()) {
    REQUIRE(again);
    CHECK(again.bytes()[0] == std::byte{9});
    shared_memory::remove(name);
  } else {
    CHECK(error == std::errc::no_such_file_or_directory);
  }
}

TEST_CASE("the owner of a name may let it stay") {
  const auto name = new_name();
  auto memory = shared_memory::create(name, 100);
  if (!names_can_be_removed()) {
    CHECK(caught([&] { memory.keep_name(); }).code() == std::errc::operation_not_supported);
    return;
  }
  memory.keep_name();
  memory.unmap();
  CHECK(shared_memory::open(name));
  CHECK(shared_memory::remove(name));
}

TEST_CASE("memory that is opened for reading cannot be stored to") {
  const auto name = new_name();
  auto memory = shared_memory::create(name, 100);
  auto reader = shared_memory::open(name, protection_flag::read);
  CHECK_FALSE(support::writable(reader.data()));
  CHECK(caught([&] { return reader.writable_bytes(); }).code() == std::errc::permission_denied);
  CHECK(caught([&] { reader.mapping().protect(support::read_write); }).code() == std::errc::permission_denied);
}

TEST_CASE("shared memory has at least one byte") {
  CHECK(caught([] { return shared_memory::create(new_name(), 0); }).code() == std::errc::invalid_argument);
  CHECK(caught([] { return shared_memory::open_or_create(new_name(), 0); }).code() == std::errc::invalid_argument);
  CHECK(caught([] { return shared_memory::anonymous(0); }).code() == std::errc::invalid_argument);
  std::error_code error;
  CHECK_FALSE(shared_memory::create("a/slash", 100, 0600, error));
  CHECK(error == std::errc::invalid_argument);
}

TEST_CASE("memory without a name is shared by its handle") {
  auto memory = shared_memory::anonymous(3 * page_size());
  CHECK(memory.is_new());
  memory.writable_bytes()[page_size()] = std::byte{5};
  const mapping other{memory.handle(), {.mmap = mmap_flag::shared}};
  CHECK(other.size() == 3 * page_size());
  CHECK(other.bytes()[page_size()] == std::byte{5});
}

TEST_CASE("a handle that cannot be mapped stays with its owner") {
  const support::scratch folder;
  const support::plain_file file{folder.file("empty", ""), support::file_access::write};
  CHECK(caught([&] { return shared_memory::from_handle(file.get()); }).code() ==
        std::errc::resource_unavailable_try_again);
  CHECK(file.is_open());
}

TEST_CASE("sealed memory keeps its content and size for everybody") {
  auto memory = shared_memory::anonymous(2 * page_size());
  memory.writable_bytes()[7] = std::byte{7};
  constexpr auto wanted = seal_flag::shrink | seal_flag::grow | seal_flag::write;
  std::error_code error;
  if (!supported(call::add_seals)) {
    memory.seal(wanted, error);
    CHECK(error == std::errc::operation_not_supported);
    CHECK(memory.writable_bytes()[7] == std::byte{7});
    return;
  }
  const auto* const place = memory.data();
  memory.seal(wanted);
  CHECK(has(memory.seals(), wanted));
  CHECK(memory.data() == place);
  CHECK(memory.bytes()[7] == std::byte{7});
  CHECK_FALSE(support::writable(memory.data()));
  CHECK(caught([&] {
          return mapping{memory.handle(), support::shared_writable()};
        }).code() == std::errc::operation_not_permitted);
}

TEST_CASE("memory that another mapping can write is not sealed against that, and stays writable") {
  if (!supported(call::add_seals)) {
    CHECK_FALSE(supported(seal_flag::write));
    return;
  }
  auto memory = shared_memory::anonymous(page_size());
  mapping other{memory.handle(), support::shared_writable()};
  CHECK(caught([&] { memory.seal(seal_flag::write); }).code() == std::errc::device_or_resource_busy);
  memory.writable_bytes()[0] = std::byte{1};
  CHECK(other.bytes()[0] == std::byte{1});
  other.unmap();
  memory.seal(seal_flag::write);
  CHECK(memory.bytes()[0] == std::byte{1});
}

TEST_CASE("moved shared memory has one owner") {
  const auto name = new_name();
  auto first = shared_memory::create(name, 100);
  auto second = std::move(first);
  CHECK_FALSE(first);
  CHECK(first.handle() == no_handle);
  first = shared_memory::anonymous(100);
  second = std::move(first);
  CHECK(caught([&] { return shared_memory::open(name); }).code() == std::errc::no_such_file_or_directory);
  second.unmap();
  second.unmap();
}
