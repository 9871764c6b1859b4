// Kinds of files, seals and requests that are seldom met: what is told of them, and that nothing else happens.
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <mmapkit/file.hpp>
#include <mmapkit/interprocess_mutex.hpp>
#include <string>
#include <vector>

#include "../../support/child.hpp"
#include "../../support/interprocess_mutex.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

bool mentions(const std::string& told, std::string_view words) { return told.find(words) != std::string::npos; }

// A file in memory, of a page, that can be sealed.
class sealable {
 public:
  sealable() : file_{file::adopt(memfd_create("rare", memfd_flag::allow_sealing))} { file_.resize(page_size()); }

  file& get() { return file_; }
  void seal(seal_flag how) { add_seals(file_.handle(), how); }

 private:
  file file_;
};

}  // namespace

TEST_CASE("what has no pages and no size is told so, by the mapping, by its size and by its new length") {
  file event = file::adopt(::eventfd(0, EFD_CLOEXEC));
  REQUIRE(event);
  const auto mapped = caught([&] { munmap(mmap(event, {.size = page_size()})); });
  CHECK(mapped.code() == std::errc::no_such_device);
  CHECK(mentions(mapped.what(), "what is open here has no pages"));
  const auto unsized = caught([&] { static_cast<void>(event.size()); });
  CHECK(unsized.code() == std::errc::invalid_argument);
  CHECK(mentions(unsized.what(), "what it is has no size"));
  CHECK(caught([&] { event.resize(page_size()); }).code() == std::errc::no_such_device);
}

TEST_CASE("a device and a directory have neither a size nor a length that changes") {
  const scratch folder;
  file device{"/dev/null", support::open_read_write};
  const auto unsized = caught([&] { static_cast<void>(device.size()); });
  CHECK(unsized.code() == std::errc::invalid_argument);
  CHECK(mentions(unsized.what(), "it is a character device, not a regular file"));
  std::error_code error;
  CHECK(device.size(error) == 0);
  CHECK(error == unsized.code());
  CHECK(mentions(caught([&] { device.resize(5); }).what(), "it is a character device, not a regular file"));
  file directory{folder / ".", open_flag::read};
  CHECK(mentions(caught([&] { directory.resize(5); }).what(), "it is a directory, not a regular file"));
}

TEST_CASE("a file that is sealed against becoming shorter, or longer, says so and keeps its length") {
  sealable memory;
  memory.seal(seal_flag::shrink);
  const auto shorter = caught([&] { memory.get().resize(1); });
  CHECK(shorter.code() == std::errc::operation_not_permitted);
  CHECK(mentions(shorter.what(), "the file is sealed against becoming shorter"));
  memory.get().resize(2 * page_size());
  memory.seal(seal_flag::grow);
  CHECK(mentions(caught([&] { memory.get().resize(3 * page_size()); }).what(), "the file is sealed against growing"));
  CHECK(memory.get().size() == 2 * page_size());
}

TEST_CASE("a view of a file that is sealed against writing stays as it is when it shall become writable") {
  for (const auto seal : {seal_flag::write, seal_flag::future_write}) {
    sealable memory;
    memory.seal(seal);
    const auto options = mmap_options{.mmap = mmap_flag::shared};
    mapping view{memory.get(), options};
    const auto refused = caught([&] { view.protect(support::read_write); });
    CHECK(refused.code() == std::errc::permission_denied);
    CHECK(mentions(refused.what(), "the file is sealed against writing"));
    CHECK(view.protection() == protection_flag::read);
    CHECK_FALSE(support::writable(const_cast<std::byte*>(view.data())));
    const auto mapped = caught([&] { const mapping made{memory.get(), support::shared_writable()}; });
    CHECK(mapped.code() == std::errc::operation_not_permitted);
    CHECK(mentions(mapped.what(), "the file is sealed against writing"));
  }
}

TEST_CASE("a file that is open for writing alone has a size, and is not mapped") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const file writer = file::adopt(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  CHECK(writer.size() == 7);
  const auto refused = caught([&] { const mapping made{writer}; });
  CHECK(refused.code() == std::errc::permission_denied);
  CHECK(mentions(refused.what(), "the file is not open for reading: open_flag::read is missing"));
}

