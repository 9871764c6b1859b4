// A descriptor that was closed under a mapping, and whose number is another file's by now: nothing acts on that file.
#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "../../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

std::span<const std::byte> written_text(std::string_view text) { return std::as_bytes(std::span{text}); }

// A mapping of a file by a number that another file gets.
class reused_number {
 public:
  explicit reused_number(mmap_options options = support::shared_writable(), int stranger_flags = O_RDWR)
      : number_{::open(mine_.c_str(), O_RDWR | O_CLOEXEC)}, memory{number_, options} {
    const int other = ::open(stranger_.c_str(), stranger_flags | O_CLOEXEC);
    REQUIRE(::dup2(other, number_) == number_);
    ::close(other);
  }
  ~reused_number() { ::close(number_); }
  reused_number(const reused_number&) = delete;
  reused_number& operator=(const reused_number&) = delete;

  void check_strangers_file() const { CHECK(support::read_file(stranger_) == "the stranger's"); }
  std::string content() const { return support::read_file(mine_); }

 private:
  scratch folder_;
  std::filesystem::path mine_ = folder_.file("mine", support::pattern(100));
  std::filesystem::path stranger_ = folder_.file("stranger", "the stranger's");
  int number_;

 public:
  mapping memory;
};

template <class Act>
void check_refused(Act act) {
  const auto error = caught(act);
  CHECK(error.code() == std::errc::bad_file_descriptor);
  CHECK(std::string_view{error.what()}.find("the descriptor is another file's now") != std::string_view::npos);
}

// The descriptor that the library has opened last, which is the lowest free one.
int next_number() {
  const int lowest = ::dup(STDIN_FILENO);
  ::close(lowest);
  return lowest;
}

}  // namespace

TEST_CASE("the number that stands for the working folder is no descriptor") {
  const native_handle folder = AT_FDCWD;
  CHECK(caught([&] { return mmap(folder); }).code() == std::errc::bad_file_descriptor);
}

TEST_CASE("a number that has become another file's: nothing is written through to that file") {
  for (const int flags : {O_RDWR, O_RDWR | O_APPEND, O_RDONLY}) {
    reused_number file{support::shared_writable(), flags};
    check_refused([&] { file.memory.write_through(0, written_text("WORD")); });
    const std::array<write_request, 2> requests{{{0, written_text("HA")}, {2, written_text("CK")}}};
    check_refused([&] { file.memory.write_through(requests); });
    file.check_strangers_file();
    CHECK(file.content() == support::pattern(100));
    CHECK(file.memory.text() == support::pattern(100));
  }
}

TEST_CASE("a number that has become another file's: no level of durability is said to be reached") {
  for (const auto level : {durability::scheduled, durability::data, durability::all}) {
    reused_number file;
    file.memory.writable_bytes()[0] = std::byte{'!'};
    check_refused([&] { file.memory.sync(level); });
    check_refused([&] { file.memory.sync(50, 10, level); });
  }
}

TEST_CASE("a number that has become another file's: resize makes neither file longer") {
  reused_number file;
  check_refused([&] { file.memory.resize(65536); });
  file.check_strangers_file();
  CHECK(file.content() == support::pattern(100));
  CHECK(file.memory.size() == 100);
  file.memory.resize(10);
  CHECK(file.memory.text() == support::pattern(10));
}

TEST_CASE("a number that has become another file's: a private mapping does not follow that file") {
  reused_number file{{.protection = support::read_write, .keep_file = true}};
  check_refused([&] { file.memory.resize(101); });
  CHECK(file.memory.text() == support::pattern(100));
}

TEST_CASE("a refusal because of the number is not remembered: the file's own number works again") {
  const scratch folder;
  const auto path = folder.file("mine", support::pattern(100));
  const int number = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  mapping memory{number, support::shared_writable()};
  const int other = ::open(folder.file("stranger", "stranger").c_str(), O_RDWR | O_CLOEXEC);
  ::dup2(other, number);
  check_refused([&] { memory.sync(durability::all); });
  ::close(number);
  const auto closed = caught([&] { memory.sync(durability::all); });
  CHECK(closed.code() == std::errc::bad_file_descriptor);
  const int again = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (again != number) ::dup2(again, number);
  memory.write_through(0, written_text("mine"));
  memory.sync(durability::all);
  memory.resize(5000);
  CHECK(support::read_file(path).substr(0, 100) == "mine" + support::pattern(100).substr(4));
  CHECK(std::filesystem::file_size(path) == 5000);
  for (const int each : {again, other, number}) ::close(each);
}

