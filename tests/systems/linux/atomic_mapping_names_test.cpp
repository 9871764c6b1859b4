// Files of an atomic_mapping that somebody takes away, and a process without descriptors.
#include <mmapkit/atomic_mapping.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <string>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

void store_one(atomic_mapping& to) { to.writable_bytes()[0] = std::byte{'x'}; }

// 0 where a commit is refused for want of a descriptor, and is made when there are some again.
int commit_without_descriptors(const std::filesystem::path& file) {
  atomic_mapping store{file, {.size = 100'000}};
  store_one(store);
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const auto before = limit.rlim_cur;
  limit.rlim_cur = 0;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  std::error_code error;
  store.commit(error);
  limit.rlim_cur = before;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  if (error != std::errc::too_many_files_open) return 1;
  store.commit();
  store.close();
  return support::read_file(file)[0] == 'x' ? 0 : 2;
}

}  // namespace

TEST_CASE("a commit to a file or a journal that was removed is refused, since nobody would find it") {
  for (const auto* const removed : {"store.db", "store.db.journal"}) {
    const scratch folder;
    atomic_mapping store{folder.file("store.db", "content")};
    store.commit();
    store_one(store);
    std::filesystem::remove(folder / removed);
    const auto error = caught([&] { store.commit(); });
    CHECK(error.code() == std::errc::no_such_file_or_directory);
    CHECK(std::string_view{error.what()}.find(removed) != std::string_view::npos);
    CHECK(store.bytes()[0] == std::byte{'x'});
  }
}

TEST_CASE("a commit without a free descriptor is refused, and can be made later") {
  if (support::emulated) return;  // QEMU forgets limits
  const scratch folder;
  const auto end = support::in_child([&] { return commit_without_descriptors(folder / "store.db"); });
  CHECK(end.code == 0);
}
