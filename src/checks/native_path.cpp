#include "native_path.hpp"

#include <new>

#include "backend/system.hpp"

namespace mmapkit {

static_assert(std::same_as<path_view::value_type, std::filesystem::path::value_type>);

native_path::native_path(path_view path, failure& why) noexcept
    : text_{static_cast<const value_type*>(path.data_)}, size_{path.size_} {
  if (text_ == nullptr && size_ == path_view::up_to_nul) {
    refuse(why, operation::open, std::errc::invalid_argument, "the path is null");
    return;
  }
  if (path.text_ != path_view::text::native || !path.ends_in_nul_) copy(path, why);
  if (why || size_ == path_view::up_to_nul) return;
  // The system would take the name to end there, and open another file.
  if (std::char_traits<value_type>::find(text_, size_, value_type{}) != nullptr)
    refuse(why, operation::open, std::errc::invalid_argument, "the path holds a NUL character");
}

void native_path::copy(path_view path, failure& why) noexcept {
  try {
    if (path.text_ == path_view::text::native)
      copy_.assign(text_, size_);
    else
      copy_ = to_path(path).native();
    text_ = copy_.c_str();
    size_ = copy_.size();
  } catch (const std::bad_alloc&) {
    refuse(why, operation::open, std::errc::not_enough_memory, "there is no memory for the path");
  } catch (const std::system_error&) {
    refuse(why, operation::open, std::errc::illegal_byte_sequence, "the path is not text of its encoding");
  }
}

std::filesystem::path native_path::to_path(path_view path) {
  const auto as = [&]<class Character>(Character) {
    const auto* const text = static_cast<const Character*>(path.data_);
    if (text == nullptr) return std::basic_string_view<Character>{};
    if (path.size_ == path_view::up_to_nul) return std::basic_string_view<Character>{text};
    return std::basic_string_view<Character>{text, path.size_};
  };
  switch (path.text_) {
    case path_view::text::native: return as(value_type{});
    case path_view::text::narrow: return as(char{});
    case path_view::text::utf8: return as(char8_t{});
  }
  return {};
}

std::error_code native_code(const std::error_code& error) noexcept {
  return error && error.category() == std::generic_category() ? backend::refusal(static_cast<std::errc>(error.value()))
                                                              : error;
}

}  // namespace mmapkit
