// What fallocate does to a file, or the file system's word that it cannot.
#include <unistd.h>

#include "file.hpp"

using namespace mmapkit;
using truth::cached_file;
using truth::mebibyte;

namespace {

constexpr std::size_t part = 64 * 1024;  // whole blocks on every file system

// Does it to the second part of a file of pattern, and gives the file that has become of it; nothing where the file
// system has no such operation.
std::optional<std::string> changed(fallocate_mode flags) {
  cached_file file;
  std::error_code error;
  fallocate(file.get(), flags, part, part, error);
  if (error) {
    CHECK(error == std::errc::operation_not_supported);
    CHECK(support::read_file(file.path()) == support::pattern(mebibyte));
    MESSAGE("the file system has no " << to_string(flags) << ": asserted that it says so and changes nothing");
    return std::nullopt;
  }
  return support::read_file(file.path());
}

std::string first() { return support::pattern(mebibyte).substr(0, part); }
std::string rest(std::size_t from) { return support::pattern(mebibyte).substr(from); }
std::string zeros() { return std::string(part, '\0'); }

}  // namespace

PROOF(fallocate_mode, keep_size) {
  const support::scratch folder;
  const auto path = folder.file("data.bin", "content");
  const support::plain_file file{path, support::file_access::write};
  std::error_code error;
  fallocate(file.get(), fallocate_mode::keep_size, 0, mebibyte, error);
  CHECK(std::filesystem::file_size(path) == 7);
  if (error)
    CHECK(error == std::errc::operation_not_supported);
  else
    CHECK(support::allocated_bytes(path) >= mebibyte);
}

PROOF(fallocate_mode, punch_hole) {
  cached_file file;
  const auto before = support::allocated_bytes(file.path());
  std::error_code error;
  fallocate(file.get(), fallocate_mode::punch_hole, part, part, error);
  if (error) {
    CHECK(error == std::errc::operation_not_supported);
    return;
  }
  CHECK(support::read_file(file.path()) == first() + zeros() + rest(2 * part));
  CHECK(support::allocated_bytes(file.path()) < before);
  CHECK(::lseek(file.get(), 0, SEEK_HOLE) == static_cast<off_t>(part));
}

PROOF(fallocate_mode, collapse_range) {
  if (const auto content = changed(fallocate_mode::collapse_range)) CHECK(*content == first() + rest(2 * part));
}

PROOF(fallocate_mode, insert_range) {
  if (const auto content = changed(fallocate_mode::insert_range)) CHECK(*content == first() + zeros() + rest(part));
}

PROOF(fallocate_mode, zero_range) {
  if (const auto content = changed(fallocate_mode::zero_range)) CHECK(*content == first() + zeros() + rest(2 * part));
}

PROOF(fallocate_mode, write_zeroes) {
  if (const auto content = changed(fallocate_mode::write_zeroes)) CHECK(*content == first() + zeros() + rest(2 * part));
}

PROOF(fallocate_mode, unshare_range) {
  if (const auto content = changed(fallocate_mode::unshare_range)) CHECK(*content == support::pattern(mebibyte));
}
