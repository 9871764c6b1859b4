// What the proofs of this folder share: a file with content that each offset tells, and children that may die.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace proof {

// Never zero, so that it can be told from what a file gets when it grows; neighbours and pages differ.
inline std::byte content(std::uint64_t offset) { return std::byte{static_cast<unsigned char>(1 + offset % 251)}; }

// The number in the command line, which has to be there.
inline std::size_t count_in(int argc, char** argv) {
  const auto count = argc == 2 ? std::strtoull(argv[1], nullptr, 10) : 0;
  if (count == 0) throw std::invalid_argument{std::string{"usage: "} + argv[0] + " COUNT"};
  return static_cast<std::size_t>(count);
}

// Where temporary files are from now on: it goes with all that children leave there who are ended by a signal.
class temporary_folder {
 public:
  temporary_folder() {
    auto name = (std::filesystem::temp_directory_path() / "mmapkit.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"cannot create " + name};
    path_ = name;
    ::setenv("TMPDIR", name.c_str(), 1);
  }
  ~temporary_folder() {
    std::error_code unseen;
    std::filesystem::remove_all(path_, unseen);
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;

 private:
  std::filesystem::path path_;
};

// A file of its own, gone with the object in the process that made it.
class scratch_file {
 public:
  explicit scratch_file(std::size_t size) : size_{size} {
    auto name = (std::filesystem::temp_directory_path() / "mmapkit.XXXXXX").string();
    handle_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (handle_ < 0) throw std::runtime_error{"cannot create " + name};
    path_ = name;
    fill(0);
  }
  ~scratch_file() {
    ::close(handle_);
    if (maker_ == ::getpid()) ::unlink(path_.c_str());
  }
  scratch_file(const scratch_file&) = delete;
  scratch_file& operator=(const scratch_file&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::size_t size() const { return size_; }

  // Longer or shorter; what is new are zeros.
  void resize(std::size_t to) const {
    if (::ftruncate(handle_, static_cast<off_t>(to)) != 0) throw std::runtime_error{"cannot resize the file"};
  }

  // Content from there to the end.
  void fill(std::size_t from) const {
    std::vector<std::byte> bytes(size_ - from);
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = content(from + i);
    if (::pwrite(handle_, bytes.data(), bytes.size(), static_cast<off_t>(from)) != static_cast<ssize_t>(bytes.size()))
      throw std::runtime_error{"cannot write the file"};
  }

 private:
  std::filesystem::path path_;
  std::size_t size_;
  int handle_ = -1;
  pid_t maker_ = ::getpid();
};

// How a child ended whose body returns its exit code, as waitpid tells.
inline int status_of(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    int code = 125;
    try {
      code = body();
    } catch (const std::exception& error) {
      std::cerr << error.what() << std::endl;
    }
    ::_exit(code);
  }
  int status = -1;
  if (child < 0 || ::waitpid(child, &status, 0) != child) throw std::runtime_error{"no child could be had"};
  return status;
}

}  // namespace proof
