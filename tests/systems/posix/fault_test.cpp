// Access to a file that is cut short.
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <thread>

#include "../../support/child.hpp"
#include "../../support/fault_signal.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

struct counted {
  static inline std::atomic<int> living{0};
  counted() { ++living; }
  ~counted() { --living; }
};

// The first byte of the file that is gone, which Linux finds; elsewhere the one that was accessed is told.
std::uint64_t first_gone(std::uint64_t offset, std::uint64_t accessed) {
  return this_system() == mark::linux_ ? offset : accessed;
}

// A read that stays where its result is not used.
char read(const char& place) { return *static_cast<const volatile char*>(&place); }

}  // namespace

TEST_CASE("a copy from a file that was cut short is an error with the first byte that is gone") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * page_size()));
  const mapping file{path};
  std::filesystem::resize_file(path, 2 * page_size());
  std::vector<std::byte> to(4 * page_size());
  for (const auto offset : {std::size_t{0}, std::size_t{5}, 2 * page_size() - 1}) {
    const auto error = caught([&] { guarded_copy(std::span{to}.first(2 * page_size() + 1), file, offset); });
    CHECK(error.fault() == fault_kind::truncated);
    CHECK(error.file_offset() == 2 * page_size());
  }
  CHECK(caught([&] { guarded_copy(std::span{to}.first(10), file, 3 * page_size() + 7); }).file_offset() ==
        3 * page_size() + 7);
  guarded_copy(std::span{to}.first(2 * page_size()), file, 0);
  CHECK(support::text(to.data(), 2 * page_size()) == support::pattern(2 * page_size()));
}

TEST_CASE("a copy into a file that was cut short is an error, and one within it arrives") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(2 * page_size()));
  mapping file{path, support::shared_writable()};
  std::filesystem::resize_file(path, page_size());
  const std::string text = "stored";
  guarded_copy(file, 3, std::as_bytes(std::span{text}));
  CHECK(support::read_file(path).substr(3, 6) == text);
  const auto error = caught([&] { guarded_copy(file, page_size() - 2, std::as_bytes(std::span{text})); });
  CHECK(error.file_offset() == page_size());
  CHECK(error.fault() == fault_kind::truncated);
  CHECK(caught([&] { guarded_copy(file, 2 * page_size(), std::as_bytes(std::span{text})); }).code() ==
        std::errc::invalid_argument);
}

TEST_CASE("a body that reads a file that is cut short ends as always, and its caller gets the error") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * page_size()));
  const mapping file{path};
  bool ended = false;
  const auto error = caught([&] {
    guarded(file, [&] {
      const counted object;
      std::filesystem::resize_file(path, page_size());
      std::size_t sum = 0;
      for (const char& c : file.text()) sum += static_cast<unsigned char>(read(c));
      ended = true;
      return sum;
    });
  });
  CHECK(ended);
  CHECK(counted::living == 0);
  CHECK(error.fault() == fault_kind::truncated);
  CHECK(error.file_offset() == page_size());
  CHECK(caught([&] { guarded(file, [] {}); }).file_offset() == page_size());
}

TEST_CASE("of many faults the lowest is told, in whichever order they came") {
  const scratch folder;
  for (const auto& order : {std::array<std::size_t, 3>{3, 1, 2}, std::array<std::size_t, 3>{1, 3, 2}}) {
    const auto path = folder.file("data.bin", support::pattern(4 * page_size()));
    const mapping file{path};
    std::filesystem::resize_file(path, page_size());
    const auto error = caught([&] {
      guarded(file, [&] {
        int sum = 0;
        for (const auto page : order) sum += static_cast<volatile const char*>(file.text().data())[page * page_size()];
        return sum;
      });
    });
    CHECK(error.file_offset() == page_size());
  }
}

TEST_CASE("without a fault a guarded body returns what it returns, and throws what it throws") {
  const scratch folder;
  const mapping file{folder.file("data.bin", "content")};
  CHECK(guarded(file, [&] { return file.text().size(); }) == 7);
  const char& first = guarded(file, [&]() -> const char& { return file.text()[0]; });
  CHECK(&first == file.text().data());
  CHECK_THROWS_AS(guarded(file, [] { throw std::runtime_error("its own"); }), std::runtime_error);
}

TEST_CASE("a mapping that has faulted says so at every guarded access, also after it was moved") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * page_size()));
  mapping file{path};
  std::filesystem::resize_file(path, page_size());
  CHECK(caught([&] { guarded(file, [&] { return read(file.text().back()); }); }).file_offset() ==
        first_gone(page_size(), 4 * page_size() - 1));
  CHECK(caught([&] { guarded(file, [&] { return read(file.text()[2 * page_size()]); }); }).file_offset() ==
        first_gone(page_size(), 4 * page_size() - 1));
  bool is_called = false;
  std::error_code error;
  CHECK_THROWS_AS(guarded(file, [&] { is_called = true; }), mmap_error);
  guarded(
      file, [&] { is_called = true; }, error);
  CHECK(error == std::errc::io_error);
  CHECK_FALSE(is_called);
  mapping moved{std::move(file)};
  std::byte byte{};
  CHECK(caught([&] {
          guarded_copy({&byte, 1}, moved, 4 * page_size() - 1);
        }).file_offset() == first_gone(page_size(), 4 * page_size() - 1));
  guarded_copy({&byte, 1}, moved, 0);
  CHECK(byte == moved.bytes()[0]);
  file = mapping{path};
  guarded_copy({&byte, 1}, file, 0);
  CHECK(byte == moved.bytes()[0]);
}

