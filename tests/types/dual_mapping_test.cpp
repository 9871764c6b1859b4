#include "../support/machine_code.hpp"
#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::code_returning;

namespace {

// QEMU before 8.1 keeps what it translated of a place, where that was written through another view.
bool replaced_code_is_untried() {
  if (support::emulated) MESSAGE("untried: the emulator does not see that code was replaced");
  return support::emulated;
}

bool processor_is_unknown() {
  const bool unknown = code_returning(0).empty();
  if (unknown) MESSAGE("untried: the machine code of this processor is not written down");
  return unknown;
}

}  // namespace

TEST_CASE("code that was written runs, and what replaces it runs then") {
  if (processor_is_unknown()) return;
  dual_mapping code{1};
  CHECK(code.size() == allocation_granularity());
  const auto first = code_returning(42);
  code.write(64, first);
  const auto function = code.function<int()>(64);
  CHECK(function() == 42);
  if (replaced_code_is_untried()) return;
  code.write(64, code_returning(7));
  CHECK(function() == 7);
}

TEST_CASE("an assembler stores its code by itself") {
  if (processor_is_unknown()) return;
  dual_mapping code{100};
  code.edit(0, 16, [](std::span<std::byte> bytes) {
    CHECK(bytes.size() == 16);
    const auto machine_code = code_returning(1234);
    std::copy(machine_code.begin(), machine_code.end(), bytes.begin());
  });
  CHECK(code.function<int()>(0)() == 1234);
}

TEST_CASE("many pieces of code are written one after the other, and each runs at once") {
  if (processor_is_unknown()) return;
  dual_mapping code{allocation_granularity()};
  const auto step = std::size_t{16};
  int sum = 0;
  int expected = 0;
  const auto count = replaced_code_is_untried() ? static_cast<unsigned>(code.size() / step) - 1 : 1000U;
  for (unsigned i = 0; i < count; ++i) {
    const auto offset = i * step % (code.size() - step);
    code.write(offset, code_returning(i));
    sum += code.function<int()>(offset)();
    expected += static_cast<int>(i);
  }
  CHECK(sum == expected);
}

TEST_CASE("the view that runs cannot be stored to, and no page can be written and run") {
  dual_mapping code{3 * allocation_granularity()};
  code.write(0, code_returning(1));
  auto* const runnable = const_cast<std::byte*>(code.code().data());
  CHECK_FALSE(support::writable(runnable));
  CHECK_FALSE(support::writable(runnable + code.size() - 1));
  CHECK(support::readable(runnable));
  if (!supported(call::regions)) return;
  constexpr auto both = protection_flag::write | protection_flag::exec;
  for (const auto& region : regions()) CHECK_FALSE(has(region.protection, both));
}

TEST_CASE("what does not lie within the memory for code is refused, and nothing is written") {
  if (processor_is_unknown()) return;
  dual_mapping code{1};
  const auto machine_code = code_returning(1);
  const auto first = code.code()[0];
  CHECK(caught([&] { code.write(code.size(), machine_code); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { code.edit(SIZE_MAX, 2, [](auto) { FAIL("not to be called"); }); }).code() ==
        std::errc::invalid_argument);
  std::error_code error;
  code.write(code.size() - 1, machine_code, error);
  CHECK(error == std::errc::invalid_argument);
  CHECK(code.code()[0] == first);
  CHECK(code.code().back() == std::byte{});
}

TEST_CASE("memory for code has at least one byte, and fits the address space") {
  CHECK(caught([] { return dual_mapping{0}; }).code() == std::errc::invalid_argument);
  CHECK(caught([] { return dual_mapping{SIZE_MAX}; }).code() == std::errc::not_enough_memory);
  std::error_code error;
  const dual_mapping none{0, error};
  CHECK_FALSE(none);
  CHECK(none.size() == 0);
}

TEST_CASE("moved memory for code is unmapped once") {
  if (processor_is_unknown()) return;
  const auto handles = support::open_files();
  const std::byte* place = nullptr;
  {
    dual_mapping first{1};
    first.write(0, code_returning(3));
    place = first.code().data();
    dual_mapping second{std::move(first)};
    CHECK_FALSE(first);
    CHECK(second.code().data() == place);
    first = std::move(second);
    CHECK(first.function<int()>(0)() == 3);
    CHECK(support::open_files() == handles);
  }
  CHECK_FALSE(support::is_mapped(place));
}

TEST_CASE("a function that does not begin within the memory is refused") {
  dual_mapping code{1};
  const auto refused = [&](std::size_t offset) {
    return caught([&] { static_cast<void>(code.function<int()>(offset)); }).code() == std::errc::invalid_argument;
  };
  CHECK(reinterpret_cast<const std::byte*>(code.function<int()>(code.size() - 1)) == &code.code().back());
  CHECK(refused(code.size()));
  CHECK(refused(SIZE_MAX));
  code.unmap();
  CHECK(refused(0));
}
