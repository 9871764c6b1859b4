/// \file
/// Memory that can be shared with processes one does not trust.
#pragma once

#include <cstddef>
#include <system_error>

#include <mmapkit/shared_memory.hpp>

namespace mmapkit {

/// Owns shared memory of a size that nobody can change: neither who made it, nor any process that gets its handle. A
/// file that is mapped can be cut short by everybody who may write to it, and whoever reads it then dies; this memory
/// cannot, so it needs no guard (guarded.hpp). What takes a sealed_memory takes memory whose every byte can be read.
/// Move-only; true in a condition while it maps.
///
/// \par Platforms
/// Linux, FreeBSD by seals; Windows and macOS, where objects in memory have one size for ever. Elsewhere
/// operation_not_supported.
/// \par Example
/// \code{.cpp}
/// sealed_memory index{bytes};
/// build_index(index.writable_bytes());
/// index.make_read_only();
/// send(socket, index.handle());            // and there:
/// const auto index = sealed_memory::from_handle(received);
/// \endcode
class MMAPKIT_EXPORT sealed_memory : public writable_byte_views<sealed_memory> {
 public:
  sealed_memory() noexcept = default;

  /// New memory of `size` bytes, more than 0: zeros.
  ///
  /// \throws mmap_error invalid_argument for 0 bytes.
  /// \par Platforms
  /// Every.
  /// \sa \linuxman{memfd_create,2}, \linuxman{fcntl,2} F_ADD_SEALS; \win32{memoryapi,CreateFileMappingW}
  [[nodiscard]] explicit sealed_memory(std::size_t size);
  [[nodiscard]] sealed_memory(std::size_t size, std::error_code& error) noexcept;

  /// The memory behind a handle that another process sent, all of it. The handle is this object's from now on; on
  /// failure it is still yours.
  ///
  /// \throws mmap_error operation_not_permitted where the memory can still be made shorter or longer, and where it can
  /// still be written, and so get holes whose pages may not be had again: in huge pages, and where Linux does not
  /// overcommit memory (vm.overcommit_memory 2). The one who sent it could end this process. not_enough_memory where
  /// the holes that are there cannot be filled now.
  /// \par Platforms
  /// Every.
  /// \sa \linuxman{fcntl,2}, F_GET_SEALS
  [[nodiscard]] static sealed_memory from_handle(native_handle handle,
                                                 protection_flag protection = protection_flag::read);
  [[nodiscard]] static sealed_memory from_handle(native_handle handle, protection_flag protection,
                                                 std::error_code& error) noexcept;

  /// Whether it holds anything.
  [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(memory_); }
  /// The first byte; null where it holds nothing.
  [[nodiscard]] const std::byte* data() const noexcept MMAPKIT_LIFETIMEBOUND { return memory_.data(); }

  /// Bytes. Windows and macOS have whole pages.
  [[nodiscard]] std::size_t size() const noexcept { return memory_.size(); }

  /// What the memory may be used for now.
  [[nodiscard]] protection_flag protection() const noexcept { return memory_.protection(); }

  /// The mapping beneath: for advice, locks and residency.
  [[nodiscard]] mmapkit::mapping& mapping() & noexcept MMAPKIT_LIFETIMEBOUND { return memory_.mapping(); }
  [[nodiscard]] const mmapkit::mapping& mapping() const& noexcept MMAPKIT_LIFETIMEBOUND { return memory_.mapping(); }
  void mapping() const&& = delete;  // of a temporary: give the owner a name

  /// To be sent to another process; this object closes it.
  [[nodiscard]] const native_handle& handle() const& noexcept { return memory_.handle(); }
  const native_handle& handle() const&& = delete;

  /// Nobody can store to it from now on, and no seal be added.
  ///
  /// \throws mmap_error device_or_resource_busy where another mapping can write; then it is as it was;
  /// operation_not_supported where there are no seals.
  /// \par Platforms
  /// Linux, FreeBSD.
  /// \par Example
  /// \code{.cpp}
  /// index.make_read_only();
  /// \endcode
  /// \sa \linuxman{fcntl,2}, F_SEAL_WRITE
  void make_read_only() { memory_.seal(seal_flag::write | seal_flag::seal); }
  void make_read_only(std::error_code& error) noexcept { memory_.seal(seal_flag::write | seal_flag::seal, error); }

  /// Gives all back now; does nothing where there is nothing.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  void unmap() { memory_.unmap(); }
  void unmap(std::error_code& error) noexcept { memory_.unmap(error); }

 private:
  shared_memory memory_;
};

}  // namespace mmapkit
