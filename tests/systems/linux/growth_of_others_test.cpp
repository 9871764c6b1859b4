// Two processes, of which one cannot make the file as long as it wants: the other keeps what it has.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::in_child;
using support::scratch;

namespace {

constexpr int cannot_run = 77;
constexpr int rounds = 60;
constexpr std::size_t small = 1 << 16;

bool mount_alone() {
  if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

bool mount_small(const std::filesystem::path& disk) {
  return mount_alone() && ::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=4m") == 0;
}

mmap_options shared_of_size(std::size_t size) {
  auto options = support::shared_writable(size);
  options.open |= open_flag::create;
  return options;
}

// One wants more than there is, and the other a little: as what came first decides, which is tried again and again.
int grow_together(const std::filesystem::path& path) {
  for (int round = 0; round < rounds; ++round) {
    std::filesystem::remove(path);
    const auto greedy = support::start_child([&] {
      std::error_code error;
      const mapping file{path, shared_of_size(std::size_t{1} << 30), error};
      return error ? 0 : 1;
    });
    const auto modest = support::start_child([&] {
      ::usleep(static_cast<useconds_t>(round) * 5);
      mapping file{path, shared_of_size(small)};
      ::usleep(2000);
      std::ranges::fill(file.writable_bytes(), std::byte{7});
      file.sync(durability::all);
      return 0;
    });
    const auto first = support::wait_for(greedy);
    const auto second = support::wait_for(modest);
    if (first.code != 0 || second.code != 0 || second.signal != 0) return 1;
    if (support::read_file(path) != std::string(small, '\7')) return 2;
  }
  return 0;
}

// Looks at the length of the file as long as another process tries in vain to map more than it has addresses for.
int watch_length(const std::filesystem::path& path, std::size_t expected) {
  const auto failing = support::start_child([&] {
    const rlimit limit{std::size_t{256} << 20, std::size_t{256} << 20};
    if (::setrlimit(RLIMIT_AS, &limit) != 0) return 1;
    for (int round = 0; round < rounds; ++round) {
      std::error_code error;
      const mapping file{path, shared_of_size(std::size_t{512} << 20), error};
      if (error != std::errc::not_enough_memory) return 2;
    }
    return 0;
  });
  bool kept = true;
  siginfo_t ended{};
  struct stat status {};
  while (::waitid(P_PID, static_cast<id_t>(failing), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == 0)
    kept &= ::stat(path.c_str(), &status) == 0 && static_cast<std::size_t>(status.st_size) == expected;
  return support::wait_for(failing).code == 0 && kept ? 0 : 1;
}

std::uint64_t blocks_of(native_handle file) {
  struct stat status {};
  return ::fstat(file, &status) == 0 ? static_cast<std::uint64_t>(status.st_blocks) * 512 : 0;
}

// As with the sysctl vm.overcommit_memory=2, as far as this process can read it.
bool is_strict(const std::filesystem::path& rule) {
  if (!mount_alone()) return false;
  std::ofstream{rule} << "2\n";
  return ::mount(rule.c_str(), "/proc/sys/vm/overcommit_memory", nullptr, MS_BIND, nullptr) == 0;
}

int allocate_strictly(const std::filesystem::path& rule) {
  if (!is_strict(rule)) return cannot_run;
  const auto memory = shared_memory::anonymous(1 << 20);
  const sealed_memory sealed{1 << 20};
  return blocks_of(memory.handle()) >= 1 << 20 && blocks_of(sealed.handle()) >= 1 << 20 ? 0 : 1;
}

// Holes whose pages may be missing when they are read.
native_handle sealed_holes(seal_flag more) {
  const auto file = memfd_create("holes", memfd_flag::allow_sealing);
  REQUIRE(::ftruncate(file, 1 << 20) == 0);
  add_seals(file, seal_flag::shrink | seal_flag::grow | more);
  return file;
}

int take_over_strictly(const std::filesystem::path& rule) {
  if (!is_strict(rule)) return cannot_run;
  for (const auto seals : {seal_flag::write, seal_flag::future_write}) {
    if (!supported(seals)) continue;
    const auto filled = sealed_memory::from_handle(sealed_holes(seals));
    if (blocks_of(filled.handle()) < 1 << 20) return 1;
  }
  std::error_code error;
  const auto punchable = sealed_holes(seal_flag::none);
  const auto refused = sealed_memory::from_handle(punchable, protection_flag::read, error);
  return error == std::errc::operation_not_permitted && blocks_of(punchable) == 0 ? 0 : 2;
}

}  // namespace

TEST_CASE("a growth that fails on a full disk takes nothing from another process") {
  const scratch folder;
  std::filesystem::create_directory(folder / "disk");
  const int result = in_child([&] {
                       return mount_small(folder / "disk") ? grow_together(folder / "disk" / "data") : cannot_run;
                     }).code;
  if (result == cannot_run) MESSAGE("this user may not mount");
  CHECK((result == 0 || result == cannot_run));
}

TEST_CASE("a length that cannot be mapped is never seen by others") {
  if (support::emulated) return;                                        // QEMU has mappings of its own, which count
  if (support::address_sanitizer || support::thread_sanitizer) return;  // they need the addresses
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  CHECK(in_child([&] { return watch_length(path, 7); }).code == 0);
  CHECK(support::read_file(path) == "content");
}

TEST_CASE("blocks for more than the disk has are not even begun") {
  const scratch folder;
  std::filesystem::create_directory(folder / "disk");
  const int result = in_child([&] {
                       if (!mount_small(folder / "disk")) return cannot_run;
                       const auto path = folder / "disk" / "data";
                       support::write_file(path, "content");
                       const support::plain_file other{path, support::file_access::read};  // so that none could go back
                       std::error_code error;
                       const mapping file{path, shared_of_size(std::size_t{1} << 30), error};
                       if (error != std::errc::no_space_on_device) return 1;
                       return std::filesystem::space(path).free > std::uintmax_t{3} << 20 ? 0 : 2;
                     }).code;
  if (result == cannot_run) MESSAGE("this user may not mount");
  CHECK((result == 0 || result == cannot_run));
}

TEST_CASE("a new file whose mapping fails leaves no name, unless somebody else has it open") {
  const scratch folder;
  const auto path = folder / "new.bin";
  const mapping taken{support::anonymous(4 * page_size())};
  auto options = shared_of_size(2 * page_size());
  options.mmap |= mmap_flag::no_replace;
  options.address = const_cast<std::byte*>(taken.data());
  std::error_code error;
  {
    const support::plain_file probe{folder.file("probe.bin", "x"), support::file_access::write};
    if (::fcntl(probe.get(), F_SETLEASE, F_WRLCK) != 0) {
      MESSAGE("no leases on this file system: not tried");
      return;
    }
  }
  { const mapping refused{path, options, error}; }
  CHECK(error == std::errc::file_exists);  // something is mapped at the address
  CHECK_FALSE(std::filesystem::exists(path));
  support::write_file(path, "");
  { const mapping refused{path, options, error}; }
  CHECK(std::filesystem::exists(path));  // another program has made it
}

TEST_CASE("a new file on a full disk leaves no name") {
  const scratch folder;
  std::filesystem::create_directory(folder / "disk");
  const int result = in_child([&] {
                       if (!mount_small(folder / "disk")) return cannot_run;
                       std::error_code error;
                       const mapping file{folder / "disk" / "new", shared_of_size(std::size_t{1} << 30), error};
                       if (error != std::errc::no_space_on_device || std::filesystem::exists(folder / "disk" / "new"))
                         return 1;
                       static_cast<void>(typed_file<char>::create(folder / "disk" / "small", 10'000));
                       return std::filesystem::file_size(folder / "disk" / "small") == 10'000 ? 0 : 2;
                     }).code;
  if (result == cannot_run) MESSAGE("this user may not mount");
  CHECK((result == 0 || result == cannot_run));
}

TEST_CASE("where memory is not overcommitted the objects in memory have theirs from the beginning") {
  const scratch folder;
  const int result = in_child([&] { return allocate_strictly(folder / "rule"); }).code;
  if (result == cannot_run) MESSAGE("this user may not mount");
  CHECK((result == 0 || result == cannot_run));
}

TEST_CASE(
    "where memory is not overcommitted sealed memory is taken over with all its pages, which nobody can take away") {
  if (support::emulated) return;  // which reads the rule itself
  const scratch folder;
  const int result = in_child([&] { return take_over_strictly(folder / "rule"); }).code;
  if (result == cannot_run) MESSAGE("this user may not mount");
  CHECK((result == 0 || result == cannot_run));
}
