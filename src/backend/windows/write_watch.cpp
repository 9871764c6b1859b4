#include <span>

#include "api.hpp"
#include "backend/virtual_memory.hpp"
#include "os.hpp"

namespace mmapkit::backend {

namespace {

std::size_t get_write_watch(DWORD flags, void* addr, std::size_t length, std::span<void*> pages,
                            std::error_code& error) noexcept {
  ULONG_PTR count = pages.size();
  DWORD granularity = 0;
  if (os::GetWriteWatch(flags, addr, length, pages.data(), &count, &granularity) == 0) return count;
  error = last_error();
  return 0;
}

}  // namespace

std::size_t written_pages(void* addr, std::size_t length, std::span<void*> pages, std::error_code& error) noexcept {
  return get_write_watch(0, addr, length, pages, error);
}

std::size_t fetch_and_reset_written_pages(void* addr, std::size_t length, std::span<void*> pages,
                                          std::error_code& error) noexcept {
  return get_write_watch(WRITE_WATCH_FLAG_RESET, addr, length, pages, error);
}

void reset_written_pages(void* addr, std::size_t length, std::error_code& error) noexcept {
  if (os::ResetWriteWatch(addr, length) != 0) error = last_error();
}

}  // namespace mmapkit::backend
