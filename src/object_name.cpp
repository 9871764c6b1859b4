#include "object_name.hpp"

#include <algorithm>

#include "core.hpp"
#include "offered.hpp"

namespace mmapkit {

bool copy_name(operation what, std::string_view name, c_name& copy, failure& why) noexcept {
  if (name.size() > longest_name)
    return refuse(why, what, std::errc::filename_too_long, "the name has {m} bytes, {n} are allowed", name.size(),
                  longest_name);
  if (name.find('\0') != std::string_view::npos)
    return refuse(why, what, std::errc::invalid_argument, "the name holds a NUL character");
  *std::copy(name.begin(), name.end(), copy.begin()) = '\0';
  return true;
}

// One form of names for all systems: elsewhere than here they differ in what more they take.
bool check_object_name(operation what, std::string_view name, c_name& copy, failure& why) noexcept {
  const bool one_slash = name.size() > 1 && name.front() == '/' && name.find('/', 1) == std::string_view::npos;
  if (!one_slash || name == "/." || name == "/..")
    return refuse(why, what, std::errc::invalid_argument,
                  "the name of shared memory begins with a slash, has no other, and more than that or dots");
  return copy_name(what, name, copy, why);
}

bool check_open(operation what, open_flag flags, failure& why) noexcept {
  constexpr auto useful =
      open_flag::read | open_flag::write | open_flag::create | open_flag::ensure_create | open_flag::truncate;
  if (!check_offered(what, flags, why)) return false;
  const bool writes = has(flags, open_flag::write);
  if ((flags & ~useful) != open_flag{})
    return refuse(why, what, std::errc::invalid_argument,
                  "of open_flag only read, write, create, ensure_create and truncate suit shared memory");
  if (!writes && !has(flags, open_flag::read))
    return refuse(why, what, std::errc::invalid_argument, "one of open_flag::read and open_flag::write is needed");
  if (!writes && has(flags, open_flag::truncate))
    return refuse(why, what, std::errc::invalid_argument, "open_flag::truncate needs open_flag::write");
  return true;
}

std::string describe_object(std::string_view name) { return "shared memory " + core::describe(name); }

}  // namespace mmapkit
