// Memory whose content the system may take: offered, discarded, reset.
#include "windows_support.hpp"

using namespace mmapkit;
using support::caught;
using support::offered_or_missing;
using support::offered_or_refused;

TEST_CASE("a call is offered exactly where Windows has its function") {
  CHECK(supported(call::offer_memory) == support::has_function("OfferVirtualMemory"));
  CHECK(supported(call::reclaim_memory) == support::has_function("ReclaimVirtualMemory"));
  CHECK(supported(call::discard_memory) == support::has_function("DiscardVirtualMemory"));
  CHECK_FALSE(native_value(call::offer_memory).has_value());
}

TEST_CASE("calls that other systems have are not offered") {
  for (const auto& row : rows<call>) {
    CAPTURE(std::string{row.name});
    if (!has(row.where, mark::windows)) CHECK_FALSE(supported(row.flag));
  }
}

TEST_CASE("offered memory is reclaimed, with its content or zeros") {
  mapping memory{support::anonymous(4 * page_size())};
  memory.writable_bytes()[0] = std::byte{7};
  const auto offer = [&] { offer_memory(memory.data(), memory.size(), offer_priority::low); };
  if (!offered_or_refused(offer_priority::low, offer)) {
    CHECK(caught([&] { return reclaim_memory(memory.data(), memory.size()); }).code() ==
          std::errc::function_not_supported);
    CHECK(memory.bytes()[0] == std::byte{7});
    return;
  }
  offer();
  const bool kept = reclaim_memory(memory.data(), memory.size());
  CHECK((!kept || memory.bytes()[0] == std::byte{7}));
}

TEST_CASE("discarded memory can be written again") {
  mapping memory{support::anonymous(4 * page_size())};
  const auto discard = [&] { discard_memory(memory.data(), memory.size()); };
  if (!offered_or_missing(call::discard_memory, discard)) return;
  discard();
  memory.writable_bytes()[0] = std::byte{7};
  CHECK(memory.bytes()[0] == std::byte{7});
}

TEST_CASE("resetting loses nothing outside the whole pages of the range") {
  mapping memory{support::anonymous(4 * page_size())};
  for (auto& byte : memory.writable_bytes()) byte = std::byte{'x'};
  reset_memory(memory.data() + 1, 2 * page_size());
  CHECK(memory.text().substr(0, page_size()) == std::string(page_size(), 'x'));
  CHECK(memory.text().substr(2 * page_size()) == std::string(2 * page_size(), 'x'));
  reset_memory(memory.data() + 2 * page_size() + 1, page_size());
  CHECK(memory.text().substr(2 * page_size()) == std::string(2 * page_size(), 'x'));
}

TEST_CASE("a reset is undone, and tells whether all is still there") {
  mapping memory{support::anonymous(page_size())};
  memory.writable_bytes()[0] = std::byte{7};
  reset_memory(memory.data(), memory.size());
  const auto undo = [&] { return undo_reset(memory.data(), memory.size()); };
  if (!offered_or_missing(call::undo_reset, undo)) return;
  if (undo()) CHECK(memory.bytes()[0] == std::byte{7});
}

TEST_CASE("memory that is not mapped cannot be reset") {
  const auto memory = mmap(support::anonymous(page_size()));
  munmap(memory);
  CHECK(caught([&] { reset_memory(memory.addr, page_size()); }).operation() == "reset_memory");
}
