/// \file
/// Memory that several processes see.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

#include <mmapkit/calls/shm.hpp>
#include <mmapkit/mapping.hpp>

namespace mmapkit {

/// Owns a mapping of shared memory, and the handle to it. Whoever maps it sees the stores of all others at once; what
/// must not be seen half done needs atomics, which work there if they are lock-free. New memory is zeros. Move-only;
/// true in a condition while it maps.
///
/// Names are those of shm_open: "/queue", or "queue", which is the same. Functions that return shared memory, or
/// nothing, have a form with a trailing std::error_code&, which does not throw.
///
/// \par Example
/// \code{.cpp}
/// auto memory = shared_memory::create("/queue", sizeof(queue));
/// auto* const shared = new (memory.data()) queue;
/// \endcode
class MMAPKIT_EXPORT shared_memory : public writable_byte_views<shared_memory> {
 public:
  shared_memory() noexcept = default;

  /// New memory of `size` bytes, more than 0, under a name that nobody has. The name is this object's, and gone with
  /// it; who has opened the memory keeps it. `mode` are the permissions, less the umask.
  ///
  /// Where a process was killed that had made it the name is still there: remove it first, or take open_or_create.
  ///
  /// \throws mmap_error file_exists; invalid_argument for the name, the size, or on Windows a mode other than 0600.
  /// \par Platforms
  /// Every.
  /// \sa \posix{shm_open} with O_CREAT and O_EXCL; \win32{memoryapi,CreateFileMappingW}
  [[nodiscard]] static shared_memory create(std::string_view name, std::size_t size, unsigned mode = 0600);
  [[nodiscard]] static shared_memory create(std::string_view name, std::size_t size, unsigned mode,
                                            std::error_code& error) noexcept;

  /// All of the memory with that name, as long as it is now. If its creator only set a length, memory is allocated by
  /// the first store, which is a fault where there is none.
  ///
  /// \throws mmap_error no_such_file_or_directory; resource_unavailable_try_again where whoever creates it has not
  /// given it a size yet.
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// const auto memory = shared_memory::open("/queue", protection_flag::read);
  /// \endcode
  /// \sa \posix{shm_open}; \win32{memoryapi,OpenFileMappingW}
  [[nodiscard]] static shared_memory open(std::string_view name,
                                          protection_flag protection = protection_flag::read | protection_flag::write);
  [[nodiscard]] static shared_memory open(std::string_view name, protection_flag protection,
                                          std::error_code& error) noexcept;

  /// The memory with that name, which is made where it is not there: is_new() tells. What is there and shorter than
  /// `size` becomes longer, where the system can (not macOS, not Windows: operation_not_supported there); on Linux all
  /// of `size` gets its memory, also where who made it gave it a length alone: no_space_on_device is told now. The name
  /// is nobody's: it stays until remove; on Windows until nobody has the memory open.
  ///
  /// \throws mmap_error as create and open.
  /// \par Platforms
  /// Every.
  [[nodiscard]] static shared_memory open_or_create(std::string_view name, std::size_t size, unsigned mode = 0600);
  [[nodiscard]] static shared_memory open_or_create(std::string_view name, std::size_t size, unsigned mode,
                                                    std::error_code& error) noexcept;

  /// New memory without a name. Other processes get it by its handle: a child of fork() has it, sendmsg() and
  /// DuplicateHandle hand it to others, from_handle maps it there.
  ///
  /// \throws mmap_error not_enough_memory, on Linux where memory is not overcommitted (vm.overcommit_memory 2): all of
  /// it is allocated then, here and in every type that stands on such memory.
  /// \par Platforms
  /// Every; it can be sealed on Linux and FreeBSD.
  /// \sa \linuxman{memfd_create,2}; \win32{memoryapi,CreateFileMappingW}
  [[nodiscard]] static shared_memory anonymous(std::size_t size);
  [[nodiscard]] static shared_memory anonymous(std::size_t size, std::error_code& error) noexcept;

