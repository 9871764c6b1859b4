// A folder that is given one state after the other.
#pragma once

#include <filesystem>

#include "states.hpp"

namespace crash_states {

class disk {
 public:
  disk();
  ~disk();
  disk(const disk&) = delete;
  disk& operator=(const disk&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  void clear() const;
  void become(const state& what) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace crash_states
