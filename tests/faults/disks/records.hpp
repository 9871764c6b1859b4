// What the writers write, and how it is told afterwards whether it is whole.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <mmapkit/mmapkit.hpp>
#include <random>
#include <string>

// A thousand bytes, so that most lie across sectors and many across pages; random, but the same for each number.
using record = std::array<std::uint64_t, 125>;

inline record record_of(std::uint64_t number) {
  record made{number + 1};
  std::mt19937_64 words{number};
  for (std::size_t i = 1; i != made.size(); ++i) made[i] = words();
  return made;
}

inline std::filesystem::path path_of(const std::string& way, const std::filesystem::path& folder) {
  return folder / (way + ".bin");
}

constexpr std::size_t most_records = std::size_t{1} << 20;

// The ordered file: how many records there are, and then the records.
constexpr std::size_t header_size = sizeof(std::uint64_t);
