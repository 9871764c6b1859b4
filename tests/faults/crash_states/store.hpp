// What transactions are run on: an atomic_mapping, or a shared mapping with msync, which has to fail.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "history.hpp"

namespace crash_states {

class store {
 public:
  store() = default;
  store(const store&) = delete;
  store& operator=(const store&) = delete;
  virtual ~store() = default;

  virtual std::span<std::byte> memory() = 0;
  virtual void resize(std::size_t size) = 0;
  virtual void commit() = 0;
  virtual void commit_told() = 0;  // with the parts that were stored to
  virtual void roll_back(const bytes& committed) = 0;
  virtual void checkpoint() = 0;
};

using opener = std::function<std::unique_ptr<store>(const std::filesystem::path&)>;

// With a journal of 64 KiB.
std::unique_ptr<store> open_atomic(const std::filesystem::path& file);
std::unique_ptr<store> open_shared(const std::filesystem::path& file);

// What there is after a crash. Opens the file, and closes it: then it is plain content, and that of a second opening.
bytes recover_atomic(const std::filesystem::path& file);
bytes recover_shared(const std::filesystem::path& file);

}  // namespace crash_states
