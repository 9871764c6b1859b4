// lost_write_back FOLDER THIN RUNS: writes pages of a file, each made durable in the way of the run, until the device
// under the file system has no room: what lies under it is the folder THIN, full but for some pages.
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <iostream>
#include <limits>
#include <mmapkit/mmapkit.hpp>
#include <vector>

#include "check.hpp"
#include "ways.hpp"

using namespace mmapkit;

namespace {

constexpr std::size_t pages = 64;

// Elements of a growable_file, whose file has its blocks from the beginning.
using element = std::array<std::byte, 4096>;

struct figures {
  unsigned failures = 0;         // runs in which a write-back failed
  std::size_t acknowledged = 0;  // pages
  later_attempts later;
  std::size_t lost = 0;      // pages acknowledged that the device has not
  std::size_t gone = 0;      // pages not acknowledged that it has not
  unsigned raw_forgets = 0;  // runs in which fsync failed, and then succeeded
};

class proof {
 public:
  proof(std::filesystem::path folder, std::filesystem::path thin, std::uint64_t run, figures& counted)
      : folder_{std::move(folder)}, ballast_{thin / "ballast"}, run_{run}, random_{run}, counted_{counted} {}

  void map() {
    make_room();
    mapping file{file_,
                 {.open = open_flag::read | open_flag::write | open_flag::create,
                  .protection = protection_flag::read | protection_flag::write,
                  .mmap = mmap_flag::shared,
                  .size = pages * page_size()}};
    file.sync(durability::all);
    const int raw = ::open(file_.c_str(), O_RDWR | O_CLOEXEC);
    leave(random_(0, pages - 16));
    const auto written = write_pages(file, raw);
    if (written < pages) after_failure(file, raw, written);
    file.unmap();
    compare(written);
    if (written < pages) {
      static_cast<void>(::fsync(raw));
      map_anew();
    }
    ::close(raw);
  }

  void grow() {
    make_room();
    growable_file<element> file{file_, pages};
    file.reserve(pages);
    file.sync();
    leave(random_(0, pages - 16));
    std::size_t written = 0;
    const auto add = [&] {
      element one{};
      std::ranges::copy(page_of(run_, written), one.begin());
      file.push_back(one);
      file.sync();
      ++written;
    };
    try {
      while (written < pages) add();
    } catch (const mmap_error& error) {
      remember(error);
      std::filesystem::remove(ballast_);
      later_.expect_all_of_growable(file, pages);
    }
    file.close();
    counted_.acknowledged += written;
    compare(written);
  }

 private:
  void make_room() const {
    std::filesystem::remove(file_);
    std::filesystem::remove(ballast_);
    give_back_blocks();
  }

  void remember(const mmap_error& error) {
    later_.remember(error);
    ++counted_.failures;
  }

  // What the device has under free blocks of the file system goes back.
  void give_back_blocks() const {
    const int entry = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    fstrim_range all{.start = 0, .len = std::numeric_limits<std::uint64_t>::max(), .minlen = 0};
    ::syncfs(entry);  // which tells of the last run's failure
    const bool given = ::ioctl(entry, FITRIM, &all) == 0;
    ::close(entry);
    check(given, "the file system gives no blocks back");
  }

