// overlayfs leaves a file's pages to the file below it, and hugetlbfs has pages that are counted in another way.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include "../../support/child.hpp"
#include "../../support/linux.hpp"

using namespace mmapkit;

namespace {

constexpr int not_tried = 77;

// In a child process with file systems of its own, which end with it. Only root can mount one.
template <class Body>
void on_overlay(Body body) {
  const support::scratch folder;
  for (const auto* part : {"lower", "upper", "work", "merged"}) std::filesystem::create_directory(folder / part);
  const auto below = folder.file("lower/data", support::pattern(8 * page_size()));
  const auto merged = folder / "merged";
  const auto layers = "lowerdir=" + (folder / "lower").string() + ",upperdir=" + (folder / "upper").string() +
                      ",workdir=" + (folder / "work").string();
  const auto end = support::in_child([&] {
    if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("overlay", merged.c_str(), "overlay", 0, layers.c_str()) != 0)
      return not_tried;
    return body(merged / "data", below) ? 0 : 1;
  });
  if (end.code == not_tried) {
    MESSAGE("no overlay can be mounted here: not tried");
    return;
  }
  CHECK(end.code == 0);
}

}  // namespace

TEST_CASE("the residency of a file of overlayfs is that of the file below it") {
  on_overlay([](const auto& path, const auto& below) {
    if (support::read_file(below).size() != 8 * page_size()) return false;
    const auto found = mapping{path}.residency();
    const auto kept_open = mapping{path, {.keep_file = true}}.residency();
    return found.known && found.resident == 8 && kept_open.known && kept_open.resident == 8;
  });
}

TEST_CASE("cachestat says that it cannot count the pages of a file of overlayfs, rather than none") {
  if (!supported(call::cachestat)) return;
  on_overlay([](const auto& path, const auto& below) {
    static_cast<void>(support::read_file(below));
    const support::plain_file file{path, support::file_access::read};
    std::error_code error;
    static_cast<void>(cachestat(file.get(), 0, 0, error));
    return error == std::errc::operation_not_supported || error == std::errc::function_not_supported;
  });
}

TEST_CASE("the residency of a file of huge pages is unknown where another process may have touched them") {
  if (support::emulated) return;
  const support::huge_page_pool pool{2, 2 * support::mebibyte};
  if (!pool.there()) {
    MESSAGE("the pool of huge pages cannot be filled here: not tried");
    return;
  }
  const auto file = memfd_create("huge", memfd_flag::huge_table | memfd_flag::huge_2mb);
  REQUIRE(::ftruncate(file, 4 * support::mebibyte) == 0);
  mapping writer{file,
                 {.protection = protection_flag::read | protection_flag::write,
                  .mmap = mmap_flag::shared,
                  .size = 4 * support::mebibyte}};
  writer.data()[0] = std::byte{1};
  const mapping reader{file, {.mmap = mmap_flag::shared, .size = 4 * support::mebibyte}};
  CHECK_FALSE(reader.residency().known);
  static_cast<void>(::close(file));
}
