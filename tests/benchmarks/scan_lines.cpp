// A text of a GiB that is in the cache: its lines counted.
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <mmapkit/mmapkit.hpp>
#include <thread>

#include "large_text.hpp"

namespace {

using bench::descriptor;
using bench::gibibyte;
using bench::large_text;
using bench::mapped_before;
using bench::mebibyte;
using bench::open_c_file;

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

}  // namespace
