// An operation whose crashes are tried. Another type is another of these.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "recorder.hpp"

namespace crash_states {

using path = std::filesystem::path;

// Numbers that each round has others of.
class numbers {
 public:
  explicit numbers(std::uint64_t seed) : engine_{seed} {}
  std::size_t between(std::size_t from, std::size_t to) {
    return from + static_cast<std::size_t>(engine_() % (to - from + 1));
  }
  bytes content(std::size_t length);

 private:
  std::mt19937_64 engine_;
};

struct operation {
  std::string name;
  // What is on the disk before.
  std::function<void(const path& file)> prepare;
  // Says to the recorder what it is about to write, and what the library has reported as written for good.
  std::function<void(const path& file, recorder& log, numbers& random)> run;
  // The content, by means of the library; throws where the file does not open, or holds what it never may.
  std::function<bytes(const path& file)> reopen;
  // What it acknowledges may be lost; no state may have more than that wrong.
  bool is_control = false;
};

// The file of the operations; others may lie beside it.
constexpr auto file_name = "data.bin";
constexpr std::size_t prepared_size = 8192;

std::vector<operation> operations_on_mappings();
std::vector<operation> operations_on_types();
std::vector<operation> controls();

// What several of them do.
void prepare_nothing(const path& file);
void prepare_file(const path& file);  // of prepared_size random bytes
bytes read_mapping(const path& file);

}  // namespace crash_states
