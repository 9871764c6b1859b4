// Permissions of new files: those that were asked for, less the umask.
#include <sys/stat.h>

#include "../../support/support.hpp"

using namespace mmapkit;
using support::scratch;

namespace {

unsigned mode_of(const std::filesystem::path& path) {
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  return info.st_mode & 07777;
}

class umask_of {
 public:
  explicit umask_of(mode_t mask) : before_{::umask(mask)} {}
  ~umask_of() { ::umask(before_); }
  umask_of(const umask_of&) = delete;
  umask_of& operator=(const umask_of&) = delete;

 private:
  mode_t before_;
};

constexpr auto created = support::open_read_write | open_flag::create;

}  // namespace

TEST_CASE("every permission can be given to a new file, and the umask takes its own away") {
  const umask_of mask{022};
  for (const unsigned mode : {0600U, 0640U, 0400U, 0755U, 0666U, 0U}) {
    const scratch folder;
    mapping memory{
        folder / "mapping",
        {.open = created, .protection = support::read_write, .mmap = mmap_flag::shared, .size = 100, .mode = mode}};
    growable_file<int> elements{folder / "growable", 10, {.mode = mode}};
    elements.push_back(1);
    const auto typed = typed_file<int>::create(folder / "typed", 10, typed_file<int>::new_file, mode);
    for (const auto* name : {"mapping", "growable", "typed"}) CHECK(mode_of(folder / name) == (mode & ~022U));
  }
}

TEST_CASE("without a mode a new file is all that the umask leaves, as before") {
  const umask_of mask{027};
  const scratch folder;
  close_file(open_file(folder / "file", created));
  CHECK(mode_of(folder / "file") == 0640);
}

TEST_CASE("an older file that is emptied keeps its permissions") {
  const scratch folder;
  const auto path = folder.file("data", "content");
  ::chmod(path.c_str(), 0640);
  const auto made = typed_file<int>::create(path, 1, typed_file<int>::new_file, 0600);
  CHECK(mode_of(path) == 0640);
}
