// What an error names: the file behind the memory, what the caller asked for, and the detail that was wrong.
#include <array>
#include <filesystem>
#include <string>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;
using support::shared_writable;

namespace {

bool says(const mmap_error& error, std::string_view words) {
  const std::string told = error.what();
  CAPTURE(told);
  const bool found = told.find(words) != std::string::npos;
  CHECK(found);
  return found;
}

bool names_regions() { return supported(call::regions) && !support::emulated; }

}  // namespace

TEST_CASE("an error of a mapping names its file, also where that is closed, and the place in it") {
  if (!names_regions()) return;
  const scratch folder;
  const auto path = folder.file("index.db", std::string(10'000, 'x'));
  mapping read{path, {.size = 5'000, .offset = 100}};
  CHECK(says(caught([&] { read.sync(6'000, 2); }), "index.db' (2 bytes at 6100): "));
  CHECK(says(caught([&] { read.resize(20'000); }), "cannot resize '"));
  CHECK(says(caught([&] { static_cast<void>(read.writable_bytes()); }), "index.db' for writing: "));
  const std::array<std::byte, 3> bytes{};
  CHECK(says(caught([&] { read.write_through(10, bytes); }), "index.db' (3 bytes at 110): "));
}

TEST_CASE("an error of a call by address names the file that is mapped there") {
  if (!names_regions()) return;
  const scratch folder;
  const mapping read{folder.file("index.db", std::string(10'000, 'x'))};
  auto* const memory = const_cast<std::byte*>(read.data());
  const auto error = caught([&] { mmapkit::madvise(memory, 10, advice::dont_need); });
  CHECK(says(error, "cannot advise 10 bytes at "));
  CHECK(says(error, "index.db' as "));
}

TEST_CASE("an error of an empty file, and of one that was removed, says which it was") {
  if (!names_regions() || this_system() != mark::linux_) return;
  const scratch folder;
  mapping empty{folder.file("empty.db", "")};
  const auto error = caught([&] { empty.sync(10, 2); });
  CHECK(says(error, "(2 bytes at 10): "));
  mapping removed{folder.file("index.db", "content")};
  std::filesystem::remove(folder / "index.db");
  CHECK(says(caught([&] { removed.sync(10, 2); }), "index.db' (removed) (2 bytes at 10): "));
}

TEST_CASE("the open_flag that is missing is named") {
  const scratch folder;
  const auto path = folder.file("index.db", "content");
  const file reader{path};
  const auto error = caught([&] { return mapping{reader, support::shared_writable()}; });
  if (this_system() != mark::windows) CHECK(says(error, "open_flag::write is missing"));
  mapping shared{path, {.mmap = mmap_flag::shared}};
  const auto raised = caught([&] { shared.protect(protection_flag::write); });
  if (this_system() != mark::windows) CHECK(says(raised, "open_flag::write is missing"));
}

TEST_CASE("an error of memory without a file names none") {
  mapping memory{support::anonymous(page_size())};
  const auto error = caught([&] { memory.sync(2 * page_size(), 1); });
  CHECK(says(error, "cannot sync 1 bytes at 0x"));
  CHECK(std::string_view{error.what()}.find(" of '") == std::string_view::npos);
}

TEST_CASE("an error under guard names the file") {
  if (!names_regions()) return;
  const scratch folder;
  mapping read{folder.file("index.db", std::string(10'000, 'x'))};
  std::array<std::byte, 2> bytes{};
  CHECK(says(caught([&] { guarded_copy(bytes, read, 9'999); }), "index.db' (2 bytes at 9999): "));
}

TEST_CASE("the verb of an error is that of the caller") {
  reservation addresses{std::size_t{1} << 20};
  CHECK(says(caught([&] { addresses.commit(std::size_t{1} << 20, 1); }), "cannot commit 1 bytes at "));
  CHECK(says(caught([&] { addresses.decommit(std::size_t{1} << 20, 1); }), "cannot decommit 1 bytes at "));
  CHECK(says(caught([&] { static_cast<void>(addresses.split(3)); }), "cannot split "));
  CHECK(says(caught([] { return reservation{0}; }), "cannot reserve 0 bytes of addresses: the size is 0: "));
  mapping memory{support::anonymous(page_size())};
  CHECK(says(caught([&] { memory.resize(0); }), "cannot resize "));
}

TEST_CASE("a size of 0 is told in the same words by all types") {
  const auto zero_said = [](auto make) { return says(caught(make), "the size is 0"); };
  CHECK(zero_said([] { return mapping{support::anonymous(0)}; }));
  CHECK(zero_said([] { return allocate(0); }));
  CHECK(zero_said([] { return reservation{0}; }));
  CHECK(zero_said([] { static_cast<void>(shared_memory::anonymous(0)); }));
  CHECK(zero_said([] { return mirrored_buffer{0}; }));
  if (supported(call::add_seals)) CHECK(zero_said([] { return sealed_memory{std::size_t{0}}; }));
}

TEST_CASE("a NUMA node that is not there is named") {
  if (!supported(call::mbind)) return;
  auto options = support::anonymous(page_size());
  options.numa_node = 77;
  CHECK(says(caught([&] { return mapping{options}; }), "NUMA node 77 is not there"));
}

TEST_CASE("the reason of a failure without an exception can be asked for") {
  std::error_code error;
  const mapping none{support::anonymous(0), error};
  REQUIRE(error);
  const auto told = last_failure();
  CHECK(told.starts_with("cannot map: the size is 0"));
  CHECK(told.ends_with(": " + error.message()));
}
