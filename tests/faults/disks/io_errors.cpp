// io_errors FOLDER RUNS: a file system whose writes, syncs and reads fail. After a failure no sync of the mapping or of
// the growable_file reports success, what was acknowledged is on the device, and guarded reads say where it failed.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

#include "failing_disk.hpp"
#include "ways.hpp"

using namespace mmapkit;

namespace {

constexpr std::size_t pages = 32;
constexpr unsigned always = 1U << 30;

using element = std::array<std::byte, 4096>;

struct figures {
  unsigned failures = 0;         // runs in which a write or a sync failed
  std::size_t acknowledged = 0;  // pages
  std::size_t lost = 0;          // of them
  std::size_t reads_failed = 0;
  std::size_t reads_wrong = 0;
  unsigned raw_forgets = 0;  // runs in which fsync failed, then succeeded, and the data is not there
  later_attempts later;
};

constexpr mmap_options writing{.open = open_flag::read | open_flag::write | open_flag::create,
                               .protection = protection_flag::read | protection_flag::write,
                               .mmap = mmap_flag::shared,
                               .size = pages * std::size_t{4096}};

class run {
 public:
  run(failing_disk& disk, std::uint64_t number, figures& counted)
      : disk_{disk}, device_{disk.device()}, number_{number}, random_{number}, counted_{counted} {
    std::filesystem::remove(disk.file());
    device_.forget();
    device_.allocates = number % 2 == 0;
  }

  void map() {
    mapping file{disk_.file(), writing};
    file.sync(durability::all);
    const auto& chosen = ways[number_ % ways.size()];
    fail();
    std::size_t written = 0;
    try {
      for (; written != pages; ++written) chosen.write(file, written * page_size(), page_of(number_, written));
    } catch (const mmap_error& error) {
      remember(error);
    }
    if (written != pages)
      for (const bool works : {false, true}) {
        if (works) work_again();
        later_.expect_all(file, written, pages - 1);
      }
    look_for(written);
  }

  void grow() {
    growable_file<element> file{disk_.file(), pages};
    file.reserve(pages);
    file.sync();
    fail();
    std::size_t written = 0;
    try {
      for (; written != pages; ++written) {
        element one{};
        std::ranges::copy(page_of(number_, written), one.begin());
        file.push_back(one);
        file.sync(written % 2 == 0 ? durability::data : durability::all);
      }
    } catch (const mmap_error& error) {
      remember(error);
      work_again();
      later_.expect_all_of_growable(file, pages);
    }
    work_again();
    look_for(written);
  }

  void read() {
    fill();
    const auto bad = random_(0, pages - 1);
    device_.bad_from = bad * page_size();
    device_.bad_to = (bad + 1) * page_size();
    copy(bad);
    guard(bad);
  }

  // What the kernel does by itself: it tells of the failure once.
  void forget() {
    mapping file{disk_.file(), writing};
    file.sync(durability::all);
    const int raw = ::open(disk_.file().c_str(), O_RDWR | O_CLOEXEC);
    store(file, 0, page_of(number_, 0));
    fail();
    device_.writes.successes = device_.syncs.successes = 0;
    const bool failed = ::fsync(raw) != 0;
    work_again();
    if (failed && ::fsync(raw) == 0 && !is_durable(0)) ++counted_.raw_forgets;
    ::close(raw);
  }

 private:
  // A write or a sync: once, or until it works again.
  void fail() {
    const unsigned times = number_ / 2 % 2 == 0 ? 1 : always;
    const auto after = static_cast<unsigned>(random_(0, pages - 2));
    auto& what = number_ / 4 % 2 == 0 ? device_.writes : device_.syncs;
    what.set(number_ / 8 % 2 == 0 ? EIO : ENOSPC, after, times);
  }

  void work_again() {
    device_.writes.error = 0;
    device_.syncs.error = 0;
  }

  void remember(const mmap_error& error) {
    later_.remember(error);
    ++counted_.failures;
  }

  bool is_durable(std::size_t number) const {
    const auto expected = page_of(number_, number);
    return std::ranges::equal(expected, std::span{device_.durable}.subspan(number * page_size(), page_size()));
  }

  void look_for(std::size_t acknowledged) {
    counted_.acknowledged += acknowledged;
    for (std::size_t number = 0; number != acknowledged; ++number)
      if (!is_durable(number)) ++counted_.lost;
  }

