#include "byte_sets.hpp"

#include <array>

namespace mmapkit::tool {

namespace {

byte_set bytes_of(std::string_view text) {
  byte_set all;
  for (const char byte : text) all.set(static_cast<unsigned char>(byte));
  return all;
}

struct class_name {
  std::string_view name;
  byte_set bytes;
};

const std::array<class_name, 15>& class_names() {
  static const byte_set digit = bytes_between('0', '9');
  static const byte_set lower = bytes_between('a', 'z');
  static const byte_set upper = bytes_between('A', 'Z');
  static const byte_set alnum = digit | lower | upper;
  static const byte_set space = bytes_of(" \t\n\v\f\r");
  static const byte_set graph = bytes_between('!', '~');
  static const byte_set word = alnum | one_byte('_');
  static const std::array<class_name, 15> all{{
      {"alnum", alnum},
      {"alpha", lower | upper},
      {"blank", bytes_of(" \t")},
      {"cntrl", bytes_between(0, 31) | bytes_between(127, 127)},
      {"digit", digit},
      {"graph", graph},
      {"lower", lower},
      {"print", graph | one_byte(' ')},
      {"punct", graph & ~alnum},
      {"space", space},
      {"upper", upper},
      {"xdigit", digit | bytes_between('a', 'f') | bytes_between('A', 'F')},
      {"d", digit},
      {"s", space},
      {"w", word},
  }};
  return all;
}

}  // namespace

byte_set one_byte(char byte) { return byte_set{}.set(static_cast<unsigned char>(byte)); }

byte_set bytes_between(unsigned char first, unsigned char last) {
  byte_set all;
  for (unsigned byte = first; byte <= last; ++byte) all.set(byte);
  return all;
}

byte_set any_but_line_ends() { return ~bytes_of("\n\r"); }

byte_set named_class(std::string_view name) {
  for (const class_name& known : class_names()) {
    if (known.name == name) return known.bytes;
  }
  return {};
}

byte_set with_both_cases(byte_set bytes) {
  constexpr unsigned distance = 'a' - 'A';
  for (unsigned upper = 'A'; upper <= 'Z'; ++upper) {
    if (bytes[upper] || bytes[upper + distance]) bytes.set(upper).set(upper + distance);
  }
  return bytes;
}

}  // namespace mmapkit::tool
