// A text of a GiB that is in the cache: its characters taken one by one, and a million of its bytes read at random.
#include <cstdio>
#include <mmapkit/mmapkit.hpp>

#include "large_text.hpp"

namespace {

using bench::descriptor;
using bench::gibibyte;
using bench::large_text;
using bench::mapped_before;
using bench::open_c_file;

// The sum of all characters.
template <class Sum>
void characters(benchmark::State& state, Sum sum) {
  mapped_before();
  for (auto _ : state) {
    auto found = sum();
    benchmark::DoNotOptimize(found);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * gibibyte);
}

BENCHMARK_CAPTURE(characters, mmapkit reader, [] {
  const mmapkit::mapping file{large_text()};
  mmapkit::reader in{file};
  std::uint64_t sum = 0;
  while (!in.at_end()) sum += static_cast<unsigned char>(in.read_char());
  return sum;
})->Iterations(1);
BENCHMARK_CAPTURE(characters, getc_unlocked, [] {
  const auto file = open_c_file();
  std::uint64_t sum = 0;
  for (int c = 0; (c = ::getc_unlocked(file.get())) != EOF;) sum += static_cast<unsigned>(c);
  return sum;
})->Iterations(1);
BENCHMARK_CAPTURE(characters, getc, [] {
  const auto file = open_c_file();
  std::uint64_t sum = 0;
  for (int c = 0; (c = std::getc(file.get())) != EOF;) sum += static_cast<unsigned>(c);
  return sum;
})->Iterations(1);
BENCHMARK_CAPTURE(characters, std ifstream get, [] {
  std::ifstream file{large_text(), std::ios::binary};
  std::uint64_t sum = 0;
  for (char c = 0; file.get(c);) sum += static_cast<unsigned char>(c);
  return sum;
})->Iterations(1);

constexpr std::size_t million = 1'000'000;

const std::vector<std::uint32_t>& places() {
  static const std::vector<std::uint32_t> all = [] {
    std::vector<std::uint32_t> made(million);
    std::minstd_rand random{7};
    for (auto& place : made) place = static_cast<std::uint32_t>(random()) % gibibyte;
    return made;
  }();
  return all;
}

template <class Read>
std::uint64_t sum_of_places(Read read) {
  std::uint64_t sum = 0;
  for (const auto place : places()) sum += static_cast<unsigned char>(read(place));
  return sum;
}

// Once before, untimed: what the side before has left of the processor's caches is not the question.
template <class Sum>
void bytes(benchmark::State& state, Sum sum) {
  mapped_before();
  auto before = sum();
  benchmark::DoNotOptimize(before);
  for (auto _ : state) {
    auto found = sum();
    benchmark::DoNotOptimize(found);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * million);
}

BENCHMARK_CAPTURE(bytes, mmapkit mapping in place, [] {
  const auto text = mapped_before().text();
  return sum_of_places([text](std::uint32_t place) { return text[place]; });
})->Iterations(1);
BENCHMARK_CAPTURE(bytes, mmapkit mapping and its page faults, [] {
  const mmapkit::mapping file{large_text()};
  return sum_of_places([text = file.text()](std::uint32_t place) { return text[place]; });
})->Iterations(1);
BENCHMARK_CAPTURE(bytes, pread, [] {
  const descriptor file;
  return sum_of_places([&](std::uint32_t place) {
    char byte = 0;
    bench::require(::pread(file.get(), &byte, 1, static_cast<off_t>(place)) == 1, "pread");
    return byte;
  });
})->Iterations(1);
BENCHMARK_CAPTURE(bytes, fseek and fread, [] {
  const auto file = open_c_file();
  return sum_of_places([&](std::uint32_t place) {
    char byte = 0;
    bench::require(std::fseek(file.get(), static_cast<long>(place), SEEK_SET) == 0, "fseek");
    bench::require(std::fread(&byte, 1, 1, file.get()) == 1, "fread");
    return byte;
  });
})->Iterations(1);

}  // namespace
