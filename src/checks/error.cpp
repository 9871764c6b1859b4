#include <mmapkit/flags/error.hpp>

namespace mmapkit {

// std::system_error appends the text of the error code, so that what() ends with message().
mmap_error::mmap_error(std::error_code code, const char* operation, const std::string& attempt)
    : std::system_error(code, attempt), operation_{operation}, message_length_{code.message().size()} {}

mmap_error::mmap_error(std::error_code code, const char* operation, const std::string& attempt, fault_kind fault,
                       std::optional<std::uint64_t> file_offset)
    : mmap_error{code, operation, attempt} {
  fault_ = fault;
  file_offset_ = file_offset;
}

std::string_view mmap_error::message() const noexcept {
  const std::string_view all{what()};
  return all.substr(all.size() < message_length_ ? 0 : all.size() - message_length_);
}

}  // namespace mmapkit