TEST_CASE("an error of a link is not blamed on the link where that is followed") {
  const scratch folder;
  const int listening = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto path = (folder / "s").string();
  REQUIRE(path.size() < sizeof address.sun_path);
  std::memcpy(address.sun_path, path.c_str(), path.size());
  REQUIRE(::bind(listening, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::symlink(path.c_str(), (folder / "link").c_str()) == 0);
  const auto through = caught([&] { static_cast<void>(open_file(folder / "link", open_flag::read)); });
  CHECK(through.code() == std::errc::no_such_device_or_address);
  CHECK_FALSE(mentions(through.what(), "symbolic link"));
  ::close(listening);
  // The link that cannot be followed is not the last part of the path.
  REQUIRE(::symlink("around", (folder / "around").c_str()) == 0);
  const auto around = caught(
      [&] { static_cast<void>(open_file(folder / "around" / "data.bin", open_flag::read | open_flag::no_follow)); });
  CHECK(around.code() == std::errc::too_many_symbolic_link_levels);
  CHECK_FALSE(mentions(around.what(), "no_follow refuses"));
}

TEST_CASE("a link that leads to itself has an entry, and what it leads to cannot be found") {
  const scratch folder;
  const auto link = folder / "around";
  REQUIRE(::symlink("around", link.c_str()) == 0);
  std::error_code error;
  sync_directory_entry(link, error);
  CHECK(error == std::errc::too_many_symbolic_link_levels);
  CHECK(caught([&] { sync_directory_entry(link); }).code() == error);
  // One that leads nowhere has an entry, and there is nothing else to sync.
  REQUIRE(::symlink("nowhere", (folder / "nowhere-yet").c_str()) == 0);
  sync_directory_entry(folder / "nowhere-yet", error);
  CHECK_FALSE(error);
}

TEST_CASE("a name of memory that a zero cuts short, or that is too long, is refused before the system is asked") {
  mapping memory{support::anonymous(page_size())};
  for (const auto& name : {std::string("a\0b", 3), std::string(300, 'x')}) {
    std::error_code error;
    name_region(memory.writable_bytes().data(), page_size(), name, error);
    CHECK(error == std::errc::invalid_argument);
  }
}

TEST_CASE("the name of shared memory is left to whoever has it by now") {
  const auto name = "/mmapkit-rare-" + std::to_string(support::process_number());
  const auto path = "/dev/shm" + name;
  const auto exists = [&] {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0;
  };
  {
    const auto memory = shared_memory::create(name, page_size());
    REQUIRE(exists());
    REQUIRE(::unlink(path.c_str()) == 0);
    REQUIRE(::symlink("/nowhere/at/all", path.c_str()) == 0);
  }
  CHECK(exists());
  REQUIRE(::unlink(path.c_str()) == 0);
  {
    const auto memory = shared_memory::create(name, page_size());
    REQUIRE(::unlink(path.c_str()) == 0);
    REQUIRE(::mkdir(path.c_str(), 0700) == 0);
  }
  CHECK(exists());
  REQUIRE(::rmdir(path.c_str()) == 0);
}

TEST_CASE("a device with the name of shared memory is told as one") {
  const auto name = "/mmapkit-device-" + std::to_string(support::process_number());
  const auto path = "/dev/shm" + name;
  for (const auto kind : {mode_t{S_IFCHR}, mode_t{S_IFBLK}}) {
    if (::mknod(path.c_str(), kind | 0600, dev_t{0}) != 0) return;  // for root alone
    const auto refused = caught([&] { static_cast<void>(shared_memory::open(name)); });
    ::unlink(path.c_str());
    CHECK(mentions(refused.what(), "what has this name is a device, and no shared memory"));
  }
}

TEST_CASE("memory that was something else is no mutex, and is left as it is") {
  if (!support::has_mutexes()) return;
  alignas(interprocess_mutex) std::array<std::byte, sizeof(interprocess_mutex)> memory{};
  std::ranges::fill(std::span{memory}.subspan(2 * sizeof(std::uint32_t)), std::byte{0x55});
  const auto before = memory;
  auto& mutex = *reinterpret_cast<interprocess_mutex*>(memory.data());
  std::error_code error;
  mutex.lock(error);
  CHECK(error == std::errc::invalid_argument);
  CHECK_FALSE(mutex.try_lock(error));
  CHECK(error == std::errc::invalid_argument);
  CHECK(memory == before);
}

TEST_CASE("no bytes of memory are given a key, and no range that wraps around is") {
  if (support::emulated) return;  // QEMU has no keys
  mapping memory{support::anonymous(page_size())};
  auto* const addr = memory.writable_bytes().data();
  pkey_mprotect(addr, 0, protection_flag::none, 1000);
  CHECK(support::writable(addr));
  CHECK(caught([&] { pkey_mprotect(addr, SIZE_MAX, protection_flag::none, -1); }).code() ==
        std::errc::not_enough_memory);
  CHECK(support::writable(addr));
}

TEST_CASE("policies and nodes that cannot be found are told with the memory or the process that was asked") {
  if (!supported(call::mbind)) return;
  const void* const none = support::free_addresses(page_size());
  CHECK(mentions(caught([&] { static_cast<void>(policy_nodes(none)); }).what(), "1 bytes at "));
  CHECK(mentions(caught([&] { static_cast<void>(get_mempolicy(none)); }).what(), "1 bytes at "));
  if (!supported(call::migrate_pages)) return;
  const unsigned node[] = {0};
  constexpr int missing = 0x3fffffff;  // more than PID_MAX_LIMIT
  const auto process = caught([&] { static_cast<void>(migrate_pages(missing, node, node)); });
  CHECK(process.code() == std::errc::no_such_process);
  CHECK(mentions(process.what(), "the pages of process " + std::to_string(missing)));
  const unsigned far[] = {1000};
  CHECK(mentions(caught([&] { static_cast<void>(migrate_pages(far, far)); }).what(), "the pages of this process"));
}

TEST_CASE("pages are moved in one of two ways, and not in another, nor to a node that no number can name") {
  if (!supported(call::move_pages)) return;
  mapping memory{support::anonymous(page_size())};
  memory.writable_bytes()[0] = std::byte{1};
  std::array pages{page_status{.addr = memory.data(), .node = 0}};
  for (const auto how : {numa_move::none, numa_move::strict, numa_move::move | numa_move::strict}) {
    const auto refused = caught([&] { move_pages(pages, how); });
    CHECK(refused.code() == std::errc::invalid_argument);
  }
  std::error_code error;
  move_pages(pages, numa_move::move, error);
  CHECK_FALSE(error);
  CHECK(pages[0].node == 0);
  pages[0].node = 0x80000000U;
  CHECK(mentions(caught([&] { move_pages(pages); }).what(), "there is no node 2147483648"));
}

TEST_CASE("the limit of locked memory is told as a number, and as none where there is none") {
  const auto told = [](rlim_t limit) {
    return support::told_by_child([&]() -> std::string {
      const rlimit wanted{limit, limit};
      if (::setrlimit(RLIMIT_MEMLOCK, &wanted) != 0) return "not allowed";
      return std::to_string(lock_limit());
    });
  };
  const auto finite = told(128 * 1024);
  if (finite != "not allowed") CHECK(finite == std::to_string(128 * 1024));
  const auto none = told(RLIM_INFINITY);
  if (none != "not allowed") CHECK(none == std::to_string(UINT64_MAX));
}

TEST_CASE("the usage and the pages of memory are told by the forms that report as by those that throw") {
  mapping memory{support::anonymous(4 * page_size())};
  memory.writable_bytes()[0] = std::byte{1};
  std::error_code error;
  const auto usage = find_region_usage(memory.data(), error);
  REQUIRE_FALSE(error);
  REQUIRE(usage);
  CHECK(usage->resident == find_region_usage(memory.data())->resident);
  if (!supported(call::scan_pages)) return;
  const auto runs = scan_pages(memory.data(), memory.size(), page_category::present, scan_flag::none, error);
  CHECK_FALSE(error);
  REQUIRE(runs.size() == 1);
  CHECK(runs[0].addr == memory.data());
  CHECK(runs[0].size == page_size());
  CHECK(scan_pages(memory.data(), SIZE_MAX, page_category::present, scan_flag::none, error).empty());
  CHECK(error == std::errc::value_too_large);
}
