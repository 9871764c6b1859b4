// Guards on files that are longer than memory and swap together.
#include <sys/sysinfo.h>
#include <unistd.h>

#include <cstdint>

#include "../../support/support.hpp"

using namespace mmapkit;

namespace {

std::uint64_t all_memory() {
  struct sysinfo info {};
  REQUIRE(::sysinfo(&info) == 0);
  return (std::uint64_t{info.totalram} + info.totalswap) * info.mem_unit;
}

}  // namespace

TEST_CASE("a file that is longer than all memory may be cut short under guard") {
  if (support::emulated || support::thread_sanitizer) return;  // they need the addresses
  const auto length = 2 * all_memory();
  if (length > SIZE_MAX / 4) return;  // 32 bits have no addresses for it
  const support::scratch folder;
  const auto path = folder.file("data.bin", "x");
  if (::truncate(path.c_str(), static_cast<off_t>(length)) != 0) {
    MESSAGE("the file system has no files of that length: not tried");
    return;
  }
  const mapping file{path, {.keep_file = true}};
  const volatile auto* const bytes = reinterpret_cast<const volatile unsigned char*>(file.data());
  REQUIRE(::truncate(path.c_str(), 0) == 0);
  const auto error = support::caught([&] { guarded(file, [&] { CHECK(bytes[0] == 0); }); });
  CHECK(error.fault() == fault_kind::truncated);
  CHECK(error.file_offset() == 0);
  CHECK(bytes[length - 1] == 0);
}
