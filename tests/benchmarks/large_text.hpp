// What the benchmarks that read a text of a GiB from the cache share: its mapping, and the file as C and POSIX open it.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <mmapkit/mapping.hpp>

#include "scratch.hpp"

namespace bench {

struct close_file {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using c_file = std::unique_ptr<std::FILE, close_file>;

inline c_file open_c_file() {
  c_file file{std::fopen(large_text().c_str(), "rb")};
  require(file != nullptr, "fopen");
  return file;
}

class descriptor {
 public:
  descriptor() : number_{::open(large_text().c_str(), O_RDONLY | O_CLOEXEC)} { require(number_ >= 0, "open"); }
  ~descriptor() { ::close(number_); }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int get() const { return number_; }

 private:
  int number_;
};

// Before anything is measured.
inline const mmapkit::mapping& mapped_before() {
  static const mmapkit::mapping file{large_text(),
                                     {.mmap = mmapkit::mmap_flag::private_ | mmapkit::mmap_flag::populate}};
  return file;
}

}  // namespace bench
