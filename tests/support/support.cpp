#include "support.hpp"

#include <atomic>
#include <chrono>
#include <fstream>
#include <sstream>
#include <utility>

namespace support {

namespace {

std::filesystem::path new_folder() {
  static std::atomic<unsigned> count = 0;
  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  while (true) {
    auto folder = std::filesystem::temp_directory_path() /
                  ("mmapkit-test-" + std::to_string(now) + "-" + std::to_string(++count));
    if (std::filesystem::create_directory(folder)) return folder;
  }
}

}  // namespace

scratch::scratch() : folder_{new_folder()} {}

scratch::~scratch() {
  std::error_code unseen;
  std::filesystem::remove_all(folder_, unseen);
}

std::filesystem::path scratch::file(std::string_view name, std::string_view content) const {
  auto path = folder_ / name;
  write_file(path, content);
  return path;
}

void write_file(const std::filesystem::path& path, std::string_view content) {
  std::ofstream file{path, std::ios::binary};
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  REQUIRE(file);
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  REQUIRE(file);
  std::ostringstream content;
  content << file.rdbuf();
  return std::move(content).str();
}

char* free_addresses(std::size_t size) {
  auto* const low = reinterpret_cast<void*>(std::uintptr_t{1} << 29);
  const auto memory = mmapkit::mmap(low, size, read_write, mmapkit::mmap_flag::private_ | mmapkit::mmap_flag::anonymous,
                                    mmapkit::no_handle, 0);
  mmapkit::munmap(memory, size);
  return static_cast<char*>(memory);
}

bool exceeds_addresses(std::size_t size) {
  std::error_code error;
  const mmapkit::reservation all{size, {}, error};
  if (!error) MESSAGE("untried: there are addresses for any length");
  return static_cast<bool>(error);
}

std::string pattern(std::size_t size) {
  std::string content(size, '\0');
  for (std::size_t i = 0; i < size; ++i) content[i] = static_cast<char>('!' + (i * 7 + i / 89) % 89);
  return content;
}

bool can(mmapkit::fallocate_mode what, const std::filesystem::path& path, mmapkit::native_handle file) {
  const bool by_program = file_system(path) == "fuse";
  if (mmapkit::supported(what) && !by_program) return true;
  std::error_code error;
  mmapkit::fallocate(file, what, what == mmapkit::fallocate_mode::allocate ? 0 : 1 << 30, 1, error);  // changes nothing
  if (by_program && !error) return true;
  CHECK(error == std::errc::operation_not_supported);
  return false;
}

}  // namespace support
