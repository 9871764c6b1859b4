#include "advice.hpp"
#include "api.hpp"
#include "backend/system.hpp"
#include "memory_query.hpp"

namespace mmapkit::backend {

namespace {

std::error_code check_range(const void* addr, std::size_t length) noexcept {
  if (!is_aligned(addr, page_size())) return refusal(std::errc::invalid_argument);
  return is_mapped(addr, length) ? std::error_code{} : refusal(std::errc::not_enough_memory);
}

}  // namespace

std::error_code advise(void* addr, std::size_t length, std::error_code (*how)(void*, std::size_t) noexcept) noexcept {
  if (const auto misuse = check_range(addr, length)) return misuse;
  return length == 0 || how == nullptr ? std::error_code{} : how(addr, length);
}

}  // namespace mmapkit::backend
