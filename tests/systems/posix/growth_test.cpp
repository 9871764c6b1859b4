// Files that are to become longer than they can: nothing that was there is touched.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <limits>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::in_child;
using support::scratch;

namespace {

// More than any process maps: 2^60, and of 32 bits all but a sixteenth.
constexpr auto all_addresses = std::numeric_limits<std::size_t>::max();
constexpr auto beyond_addresses = sizeof(void*) == 4 ? all_addresses / 16 * 15 : all_addresses / 16;
constexpr auto emptying = open_flag::read | open_flag::write | open_flag::create | open_flag::truncate;

mmap_options emptied_to(std::size_t size, file_growth growth) {
  auto options = support::shared_writable();
  options.open = emptying;
  options.size = size;
  options.growth = growth;
  return options;
}

// As they are for a process that may make files of that size at most.
template <class Body>
int with_limit(rlim_t most, Body body) {
  return in_child([&] {
           const rlimit limit{most, most};
           return ::setrlimit(RLIMIT_FSIZE, &limit) == 0 ? body() : -1;
         })
      .code;
}

}  // namespace

TEST_CASE("a file that cannot be mapped as it is asked for is not made") {
  if (!support::exceeds_addresses(beyond_addresses)) return;
  const scratch folder;
  const auto path = folder / "new.bin";
  auto read_only = support::shared_writable();
  read_only.open = open_flag::read | open_flag::write | open_flag::create;
  read_only.protection = protection_flag::read;
  read_only.size = 100;
  auto beyond = read_only;
  beyond.size.reset();
  beyond.offset = 100;
  auto exclusive = emptied_to(beyond_addresses, file_growth::sparse);
  exclusive.open = open_flag::read | open_flag::write | open_flag::ensure_create;
  for (const auto& options : {read_only, beyond, exclusive, emptied_to(beyond_addresses, file_growth::allocated)}) {
    std::error_code error;
    const mapping file{path, options, error};
    CHECK(error);
    CHECK_FALSE(std::filesystem::exists(path));
  }
  CHECK_THROWS_AS(static_cast<void>(typed_file<char>::create(path, beyond_addresses)), mmap_error);
  CHECK_THROWS_AS(static_cast<void>(growable_file<char>{path, beyond_addresses}), mmap_error);
  CHECK(std::filesystem::is_empty(folder / ""));
}

TEST_CASE("a file that this process may not make so long is not made") {
  const scratch folder;
  const auto path = folder / "new.bin";
  const int result = with_limit(1 << 16, [&] {
    std::error_code error;
    const mapping file{path, emptied_to(1 << 20, file_growth::allocated), error};
    return error == std::errc::file_too_large && !std::filesystem::exists(path) ? 0 : 1;
  });
  CHECK(result == 0);
}

TEST_CASE("a link that leads nowhere makes its target, as open does") {
  const scratch folder;
  std::filesystem::create_symlink(folder / "target.bin", folder / "link.bin");
  const mapping file{folder / "link.bin", emptied_to(100, file_growth::allocated)};
  CHECK(std::filesystem::file_size(folder / "target.bin") == 100);
  CHECK(std::filesystem::is_symlink(folder / "link.bin"));
}

TEST_CASE("a file is not emptied for a size that cannot be had") {
  if (!support::exceeds_addresses(beyond_addresses)) return;
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  for (const auto growth : {file_growth::allocated, file_growth::sparse, file_growth::written}) {
    std::error_code error;
    const mapping file{path, emptied_to(beyond_addresses, growth), error};
    CHECK(error);
    CHECK(support::read_file(path) == "content");
  }
  CHECK_THROWS_AS(static_cast<void>(typed_file<char>::create(path, beyond_addresses)), mmap_error);
  CHECK(support::read_file(path) == "content");
}

TEST_CASE("a file is not emptied for a size that this process may not give it") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  for (const auto growth : {file_growth::allocated, file_growth::sparse, file_growth::written}) {
    const int result = with_limit(1 << 16, [&] {
      std::error_code error;
      const mapping file{path, emptied_to(1 << 20, growth), error};
      return error == std::errc::file_too_large ? 0 : 1;
    });
    CHECK(result == 0);
    CHECK(support::read_file(path) == "content");
  }
}

TEST_CASE("a file is not emptied for a mapping that cannot be had") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  mapping taken{support::anonymous(4 * page_size())};
  auto options = emptied_to(2 * page_size(), file_growth::allocated);
  options.mmap |= mmap_flag::no_replace;
  options.address = taken.data();
  std::error_code error;
  const mapping file{path, options, error};
  CHECK(error);
  CHECK(support::read_file(path) == "content");
}