TEST_CASE("what was stored into a page that is gone is not called durable") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(2 * page_size()));
  mapping file{path, support::shared_writable()};
  std::filesystem::resize_file(path, 1);
  CHECK(caught([&] { guarded(file, [&] { file.writable_bytes()[page_size()] = std::byte{'x'}; }); }).fault() ==
        fault_kind::truncated);
  CHECK(caught([&] { file.sync(); }).code() == std::errc::io_error);
  CHECK(caught([&] { file.sync(0, 1, durability::all); }).code() == std::errc::io_error);
  CHECK(caught([&] { file.write_through(0, file.bytes().first(1)); }).code() == std::errc::io_error);
}

TEST_CASE("a fault in a file mapped from an odd place is told by its place in the file") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * page_size()));
  const mapping file{path, {.offset = page_size() + 100}};
  std::filesystem::resize_file(path, 2 * page_size());
  CHECK(caught([&] { guarded(file, [&] { return read(file.text()[2 * page_size()]); }); }).file_offset() ==
        first_gone(2 * page_size(), 3 * page_size() + 100));
}

TEST_CASE("a mapping at an address that had faulted is whole") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(2 * page_size()));
  mapping file{path};
  std::filesystem::resize_file(path, 1);
  CHECK(caught([&] { guarded(file, [&] { return read(file.text().back()); }); }).fault() == fault_kind::truncated);
  file.unmap();
  for (int i = 0; i < 10; ++i) {
    const mapping other{support::anonymous(2 * page_size())};
    guarded(other, [] {});
  }
}

TEST_CASE("a fault in the mapping of an outer guard is the outer guard's, and the inner one's body ends well") {
  const scratch folder;
  const auto path = folder.file("outer.bin", support::pattern(2 * page_size()));
  const mapping outer{path};
  const mapping inner{folder.file("inner.bin", "content")};
  bool ended = false;
  const auto error = caught([&] {
    guarded(outer, [&] {
      guarded(inner, [&] {
        std::filesystem::resize_file(path, 1);
        static_cast<void>(read(outer.text()[page_size()]));
      });
      ended = true;
    });
  });
  CHECK(ended);
  CHECK(error.file_offset() == page_size());
}

TEST_CASE("a copy within a guard on the same mapping is an error by itself") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(2 * page_size()));
  const mapping file{path};
  std::filesystem::resize_file(path, 1);
  std::byte byte{};
  guarded(file, [&] {
    CHECK(caught([&] { guarded_copy({&byte, 1}, file, page_size()); }).file_offset() == page_size());
  });
}

TEST_CASE("a guard of another thread throws too, though that thread read nothing that was lost") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(2 * page_size()));
  const mapping file{path};
  std::filesystem::resize_file(path, 1);
  const auto error = caught([&] {
    guarded(file, [&] {
      std::thread{[&] {
        static_cast<void>(caught([&] { guarded(file, [&] { return read(file.text().back()); }); }));
      }}.join();
      return read(file.text().front());
    });
  });
  CHECK(error.file_offset() == first_gone(page_size(), 2 * page_size() - 1));
}

TEST_CASE("alone: a store to a read-only mapping under its guard" * doctest::skip()) {
  support::forget_handlers();
  const scratch folder;
  const mapping file{folder.file("data.bin", "content")};
  guarded(file, [&] { *const_cast<volatile char*>(file.text().data()) = 'x'; });
  ::_exit(0);  // it was stored somewhere
}

TEST_CASE("a store to a read-only mapping ends the process under its guard too") {
  if (support::emulated) return;
  const auto end = support::alone("alone: a store to a read-only mapping under its guard");
  CHECK((end.signal == SIGSEGV || end.signal == SIGBUS));
}

TEST_CASE("a thread in which the signal is blocked is told so") {
  const scratch folder;
  const mapping file{folder.file("data.bin", "content")};
  std::error_code seen;
  std::thread{[&] {
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, support::fault_signal);
    ::pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
    std::byte byte{};
    seen = caught([&] { guarded_copy({&byte, 1}, file, 0); }).code();
  }}.join();
  CHECK(seen == std::errc::operation_not_permitted);
}

TEST_CASE("a copy that reports a fault says what one that throws says") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(page_size()));
  const mapping file{path};
  std::filesystem::resize_file(path, 0);
  std::array<std::byte, 1> to{};
  std::error_code reported;
  guarded_copy(to, file, 0, reported);
  const auto said = last_failure();
  const std::string thrown = caught([&] { guarded_copy(to, file, 0); }).what();
  CHECK(said.starts_with("cannot access: "));
  CHECK(thrown.starts_with("cannot access byte 0 of "));
  CHECK(thrown.ends_with(said.substr(std::string_view{"cannot access"}.size())));
}
