#include "shm_name.hpp"

#include <algorithm>

#include "availability.hpp"
#include "describe.hpp"

namespace mmapkit {

namespace {

// Behind the `before` bytes that the copy has.
bool copy_name(operation what, std::string_view name, std::size_t before, std::size_t longest, std::errc if_longer,
               c_name& copy, failure& why) noexcept {
  const auto length = before + name.size();
  if (length > longest) return refuse(why, what, if_longer, "the name has {m} bytes, {n} are allowed", length, longest);
  if (name.find('\0') != std::string_view::npos)
    return refuse(why, what, std::errc::invalid_argument, "the name holds a NUL character");
  *std::copy(name.begin(), name.end(), copy.data() + before) = '\0';
  return true;
}

}  // namespace

// The kernel puts "memfd:" in front of it. It says EINVAL of a longer one (memfd_create(2)).
bool check_label(operation what, std::string_view name, c_name& copy, failure& why) noexcept {
  constexpr std::size_t longest = longest_name - 6;
  return copy_name(what, name, 0, longest, std::errc::invalid_argument, copy, why);
}

// The one form of names that every system accepts: with one slash, in front, which is put there where it is missing.
bool check_shm_name(operation what, std::string_view name, c_name& copy, failure& why) noexcept {
  const auto wrong = [&](const char* reason) { return refuse(why, what, std::errc::invalid_argument, reason); };
  if (name.empty()) return wrong("the name is empty");
  if (name == "/") return wrong("the name is a slash alone");
  const auto bare = name.substr(name.front() == '/' ? 1 : 0);
  if (bare.find('/') != std::string_view::npos)
    return wrong(name.front() == '/' ? "the name has more than one slash"
                                     : "the name has a slash that is not in front");
  if (bare == "." || bare == "..") return wrong("the name is that of a folder");
  copy.front() = '/';
  return copy_name(what, bare, 1, longest_name, std::errc::filename_too_long, copy, why);
}

bool check_open(operation what, open_flag flags, failure& why) noexcept {
  constexpr auto useful =
      open_flag::read | open_flag::write | open_flag::create | open_flag::ensure_create | open_flag::truncate;
  if (!check_available(what, flags, why)) return false;
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

std::string describe_object(std::string_view name) { return "shared memory " + describe(name); }

}  // namespace mmapkit