  void leave(std::size_t free_pages) const {
    struct statvfs info {};
    const int file = ::open(ballast_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    check(file >= 0 && ::fstatvfs(file, &info) == 0, "the device cannot be filled");
    check(info.f_bfree > free_pages, "the device has too little room");
    const auto taken = (info.f_bfree - free_pages) * info.f_bsize;
    const bool filled = ::posix_fallocate(file, 0, static_cast<off_t>(taken)) == 0;
    ::close(file);
    check(filled, "the device cannot be filled");
  }

  // How many pages the mapping said are durable. In half of the runs another descriptor hears of the failure first.
  std::size_t write_pages(mapping& file, int raw) {
    const auto& chosen = ways[run_ % (ways.size() + 1)];
    const bool other_first = run_ / (ways.size() + 1) % 2 == 1;
    std::size_t number = 0;
    try {
      for (; number < pages; ++number) {
        const auto bytes = page_of(run_, number);
        if (other_first) {
          store(file, number * page_size(), bytes);
          static_cast<void>(::fsync(raw));
        }
        chosen.write(file, number * page_size(), bytes);
        ++counted_.acknowledged;
      }
    } catch (const mmap_error& error) {
      remember(error);
    }
    return number;
  }

  // No way reports success any more, whether there is something new to write, and also when there is room again.
  void after_failure(mapping& file, int raw, std::size_t failed_page) {
    const bool failed = ::fsync(raw) != 0;
    if (failed && ::fsync(raw) == 0) ++counted_.raw_forgets;
    for (const bool room : {false, true}) {
      if (room) std::filesystem::remove(ballast_);
      later_.expect_all(file, failed_page, pages - 1);
    }
  }

  // What the device has, and not the memory of the kernel: a page that is written goes from there, and one that was
  // acknowledged and does not go was not written.
  void compare(std::size_t acknowledged) {
    const int file = ::open(file_.c_str(), O_RDONLY | O_CLOEXEC);
    ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    const mapping acknowledged_part{file_};
    const auto still = acknowledged == 0 ? 0 : acknowledged_part.residency(0, acknowledged * page_size()).resident;
    if (still != 0) std::cerr << "run " << run_ << ": " << still << " acknowledged pages are not written\n";
    counted_.lost += still;
    page found(page_size());
    for (std::size_t number = 0; number < pages; ++number) {
      const auto got = ::pread(file, found.data(), found.size(), static_cast<off_t>(number * page_size()));
      check(got == static_cast<ssize_t>(page_size()), "the file cannot be read");
      if (found == page_of(run_, number)) continue;
      if (number < acknowledged)
        std::cerr << "run " << run_ << ": page " << number << " of " << acknowledged << " acknowledged is not there\n";
      ++(number < acknowledged ? counted_.lost : counted_.gone);
    }
    ::close(file);
  }

  // With room again, the file mapped anew takes and keeps everything, once the kernel has dropped its pages: of one
  // that stays after its write-back failed, ext4 (seen on Linux 6.18) writes what is stored there later into a block
  // that it goes on to read as zeros, and fsync reports success.
  void map_anew() {
    const int plain = ::open(file_.c_str(), O_RDONLY | O_CLOEXEC);
    ::posix_fadvise(plain, 0, 0, POSIX_FADV_DONTNEED);
    ::close(plain);
    mapping file{file_,
                 {.open = open_flag::read | open_flag::write,
                  .protection = protection_flag::read | protection_flag::write,
                  .mmap = mmap_flag::shared}};
    for (std::size_t number = 0; number < pages; ++number) store(file, number * page_size(), page_of(run_, number));
    file.sync(durability::all);
    file.unmap();
    compare(pages);
  }

  std::filesystem::path folder_;
  std::filesystem::path file_ = folder_ / "data.bin";
  std::filesystem::path ballast_;
  std::uint64_t run_;
  dice random_;
  figures& counted_;
  refusals later_{run_, counted_.later};
};

}  // namespace

int main(int, char** arguments) {
  const auto runs = std::stoul(arguments[3]);
  figures counted;
  try {
    for (std::uint64_t run = 0; run < runs; ++run) {
      proof one{arguments[1], arguments[2], run, counted};
      if (run % (ways.size() + 1) == ways.size())
        one.grow();
      else
        one.map();
    }
  } catch (const std::exception& error) {
    std::cout << "lost write-back: " << error.what() << '\n';
    return 1;
  }
  std::cout << "lost write-back: " << runs << " runs, " << counted.failures << " failures, " << counted.acknowledged
            << " pages acknowledged, " << counted.lost << " of them lost, " << counted.gone << " others lost; "
            << counted.later.refused << " later syncs refused, " << counted.later.false_successes
            << " successes after a failure; raw fsync forgot " << counted.raw_forgets << " times\n";
  const bool void_test = counted.failures == 0 || counted.gone == 0;
  if (void_test) std::cout << "no data was lost: nothing is proved\n";
  return counted.later.false_successes + counted.lost == 0 && !void_test ? 0 : 1;
}
