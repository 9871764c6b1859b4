#include "kernel.hpp"

#include <sys/utsname.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace mmapkit::backend {

std::optional<std::size_t> first_number(const char* path, const char* label) noexcept {
  auto* const file = std::fopen(path, "re");
  if (file == nullptr) return std::nullopt;
  std::optional<std::size_t> number;
  char line[128];
  while (!number && std::fgets(line, sizeof line, file) != nullptr)
    if (std::strncmp(line, label, std::strlen(label)) == 0)
      number = std::strtoul(line + std::strlen(label), nullptr, 10);
  std::fclose(file);
  return number;
}

bool kernel_is_at_least(unsigned long major, unsigned long minor) noexcept {
  utsname name{};
  if (::uname(&name) != 0) return false;
  char* end = nullptr;
  const auto has_major = std::strtoul(name.release, &end, 10);
  const auto has_minor = *end == '.' ? std::strtoul(end + 1, nullptr, 10) : 0;
  return has_major > major || (has_major == major && has_minor >= minor);
}

}  // namespace mmapkit::backend
