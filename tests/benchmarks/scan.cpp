// A text of a GiB that is in the cache: its lines counted, its characters taken one by one, and a million of its bytes
// read at random.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mmapkit/mmapkit.hpp>
#include <thread>

#include "scratch.hpp"

namespace {

using bench::gibibyte;
using bench::large_text;
using bench::mebibyte;

struct close_file {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using c_file = std::unique_ptr<std::FILE, close_file>;

c_file open_c_file() {
  c_file file{std::fopen(large_text().c_str(), "rb")};
  bench::require(file != nullptr, "fopen");
  return file;
}

class descriptor {
 public:
  descriptor() : number_{::open(large_text().c_str(), O_RDONLY | O_CLOEXEC)} { bench::require(number_ >= 0, "open"); }
  ~descriptor() { ::close(number_); }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int get() const { return number_; }

 private:
  int number_;
};

// The same for every side: sums of bytes that the compiler makes vectors of.
std::size_t count_lines(const char* text, std::size_t size) {
  std::size_t lines = 0;
  while (size != 0) {
    const auto piece = std::min<std::size_t>(size, 255 * 64);
    std::array<std::uint8_t, 64> sums{};
    std::size_t at = 0;
    for (; at + 64 <= piece; at += 64)
      for (std::size_t i = 0; i < 64; ++i) sums[i] = static_cast<std::uint8_t>(sums[i] + (text[at + i] == '\n'));
    for (; at < piece; ++at) lines += text[at] == '\n';
    for (const auto sum : sums) lines += sum;
    text += piece;
    size -= piece;
  }
  return lines;
}

// Before anything is measured.
const mmapkit::mapping& mapped_before() {
  static const mmapkit::mapping file{large_text(),
                                     {.mmap = mmapkit::mmap_flag::private_ | mmapkit::mmap_flag::populate}};
  return file;
}

template <class Count>
void lines(benchmark::State& state, Count count) {
  mapped_before();
  for (auto _ : state) {
    auto found = count();
    benchmark::DoNotOptimize(found);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * gibibyte);
}

constexpr std::size_t buffer_size = 128 * 1024;  // what wc and cat take

BENCHMARK_CAPTURE(lines, mapped before, [] {
  return count_lines(mapped_before().text().data(), gibibyte);
})->Iterations(1);
BENCHMARK_CAPTURE(lines, mmapkit mapping, [] {
  const mmapkit::mapping file{large_text()};
  return count_lines(file.text().data(), file.size());
})->Iterations(1);
BENCHMARK_CAPTURE(lines, mmapkit load, [] {
  const auto content = mmapkit::load(large_text());
  return count_lines(content.text().data(), content.size());
})->Iterations(1);
BENCHMARK_CAPTURE(lines, raw mmap, [] {
  const descriptor file;
  auto* const memory = static_cast<char*>(::mmap(nullptr, gibibyte, PROT_READ, MAP_PRIVATE, file.get(), 0));
  const auto found = count_lines(memory, gibibyte);
  ::munmap(memory, gibibyte);
  return found;
})->Iterations(1);
BENCHMARK_CAPTURE(lines, read, [] {
  const descriptor file;
  const auto buffer = std::make_unique<char[]>(buffer_size);
  std::size_t found = 0;
  for (ssize_t got = 0; (got = ::read(file.get(), buffer.get(), buffer_size)) > 0;)
    found += count_lines(buffer.get(), static_cast<std::size_t>(got));
  return found;
})->Iterations(1);
BENCHMARK_CAPTURE(lines, pread, [] {
  const descriptor file;
  const auto buffer = std::make_unique<char[]>(buffer_size);
  std::size_t found = 0;
  off_t at = 0;
  for (ssize_t got = 0; (got = ::pread(file.get(), buffer.get(), buffer_size, at)) > 0; at += got)
    found += count_lines(buffer.get(), static_cast<std::size_t>(got));
  return found;
})->Iterations(1);
BENCHMARK_CAPTURE(lines, fread, [] {
  const auto file = open_c_file();
  const auto buffer = std::make_unique<char[]>(buffer_size);
  std::size_t found = 0;
  for (std::size_t got = 0; (got = std::fread(buffer.get(), 1, buffer_size, file.get())) > 0;)
    found += count_lines(buffer.get(), got);
  return found;
})->Iterations(1);
BENCHMARK_CAPTURE(lines, std ifstream read, [] {
  std::ifstream file{large_text(), std::ios::binary};
  const auto buffer = std::make_unique<char[]>(buffer_size);
  std::size_t found = 0;
  while (file.read(buffer.get(), buffer_size) || file.gcount() > 0)
    found += count_lines(buffer.get(), static_cast<std::size_t>(file.gcount()));
  return found;
})->Iterations(1);

// Each thread counts its half.
template <class Half>
std::size_t by_two(Half half) {
  std::size_t second = 0;
  std::thread other{[&] { second = half(gibibyte / 2); }};
  const auto first = half(std::size_t{0});
  other.join();
  return first + second;
}

template <class Count>
void lines_2(benchmark::State& state, Count count) {
  lines(state, count);
}

BENCHMARK_CAPTURE(lines_2, mapped before,
                  [] {
                    return by_two([](std::size_t from) {
                      return count_lines(mapped_before().text().data() + from, gibibyte / 2);
                    });
                  })
    ->Iterations(1)
    ->UseRealTime();
BENCHMARK_CAPTURE(lines_2, mmapkit mapping,
                  [] {
                    const mmapkit::mapping file{large_text()};
                    return by_two(
                        [&](std::size_t from) { return count_lines(file.text().data() + from, gibibyte / 2); });
                  })
    ->Iterations(1)
    ->UseRealTime();
BENCHMARK_CAPTURE(lines_2, mmapkit load,
                  [] {
                    const auto content = mmapkit::load(large_text());
                    return by_two(
                        [&](std::size_t from) { return count_lines(content.text().data() + from, gibibyte / 2); });
                  })
    ->Iterations(1)
    ->UseRealTime();
// Piece by piece, from where it begins: read(buffer) says how many bytes it has got.
template <class Read>
std::size_t count_half(Read read) {
  const auto buffer = std::make_unique<char[]>(buffer_size);
  std::size_t found = 0;
  for (std::size_t done = 0; done != gibibyte / 2; done += buffer_size) {
    bench::require(read(buffer.get()) == buffer_size, "read");
    found += count_lines(buffer.get(), buffer_size);
  }
  return found;
}

BENCHMARK_CAPTURE(lines_2, pread,
                  [] {
                    const descriptor file;
                    return by_two([&](std::size_t at) {
                      return count_half([&](char* to) {
                        const auto got = ::pread(file.get(), to, buffer_size, static_cast<off_t>(at));
                        at += buffer_size;
                        return static_cast<std::size_t>(got);
                      });
                    });
                  })
    ->Iterations(1)
    ->UseRealTime();
BENCHMARK_CAPTURE(lines_2, read,
                  [] {
                    return by_two([](std::size_t from) {
                      const descriptor file;
                      ::lseek(file.get(), static_cast<off_t>(from), SEEK_SET);
                      return count_half(
                          [&](char* to) { return static_cast<std::size_t>(::read(file.get(), to, buffer_size)); });
                    });
                  })
    ->Iterations(1)
    ->UseRealTime();
BENCHMARK_CAPTURE(lines_2, fread,
                  [] {
                    return by_two([](std::size_t from) {
                      const auto file = open_c_file();
                      bench::require(std::fseek(file.get(), static_cast<long>(from), SEEK_SET) == 0, "fseek");
                      return count_half([&](char* to) { return std::fread(to, 1, buffer_size, file.get()); });
                    });
                  })
    ->Iterations(1)
    ->UseRealTime();
BENCHMARK_CAPTURE(lines_2, std ifstream read,
                  [] {
                    return by_two([](std::size_t from) {
                      std::ifstream file{large_text(), std::ios::binary};
                      file.seekg(static_cast<std::streamoff>(from));
                      return count_half([&](char* to) {
                        file.read(to, buffer_size);
                        return static_cast<std::size_t>(file.gcount());
                      });
                    });
                  })
    ->Iterations(1)
    ->UseRealTime();

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
