// Memory whose faults are caught.
#pragma once

#include <cstddef>
#include <cstdint>

#include <mmapkit/detail/fault_record.hpp>
#include <mmapkit/detail/file_identity.hpp>
#include <mmapkit/flags/native_handle.hpp>

namespace mmapkit::detail {

// Memory whose faults in this thread are caught: the pages of a mapping.
struct guarded_range {
  const std::byte* first = nullptr;
  std::size_t length = 0;
  std::size_t page = 0;             // the size of one, where it is not the system's
  const std::byte* data = nullptr;  // where the record counts from
  native_handle file = no_handle;
  file_identity identity = {};  // of the file
  std::uint64_t start = 0;      // of `first` in the file
  fault_record* faults = nullptr;
  unsigned changes = 0;  // of the record when the guard was opened
  unsigned ends = 0;
  const guarded_range* outer = nullptr;
  native_handle section = no_handle;  // Windows: what the view is made of
  std::uint64_t section_size = 0;
};

}  // namespace mmapkit::detail
