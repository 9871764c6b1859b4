// An atomic_mapping whose file is longer than the memory.
#include <mmapkit/atomic_mapping.hpp>

#include <cstdint>

#include "../../support/support.hpp"

using namespace mmapkit;

TEST_CASE("a sparse mapping may be longer than the memory, and a commit writes what has changed") {
  if (sizeof(void*) == 4 || support::emulated || support::thread_sanitizer) return;  // no addresses for it
  const support::scratch folder;
  const auto path = folder / "sparse.db";
  constexpr auto length = static_cast<std::size_t>(std::uint64_t{1} << 40);
  {
    atomic_mapping store{path, {.size = length, .growth = file_growth::sparse}};
    for (std::size_t i = 0; i < 10; ++i) store.object<std::uint64_t>(i * (length / 10) / 8 * 8) = i + 1;
    CHECK(store.changed().size() == 10);
    store.commit();
    CHECK(store.changed().empty());
  }
  CHECK(std::filesystem::file_size(path) == length);
  atomic_mapping again{path};
  for (std::size_t i = 0; i < 10; ++i) CHECK(again.object<std::uint64_t>(i * (length / 10) / 8 * 8) == i + 1);
  again.resize(0);
  again.commit();
}
