// Memory and files of huge pages, in every size that the processor has.
#include <sys/stat.h>
#include <unistd.h>

#include <bit>
#include <fstream>

#include "memory.hpp"

using namespace mmapkit;
using truth::mebibyte;

namespace {

// The system's pool of huge pages of one size, in bytes. Root has one page put there, where that is cheap, for as long
// as the object lives.
class pool {
 public:
  explicit pool(std::uint64_t size)
      : folder_{"/sys/kernel/mm/hugepages/hugepages-" + std::to_string(size / 1024) + "kB/"}, before_{number("nr")} {
    if (size <= 32 * mebibyte) std::ofstream{folder_ + "nr_hugepages"} << before_ + 1;
  }
  ~pool() {
    if (number("nr") != before_) std::ofstream{folder_ + "nr_hugepages"} << before_;
  }
  pool(const pool&) = delete;
  pool& operator=(const pool&) = delete;

  // Whether a mapping of one page may find none.
  bool may_be_empty() const { return number("free") <= number("resv") && number("nr_overcommit") == 0; }

 private:
  long number(const std::string& what) const {
    long found = 0;
    std::ifstream{folder_ + what + "_hugepages"} >> found;
    return found;
  }

  std::string folder_;
  long before_;
};

std::uint64_t default_size() { return large_page_size(); }

// One huge page: its size as the kernel shows it, or the pool is empty and it says so.
void check_mapped(mmap_flag flags, std::uint64_t size) {
  if (size > std::numeric_limits<std::size_t>::max() / 2) return;  // more than a 32-bit program can map
  const pool pages{size};
  auto options = support::anonymous(page_size());
  options.mmap |= flags;
  std::error_code error;
  const auto memory = mmap(options, error);
  if (error) {
    CHECK(error == std::errc::not_enough_memory);
    CHECK(pages.may_be_empty());
    return;
  }
  support::bytes(memory)[0] = std::byte{1};
  const auto entry = support::find_mapping(memory.addr);
  CHECK(entry.has_flag("ht"));
  CHECK(entry.page_kb == size / 1024);
  munmap(memory);
  CHECK_FALSE(support::is_mapped(memory.addr));
}

// The kernel calls the size of a file's pages its block size. A kernel without the file system for them says ENOENT.
void check_file(memfd_flag flags, std::uint64_t size) {
  const int file = memfd_create("truth", flags);
  struct stat status {};
  REQUIRE(::fstat(file, &status) == 0);
  CHECK(static_cast<std::uint64_t>(status.st_blksize) == size);
  mmapkit::close_file(file);
}

template <class Flag>
std::uint64_t size_of(Flag flag) {
  return std::uint64_t{1} << (static_cast<std::uint64_t>(flag) >> huge_page_shift);
}

}  // namespace

PROOF(mmap_flag, huge_table) { check_mapped(mmap_flag::huge_table, default_size()); }
PROOF(memfd_flag, huge_table) { check_file(memfd_flag::huge_table, default_size()); }

#define PROVE_SIZE(flag)                                                                                      \
  PROOF(mmap_flag, flag) { check_mapped(mmap_flag::huge_table | mmap_flag::flag, size_of(mmap_flag::flag)); } \
  PROOF(memfd_flag, flag) { check_file(memfd_flag::huge_table | memfd_flag::flag, size_of(memfd_flag::flag)); }
PROVE_SIZE(huge_16kb)
PROVE_SIZE(huge_64kb)
PROVE_SIZE(huge_512kb)
PROVE_SIZE(huge_1mb)
PROVE_SIZE(huge_2mb)
PROVE_SIZE(huge_8mb)
PROVE_SIZE(huge_16mb)
PROVE_SIZE(huge_32mb)
PROVE_SIZE(huge_256mb)
PROVE_SIZE(huge_512mb)
PROVE_SIZE(huge_1gb)
PROVE_SIZE(huge_2gb)
PROVE_SIZE(huge_16gb)
#undef PROVE_SIZE
