/// \file
/// What every type that owns bytes shows of them.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

#include <mmapkit/detail/lifetime.hpp>
#include <mmapkit/export.hpp>
#include <mmapkit/flags/protection_flag.hpp>
#include <mmapkit/lines.hpp>

namespace mmapkit {

namespace detail {

// Elements of a type, without the type.
struct element_layout {
  std::size_t size;
  std::size_t alignment;
};

template <class T>
inline constexpr element_layout layout_of{sizeof(T), alignof(T)};

// Throws where the memory is not a whole number of such elements, or its address not aligned for them.
MMAPKIT_EXPORT void check_elements(const std::byte* data, std::size_t size, element_layout element);

// Throws where so many elements do not lie within the memory, or the address of the first is not aligned for them.
MMAPKIT_EXPORT void check_elements(const std::byte* data, std::size_t size, std::size_t offset, std::size_t count,
                                   element_layout element);

// Throws: the memory may only be read.
[[noreturn]] MMAPKIT_EXPORT void refuse_stores(const std::byte* data, std::size_t size);

}  // namespace detail

template <class Memory>
class writable_byte_views;

/// The views of a type that owns bytes: the same names with the same meaning for all of them, made of its data() and
/// size(). A view is as good as the memory beneath: it ends with the owner, and with its unmap(), resize() and
/// protect(). So no view is given of a temporary: `mapping{path}.text()` does not compile, and Clang warns where a view
/// of a local variable is returned.
///
/// Every such type is a range of constant bytes, and converts to `std::span<const std::byte>`, and explicitly to
/// std::string_view.
///
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// const mapping file{"index.bin"};
/// const auto& head = file.object<header>(0);
/// for (const cell& c : file.as<cell>(sizeof(header), head.cells)) ...
/// \endcode
template <class Memory>
class byte_views {
 public:
  /// Whether the size is 0.
  [[nodiscard]] bool empty() const noexcept { return self().size() == 0; }

  /// All of it as bytes, to be read.
  [[nodiscard]] std::span<const std::byte> bytes() const& noexcept MMAPKIT_LIFETIMEBOUND {
    return {self().data(), self().size()};
  }
  void bytes() const&& = delete;  // a view of a temporary: give the owner a name

  /// All of it as bytes.
  operator std::span<const std::byte>() const& noexcept MMAPKIT_LIFETIMEBOUND { return bytes(); }
  operator std::span<const std::byte>() const&& = delete;  // a view of a temporary: give the owner a name
  // No worse than what makes a span of a range, which takes a temporary.
  operator std::span<const std::byte>() && = delete;  // a view of a temporary: give the owner a name

  /// The first byte, for a range.
  [[nodiscard]] const std::byte* begin() const& noexcept MMAPKIT_LIFETIMEBOUND { return self().data(); }
  void begin() const&& = delete;  // of a temporary: give the owner a name
  /// Behind the last byte.
  [[nodiscard]] const std::byte* end() const& noexcept MMAPKIT_LIFETIMEBOUND { return self().data() + self().size(); }
  void end() const&& = delete;  // of a temporary: give the owner a name

  /// The bytes as characters, not checked for any encoding.
  [[nodiscard]] std::string_view text() const& noexcept MMAPKIT_LIFETIMEBOUND {
    return {reinterpret_cast<const char*>(self().data()), self().size()};
  }
  void text() const&& = delete;  // a view of a temporary: give the owner a name

  /// As text(): `std::string_view{file}`.
  explicit operator std::string_view() const& noexcept MMAPKIT_LIFETIMEBOUND { return text(); }
  explicit operator std::string_view() const&& = delete;  // a view of a temporary: give the owner a name

  /// The text line by line, without the ends `\n` and `\r\n`.
  /// \par Example
  /// \code{.cpp}
  /// for (std::string_view line : file.lines()) ...
  /// \endcode
  [[nodiscard]] mmapkit::lines lines() const& noexcept MMAPKIT_LIFETIMEBOUND { return mmapkit::lines{text()}; }
  void lines() const&& = delete;  // a view of a temporary: give the owner a name