TEST_CASE("a file that may not become so long gets no blocks for it") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto before = support::allocated_bytes(path);
  const int result = with_limit(1 << 16, [&] {
    auto options = support::shared_writable();
    options.size = 1 << 20;
    std::error_code error;
    const mapping file{path, options, error};
    return error == std::errc::file_too_large ? 0 : 1;
  });
  CHECK(result == 0);
  CHECK(support::read_file(path) == "content");
  CHECK(support::allocated_bytes(path) == before);
}

TEST_CASE("the error about a limit names it") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const int result = with_limit(1 << 16, [&] {
    const auto error = support::caught([&] { return mapping{path, emptied_to(1 << 20, file_growth::allocated)}; });
    const std::string_view words = error.what();
    return words.find("RLIMIT_FSIZE") != words.npos && words.find("1048576") != words.npos ? 0 : 1;
  });
  CHECK(result == 0);
}

TEST_CASE("the error about a limit names it for shared memory too") {
  const auto name = "/mmapkit-limited-" + std::to_string(support::process_number());
  const int result = with_limit(1 << 16, [&] {
    const auto error = support::caught([&] { return shared_memory::create(name, 1 << 20); });
    const std::string_view words = error.what();
    return error.code() == std::errc::file_too_large && words.find("RLIMIT_FSIZE") != words.npos &&
                   words.find(name) != words.npos
               ? 0
               : 1;
  });
  CHECK(result == 0);
  CHECK_FALSE(shared_memory::remove(name));
}

TEST_CASE("emptying a file leaves it empty where no size is given, and as long as asked where one is") {
  const scratch folder;
  const auto path = folder.file("data.bin", std::string(100'000, 'x'));
  auto options = support::shared_writable();
  options.open = emptying;
  CHECK(mapping{path, options}.size() == 0);
  CHECK(std::filesystem::file_size(path) == 0);
  support::write_file(path, std::string(100'000, 'x'));
  const mapping file{path, emptied_to(50'000, file_growth::allocated)};
  CHECK(support::read_file(path) == std::string(50'000, '\0'));
}

TEST_CASE("a peer's object that is a hole gets its blocks before it is stored to") {
  const auto name = "/mmapkit-hole-" + std::to_string(support::process_number());
  const int hole = ::shm_open(name.c_str(), O_RDWR | O_CREAT | O_EXCL, 0600);
  REQUIRE(hole != -1);
  if (::ftruncate(hole, 1 << 20) == 0 && this_system() == mark::linux_) {
    const auto memory = shared_memory::open_or_create(name, 1 << 20);
    struct stat status {};
    CHECK(::fstat(hole, &status) == 0);
    CHECK(status.st_blocks * 512 >= 1 << 20);
    CHECK_FALSE(memory.is_new());
  }
  ::close(hole);
  ::shm_unlink(name.c_str());
}

TEST_CASE("an object that is to be emptied keeps its content where it cannot become so long") {
  const auto name = "/mmapkit-empty-" + std::to_string(support::process_number());
  auto memory = shared_memory::create(name, 100);
  memory.writable_bytes()[0] = std::byte{7};
  const int result = with_limit(1 << 16, [&] {
    std::error_code error;
    const auto emptied = shm_open(name, open_flag::read | open_flag::write | open_flag::truncate, 0600, 1 << 20, error);
    return emptied == no_handle && error == std::errc::file_too_large ? 0 : 1;
  });
  CHECK(result == 0);
  CHECK(*shared_memory::open(name).data() == std::byte{7});
}

TEST_CASE("a file that grows with a mapping has all pages of one that is locked, or populated") {
  if (support::emulated) return;  // QEMU maps without populating
  if (this_system() != mark::linux_) return;
  const scratch folder;
  auto options = support::shared_writable();
  options.open |= open_flag::create;
  options.size = 5 * page_size();
  options.keep_file = true;
  for (const auto flag : {mmap_flag::populate, mmap_flag::locked}) {
    auto more = options;
    more.mmap |= flag;
    const mapping file{folder / to_string(flag), more};
    CHECK(file.residency().resident == 5);
  }
  mapping grown{folder / "grown", options};
  grown.lock();
  grown.resize(15 * page_size());
  CHECK(grown.residency().resident == 15);
}
