// Memory that can be shared with processes one does not trust.
#pragma once

#include <cstddef>
#include <span>
#include <system_error>
#include <type_traits>

#include <mmapkit/shared_memory.hpp>

namespace mmapkit {

// Owns shared memory of a size that nobody can change: neither who made it, nor any process that gets its handle. A
// file that is mapped can be cut short by everybody who may write to it, and whoever reads it then dies; this memory
// cannot, so it needs no guard (fault.hpp). What takes a sealed_memory takes memory whose every byte can be read.
// Move-only; true in a condition while it maps.
//
// Platforms: Linux, FreeBSD by seals; Windows and macOS, where objects in memory have one size for ever. Elsewhere
// operation_not_supported.
//
//     sealed_memory index{bytes};
//     build_index(index.writable_bytes());
//     index.make_constant();
//     send(socket, index.handle());            // and there:
//     const auto index = sealed_memory::from_handle(received);
class MMAPKIT_EXPORT sealed_memory {
 public:
  sealed_memory() noexcept = default;

  // New memory of `size` bytes, more than 0: zeros.
  // Throws: mmap_error; invalid_argument for 0 bytes. Platforms: every. Source: memfd_create(2), fcntl(2) F_ADD_SEALS;
  // CreateFileMappingW.
  [[nodiscard]] explicit sealed_memory(std::size_t size);
  [[nodiscard]] sealed_memory(std::size_t size, std::error_code& error) noexcept;

  // The memory behind a handle that another process sent, all of it. The handle is this object's from now on; on
  // failure it is still yours.
  // Throws: mmap_error; operation_not_permitted where the memory can still be made shorter or longer: the one who sent
  // it could end this process.
  // Platforms: every. Source: fcntl(2), F_GET_SEALS.
  [[nodiscard]] static sealed_memory from_handle(native_handle handle,
                                                 protection_flag protection = protection_flag::read);
  [[nodiscard]] static sealed_memory from_handle(native_handle handle, protection_flag protection,
                                                 std::error_code& error) noexcept;

  [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(memory_); }
  [[nodiscard]] const std::byte* data() const noexcept { return memory_.data(); }

  // Bytes. Windows and macOS have whole pages.
  [[nodiscard]] std::size_t size() const noexcept { return memory_.size(); }
  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return memory_.bytes(); }

  // Throws: mmap_error, permission_denied, where it was taken over for reading, or is constant.
  [[nodiscard]] std::span<std::byte> writable_bytes() { return memory_.writable_bytes(); }

  // As those of mapping, with what they throw.
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<const T> as() const { return memory_.as<T>(); }
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<T> as_writable() { return memory_.as_writable<T>(); }

  // The mapping: for advice, locks and residency.
  [[nodiscard]] mapping& view() noexcept { return memory_.view(); }

  // To be sent to another process; this object closes it.
  [[nodiscard]] native_handle handle() const noexcept { return memory_.handle(); }

  // Nobody can store to it from now on, and no seal be added.
  // Throws: mmap_error; device_or_resource_busy where another mapping can write; then it is as it was;
  // operation_not_supported where there are no seals. Platforms: Linux, FreeBSD.
  //
  //     index.make_constant();
  //
  // Source: fcntl(2), F_SEAL_WRITE.
  void make_constant() { memory_.seal(seal_flag::write | seal_flag::seal); }
  void make_constant(std::error_code& error) noexcept { memory_.seal(seal_flag::write | seal_flag::seal, error); }

  // Gives all back now; does nothing where there is nothing.
  // Throws: mmap_error. Platforms: every.
  void unmap() { memory_.unmap(); }
  void unmap(std::error_code& error) noexcept { memory_.unmap(error); }

 private:
  shared_memory memory_;
};

}  // namespace mmapkit
