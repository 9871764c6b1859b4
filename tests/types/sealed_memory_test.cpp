#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;

namespace {

bool has_seals() { return supported(call::add_seals); }

}  // namespace

TEST_CASE("sealed memory is zeros that can be stored to, and its bytes are seen through its handle") {
  sealed_memory memory{10'000};
  REQUIRE(memory);
  CHECK(memory.size() >= 10'000);
  CHECK(std::to_integer<int>(memory.bytes()[9'999]) == 0);
  memory.writable_bytes()[9'999] = std::byte{42};
  memory.as_writable<std::uint32_t>()[1] = 7;
  const mapping other{memory.handle(), {.mmap = mmap_flag::shared, .size = 10'000}};
  CHECK(other.bytes()[9'999] == std::byte{42});
  CHECK(memory.as<std::uint32_t>()[1] == 7);
}

TEST_CASE("memory that could be cut short is not taken over, and stays its owner's") {
  if (!has_seals()) return;
  const auto open_before = support::open_files();
  {
    const auto file = memfd_create("open", memfd_flag::allow_sealing);
    const auto error = caught([&] { return sealed_memory::from_handle(file); });
    CHECK(error.code() == std::errc::operation_not_permitted);
    CHECK(std::string{error.what()}.find("not sealed") != std::string::npos);
    add_seals(file, seal_flag::shrink);
    CHECK(caught([&] { return sealed_memory::from_handle(file); }).code() == std::errc::operation_not_permitted);
    close_file(file);
  }
  const support::scratch folder;
  const support::plain_file file{folder.file("data.bin", "content"), support::file_access::write};
  CHECK(caught([&] { return sealed_memory::from_handle(file.get()); }).code() == std::errc::operation_not_permitted);
  CHECK(support::open_files() == open_before + 1);
}

TEST_CASE("what was received is read, and its handle is closed with it") {
  if (!has_seals()) return;
  const auto open_before = support::open_files();
  const auto file = memfd_create("sent", memfd_flag::allow_sealing);
  auto options = support::shared_writable();
  options.size = 100;
  mapping sender{file, options};
  sender.writable_bytes()[99] = std::byte{1};
  add_seals(file, seal_flag::shrink | seal_flag::grow);
  auto received = sealed_memory::from_handle(file);
  CHECK(received.size() == 100);
  CHECK(received.bytes()[99] == std::byte{1});
  CHECK(caught([&] { return received.writable_bytes(); }).code() == std::errc::permission_denied);
  received.unmap();
  CHECK(support::open_files() == open_before);
}

TEST_CASE("no process can cut sealed memory short") {
  sealed_memory memory{3 * page_size()};
  auto options = support::shared_writable();
  options.size = 4 * page_size();
  CHECK(caught([&] { return mapping{memory.handle(), options}; }).code());
  memory.writable_bytes()[3 * page_size() - 1] = std::byte{1};
  CHECK(memory.bytes()[3 * page_size() - 1] == std::byte{1});
}

TEST_CASE("constant memory has no stores any more, from nobody") {
  if (!has_seals()) return;
  sealed_memory memory{100};
  memory.writable_bytes()[0] = std::byte{5};
  memory.make_read_only();
  CHECK(caught([&] { return memory.writable_bytes(); }).code() == std::errc::permission_denied);
  CHECK_FALSE(support::writable(const_cast<std::byte*>(memory.data())));
  CHECK(memory.bytes()[0] == std::byte{5});
  CHECK(caught([&] {
          return mapping{memory.handle(), support::shared_writable()};
        }).code() == std::errc::operation_not_permitted);
}

TEST_CASE("memory without a size is refused, and an error_code tells it too") {
  CHECK(caught([] { return sealed_memory{0}; }).code() == std::errc::invalid_argument);
  std::error_code error;
  CHECK_FALSE(sealed_memory{0, error});
  CHECK(error == std::errc::invalid_argument);
  CHECK_FALSE(sealed_memory::from_handle(no_handle, protection_flag::read, error));
  CHECK(error);
}
