/// \file
/// Memory for code that is made at run time.
#pragma once

#include <cstddef>
#include <span>
#include <system_error>

#include <mmapkit/detail/lifetime.hpp>
#include <mmapkit/export.hpp>

namespace mmapkit {

/// Owns memory with two views: one that code is written through, and one that it runs from. No page is writable and
/// executable at once: a stray store cannot change what runs, and an attacker's cannot either unless it finds the other
/// view. Move-only; true in a condition while it holds memory.
///
/// Different parts may be written by different threads. Code that another thread runs at the moment must not be
/// changed; a thread that ran other code at the same place before has to synchronise its instruction fetch itself (Arm:
/// ISB, or membarrier(2) for all). A child process of fork() shares the memory.
///
/// \par Example
/// \code{.cpp}
/// dual_mapping code{4096};
/// code.write(0, machine_code);
/// const auto add = code.function<int(int, int)>(0);
/// \endcode
class MMAPKIT_EXPORT dual_mapping {
 public:
  dual_mapping() noexcept = default;

  /// `bytes`, more than 0, is rounded up to allocation_granularity(). New memory is zeros.
  ///
  /// \throws mmap_error not_enough_memory; permission_denied where the system lets this process make no code (SELinux,
  /// Windows' dynamic code policy, macOS without the entitlement com.apple.security.cs.allow-jit).
  /// \par Platforms
  /// Every but macOS on Intel, which runs no shared memory (an error). On macOS with Apple's processors both views are
  /// one (MAP_JIT), which each thread has either to write or to run.
  /// \sa \linuxman{memfd_create,2}, \posix{mmap}; \win32{memoryapi,CreateFileMappingW} with PAGE_EXECUTE_READWRITE
  [[nodiscard]] explicit dual_mapping(std::size_t bytes);
  [[nodiscard]] dual_mapping(std::size_t bytes, std::error_code& error) noexcept;

  /// Takes over what the other holds, and leaves it empty.
  dual_mapping(dual_mapping&& other) noexcept;
  dual_mapping& operator=(dual_mapping&& other) noexcept;
  ~dual_mapping();

  /// Whether it holds anything.
  [[nodiscard]] explicit operator bool() const noexcept { return runnable_ != nullptr; }
  /// How many bytes.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// The view that runs; to be read and called, never stored to.
  [[nodiscard]] std::span<const std::byte> code() const& noexcept MMAPKIT_LIFETIMEBOUND { return {runnable_, size_}; }
  void code() const&& = delete;  // a view of a temporary: give the owner a name

  /// Copies machine code to the offset, and lets all processors see it: when this returns it can be called.
  ///
  /// \throws mmap_error invalid_argument where it does not lie within the memory.
  /// \par Platforms
  /// Every.
  /// \sa __builtin___clear_cache; \win32{processthreadsapi,FlushInstructionCache}; pthread_jit_write_protect_np(3)
  void write(std::size_t offset, std::span<const std::byte> machine_code);
  void write(std::size_t offset, std::span<const std::byte> machine_code, std::error_code& error) noexcept;

  /// The same for an assembler that stores by itself: store(bytes) gets the writable view of `length` bytes at the
  /// offset, for as long as it runs. It must not call the code, and not keep the view.
  ///
  /// \par Example
  /// \code{.cpp}
  /// code.edit(0, 64, [&](std::span<std::byte> bytes) { assembler.emit(bytes); });
  /// \endcode
  template <class Store>
  void edit(std::size_t offset, std::size_t length, Store&& store) {
    require(offset, length);
    const editing scope{*this, offset, length};
    store(scope.bytes());
  }
  template <class Store>
  void edit(std::size_t offset, std::size_t length, Store&& store, std::error_code& error) {
    require(offset, length, error);
    if (error) return;
    const editing scope{*this, offset, length};
    store(scope.bytes());
  }

  /// The function that begins at the offset.
  ///
  /// \throws mmap_error invalid_argument where the memory has no byte there.
  /// \par Platforms
  /// Every.
  template <class Signature>
  [[nodiscard]] Signature* function(std::size_t offset) const& MMAPKIT_LIFETIMEBOUND {
    require(offset, 1);
    return reinterpret_cast<Signature*>(const_cast<std::byte*>(runnable_) + offset);
  }
  template <class Signature>
  [[nodiscard]] Signature* function(std::size_t offset, std::error_code& error) const& noexcept MMAPKIT_LIFETIMEBOUND {
    require(offset, 1, error);
    return error ? nullptr : reinterpret_cast<Signature*>(const_cast<std::byte*>(runnable_) + offset);
  }
  template <class Signature, class... Error>
  void function(std::size_t offset, Error&...) const&& = delete;  // of a temporary: give the owner a name

  /// Gives the memory back now. Does nothing where there is none.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  void unmap();
  void unmap(std::error_code& error) noexcept;

 private:
  // Throws where the bytes do not lie within the memory.
  void require(std::size_t offset, std::size_t length) const;
  void require(std::size_t offset, std::size_t length, std::error_code& error) const noexcept;

  // Stores may be made while it lives; what was stored can be run when it is gone.
  class MMAPKIT_EXPORT editing {
   public:
    editing(dual_mapping& memory, std::size_t offset, std::size_t length) noexcept;
    ~editing();
    editing(const editing&) = delete;
    editing& operator=(const editing&) = delete;
    [[nodiscard]] std::span<std::byte> bytes() const noexcept { return {memory_.writable_ + offset_, length_}; }

   private:
    dual_mapping& memory_;
    std::size_t offset_;
    std::size_t length_;
  };

  std::byte* writable_ = nullptr;
  const std::byte* runnable_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace mmapkit
