#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <string>

#include "child.hpp"

namespace support {

plain_file::plain_file(const std::filesystem::path& path, file_access mode)
    : handle_{::open(path.c_str(), (mode == file_access::write ? O_RDWR : O_RDONLY) | O_CLOEXEC)} {
  REQUIRE(handle_ >= 0);
}

plain_file::~plain_file() { close(); }

bool plain_file::is_open() const { return ::fcntl(handle_, F_GETFD) >= 0; }

void plain_file::close() {
  if (handle_ >= 0) ::close(handle_);
  handle_ = -1;
}

// The kernel copies the byte through a pipe and says EFAULT where the program would have died.
bool readable(const void* addr) {
  const pipe_ends pipe;
  return ::write(pipe.writer(), addr, 1) == 1;
}

// Puts back the byte that it finds; memory that cannot be read counts as not writable.
bool writable(void* addr) {
  const pipe_ends pipe;
  return ::write(pipe.writer(), addr, 1) == 1 && ::read(pipe.reader(), addr, 1) == 1;
}

std::size_t open_files() {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator{"/dev/fd"}) count += entry.path().empty() ? 0U : 1U;
  return count;
}

few_open_files::few_open_files(unsigned limit) {
  rlimit now{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &now) == 0);
  before_ = now.rlim_cur;
  now.rlim_cur = limit;
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &now) == 0);
}

few_open_files::~few_open_files() {
  rlimit now{};
  ::getrlimit(RLIMIT_NOFILE, &now);
  now.rlim_cur = static_cast<rlim_t>(before_);
  ::setrlimit(RLIMIT_NOFILE, &now);
}

std::uint64_t allocated_bytes(const std::filesystem::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return static_cast<std::uint64_t>(status.st_blocks) * 512;
}

bool growth_has_blocks() { return true; }

unsigned long process_number() { return static_cast<unsigned long>(::getpid()); }

}  // namespace support