  /// All of the memory behind a handle that another process sent. The handle is this object's from now on; on failure
  /// it is still yours.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  [[nodiscard]] static shared_memory from_handle(native_handle handle,
                                                 protection_flag protection = protection_flag::read |
                                                                              protection_flag::write);
  [[nodiscard]] static shared_memory from_handle(native_handle handle, protection_flag protection,
                                                 std::error_code& error) noexcept;

  /// Takes a name away; whether there was one. Who has the memory keeps it.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// POSIX, as shm_unlink.
  static bool remove(std::string_view name);
  static bool remove(std::string_view name, std::error_code& error) noexcept;

  /// Takes over what the other holds, and leaves it empty.
  shared_memory(shared_memory&& other) noexcept;
  shared_memory& operator=(shared_memory&& other) noexcept;

  /// Takes the name away if it is this object's, unmaps and closes. A child process of fork() leaves the name alone. So
  /// does the owner where somebody has removed the name and given it to other memory: the name is opened and compared
  /// before it is removed. What is left is the moment in between, for which no system has a call.
  ~shared_memory();

  /// Whether it holds anything.
  [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(view_); }
  /// The first byte; null where it holds nothing. It is not const, whatever the protection, as that of mapping.
  [[nodiscard]] std::byte* data() noexcept MMAPKIT_LIFETIMEBOUND { return view_.data(); }
  [[nodiscard]] const std::byte* data() const noexcept MMAPKIT_LIFETIMEBOUND { return view_.data(); }

  /// Bytes; rounded up to whole pages on Windows and macOS.
  [[nodiscard]] std::size_t size() const noexcept { return view_.size(); }

  /// What the memory may be used for now.
  [[nodiscard]] protection_flag protection() const noexcept { return view_.protection(); }

  /// The mapping beneath: for advice, locks and residency.
  [[nodiscard]] mmapkit::mapping& mapping() & noexcept MMAPKIT_LIFETIMEBOUND { return view_; }
  [[nodiscard]] const mmapkit::mapping& mapping() const& noexcept MMAPKIT_LIFETIMEBOUND { return view_; }
  void mapping() const&& = delete;  // of a temporary: give the owner a name

  /// Whether this object made the memory, and so has to put into it what others wait for.
  [[nodiscard]] bool is_new() const noexcept { return is_new_; }

  /// To be sent to another process; this object closes it.
  [[nodiscard]] const native_handle& handle() const& noexcept { return handle_; }
  const native_handle& handle() const&& = delete;

  /// The name stays when this object goes; remove takes it away.
  ///
  /// \throws mmap_error operation_not_supported on Windows.
  /// \par Platforms
  /// POSIX.
  void keep_name();
  void keep_name(std::error_code& error) noexcept;

  /// What nobody can do any more, for ever: as add_seals. With seal_flag::write this mapping becomes read-only first.
  ///
  /// \throws mmap_error device_or_resource_busy where another mapping can write; then it is as it was.
  /// \par Platforms
  /// Linux, FreeBSD; memory of anonymous.
  /// \par Example
  /// \code{.cpp}
  /// index.seal(seal_flag::shrink | seal_flag::grow | seal_flag::write);  // content and size stay
  /// \endcode
  void seal(seal_flag seals);
  void seal(seal_flag seals, std::error_code& error) noexcept;

  /// The seals of the memory.
  ///
  /// \throws mmap_error as get_seals
  /// \par Platforms
  /// As seal.
  [[nodiscard]] seal_flag seals() const { return get_seals(handle_); }
  [[nodiscard]] seal_flag seals(std::error_code& error) const noexcept { return get_seals(handle_, error); }

  /// Gives all back now; does nothing where there is nothing.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  void unmap();
  void unmap(std::error_code& error) noexcept;

 private:
  friend struct shared_memory_access;

  mmapkit::mapping view_;
  native_handle handle_ = no_handle;
  std::string name_;         // where it is this object's
  std::uint64_t owner_ = 0;  // the process
  bool is_new_ = false;
};

}  // namespace mmapkit