  /// All of it as objects of T, which memory from elsewhere can only hold if T is trivially copyable.
  /// \throws mmap_error invalid_argument, if data() is not aligned for T or size() is not a multiple of sizeof(T).
  /// \par Example
  /// \code{.cpp}
  /// for (const record& r : file.as<record>()) ...
  /// \endcode
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<const T> as() const& MMAPKIT_LIFETIMEBOUND {
    detail::check_elements(self().data(), self().size(), detail::layout_of<T>);
    return {reinterpret_cast<const T*>(self().data()), self().size() / sizeof(T)};
  }

  /// `count` objects of T from the byte at `offset` on.
  /// \throws mmap_error invalid_argument, if they do not lie within the memory or that byte is not aligned for T.
  /// \par Example
  /// \code{.cpp}
  /// for (const cell& c : file.as<cell>(sizeof(header), count)) ...
  /// \endcode
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<const T> as(std::size_t offset, std::size_t count) const& MMAPKIT_LIFETIMEBOUND {
    return {reinterpret_cast<const T*>(part<T>(offset, count)), count};
  }
  template <class T, class... Part>
  requires(sizeof...(Part) != 1) void as(Part...) const&& = delete;  // a view of a temporary: give the owner a name

  /// The object of type T at the byte at `offset`.
  /// \throws mmap_error as as(offset, 1)
  /// \par Example
  /// \code{.cpp}
  /// if (file.object<header>(0).magic != expected) ...
  /// \endcode
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] const T& object(std::size_t offset) const& MMAPKIT_LIFETIMEBOUND {
    return *reinterpret_cast<const T*>(part<T>(offset, 1));
  }
  template <class T>
  void object(std::size_t offset) const&& = delete;  // of a temporary: give the owner a name

 protected:
  byte_views() noexcept = default;

 private:
  friend class writable_byte_views<Memory>;

  [[nodiscard]] const Memory& self() const noexcept { return static_cast<const Memory&>(*this); }

  // The first byte of so many objects.
  template <class T>
  [[nodiscard]] const std::byte* part(std::size_t offset, std::size_t count) const {
    detail::check_elements(self().data(), self().size(), offset, count, detail::layout_of<T>);
    return self().data() + offset;
  }
};

/// The same, and views to store through. A type whose memory may be for reading alone says what it is for by
/// protection(); then these views are refused, where a store would be a fault. An empty one has empty views always.
template <class Memory>
class writable_byte_views : public byte_views<Memory> {
 public:
  /// All of it as bytes, to be stored to.
  /// \throws mmap_error permission_denied, unless the protection has write.
  [[nodiscard]] std::span<std::byte> writable_bytes() & MMAPKIT_LIFETIMEBOUND {
    return {writable(this->self().data()), this->self().size()};
  }
  void writable_bytes() const&& = delete;  // a view of a temporary: give the owner a name

  /// As as(), to be stored to.
  /// \throws mmap_error as as() and writable_bytes()
  /// \par Example
  /// \code{.cpp}
  /// table.as_writable<double>()[7] = 0.5;
  /// \endcode
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<T> as_writable() & MMAPKIT_LIFETIMEBOUND {
    const auto all = this->template as<T>();
    return {reinterpret_cast<T*>(writable(this->self().data())), all.size()};
  }
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<T> as_writable(std::size_t offset, std::size_t count) & MMAPKIT_LIFETIMEBOUND {
    return {reinterpret_cast<T*>(writable(this->template part<T>(offset, count))), count};
  }
  template <class T, class... Part>
  requires(sizeof...(Part) !=
           1) void as_writable(Part...) const&& = delete;  // a view of a temporary: give the owner a name

  /// As object(), to be stored to.
  /// \throws mmap_error as object() and writable_bytes()
  /// \par Example
  /// \code{.cpp}
  /// ++file.writable_object<header>(0).runs;
  /// \endcode
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] T& writable_object(std::size_t offset) & MMAPKIT_LIFETIMEBOUND {
    return *reinterpret_cast<T*>(writable(this->template part<T>(offset, 1)));
  }
  template <class T>
  void writable_object(std::size_t offset) const&& = delete;  // of a temporary: give the owner a name

 private:
  // The same place. Throws where the memory may only be read.
  [[nodiscard]] std::byte* writable(const std::byte* place) {
    const auto& memory = this->self();
    if constexpr (requires { memory.protection(); })
      if (!this->empty() && !has(memory.protection(), protection_flag::write))
        detail::refuse_stores(memory.data(), memory.size());
    return const_cast<std::byte*>(place);
  }
};

}  // namespace mmapkit
