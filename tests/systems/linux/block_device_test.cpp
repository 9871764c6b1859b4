// Disks, which are as long as their device says: a file that is made one by a loop device, where this process may.
#include <fcntl.h>
#include <linux/loop.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>

#include "../../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

constexpr std::size_t disk_bytes = std::size_t{1} << 20;

class loop_device {
 public:
  loop_device() {
    const int control = ::open("/dev/loop-control", O_RDWR | O_CLOEXEC);
    const int number = control < 0 ? -1 : ::ioctl(control, LOOP_CTL_GET_FREE);
    if (control >= 0) ::close(control);
    if (number < 0) return;
    path_ = "/dev/loop" + std::to_string(number);
    device_ = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
    const int backing = ::open(image_.c_str(), O_RDWR | O_CLOEXEC);
    attached_ = device_ >= 0 && ::ioctl(device_, LOOP_SET_FD, backing) == 0;
    ::close(backing);
    if (!attached_) MESSAGE("this process may not make a loop device: a disk was not tried");
  }
  ~loop_device() {
    if (attached_) ::ioctl(device_, LOOP_CLR_FD, 0);
    if (device_ >= 0) ::close(device_);
  }
  loop_device(const loop_device&) = delete;
  loop_device& operator=(const loop_device&) = delete;

  explicit operator bool() const { return attached_; }
  const std::string& path() const { return path_; }
  const native_handle& number() const { return device_; }
  std::uint64_t image_bytes() const { return std::filesystem::file_size(image_); }

 private:
  scratch folder_;
  std::filesystem::path image_ = folder_.file("image", support::pattern(disk_bytes));
  std::string path_;
  int device_ = -1;
  bool attached_ = false;
};

std::string_view words_of(const mmap_error& error) { return error.what(); }

}  // namespace

TEST_CASE("a disk is mapped from its first byte to its last") {
  const loop_device disk;
  if (!disk) return;
  const mapping whole{disk.path()};
  CHECK(whole.size() == disk_bytes);
  CHECK(whole.text() == support::pattern(disk_bytes));
  const mapping rest{disk.path(), {.offset = disk_bytes - 10}};
  CHECK(rest.size() == 10);
  CHECK(mapping{disk.number()}.size() == disk_bytes);
}

TEST_CASE("what reaches beyond the end of a disk is refused, in words, and nothing becomes longer") {
  const loop_device disk;
  if (!disk) return;
  auto writable = support::shared_writable();
  for (const auto& [offset, size] : {std::pair{std::size_t{0}, disk_bytes + 1}, {disk_bytes, std::size_t{1}}}) {
    writable.offset = offset;
    writable.size = size;
    for (const auto& options : {mmap_options{.size = size, .offset = offset}, writable}) {
      const auto error = caught([&] { return mapping{disk.path(), options}; });
      CHECK(error.code() == std::errc::invalid_argument);
      CHECK(words_of(error).find("the disk has 1048576 bytes") != std::string_view::npos);
    }
  }
  CHECK(caught([&] { return mapping{disk.path(), {.offset = disk_bytes + 1}}; }).code() == std::errc::invalid_argument);
  CHECK(disk.image_bytes() == disk_bytes);
}

TEST_CASE("a mapping of a disk becomes as long as the disk, and no longer") {
  const loop_device disk;
  if (!disk) return;
  auto options = support::shared_writable();
  options.size = 100;
  mapping memory{disk.path(), options};
  memory.resize(disk_bytes);
  CHECK(memory.text() == support::pattern(disk_bytes));
  CHECK(caught([&] { memory.resize(disk_bytes + 1); }).code() == std::errc::invalid_argument);
  CHECK(memory.size() == disk_bytes);
}

TEST_CASE("stores and what is written through are on the disk") {
  const loop_device disk;
  if (!disk) return;
  mapping memory{disk.path(), support::shared_writable()};
  memory.writable_bytes()[0] = std::byte{'!'};
  memory.write_through(disk_bytes - 4, std::as_bytes(std::span{"last", 4}));
  memory.sync(durability::all);
  std::array<char, 4> last{};
  CHECK(::pread(disk.number(), last.data(), 4, disk_bytes - 4) == 4);
  CHECK(std::string_view{last.data(), 4} == "last");
  CHECK(support::text(mapping{disk.path()}).front() == '!');
}

TEST_CASE("the types on files take a disk: its content, and its elements") {
  const loop_device disk;
  if (!disk) return;
  for (const auto limit : {std::size_t{0}, 2 * disk_bytes}) CHECK(load(disk.path(), limit).size() == disk_bytes);
  CHECK(typed_file<std::array<char, 16>>::open(disk.path()).size() == disk_bytes / 16);
}

TEST_CASE("a disk is not emptied: who asks for that is refused, and it keeps what it has") {
  const loop_device disk;
  if (!disk) return;
  const auto error = caught([&] { static_cast<void>(typed_file<int>::create(disk.path(), 10)); });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(words_of(error).find("a disk keeps what it has") != std::string_view::npos);
  CHECK(support::text(mapping{disk.path()}) == support::pattern(disk_bytes));
}

TEST_CASE("a device that is no disk has no size") {
  const auto error = caught([] { return mapping{"/dev/zero"}; });
  CHECK(words_of(error).find("its size is not known") != std::string_view::npos);
  CHECK(mapping{"/dev/zero", {.size = 100}}.size() == 100);
}