TEST_CASE("what needs no descriptor works after it was closed: the memory is synced by its address") {
  const scratch folder;
  const auto path = folder.file("mine", support::pattern(100));
  const int number = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  mapping memory{number, support::shared_writable()};
  ::close(number);
  memory.writable_bytes()[0] = std::byte{'!'};
  memory.sync();
  memory.sync(durability::data);
  CHECK(support::read_file(path).front() == '!');
  CHECK(caught([&] { memory.sync(durability::all); }).code() == std::errc::bad_file_descriptor);
  CHECK(caught([&] { memory.write_through(0, written_text("x")); }).code() == std::errc::bad_file_descriptor);
  CHECK(caught([&] { memory.resize(65536); }).code() == std::errc::bad_file_descriptor);
}

TEST_CASE("two mappings of one number: what it has become concerns both, also after a resize and a release") {
  const scratch folder;
  const auto path = folder.file("mine", support::pattern(100));
  const int number = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  mapping grown{number, support::shared_writable()};
  grown.resize(200);
  mapping released{number, support::shared_writable()};
  mapping adopted{released.release(), support::read_write};
  const int other = ::open(folder.file("stranger", "stranger").c_str(), O_RDWR | O_CLOEXEC);
  ::dup2(other, number);
  check_refused([&] { grown.sync(durability::all); });
  check_refused([&] { adopted.sync(durability::all); });
  for (const int each : {other, number}) ::close(each);
}

// A daemon that closes all descriptors closes the library's too.
TEST_CASE("a descriptor of the library's own that somebody closed: nothing acts on the file that has its number") {
  const scratch folder;
  const auto stranger = folder.file("stranger", "the stranger's");
  const int number = next_number();
  mapping memory{folder.file("mine", support::pattern(100)), support::shared_writable()};
  const int other = ::open(stranger.c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(::dup2(other, number) == number);
  check_refused([&] { memory.write_through(0, written_text("WORD")); });
  check_refused([&] { memory.sync(durability::all); });
  check_refused([&] { memory.resize(65536); });
  CHECK(support::read_file(stranger) == "the stranger's");
  ::close(other);
}

TEST_CASE("a growable_file whose descriptor somebody closed neither lengthens nor cuts the file that has its number") {
  const scratch folder;
  const auto stranger = folder.file("stranger", "the stranger's");
  const int number = next_number();
  growable_file<int> elements{folder / "elements", std::size_t{1} << 20};
  elements.push_back(1);
  const int other = ::open(stranger.c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(::dup2(other, number) == number);
  check_refused([&] { elements.reserve(std::size_t{1} << 18); });
  check_refused([&] { elements.sync(durability::all); });
  CHECK(elements[0] == 1);
  CHECK(caught([&] { elements.close(); }).code() == std::errc::bad_file_descriptor);
  CHECK(support::read_file(stranger) == "the stranger's");
  ::close(other);
}

TEST_CASE("why a page was lost is told of the file that was mapped, not of one that has its number") {
  if (!support::faults_have_addresses) return;
  const scratch folder;
  const auto path = folder.file("mine", support::pattern(2 * page_size()));
  const int number = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  const mapping memory{number};
  const auto longer = folder.file("longer", support::pattern(4 * page_size()));
  const int other = ::open(longer.c_str(), O_RDWR | O_CLOEXEC);
  ::dup2(other, number);
  std::filesystem::resize_file(path, 0);
  std::array<std::byte, 1> byte{};
  const auto error = caught([&] { guarded_copy(byte, memory, page_size()); });
  CHECK(error.fault() != fault_kind::unknown);
  for (const int each : {other, number}) ::close(each);
}
