#include "property.hpp"

#include <cstdlib>
#include <string>

namespace property {

namespace {

std::uint64_t number(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr || *text == '\0' ? otherwise : std::stoull(text);
}

}  // namespace

std::uint64_t seed() {
  static const auto value = number("MMAPKIT_PROPERTY_SEED", 20240607);
  return value;
}

std::size_t operations() {
  static const auto value = static_cast<std::size_t>(number("MMAPKIT_PROPERTY_OPERATIONS", 100'000));
  return value;
}

}  // namespace property
