// Threads map, protect, sync, lock, advise, unmap and fork at once, each memory of its own:
//
//     threads ROUNDS
//
// Each has its own mark in all its memory, and looks for it after every call: what another thread has unmapped, mapped
// over or protected is found, as a wrong mark or as the end of the process.
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "forks.hpp"

using namespace mmapkit;

namespace {

constexpr std::size_t many = 16;
constexpr std::size_t most_pages = 8;
constexpr auto read_write = protection_flag::read | protection_flag::write;

// A folder of its own, gone with the object.
class scratch {
 public:
  scratch()
      : folder_{std::filesystem::temp_directory_path() /
                ("mmapkit_threads." + std::to_string(std::random_device{}()))} {
    std::filesystem::create_directory(folder_);
  }
  ~scratch() {
    std::error_code unseen;
    std::filesystem::remove_all(folder_, unseen);
  }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;

  std::filesystem::path file(std::size_t number) const { return folder_ / std::to_string(number); }

 private:
  std::filesystem::path folder_;
};

// Of one thread: counted in common, the threads would wait for each other, and ThreadSanitizer would see no race.
struct tally {
  std::uint64_t calls = 0;
  std::uint64_t forks = 0;
  std::uint64_t mapped = 0;
  std::uint64_t unmapped = 0;
  std::uint64_t unmapped_twice = 0;
  std::uint64_t wrong_marks = 0;

  tally& operator+=(const tally& other) {
    calls += other.calls;
    forks += other.forks;
    mapped += other.mapped;
    unmapped += other.unmapped;
    unmapped_twice += other.unmapped_twice;
    wrong_marks += other.wrong_marks;
    return *this;
  }
};

// Where each thread's memory is. If the system gives one thread what another has, that was unmapped too often.
// One word, so that nobody sees the beginning of one mapping with the end of another: the address is a multiple of a
// page, and has room for the number of pages.
class place {
 public:
  void set(std::uintptr_t first, std::size_t size) { word_.store(first | size / page_size(), relaxed); }
  void clear() { word_.store(0, relaxed); }

  bool overlaps(std::uintptr_t first, std::uintptr_t last) const {
    const auto word = word_.load(relaxed);
    const auto begin = word / page_size() * page_size();
    return begin < last && first < begin + word % page_size() * page_size();
  }

 private:
  static constexpr auto relaxed = std::memory_order_relaxed;  // orders nothing
  std::atomic<std::uintptr_t> word_{0};
};
using places = std::array<place, many>;

class worker {
 public:
  worker(std::size_t number, std::filesystem::path file, places& taken, tally& counts)
      : number_{number},
        path_{std::move(file)},
        taken_{taken},
        counts_{counts},
        random_{static_cast<unsigned>(number + 1)} {}

  void round() {
    map();
    for (std::size_t left = 1 + random_() % 8; left != 0; --left) {
      use();
      check();
    }
    if (random_() % 64 == 0 && forks::can_fork) check_in_child();
    unmap();
  }

 private:
  std::uint32_t mark(std::size_t place) const {
    return static_cast<std::uint32_t>(number_ << 24 | (generation_ & 0xff) << 16 | (place & 0xffff));
  }

  // Its own file, or no file; as an object, or by the calls.
  void map() {
    ++generation_;
    const auto size = (1 + random_() % most_pages) * page_size();
    is_file_ = random_() % 2 == 0;
    const auto options =
        is_file_
            ? mmap_options{.open = open_flag::read | open_flag::write | open_flag::create,
                           .protection = read_write,
                           .mmap = mmap_flag::shared,
                           .size = size}
            : mmap_options{.protection = read_write, .mmap = mmap_flag::private_ | mmap_flag::anonymous, .size = size};
    memory_ = is_file_ ? mapping{path_, options} : mapping{options};
    ++counts_.mapped;
    take();
    store();
  }

  void take() {
    const auto first = reinterpret_cast<std::uintptr_t>(memory_.data());
    for (const auto& other : taken_)
      if (other.overlaps(first, first + memory_.size())) ++counts_.unmapped_twice;
    taken_[number_].set(first, memory_.size());
  }

  void give_up() { taken_[number_].clear(); }

  void store() {
    const auto words = memory_.as_writable<std::uint32_t>();
    for (std::size_t i = 0; i < words.size(); i += 64) words[i] = mark(i);
  }

