// The memory of a growable that is no file.
#pragma once

#include <cstddef>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/reservation.hpp>

namespace mmapkit::detail {

// Memory that grows from the beginning of its addresses.
class MMAPKIT_EXPORT growing_memory {
 public:
  static constexpr bool is_file = false;
  using options = reserve_options;

  growing_memory() noexcept = default;
  growing_memory(std::size_t count, std::size_t element, const reserve_options& how);
  growing_memory(std::size_t count, std::size_t element, const reserve_options& how, std::error_code& error) noexcept;
  growing_memory(growing_memory&& other) noexcept;
  growing_memory& operator=(growing_memory&& other) noexcept;
  ~growing_memory() = default;

  [[nodiscard]] std::byte* data() noexcept { return room_.data(); }
  [[nodiscard]] const std::byte* data() const noexcept { return room_.data(); }
  [[nodiscard]] std::size_t most() const noexcept { return most_; }
  [[nodiscard]] std::size_t committed() const noexcept { return committed_; }

  // At least for so many elements, and for more where memory is plenty. On failure all is as it was.
  void provide(std::size_t count, std::size_t element);
  void provide(std::size_t count, std::size_t element, std::error_code& error) noexcept;

  // What is beyond so many bytes goes back, but for the rest of the last page.
  void give_back(std::size_t bytes);
  void give_back(std::size_t bytes, std::error_code& error) noexcept;

 private:
  struct steps;

  reservation room_;
  std::size_t most_ = 0;       // bytes of elements
  std::size_t committed_ = 0;  // bytes that have memory
};

}  // namespace mmapkit::detail
