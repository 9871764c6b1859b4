// What people use today, each in the way that its documentation shows.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace peers {

// Open, map, touch, unmap, close.
void boost_iostreams(const char* path);
void boost_interprocess(const char* path);
void glib(const char* path);
void llvm(const char* path);
void qt(const char* path);
void mio(const char* path);

// Map and unmap 256 KiB of memory.
void boost_memory();
void llvm_memory();

void llvm_protect(void* memory, std::size_t size, bool writable);

// A file mapped to be written, and synced.
class boost_interprocess_file {
 public:
  explicit boost_interprocess_file(const std::filesystem::path& path);
  ~boost_interprocess_file();
  void sync();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

class mio_file {
 public:
  explicit mio_file(const std::filesystem::path& path);
  ~mio_file();
  void sync();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

// The whole content of a file.
class llvm_buffer {
 public:
  explicit llvm_buffer(const std::string& path);
  llvm_buffer(llvm_buffer&& other) noexcept;
  ~llvm_buffer();
  std::string_view text() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

class glib_file {
 public:
  explicit glib_file(const std::string& path);
  ~glib_file();
  glib_file(const glib_file&) = delete;
  glib_file& operator=(const glib_file&) = delete;
  std::string_view text() const;

 private:
  void* file_;
};

// Makes the file longer by these steps, from a page on, with a store to the last byte of each.
void grow_boost_iostreams(const std::filesystem::path& path, std::size_t step, std::size_t most);
void grow_boost_interprocess(const std::filesystem::path& path, std::size_t step, std::size_t most);
void grow_qt(const std::filesystem::path& path, std::size_t step, std::size_t most);
void grow_mio(const std::filesystem::path& path, std::size_t step, std::size_t most);

// The length after one more step: step 0 doubles.
inline std::size_t next_length(std::size_t length, std::size_t step) {
  return step == 0 ? 2 * length : length < step ? step : length + step;
}

// Reads pages of a file by their numbers, as many at once as `depth` says.
class uring_reader {
 public:
  uring_reader(const std::filesystem::path& path, std::size_t depth, bool direct);
  ~uring_reader();
  void read(std::span<const std::size_t> pages);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace peers
