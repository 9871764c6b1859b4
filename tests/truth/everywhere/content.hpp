#pragma once

#include <algorithm>

#include "../proof.hpp"

namespace truth {

// What was stored can be read by a plain call after msync, while it is mapped.
inline void check_written(mmapkit::msync_flag flags) {
  const support::scratch folder;
  const auto path = folder.file("data.bin", "content");
  mmapkit::mapping file{path, support::shared_writable()};
  file.writable_bytes()[0] = std::byte{'C'};
  file.sync(flags);
  CHECK(support::read_file(path) == "Content");
  CHECK(file.text() == "Content");
}

// Advice that changes no content: `advise` is called with two pages that hold something.
template <class Advise>
void check_harmless(Advise advise) {
  using namespace mmapkit;
  mapping memory{support::anonymous(2 * page_size())};
  std::ranges::fill(memory.writable_bytes(), std::byte{1});
  advise(memory.data(), memory.size());
  CHECK(std::ranges::count(memory.bytes(), std::byte{1}) == static_cast<std::ptrdiff_t>(memory.size()));
}

}  // namespace truth
