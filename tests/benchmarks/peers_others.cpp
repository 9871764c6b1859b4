#include <gio/gio.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Memory.h>
#include <llvm/Support/MemoryBuffer.h>

#include <QFile>

#include "peers.hpp"
#include "scratch.hpp"

#if BENCH_HAS_MIO
#include <mio/mmap.hpp>
#endif

namespace peers {

void glib(const char* path) {
  GError* error = nullptr;
  auto* const file = g_mapped_file_new(path, FALSE, &error);
  bench::require(file != nullptr, "g_mapped_file_new");
  bench::touch(g_mapped_file_get_contents(file));
  g_mapped_file_unref(file);
}

void llvm(const char* path) {
  auto file = ::llvm::sys::fs::openNativeFileForRead(path);
  bench::require(static_cast<bool>(file), "openNativeFileForRead");
  ::llvm::sys::fs::file_status status;
  std::error_code error = ::llvm::sys::fs::status(*file, status);
  const ::llvm::sys::fs::mapped_file_region region{*file, ::llvm::sys::fs::mapped_file_region::readonly,
                                                   static_cast<std::size_t>(status.getSize()), 0, error};
  bench::require(!error, "mapped_file_region");
  bench::touch(region.const_data());
  static_cast<void>(::llvm::sys::fs::closeFile(*file));
}

void qt(const char* path) {
  static const QString name = QString::fromUtf8(path);  // once: the path is always the same
  QFile file{name};
  bench::require(file.open(QIODevice::ReadOnly), "QFile::open");
  auto* const memory = file.map(0, file.size());
  bench::touch(memory);
  file.unmap(memory);
}

using ::llvm::sys::Memory;

void llvm_memory() {
  std::error_code error;
  auto block = Memory::allocateMappedMemory(64 * bench::page, nullptr, Memory::MF_READ | Memory::MF_WRITE, error);
  auto* memory = block.base();
  benchmark::DoNotOptimize(memory);
  error = Memory::releaseMappedMemory(block);
}

void llvm_protect(void* memory, std::size_t size, bool writable) {
  const ::llvm::sys::MemoryBlock block{memory, size};
  const auto error = Memory::protectMappedMemory(block, Memory::MF_READ | (writable ? Memory::MF_WRITE : 0U));
  bench::require(!error, "protectMappedMemory");
}

struct llvm_buffer::state {
  std::unique_ptr<::llvm::MemoryBuffer> content;
};

// No null byte behind the text, which would rule mapping out for some sizes.
llvm_buffer::llvm_buffer(const std::string& path) {
  auto content = ::llvm::MemoryBuffer::getFile(path, false, false);
  bench::require(static_cast<bool>(content), "MemoryBuffer::getFile");
  state_ = std::make_unique<state>(state{std::move(*content)});
}

llvm_buffer::llvm_buffer(llvm_buffer&& other) noexcept = default;
llvm_buffer::~llvm_buffer() = default;

std::string_view llvm_buffer::text() const {
  return {state_->content->getBufferStart(), state_->content->getBufferSize()};
}

glib_file::glib_file(const std::string& path) : file_{g_mapped_file_new(path.c_str(), FALSE, nullptr)} {
  bench::require(file_ != nullptr, "g_mapped_file_new");
}

glib_file::~glib_file() { g_mapped_file_unref(static_cast<GMappedFile*>(file_)); }

std::string_view glib_file::text() const {
  auto* const file = static_cast<GMappedFile*>(file_);
  return {g_mapped_file_get_contents(file), g_mapped_file_get_length(file)};
}

void grow_qt(const std::filesystem::path& path, std::size_t step, std::size_t most) {
  QFile file{QString::fromStdString(path.string())};
  bench::require(file.open(QIODevice::ReadWrite), "QFile::open");
  auto* memory = file.map(0, file.size());
  for (auto length = static_cast<std::size_t>(file.size()); length < most;) {
    length = next_length(length, step);
    file.unmap(memory);
    bench::require(file.resize(static_cast<qint64>(length)), "QFile::resize");
    memory = file.map(0, static_cast<qint64>(length));
    memory[length - 1] = 'x';
  }
}

#if BENCH_HAS_MIO
void mio(const char* path) {
  const ::mio::mmap_source file{path};
  bench::touch(file.data());
}

struct mio_file::state {
  ::mio::mmap_sink memory;
};

mio_file::mio_file(const std::filesystem::path& path) : state_{std::make_unique<state>()} {
  state_->memory = ::mio::mmap_sink{path.string()};
}

mio_file::~mio_file() = default;

void mio_file::sync() {
  std::error_code error;
  state_->memory.sync(error);
  bench::require(!error, "mio sync");
}

// As its README says: unmap, lengthen, map. Its destructor would sync; the move of the next mapping does not.
void grow_mio(const std::filesystem::path& path, std::size_t step, std::size_t most) {
  ::mio::mmap_sink memory{path.string()};
  for (auto length = memory.size(); length < most;) {
    length = next_length(length, step);
    std::filesystem::resize_file(path, length);
    memory = ::mio::mmap_sink{path.string()};
    memory[length - 1] = 'x';
  }
}
#endif

}  // namespace peers
