#include "disk.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <string>

#include "../disks/check.hpp"

namespace crash_states {

namespace {

// In memory, where there is such a folder.
std::filesystem::path place() {
  const std::filesystem::path memory{"/dev/shm"};
  return ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
}

bool is_zero(std::span<const std::byte> part) {
  static constexpr std::array<std::byte, sector_size> zeros{};
  return std::memcmp(part.data(), zeros.data(), part.size()) == 0;
}

// Sectors of zeros stay holes.
void write_content(int file, std::span<const std::byte> content) {
  for (std::size_t at = 0; at < content.size(); at += sector_size) {
    const auto sector_at = [&](std::size_t from) {
      return content.subspan(from, std::min(sector_size, content.size() - from));
    };
    auto end = at;
    while (end < content.size() && !is_zero(sector_at(end))) end += sector_size;
    if (end == at) continue;
    const auto part = content.subspan(at, std::min(end, content.size()) - at);
    check(::pwrite(file, part.data(), part.size(), static_cast<off_t>(at)) == static_cast<ssize_t>(part.size()),
          "a state cannot be written");
    at = end - sector_size;
  }
}

void write_file(const std::filesystem::path& path, const file_state& what) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  check(file >= 0 && ::ftruncate(file, static_cast<off_t>(what.content.size())) == 0, "a state cannot be written");
  for (const auto& [from, to] : what.allocated)  // where the system has no such call the blocks say nothing
    static_cast<void>(::fallocate(file, FALLOC_FL_KEEP_SIZE, static_cast<off_t>(from), static_cast<off_t>(to - from)));
  write_content(file, what.content);
  ::close(file);
}

}  // namespace

disk::disk() {
  auto name = (place() / "mmapkit-crash-states.XXXXXX").string();
  check(::mkdtemp(name.data()) != nullptr, "there can be no folder");
  folder_ = name;
}

disk::~disk() {
  std::error_code unseen;
  std::filesystem::remove_all(folder_, unseen);
}

void disk::clear() const {
  for (const auto& entry : std::filesystem::directory_iterator{folder_}) std::filesystem::remove(entry.path());
}

void disk::become(const state& what) const {
  for (const auto& entry : std::filesystem::directory_iterator{folder_})
    if (!what.contains(entry.path().filename())) std::filesystem::remove(entry.path());
  for (const auto& [name, file] : what) write_file(folder_ / name, file);
}

}  // namespace crash_states
