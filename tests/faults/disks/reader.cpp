// reader WAY FOLDER NUMBER: opens what the writer left and says how many of so many records are not there: 0 if none,
// 2 if some, 1 if it cannot tell.
#include <algorithm>
#include <cstring>
#include <iostream>

#include "check.hpp"
#include "records.hpp"
#include "transactions.hpp"

using namespace mmapkit;

namespace {

std::uint64_t missing(std::span<const std::byte> bytes, std::uint64_t records) {
  std::uint64_t count = 0;
  for (std::uint64_t number = 0; number != records; ++number) {
    const auto expected = record_of(number);
    const bool within = (number + 1) * sizeof expected <= bytes.size();
    if (!within || std::memcmp(&bytes[number * sizeof expected], &expected, sizeof expected) != 0) ++count;
  }
  return count;
}

// The header may point at more than was acknowledged; never at what is not there.
std::uint64_t missing_ordered(std::span<const std::byte> bytes, std::uint64_t records) {
  std::uint64_t pointed_at = 0;
  check(bytes.size() >= header_size, "the file has no header");
  std::memcpy(&pointed_at, bytes.data(), sizeof pointed_at);
  const auto behind = missing(bytes.subspan(header_size), pointed_at);
  check(behind == 0, "the header points at " + std::to_string(behind) + " records that are not there");
  return records > pointed_at ? records - pointed_at : 0;
}

// What is there may be of a later transaction than was acknowledged, and is whole.
std::uint64_t missing_transactions(std::span<const std::byte> bytes, std::uint64_t acknowledged) {
  transactions::expected all;
  std::uint64_t found = 0;
  check(all.is_whole(bytes, found), "it holds parts of several transactions");
  return acknowledged > found ? acknowledged - found : 0;
}

std::uint64_t missing_of(const std::string& way, const std::filesystem::path& path, std::uint64_t records) {
  if (way == "growable_file") {
    const growable_file<record> file{path, most_records, {.open = open_flag::read | open_flag::write}};
    return missing(std::as_bytes(std::span{file.data(), file.size()}), records);
  }
  if (way == "commit") {
    const atomic_mapping file{path, transactions::options};
    return missing_transactions(file.bytes(), records);
  }
  const mapping file{path};
  if (way == "sync_transactions") {
    transactions::expected all;
    std::uint64_t found = 0;
    return all.is_whole(file.bytes(), found) && found >= records ? 0 : 1;
  }
  return way == "ordered" ? missing_ordered(file.bytes(), records) : missing(file.bytes(), records);
}

}  // namespace

int main(int, char** arguments) {
  try {
    const auto lost = missing_of(arguments[1], path_of(arguments[1], arguments[2]), std::stoull(arguments[3]));
    std::cout << lost << '\n';
    return lost == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << arguments[1] << ", " << arguments[3] << " acknowledged: " << error.what() << '\n';
    return 1;
  }
}
