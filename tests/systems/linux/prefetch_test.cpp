// What is read from a file that is not in memory.
#include <fcntl.h>
#include <sys/vfs.h>

#include <chrono>
#include <thread>
#include <vector>

#include "../../support/linux.hpp"
#include "../../support/support.hpp"

using namespace mmapkit;
using support::scratch;

namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20;

// A file that is on the device and not in memory.
class cold_file {
 public:
  explicit cold_file(std::size_t size) : path_{folder_.file("data", support::pattern(size))} {
    file opened{path_, open_flag::read | open_flag::write};
    opened.sync();
    ::posix_fadvise(opened.handle(), 0, 0, POSIX_FADV_DONTNEED);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  scratch folder_;
  std::filesystem::path path_;
};

// In memory alone: nothing can be dropped (tmpfs), or the file's pages are another's (overlayfs).
bool can_be_cold(const mapping& file) {
  if (!support::emulated && file.residency().resident == 0) return true;
  MESSAGE("untried: the files here cannot be dropped from memory, or an emulator ignores advice");
  return false;
}

// A system short of memory, or one that reclaims what nobody has used (DAMON), may take away pages that have come in:
// they are asked for in a new file then.
constexpr int tries = 3;

// Waits, as long as a test may last.
bool come_in(const mapping& file, std::span<const std::span<const std::byte>> parts) {
  for (int i = 0; i < 4000; ++i) {
    const auto counted = file.residency(parts);
    if (counted.resident == counted.pages) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return false;
}

}  // namespace

TEST_CASE("parts that were prefetched come in, and what lies between them does not") {
  bool have_come = false;
  for (int i = 0; i < tries && !have_come; ++i) {
    const cold_file cold{8 * mebibyte};
    const mapping file{cold.path(), random_access()};
    if (!can_be_cold(file)) return;
    std::vector<std::span<const std::byte>> parts;
    for (std::size_t at = 0; at < file.size(); at += 16 * page_size()) parts.push_back(file.bytes().subspan(at, 1));
    file.prefetch(parts);
    have_come = come_in(file, parts);
    CHECK(file.residency().resident <= parts.size());
  }
  CHECK(have_come);
}

TEST_CASE("a range longer than the read-ahead of the device comes in whole") {
  bool has_come = false;
  for (int i = 0; i < tries && !has_come; ++i) {
    const cold_file cold{64 * mebibyte};
    const mapping file{cold.path(), random_access()};
    if (!can_be_cold(file)) return;
    file.prefetch();
    const std::vector<std::span<const std::byte>> all{file.bytes()};
    has_come = come_in(file, all);
  }
  CHECK(has_come);
}

TEST_CASE("a mapping for random access reads the page that is needed, and a plain one its neighbours too") {
  const cold_file cold{8 * mebibyte};
  const mapping file{cold.path(), random_access()};
  if (!can_be_cold(file)) return;
  CHECK(support::find_mapping(file.data()).has_flag("rr"));
  static_cast<void>(*static_cast<const volatile std::byte*>(file.data() + 4 * mebibyte));
  CHECK(file.residency().resident == 1);
  const mapping plain{cold.path()};
  static_cast<void>(*static_cast<const volatile std::byte*>(plain.data() + 2 * mebibyte));
  CHECK(plain.residency().resident > 2);
}

TEST_CASE("an atomic_mapping for random access is one also when it has become longer, and for those that only read") {
  const support::scratch folder;
  const auto path = folder / "orders.db";
  const auto is_random = [](const atomic_mapping& store) { return support::find_mapping(store.data()).has_flag("rr"); };
  {
    atomic_mapping store{path, {.size = 1 << 20, .advice = posix_advice::random}};
    if (!support::emulated) CHECK(is_random(store));
    store.object<int>(1 << 19) = 7;
    store.resize(4 << 20);
    if (!support::emulated) CHECK(is_random(store));
    store.commit();
    CHECK(store.object<int>(1 << 19) == 7);
  }
  const atomic_mapping reader{path, {.open = open_flag::read, .advice = posix_advice::random}};
  if (!support::emulated) CHECK(is_random(reader));
  CHECK(reader.object<int>(1 << 19) == 7);
  const atomic_mapping plain{folder.file("plain.db", "content"), {.open = open_flag::read}};
  CHECK_FALSE(is_random(plain));
}

TEST_CASE("what was read and is not needed again can be dropped behind, and the rest stays") {
  const cold_file cold{8 * mebibyte};
  mapping file{cold.path()};
  if (!can_be_cold(file)) return;
  CHECK(file.text() == support::pattern(8 * mebibyte));
  file.advise(0, 4 * mebibyte, advice::pageout);
  CHECK(file.residency(0, 4 * mebibyte).resident == 0);
  CHECK(file.residency(4 * mebibyte, 4 * mebibyte).resident == 4 * mebibyte / page_size());
  CHECK(file.text() == support::pattern(8 * mebibyte));
}
