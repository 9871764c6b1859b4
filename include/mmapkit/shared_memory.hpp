// Memory that several processes see.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

#include <mmapkit/mapping.hpp>
#include <mmapkit/shm.hpp>

namespace mmapkit {

// Owns a mapping of shared memory, and the handle to it. Whoever maps it sees the stores of all others at once; what
// must not be seen half done needs atomics, which work there if they are lock-free. New memory is zeros.
// Move-only; true in a condition while it maps.
//
// Names are those of shm_open: "/queue". Functions that return shared memory, or nothing, have a form with a trailing
// std::error_code&, which does not throw.
//
//     auto memory = shared_memory::create("/queue", sizeof(queue));
//     auto* const shared = new (memory.data()) queue;
class MMAPKIT_EXPORT shared_memory {
 public:
  shared_memory() noexcept = default;

  // New memory of `size` bytes, more than 0, under a name that nobody has. The name is this object's, and gone with it;
  // who has opened the memory keeps it. `mode` are the permissions, less the umask.
  //
  // Throws: mmap_error; file_exists; invalid_argument for the name, the size, or on Windows a mode other than 0600.
  // Platforms: every. Source: shm_open() with O_CREAT and O_EXCL; CreateFileMappingW.
  [[nodiscard]] static shared_memory create(std::string_view name, std::size_t size, unsigned mode = 0600);
  [[nodiscard]] static shared_memory create(std::string_view name, std::size_t size, unsigned mode,
                                            std::error_code& error) noexcept;

  // All of the memory with that name, as long as it is now.
  //
  // Throws: mmap_error; no_such_file_or_directory; resource_unavailable_try_again where whoever creates it has not
  // given it a size yet. Platforms: every. Source: shm_open(); OpenFileMappingW.
  //
  //     const auto memory = shared_memory::open("/queue", protection_flag::read);
  [[nodiscard]] static shared_memory open(std::string_view name,
                                          protection_flag protection = protection_flag::read | protection_flag::write);
  [[nodiscard]] static shared_memory open(std::string_view name, protection_flag protection,
                                          std::error_code& error) noexcept;

  // The memory with that name, which is made where it is not there: is_new() tells. What is there and shorter than
  // `size` becomes longer, where the system can (not macOS, not Windows: operation_not_supported there). The name is
  // nobody's: it stays until remove; on Windows until nobody has the memory open.
  //
  // Throws: as create and open. Platforms: every.
  [[nodiscard]] static shared_memory open_or_create(std::string_view name, std::size_t size, unsigned mode = 0600);
  [[nodiscard]] static shared_memory open_or_create(std::string_view name, std::size_t size, unsigned mode,
                                                    std::error_code& error) noexcept;

  // New memory without a name. Other processes get it by its handle: a child of fork() has it, sendmsg() and
  // DuplicateHandle hand it to others, from_handle maps it there.
  //
  // Throws: mmap_error. Platforms: every; it can be sealed on Linux and FreeBSD. Source: memfd_create(2);
  // CreateFileMappingW.
  [[nodiscard]] static shared_memory nameless(std::size_t size);
  [[nodiscard]] static shared_memory nameless(std::size_t size, std::error_code& error) noexcept;

  // All of the memory behind a handle that another process sent. The handle is this object's from now on; on failure it
  // is still yours.
  //
  // Throws: mmap_error. Platforms: every.
  [[nodiscard]] static shared_memory from_handle(native_handle handle,
                                                 protection_flag protection = protection_flag::read |
                                                                              protection_flag::write);
  [[nodiscard]] static shared_memory from_handle(native_handle handle, protection_flag protection,
                                                 std::error_code& error) noexcept;

  // Takes a name away; whether there was one. Who has the memory keeps it.
  // Throws: mmap_error. Platforms: POSIX, as shm_unlink.
  static bool remove(std::string_view name);
  static bool remove(std::string_view name, std::error_code& error) noexcept;

  shared_memory(shared_memory&& other) noexcept;
  shared_memory& operator=(shared_memory&& other) noexcept;

  // Takes the name away if it is this object's, unmaps and closes. A child process of fork() leaves the name alone.
  ~shared_memory();

  [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(view_); }
  [[nodiscard]] std::byte* data() noexcept { return view_.data(); }
  [[nodiscard]] const std::byte* data() const noexcept { return view_.data(); }

  // Bytes. Windows, macOS and files of memory opened by open have whole pages.
  [[nodiscard]] std::size_t size() const noexcept { return view_.size(); }
  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return view_.bytes(); }

  // Throws: mmap_error, permission_denied, unless opened for writing.
  [[nodiscard]] std::span<std::byte> writable_bytes() { return view_.writable_bytes(); }

  // As those of mapping.
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<const T> as() const { return view_.as<T>(); }
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<T> as_writable() { return view_.as_writable<T>(); }

  // The mapping: for advice, locks and residency.
  [[nodiscard]] mapping& view() noexcept { return view_; }

  // Whether this object made the memory, and so has to put into it what others wait for.
  [[nodiscard]] bool is_new() const noexcept { return is_new_; }

  // To be sent to another process; this object closes it.
  [[nodiscard]] native_handle handle() const noexcept { return handle_; }

  // The name stays when this object goes; remove takes it away.
  // Throws: mmap_error, operation_not_supported on Windows. Platforms: POSIX.
  void keep_name();

  // What nobody can do any more, for ever: as add_seals. With seal_flag::write this mapping becomes read-only first.
  // Throws: mmap_error; device_or_resource_busy where another mapping can write; then it is as it was. Platforms:
  // Linux, FreeBSD; memory of nameless.
  //
  //     index.seal(seal_flag::shrink | seal_flag::grow | seal_flag::write);  // content and size stay, for all who get
  //     it
  void seal(seal_flag seals);
  void seal(seal_flag seals, std::error_code& error) noexcept;

  // Throws: mmap_error. Platforms: as seal.
  [[nodiscard]] seal_flag seals() const { return get_seals(handle_); }

  // Gives all back now; does nothing where there is nothing.
  // Throws: mmap_error. Platforms: every.
  void unmap();
  void unmap(std::error_code& error) noexcept;

 private:
  friend struct shared_memory_access;

  mapping view_;
  native_handle handle_ = no_handle;
  std::string name_;         // where it is this object's
  std::uint64_t owner_ = 0;  // the process
  bool is_new_ = false;
};

}  // namespace mmapkit
