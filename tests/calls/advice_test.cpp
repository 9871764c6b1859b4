#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;

namespace {

bool all_zero(std::span<const std::byte> bytes) {
  for (const auto byte : bytes)
    if (byte != std::byte{}) return false;
  return true;
}

mapping filled_memory(std::size_t size) {
  mapping memory{support::anonymous(size)};
  for (auto& byte : memory.writable_bytes()) byte = std::byte{'x'};
  return memory;
}

}  // namespace

TEST_CASE("harmless advice leaves every byte as it was") {
  auto memory = filled_memory(4 * page_size());
  for (const auto& row : rows<advice>) {
    const bool for_all = row.flag == advice::soft_offline || row.flag == advice::protect_process;
    if (discards(row.flag) || for_all || !supported(row.flag)) continue;
    CAPTURE(std::string{row.name});
    std::error_code may_not_suit;
    memory.advise(row.flag, may_not_suit);
    CHECK(memory.text() == std::string(4 * page_size(), 'x'));
  }
}

TEST_CASE("advice that throws content away is refused as plain advice, and nothing is lost") {
  auto memory = filled_memory(page_size());
  for (const auto& row : rows<advice>) {
    if (!discards(row.flag) || !supported(row.flag)) continue;
    CAPTURE(std::string{row.name});
    const auto by_call = caught([&] { madvise(memory.data(), memory.size(), row.flag); });
    CHECK(by_call.code() == std::errc::invalid_argument);
    CHECK(std::string{by_call.what()}.find(std::string{"discarding{advice::"} + row.name) != std::string::npos);
    CHECK(caught([&] { memory.advise(row.flag); }).code() == std::errc::invalid_argument);
    CHECK(memory.text() == std::string(page_size(), 'x'));
  }
}

TEST_CASE("harmless advice is refused as discarding: the slip the other way") {
  auto memory = filled_memory(page_size());
  const auto error = caught([&] { memory.advise(discarding{advice::normal}); });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(std::string_view{error.what()}.find("advice::normal discards nothing") != std::string_view::npos);
}

TEST_CASE("discarded private memory reads as zeros where the system says so at once") {
  if (!supported(advice::dont_need)) {
    mapping memory{support::anonymous(page_size())};
    CHECK(caught([&] { memory.advise(discarding{advice::dont_need}); }).code() == std::errc::operation_not_supported);
    return;
  }
  auto memory = filled_memory(4 * page_size());
  memory.advise(discarding{advice::dont_need});
  CHECK(all_zero(memory.bytes()));
  memory.writable_bytes()[0] = std::byte{1};
}

TEST_CASE("discarding a range loses nothing outside it, and only pages that lie within it") {
  if (!supported(advice::dont_need)) return;
  auto memory = filled_memory(4 * page_size());
  memory.advise(100, 2 * page_size(), discarding{advice::dont_need});
  CHECK(memory.text().substr(0, page_size()) == std::string(page_size(), 'x'));
  CHECK(all_zero(memory.bytes().subspan(page_size(), page_size())));
  CHECK(memory.text().substr(2 * page_size()) == std::string(2 * page_size(), 'x'));
}

TEST_CASE("a range without a whole page loses nothing") {
  if (!supported(advice::dont_need)) return;
  auto memory = filled_memory(2 * page_size());
  memory.advise(10, page_size(), discarding{advice::dont_need});
  CHECK(memory.text() == std::string(2 * page_size(), 'x'));
}

TEST_CASE("a range outside the mapping is refused before any system call") {
  auto memory = filled_memory(page_size());
  CHECK(caught([&] { memory.advise(1, page_size(), advice::normal); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { memory.advise(page_size() + 1, 0, advice::normal); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { memory.advise(8, static_cast<std::size_t>(-4), advice::normal); }).code() ==
        std::errc::invalid_argument);
}

TEST_CASE("an object that maps nothing takes no advice") {
  mapping nothing;
  CHECK(caught([&] { nothing.advise(advice::normal); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { nothing.advise(discarding{advice::free}); }).code() == std::errc::invalid_argument);
}

TEST_CASE("an empty mapping takes any advice, and nothing happens") {
  const support::scratch folder;
  mapping empty{folder.file("empty", "")};
  empty.advise(advice::will_need);
  CHECK(empty.empty());
}

TEST_CASE("the POSIX call never discards, whatever DONTNEED means to the system") {
  auto memory = filled_memory(page_size());
  for (const auto& row : rows<posix_advice>) {
    CAPTURE(std::string{row.name});
    if (supported(row.flag))
      posix_madvise(memory.data(), memory.size(), row.flag);
    else
      CHECK(caught([&] { posix_madvise(memory.data(), memory.size(), row.flag); }).code() ==
            std::errc::operation_not_supported);
    CHECK(memory.text() == std::string(page_size(), 'x'));
  }
}

TEST_CASE("advice for memory that is not mapped is an error of the system") {
  if (support::emulated) {
    MESSAGE("QEMU takes advice for any range");
    return;
  }
  std::error_code error;
  madvise(support::free_addresses(page_size()), page_size(), advice::will_need, error);
  CHECK(error == std::errc::not_enough_memory);
}

TEST_CASE("many ranges are advised by one call, where the system has it") {
  auto memory = filled_memory(8 * page_size());
  const std::vector<std::span<std::byte>> ranges{memory.writable_bytes().subspan(0, page_size()),
                                                 memory.writable_bytes().subspan(4 * page_size(), 2 * page_size())};
  if (supported(call::process_madvise)) {
    CHECK(process_madvise(no_handle, ranges, advice::cold) == 3 * page_size());
  } else {
    std::error_code error;
    CHECK(process_madvise(no_handle, ranges, advice::cold, error) == 0);
    CHECK((error == std::errc::operation_not_supported || error == std::errc::function_not_supported));
  }
  CHECK(memory.text() == std::string(8 * page_size(), 'x'));
}
