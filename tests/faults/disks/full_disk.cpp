// full_disk FOLDER RUNS: fills the file system of the folder through mappings, in child processes whose deaths are
// counted. Half of the runs are of files that grow with their blocks allocated, half of files with holes.
#include <fcntl.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <vector>

#include "check.hpp"

using namespace mmapkit;

namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20;

// The bytes that a run stores: they tell their place, and the runs apart.
std::byte byte_at(std::uint64_t run, std::uint64_t place) {
  return static_cast<std::byte>((place * 7 + place / 4093 + run * 31) % 251 + 1);
}

std::vector<std::byte> bytes_at(std::uint64_t run, std::uint64_t place, std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = byte_at(run, place + i);
  return bytes;
}

std::size_t free_bytes(const std::filesystem::path& folder) {
  struct statvfs info {};
  check(::statvfs(folder.c_str(), &info) == 0, "statvfs failed");
  return info.f_bavail * info.f_bsize;
}

// By plain calls: the disk is as full as they can make it, or has `rest` bytes free.
void fill(const std::filesystem::path& path, std::size_t rest) {
  const auto free = free_bytes(path.parent_path());
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  check(file >= 0, "no file to fill the disk with");
  if (rest < free) ::posix_fallocate(file, 0, static_cast<off_t>(free - rest));
  const std::vector<char> page(4096, 'x');
  if (rest == 0)
    for (off_t end = ::lseek(file, 0, SEEK_END); ::pwrite(file, page.data(), page.size(), end) > 0;) end += 4096;
  ::close(file);
}

void check_content(const std::filesystem::path& path, std::uint64_t run, std::size_t from, std::size_t to) {
  std::vector<std::byte> found(to - from);
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const auto got = ::pread(file, found.data(), found.size(), static_cast<off_t>(from));
  ::close(file);
  check(got == static_cast<ssize_t>(found.size()), "the file cannot be read");
  check(found == bytes_at(run, from, found.size()), "what was stored is not in the file");
}

mmap_options growing(std::size_t size, file_growth growth) {
  return {.open = open_flag::read | open_flag::write | open_flag::create,
          .protection = protection_flag::read | protection_flag::write,
          .mmap = mmap_flag::shared,
          .size = size,
          .growth = growth};
}

void check_full(const mmap_error& error) {
  check(error.code() == std::errc::no_space_on_device, std::string{"not a full disk: "} + error.what());
}

class proof {
 public:
  proof(std::filesystem::path folder, std::uint64_t run) : folder_{std::move(folder)}, run_{run}, random_{run} {
    std::filesystem::remove(data_);
    std::filesystem::remove(ballast_);
    free_removed();
    const auto free = free_bytes(folder_);
    fill(ballast_, random_(free / 8, free * 2 / 3));
  }

  // A new file that has no room is refused, and its name goes, since nobody else has it open: see file_growth.
  void create() {
    const auto free = free_bytes(folder_);
    try {
      const mapping file{data_, growing(free + random_(1, mebibyte), file_growth::allocated)};
    } catch (const mmap_error& error) {
      check_full(error);
      check(!std::filesystem::exists(data_), "a new file that could not grow was made");
      free_removed();
      check(free_bytes(folder_) + mebibyte / 4 > free, "a new file that could not grow has kept its blocks");
      return;
    }
    check(false, "a file has grown beyond its disk");
  }

  // One that grew until it was refused keeps what it had, and takes every store though the disk is full.
  void resize() {
    auto size = random_(1, 65536);
    mapping file{data_, growing(size, file_growth::allocated)};
    try {
      while (size < 64 * mebibyte) {
        const auto next = size + random_(1, mebibyte);
        file.resize(next);
        size = next;
      }
    } catch (const mmap_error& error) {
      check_full(error);
    }
    check(size < 64 * mebibyte, "a file has grown beyond its disk");
    check(file.size() == size && std::filesystem::file_size(data_) == size, "a refused step has changed the size");
    fill(ballast_, 0);
    const auto bytes = bytes_at(run_, 0, size);
    std::ranges::copy(bytes, file.writable_bytes().begin());
    file.sync(durability::all);
    check_content(data_, run_, 0, size);
  }

  void append() {
    growable_file<std::byte> file{data_, 64 * mebibyte};
    try {
      while (file.size() < file.max_size()) file.append(bytes_at(run_, file.size(), random_(1, mebibyte)));
    } catch (const mmap_error& error) {
      check_full(error);
    }
    check(file.size() < file.max_size(), "a file has grown beyond its disk");
    fill(ballast_, 0);
    const auto size = file.size();
    file.sync();
    file.close();
    check(std::filesystem::file_size(data_) == size, "the file has not the length of its elements");
    check_content(data_, run_, 0, size);
  }

