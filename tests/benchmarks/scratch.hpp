// Files for benchmarks, gone with their object, and what keeps the compiler from leaving work out.
#pragma once

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

namespace bench {

inline constexpr std::size_t mebibyte = std::size_t{1} << 20;
inline constexpr std::size_t gibibyte = std::size_t{1} << 30;
inline constexpr std::size_t page = 4096;

// In MMAPKIT_BENCH_FOLDER, or where temporary files go.
class folder {
 public:
  folder() {
    const char* const chosen = std::getenv("MMAPKIT_BENCH_FOLDER");
    const std::filesystem::path place = chosen != nullptr ? chosen : std::filesystem::temp_directory_path();
    path_ = place / ("mmapkit-bench-" + std::to_string(std::random_device{}()));
    std::filesystem::create_directories(path_);
  }
  ~folder() {
    std::error_code unseen;
    std::filesystem::remove_all(path_, unseen);
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// Throws what the system says, so that no side is measured while it fails.
inline void require(bool good, const char* what) {
  if (!good) throw std::system_error(errno, std::system_category(), what);
}

// Lines of 10 to 70 letters: the same at every run.
inline std::string text(std::size_t size) {
  std::string lines(size, ' ');
  std::minstd_rand random{1};
  for (std::size_t at = 0, end = 0; at < size; ++at) {
    if (at == end) end = at + 10 + random() % 60;
    lines[at] = at + 1 == end || at + 1 == size ? '\n' : static_cast<char>('a' + random() % 26);
  }
  return lines;
}

inline void write(const std::filesystem::path& path, const std::string& content) {
  std::ofstream{path, std::ios::binary}.write(content.data(), static_cast<std::streamsize>(content.size()));
}

// So that the system does not do it while something is measured.
inline void write_back(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  require(file >= 0 && ::fsync(file) == 0, "fsync");
  ::close(file);
}

// A text of a GiB, from one of a MiB: it is in the cache, since it has just been written.
inline const std::filesystem::path& large_text() {
  static const folder place;
  static const std::filesystem::path path = [] {
    auto made = place / "text";
    const auto piece = text(mebibyte);
    std::ofstream file{made, std::ios::binary};
    for (std::size_t i = 0; i < gibibyte / mebibyte; ++i)
      file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    file.close();
    write_back(made);
    return made;
  }();
  return path;
}

inline void touch(const void* memory) {
  char seen = *static_cast<const volatile char*>(memory);
  benchmark::DoNotOptimize(seen);
}

}  // namespace bench
