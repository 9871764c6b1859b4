// A file whose pages can be seen to come and go.
#pragma once

#include <fcntl.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "memory.hpp"

namespace truth {

// A mebibyte on the device, that can be written, open and mapped whole.
class cached_file {
 public:
  cached_file()
      : path_{folder_.file("data.bin", support::pattern(mebibyte))},
        file_{path_, support::file_access::write},
        memory_{
            file_.get(),
            {.open = support::open_read_write, .protection = support::read_write, .mmap = mmapkit::mmap_flag::shared}} {
    REQUIRE(::fsync(file_.get()) == 0);
    // A program's file system may drop at opening what it has. Not by the mapping, whose pages stay.
    std::string content(mebibyte, '\0');
    REQUIRE(::pread(file_.get(), content.data(), mebibyte, 0) == static_cast<ssize_t>(mebibyte));
  }

  int get() const { return file_.get(); }
  mmapkit::mapping& memory() { return memory_; }
  const std::filesystem::path& path() const { return path_; }

  // A file system in memory keeps its pages, whatever is asked of it.
  bool is_in_memory_alone() const {
    constexpr auto tmpfs = 0x01021994;
    constexpr auto ramfs = 0x858458f6;
    struct statfs status {};
    REQUIRE(::fstatfs(file_.get(), &status) == 0);
    const auto type = static_cast<unsigned>(status.f_type);
    return type == tmpfs || type == ramfs;
  }

  std::size_t pages_in_memory() const { return memory_.residency().resident; }

  // Whether the kernel tells of this file: an overlay's pages are those of the file below.
  bool is_counted() const {
    return mmapkit::supported(mmapkit::call::cachestat) && support::file_system(path_) != "overlay";
  }

  // The pages that are there or on their way.
  std::uint64_t pages_in_cache() const {
    return is_counted() ? mmapkit::cachestat(file_.get()).cached : pages_in_memory();
  }

  // Drops the pages, by the kernel's own call; whether they went.
  bool evict() const { return ::posix_fadvise(file_.get(), 0, 0, POSIX_FADV_DONTNEED) == 0 && pages_in_memory() == 0; }

 private:
  support::scratch folder_;
  std::filesystem::path path_;
  support::plain_file file_;
  mmapkit::mapping memory_;
};

}  // namespace truth
