// Since Linux 5.2 mincore calls every page of a file resident that the caller may not write.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../support/child.hpp"

using namespace mmapkit;

namespace {

// What `body` returns, asked in a child process that is nobody and owns nothing.
template <class Body>
int as_nobody(Body body) {
  return support::in_child([&] { return support::become_nobody() ? body() : support::child_threw; }).code;
}

constexpr int known = 1;
constexpr int unknown = 2;

int knowledge_of(const mapping& file) { return file.residency().known ? known : unknown; }

}  // namespace

TEST_CASE("the residency of a file that may not be written is unknown, and said to be") {
  // Root's everywhere, and open to all.
  CHECK(as_nobody([] { return knowledge_of(mapping{"/etc/passwd"}); }) == unknown);
}

TEST_CASE("a file that is kept open is asked itself") {
  CHECK(as_nobody([] { return knowledge_of(mapping{"/etc/passwd", {.keep_file = true}}); }) == unknown);
}

TEST_CASE("the residency of one's own file is known, also when it is read-only") {
  const support::scratch folder;
  const auto path = folder.file("data", support::pattern(3 * page_size()));
  ::chmod(path.c_str(), 0444);
  const mapping file{path};
  CHECK(file.residency().known);
}

TEST_CASE("a file that has lost its name is unknown when it is not open") {
  const support::scratch folder;
  const auto path = folder.file("data", support::pattern(3 * page_size()));
  const mapping file{path};
  const mapping open{path, {.keep_file = true}};
  std::filesystem::remove(path);
  CHECK(file.text() == support::pattern(3 * page_size()));
  CHECK_FALSE(file.residency().known);
  CHECK(open.residency().known);
}

TEST_CASE("a file that another has taken the name of is unknown") {
  const support::scratch folder;
  const auto path = folder.file("data", support::pattern(3 * page_size()));
  const mapping file{path};
  CHECK(file.text() == support::pattern(3 * page_size()));
  std::filesystem::rename(folder.file("other", "x"), path);
  CHECK_FALSE(file.residency().known);
}

TEST_CASE("anonymous memory is known, private and shared") {
  mapping private_memory{support::anonymous(page_size())};
  mapping shared_memory{support::anonymous(page_size(), mmap_flag::shared)};
  private_memory.as_writable<char>()[0] = 'x';
  shared_memory.as_writable<char>()[0] = 'x';
  CHECK(private_memory.residency().known);
  CHECK(shared_memory.residency().known);
}
