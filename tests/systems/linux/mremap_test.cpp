// The rules of mremap that stand before the call: what is refused says which rule it was.
#include <string>

#include "../../support/support.hpp"

using namespace mmapkit;

namespace {

constexpr auto moving = mremap_flag::may_move;

// In the words of the error, or "accepted".
std::string told(std::size_t old_length, std::size_t new_length, mremap_flag flags, bool with_place = false) {
  mapping memory{support::anonymous(2 * page_size(), mmap_flag::shared)};
  const mapping place{support::anonymous(2 * page_size())};
  try {
    void* const moved = mremap(memory.data(), old_length, new_length, flags,
                               with_place ? const_cast<std::byte*>(place.data()) : nullptr);
    if (moved != memory.data() && moved != place.data()) munmap(moved, new_length);
    return "accepted";
  } catch (const mmap_error& error) {
    CHECK(error.code() == std::errc::invalid_argument);
    CHECK(error.operation() == "mremap");
    return error.what();
  }
}

bool says(const std::string& text, std::string_view reason) { return text.find(reason) != std::string::npos; }

}  // namespace

TEST_CASE("each rule of mremap is refused by its own words") {
  const auto unit = page_size();
  CHECK(says(told(0, unit, moving), "the old length is 0"));
  CHECK(says(told(unit, unit, mremap_flag::fixed, true), "fixed needs mremap_flag::may_move"));
  CHECK(says(told(unit, unit, mremap_flag::fixed | moving), "needs a new address"));
  CHECK(says(told(unit, unit, moving, true), "a new address needs"));
  CHECK(says(told(unit, unit, mremap_flag::dont_unmap), "dont_unmap needs mremap_flag::may_move"));
  CHECK(says(told(unit, 2 * unit, mremap_flag::dont_unmap | moving), "needs an unchanged length"));
  CHECK(says(told(unit, unit, mremap_flag::duplicate), "duplicate needs mremap_flag::may_move"));
  CHECK(says(told(unit, unit, mremap_flag::duplicate | mremap_flag::dont_unmap | moving), "exclude each other"));
}

TEST_CASE("a duplicate may be made at an address that is given") {
  if (support::emulated) return;  // QEMU refuses the old length of 0
  CHECK(told(page_size(), page_size(), mremap_flag::duplicate | moving) == "accepted");
  CHECK(told(page_size(), page_size(), mremap_flag::duplicate | moving | mremap_flag::fixed, true) == "accepted");
}