  void check() {
    ++counts_.calls;
    const auto words = memory_.as<std::uint32_t>();
    for (std::size_t i = 0; i < words.size(); i += 64)
      if (words[i] != mark(i)) {
        ++counts_.wrong_marks;
        store();
        return;
      }
  }

  void use() {
    const auto page = page_size();
    const auto first = random_() % (memory_.size() / page) * page;
    switch (random_() % 9) {
      case 0:
        memory_.protect(protection_flag::read);
        check();
        memory_.protect(read_write);
        break;
      case 1: memory_.protect(first, page, read_write); break;
      case 2: sync(first, page); break;
      case 3:
        memory_.lock(first, page);
        memory_.unlock(first, page);
        break;
      case 4: memory_.advise(advice::will_need); break;
      case 6: write_through(); break;
      case 7: check_guarded(); break;
      case 5: {  // handed on, and back
        auto other = std::move(memory_);
        memory_ = mapping{other.release(), read_write};
        break;
      }
      default: store(); break;
    }
  }

  // What waits for a device is rarer.
  void sync(std::size_t first, std::size_t length) {
    switch (random_() % 16) {
      case 0: memory_.sync(first, length, durability::data); break;
      case 1: memory_.sync(durability::all); break;
      case 2:
      case 3: memory_.sync(first, length, durability::scheduled); break;
      default: memory_.sync(first, length, msync_flag::async); break;
    }
  }

  void write_through() {
    if (!is_file_ || random_() % 8 != 0) return;
    const auto first = mark(0);
    memory_.write_through(0, std::as_bytes(std::span{&first, 1}));
  }

  void check_guarded() {
    std::uint32_t first = 0;
    guarded_copy(std::as_writable_bytes(std::span{&first, 1}), memory_, 0);
    if (first != mark(0)) ++counts_.wrong_marks;
  }

  // The child has what its parent had when it was made, and unmaps it for itself.
  void check_in_child() {
    ++counts_.forks;
    const auto end = forks::in_child([&] {
      const auto words = memory_.as<std::uint32_t>();
      for (std::size_t i = 0; i < words.size(); i += 64)
        if (words[i] != mark(i)) return 1;
      memory_.unmap();
      return 0;
    });
    if (end != 0) ++counts_.wrong_marks;
    check();
  }

  // By turns as the type does it, and by the call.
  void unmap() {
    check();
    give_up();
    std::error_code error;
    if (random_() % 2 == 0) {
      memory_.unmap(error);
    } else {
      munmap(memory_.release(), error);
    }
    if (error || memory_)
      ++counts_.unmapped_twice;
    else
      ++counts_.unmapped;
  }

  std::size_t number_;
  std::filesystem::path path_;
  places& taken_;
  tally& counts_;
  std::minstd_rand random_;
  std::size_t generation_ = 0;
  bool is_file_ = false;
  mapping memory_;
};

}  // namespace

int main(int argc, char** argv) try {
  const auto rounds = argc == 2 ? std::strtoull(argv[1], nullptr, 10) : 0;
  if (rounds == 0) throw std::invalid_argument{"how many rounds?"};
  const scratch folder;
  places taken;
  std::array<tally, many> of_each;
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < many; ++i)
    threads.emplace_back([&, i] {
      try {
        worker one{i, folder.file(i), taken, of_each[i]};
        for (std::uint64_t left = rounds; left != 0; --left) one.round();
      } catch (const std::exception& error) {
        ++failed;
        std::cerr << std::string{"threads: "} + error.what() + "\n";
      }
    });
  for (auto& thread : threads) thread.join();
  tally counts;
  for (const auto& each : of_each) counts += each;
  std::cout << "threads: " << many << " threads, " << counts.mapped << " mappings, " << counts.calls
            << " calls looked at, " << counts.forks << " forks, " << counts.unmapped << " unmapped once, "
            << counts.unmapped_twice << " double unmaps, " << counts.wrong_marks << " wrong marks" << std::endl;
  const bool all_gone = counts.mapped == many * rounds && counts.unmapped == counts.mapped;
  return failed == 0 && all_gone && counts.unmapped_twice == 0 && counts.wrong_marks == 0 ? 0 : 1;
} catch (const std::exception& error) {
  std::cerr << "threads: " << error.what() << '\n';
  return 1;
}