  // Opening drops what the kernel has read before.
  void fill() {
    device_.exists = true;
    device_.size = pages * page_size();
    for (std::size_t number = 0; number != pages; ++number)
      std::ranges::copy(page_of(number_, number),
                        device_.taken.begin() + static_cast<std::ptrdiff_t>(number * page_size()));
  }

  // Why it failed can be told while the device fails, not later.
  void judge_read(const mmap_error& error, std::size_t bad) {
    const bool right_kind = error.fault() == fault_kind::input_output || device_.read_error == 0;
    const bool right = error.code() == std::errc::io_error && right_kind && error.file_offset() == bad * page_size();
    ++(right ? counted_.reads_failed : counted_.reads_wrong);
    if (!right) std::cerr << "run " << number_ << ", page " << bad << ": " << error.what() << '\n';
  }

  bool is_there(std::span<const std::byte> copied, std::size_t number) const {
    return std::ranges::equal(copied.subspan(number * page_size(), page_size()), page_of(number_, number));
  }

  // What lies before the bad page is there; afterwards the rest is too, when the device works again.
  void copy(std::size_t bad) {
    const mapping file{disk_.file()};
    device_.read_error = EIO;
    page to(pages * page_size());
    try {
      guarded_copy(to, file, 0);
      ++counted_.reads_wrong;
    } catch (const mmap_error& error) {
      judge_read(error, bad);
    }
    for (std::size_t number = 0; number != bad; ++number)
      if (!is_there(to, number)) ++counted_.reads_wrong;
    device_.read_error = 0;
    guarded_copy(to, file, 0);
    for (std::size_t number = 0; number != pages; ++number)
      if (!is_there(to, number)) ++counted_.reads_wrong;
  }

  // After a guard's fault the mapping is not the file's any more, and says so also when the device works.
  void guard(std::size_t bad) {
    const mapping file{disk_.file()};
    device_.read_error = EIO;
    for (int again = 0; again < 2; ++again) {
      try {
        const volatile auto seen = guarded(file, [&] { return std::ranges::count(file.bytes(), std::byte{1}); });
        static_cast<void>(seen);
        ++counted_.reads_wrong;
      } catch (const mmap_error& error) {
        judge_read(error, bad);
      }
      device_.read_error = 0;
    }
  }

  failing_disk& disk_;
  failing_device& device_;
  std::uint64_t number_;
  dice random_;
  figures& counted_;
  refusals later_{number_, counted_.later};
};

// Of ten runs six map, two grow, and one reads; in one the kernel alone is looked at.
void run_one(failing_disk& disk, std::uint64_t number, figures& counted) {
  run one{disk, number / 10 * 7 + number % 10, counted};
  switch (number % 10) {
    case 6:
    case 7: return one.grow();
    case 8: return one.read();
    case 9: return one.forget();
    default: return one.map();
  }
}

}  // namespace

int main(int argc, char** arguments) {
  figures counted;
  try {
    check(argc == 3, std::string{"usage: "} + arguments[0] + " FOLDER RUNS");
    const auto runs = std::stoul(arguments[2]);
    for (const bool caches : {false, true}) {
      failing_disk disk{arguments[1], caches};
      for (std::uint64_t number = caches ? 1 : 0; number < runs; number += 2) run_one(disk, number / 2, counted);
    }
  } catch (const std::exception& error) {
    std::cout << "io_errors: " << error.what() << '\n';
    return 1;
  }
  std::cout << "io_errors: " << arguments[2] << " runs, " << counted.failures << " writes and syncs failed, "
            << counted.acknowledged << " pages acknowledged, " << counted.lost << " of them lost; "
            << counted.later.refused << " later syncs refused, " << counted.later.false_successes
            << " successes after a failure; " << counted.reads_failed << " guarded reads failed where they had to, "
            << counted.reads_wrong << " went wrong; raw fsync forgot " << counted.raw_forgets << " times\n";
  const bool nothing_failed = counted.failures == 0 || counted.reads_failed == 0 || counted.raw_forgets == 0;
  if (nothing_failed) std::cout << "nothing failed: nothing is proved\n";
  return counted.lost + counted.later.false_successes + counted.reads_wrong == 0 && !nothing_failed ? 0 : 1;
}
