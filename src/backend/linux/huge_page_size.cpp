#include "asked_once.hpp"
#include "backend/system.hpp"
#include "kernel.hpp"

namespace mmapkit::backend {

namespace {

// 0 where the kernel has no such file or line; nothing where it could not be read, as without a free descriptor.
std::optional<std::size_t> number_or_none(const char* path, const char* label) noexcept {
  std::error_code failed;
  const auto number = first_number(path, label, failed);
  if (failed && failed != std::errc::no_such_file_or_directory) return std::nullopt;
  return number.value_or(0);
}

asked_once kibibytes;
asked_once transparent;

}  // namespace

std::size_t huge_page_size() noexcept {
  return kibibytes.get([] { return number_or_none("/proc/meminfo", "Hugepagesize:"); }) * 1024;
}

std::size_t transparent_huge_page_size() noexcept {
  return transparent.get([] { return number_or_none("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", ""); });
}

}  // namespace mmapkit::backend