  // Stores into holes until one finds no room.
  void store(bool by_body) {
    auto options = growing(64 * mebibyte, file_growth::sparse);
    options.offset = random_(0, 1) * random_(0, 3 * page_size());
    mapping file{data_, options};
    try {
      if (by_body)
        guarded(file, [&] { store_pages(file, options.offset); });
      else
        copy_pieces(file, options.offset);
    } catch (const mmap_error& error) {
      check_fault(file, options.offset, error);
      return;
    }
    check(false, "more was stored than the disk has");
  }

 private:
  // A journal keeps the blocks of removed files until it is written.
  void free_removed() const {
    const int entry = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ::syncfs(entry);
    ::close(entry);
  }

  void store_pages(mapping& file, std::size_t start) {
    const auto size = std::min(file.size(), free_bytes(folder_) + mebibyte);
    const auto bytes = bytes_at(run_, start, size);
    std::ranges::copy(bytes, file.writable_bytes().begin());
  }

  void copy_pieces(mapping& file, std::size_t start) {
    for (std::size_t at = 0; at != file.size();) {
      const auto size = std::min(random_(1, 3 * page_size()), file.size() - at);
      guarded_copy(file, at, bytes_at(run_, start + at, size));
      at += size;
    }
  }

  [[nodiscard]] std::size_t first_zero(std::size_t from) const {
    std::ifstream stream{data_, std::ios::binary};
    stream.seekg(static_cast<std::streamoff>(from));
    for (std::istreambuf_iterator<char> at{stream}, end; at != end; ++at, ++from)
      if (*at == '\0') return from;
    return from;
  }

  // What the file has, read by plain calls, tells which store was the first that failed. The first hole may lie behind
  // it: ext4 gives the pages of a large folio their blocks one by one, and the store fails where the last finds none.
  void check_fault(mapping& file, std::size_t start, const mmap_error& error) {
    const auto first = first_zero(start);
    const int plain = ::open(data_.c_str(), O_RDONLY | O_CLOEXEC);
    const auto hole = static_cast<std::size_t>(::lseek(plain, static_cast<off_t>(start), SEEK_HOLE));
    ::close(plain);
    check(first / page_size() <= hole / page_size() && hole < start + file.size(), "the file has no hole");
    check(error.file_offset() == first, "nothing is stored from " + std::to_string(first) + " on: " + error.what());
    check(error.fault() == fault_kind::no_space, std::string{"another kind of fault: "} + error.what());
    check_content(data_, run_, start, first);
    std::filesystem::remove(ballast_);
    free_removed();
    mapping again{data_, growing(first + page_size(), file_growth::sparse)};
    guarded_copy(again, first, bytes_at(run_, first, page_size()));  // there is room again
    again.sync(durability::all);
    check_content(data_, run_, start, first + page_size());
  }

  std::filesystem::path folder_;
  std::filesystem::path data_ = folder_ / "data.bin";
  std::filesystem::path ballast_ = folder_ / "ballast.bin";
  std::uint64_t run_;
  dice random_;
};

int try_run(const std::filesystem::path& folder, std::uint64_t run, bool allocated) {
  try {
    proof one{folder, run};
    if (!allocated)
      one.store(run % 2 == 0);
    else if (run % 3 == 0)
      one.create();
    else if (run % 3 == 1)
      one.resize();
    else
      one.append();
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "run " << run << (allocated ? ", allocated: " : ", sparse: ") << error.what() << '\n';
    return 1;
  }
}

}  // namespace

int main(int, char** arguments) {
  const std::filesystem::path folder = arguments[1];
  const auto runs = std::stoul(arguments[2]);
  unsigned deaths = 0;
  unsigned broken = 0;
  for (std::uint64_t run = 0; run < 2 * runs; ++run) {
    const auto child = ::fork();
    if (child == 0) ::_exit(try_run(folder, run / 2, run % 2 == 0));
    int status = 0;
    check(::waitpid(child, &status, 0) == child, "a child process is gone");
    if (WIFSIGNALED(status)) ++deaths;
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0) ++broken;
  }
  std::cout << "full disk, " << folder.filename().string() << ": " << runs << " runs allocated, " << runs
            << " runs sparse, " << deaths << " deaths, " << broken << " broken promises\n";
  return deaths + broken == 0 ? 0 : 1;
}
