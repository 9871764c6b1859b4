// What is done with a file itself.
#include "../proof.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

PROOF(call, duplicate) {
  const scratch folder;
  auto first = file{folder.file("data.bin", "content")};
  const auto second = file::duplicate(first);
  CHECK(second.handle() != first.handle());
  first.close();
  CHECK(support::text(mapping{second}) == "content");
}

PROOF(call, lock_file) {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  file owner{path, support::open_read_write};
  file other{path, support::open_read_write};
  owner.lock();
  CHECK_FALSE(other.try_lock());
}

PROOF(call, unlock_file) {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  file owner{path, support::open_read_write};
  file other{path, support::open_read_write};
  owner.lock();
  owner.unlock();
  CHECK(other.try_lock());
}

PROOF(call, replace_file) {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  replace_file(path, "new");
  CHECK(support::read_file(path) == "new");
  CHECK(caught([&] { replace_file(folder / "", "text"); }).operation() == "replace_file");
}
