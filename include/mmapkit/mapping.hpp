// The owning type: one mapping, unmapped when it goes out of scope.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>
#include <system_error>
#include <type_traits>

#include <mmapkit/mmap.hpp>

namespace mmapkit {

// Owns one mapping. Move-only; true in a condition while it maps, an empty file included. A moved-from, released,
// unmapped or default-made mapping holds nothing: its data is null, its size 0, and protect and sync refuse it.
//
// The file is closed as soon as it is not needed: at once for read-only and private mappings, so that their number is
// not bound by the limit of open files; with the mapping for shared ones whose file was opened for writing.
//
// Distinct objects may be used by different threads; one object as a std::vector.
//
//     mapping file{"data.bin"};
//     std::cout << file.text().substr(0, 80);
class MMAPKIT_EXPORT mapping {
 public:
  mapping() noexcept = default;

  // As mmap of the same arguments.
  // Throws: mmap_error; the error_code forms leave the mapping empty on failure.
  [[nodiscard]] explicit mapping(const std::filesystem::path& path, const mmap_options& options = {});
  [[nodiscard]] explicit mapping(native_handle file, const mmap_options& options = {});
  [[nodiscard]] explicit mapping(const mmap_options& options);
  [[nodiscard]] mapping(const std::filesystem::path& path, const mmap_options& options,
                        std::error_code& error) noexcept;
  [[nodiscard]] mapping(native_handle file, const mmap_options& options, std::error_code& error) noexcept;
  [[nodiscard]] mapping(const mmap_options& options, std::error_code& error) noexcept;

  // Takes over what mmap, or release, returned. `protection` is what the memory has now.
  [[nodiscard]] mapping(const mapped& memory, protection_flag protection) noexcept;

  mapping(mapping&& other) noexcept;
  mapping& operator=(mapping&& other) noexcept;

  // Unmaps. A failure stays unseen here: call unmap() to learn of one.
  ~mapping();

  [[nodiscard]] explicit operator bool() const noexcept { return memory_.addr != nullptr; }

  // The byte at the offset that was asked for; any alignment.
  [[nodiscard]] std::byte* data() noexcept { return static_cast<std::byte*>(memory_.addr); }
  [[nodiscard]] const std::byte* data() const noexcept { return static_cast<const std::byte*>(memory_.addr); }

  // Bytes.
  [[nodiscard]] std::size_t size() const noexcept { return memory_.size; }
  [[nodiscard]] bool empty() const noexcept { return memory_.size == 0; }

  // What the memory may be used for now; none where the mapping holds nothing.
  [[nodiscard]] protection_flag protection() const noexcept { return *this ? protection_ : protection_flag::none; }

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {data(), size()}; }

  // Throws: mmap_error, permission_denied, unless the protection has write.
  [[nodiscard]] std::span<std::byte> writable_bytes();

  // The bytes as characters, not checked for any encoding.
  [[nodiscard]] std::string_view text() const noexcept {
    return {static_cast<const char*>(memory_.addr), memory_.size};
  }

  // The bytes as objects of T, which a file can only hold if T is trivially copyable.
  // Throws: mmap_error, invalid_argument, if data() is not aligned for T or size() is not a multiple of sizeof(T).
  //
  //     for (const record& r : file.as<record>()) ...
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<const T> as() const {
    check_elements(sizeof(T), alignof(T));
    return {reinterpret_cast<const T*>(memory_.addr), memory_.size / sizeof(T)};
  }

  // Throws: as as() and writable_bytes().
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<T> as_writable() {
    check_elements(sizeof(T), alignof(T));
    return {reinterpret_cast<T*>(writable_bytes().data()), memory_.size / sizeof(T)};
  }

  // As mprotect of the whole mapping: write adds read. What cannot be changed stays as it was.
  // Throws: mmap_error; invalid_argument where the mapping holds nothing.
  // Platforms: every, with the limits of mprotect.
  //
  //     file.protect(protection_flag::read);
  void protect(protection_flag protection);
  void protect(protection_flag protection, std::error_code& error) noexcept;

  // As msync of the whole mapping, or of `length` bytes at `offset`, rounded outwards to whole pages.
  // Throws: mmap_error; invalid_argument if the range does not lie within the mapping, or it holds nothing.
  // Platforms: every.
  //
  //     file.sync(100, 10, msync_flag::sync);
  void sync(msync_flag flags = msync_flag::sync);
  void sync(msync_flag flags, std::error_code& error) noexcept;
  void sync(std::size_t offset, std::size_t length, msync_flag flags = msync_flag::sync);
  void sync(std::size_t offset, std::size_t length, msync_flag flags, std::error_code& error) noexcept;

  // As munmap. Where the memory could not be unmapped the mapping still holds it. Does nothing where it holds nothing.
  // Throws: mmap_error.
  // Platforms: every.
  //
  //     file.unmap();
  void unmap();
  void unmap(std::error_code& error) noexcept;

  // Hands the memory over: whoever takes it calls munmap. Does not fail.
  //
  //     munmap(file.release());
  [[nodiscard]] mapped release() noexcept;

 private:
  void check_elements(std::size_t element_size, std::size_t alignment) const;

  mapped memory_;
  protection_flag protection_ = protection_flag::none;
};

}  // namespace mmapkit
