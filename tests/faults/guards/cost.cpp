// What guarded access costs where nothing faults:
//
//     cost ROUNDS         times, beside those of memcpy and of no guard
//     cost calls COUNT    so many guarded copies and guards, between two calls of getppid that a trace can be cut at
//
// Times are told, and decide nothing: a machine with other work has others.
#include <algorithm>
#include <chrono>
#include <cstring>
#include <iomanip>
#include <iostream>
#include <string_view>

#include "proof.hpp"

using namespace mmapkit;

namespace {

constexpr std::size_t largest = std::size_t{1} << 20;

// The compiler has to believe that the memory was looked at.
void look_at(const void* memory) { asm volatile("" : : "r"(memory) : "memory"); }

template <class Work>
double nanoseconds(std::size_t times, Work work) {
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < times; ++i) work();
  const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
  return taken.count() / static_cast<double>(times);
}

double median(std::vector<double> all) {
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::nth_element(all.begin(), middle, all.end());
  return *middle;
}

struct pair_of_medians {
  double plain;
  double guarded;
};

// In turns, each first every other time, so that what else the machine does meets both.
template <class Plain, class Guarded>
pair_of_medians compare(std::size_t rounds, std::size_t times, Plain plain, Guarded under_guard) {
  std::vector<double> plain_times;
  std::vector<double> guarded_times;
  for (std::size_t i = 0; i < rounds; ++i) {
    if (i % 2 == 0) plain_times.push_back(nanoseconds(times, plain));
    guarded_times.push_back(nanoseconds(times, under_guard));
    if (i % 2 != 0) plain_times.push_back(nanoseconds(times, plain));
  }
  return {median(plain_times), median(guarded_times)};
}

void tell_times(const mapping& file, std::vector<std::byte>& to, std::size_t rounds) {
  std::cout << "guard cost:" << std::fixed;
  for (const auto size : {std::size_t{4096}, std::size_t{65536}, largest}) {
    const auto [plain, under_guard] = compare(
        rounds, 4 * largest / size,
        [&] {
          std::memcpy(to.data(), file.data(), size);
          look_at(to.data());
        },
        [&] {
          guarded_copy(std::span{to}.first(size), file, 0);
          look_at(to.data());
        });
    std::cout << ' ' << size << " bytes " << std::setprecision(3) << under_guard / plain << " of memcpy ("
              << std::setprecision(0) << plain << " ns),";
  }
  std::cout << " wanted at most 1.05;" << std::setprecision(1);
  const auto [plain, under_guard] = compare(
      rounds, 100'000, [&] { look_at(file.data()); }, [&] { guarded(file, [&] { look_at(file.data()); }); });
  std::cout << " a guard " << under_guard - plain << " ns, wanted at most 10" << std::endl;
}

void make_calls(const mapping& file, std::vector<std::byte>& to, std::size_t count) {
  const auto access = [&] {
    guarded_copy(std::span{to}.first(4096), file, 0);
    guarded(file, [&] { look_at(file.data()); });
  };
  access();  // a handler is set once, and a thread looked at once
  ::getppid();
  for (std::size_t i = 0; i < count; ++i) access();
  ::getppid();
}

}  // namespace

int main(int argc, char** argv) try {
  const bool calls = argc == 3 && std::string_view{argv[1]} == "calls";
  const auto count = calls ? proof::count_in(2, argv + 1) : proof::count_in(argc, argv);
  const proof::scratch_file scratch{largest};
  const mapping file{scratch.path(), {.mmap = mmap_flag::private_ | if_supported(mmap_flag::populate)}};
  std::vector<std::byte> to(largest);
  if (calls)
    make_calls(file, to, count);
  else
    tell_times(file, to, count);
  if (to[4095] == proof::content(4095)) return 0;
  std::cerr << "guard cost: a copy has copied something else\n";
  return 1;
} catch (const std::exception& error) {
  std::cerr << "guard cost: " << error.what() << '\n';
  return 1;
}
