#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Memory.h>
#include <llvm/Support/MemoryBuffer.h>

#include "peers.hpp"
#include "scratch.hpp"

namespace peers {

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

}  // namespace peers
