// The exceptions behind guarded access. Where Wine has an access violation, a handler of the test's, before the
// library's, makes it the exception that Windows has.
#include <algorithm>
#include <array>
#include <vector>

#include "fault_support.hpp"

using namespace mmapkit;
using support::caught;
using support::chunk;
using support::handler;
using support::scratch;
using support::shows_pattern;

namespace {

// What the handlers saw, one after the other.
std::array<std::atomic<const void*>, 2> seen;
std::atomic<int> calls{0};
std::atomic<ULONG_PTR> status{0};

const void* address_of(const EXCEPTION_RECORD& fault) {
  return reinterpret_cast<const void*>(fault.ExceptionInformation[1]);
}

LONG CALLBACK note_first(EXCEPTION_POINTERS* exception) {
  seen[0] = address_of(*exception->ExceptionRecord);
  ++calls;
  return EXCEPTION_CONTINUE_SEARCH;
}

LONG CALLBACK allow_access(EXCEPTION_POINTERS* exception) {
  auto* const at = const_cast<void*>(address_of(*exception->ExceptionRecord));
  seen[1] = at;
  ++calls;
  DWORD before = 0;
  return ::VirtualProtect(at, 1, PAGE_READONLY, &before) ? EXCEPTION_CONTINUE_EXECUTION : EXCEPTION_CONTINUE_SEARCH;
}

LONG CALLBACK say_as_windows(EXCEPTION_POINTERS* exception) {
  auto& fault = *exception->ExceptionRecord;
  if (fault.ExceptionCode == EXCEPTION_ACCESS_VIOLATION) {
    fault.ExceptionCode = EXCEPTION_IN_PAGE_ERROR;
    fault.NumberParameters = 3;
    fault.ExceptionInformation[2] = status;
  }
  return EXCEPTION_CONTINUE_SEARCH;
}

void raise_in_page_error(const void* at, ULONG_PTR why) {
  const std::array<ULONG_PTR, 3> parameters{0, reinterpret_cast<ULONG_PTR>(at), why};
  ::RaiseException(EXCEPTION_IN_PAGE_ERROR, 0, 3, parameters.data());
}

fault_kind kind_for(ULONG_PTR why) {
  if (why == support::status_disk_full) return fault_kind::no_space;
  return why == support::status_end_of_file ? fault_kind::truncated : fault_kind::input_output;
}

constexpr std::array statuses{support::status_disk_full, support::status_end_of_file,
                              support::status_device_data_error};

void use_guards(const scratch& folder) {
  const mapping file{folder.file("used.bin", "x")};
  std::byte byte{};
  guarded_copy({&byte, 1}, file, 0);
}

}  // namespace

TEST_CASE("an access violation outside of any guard goes to the handlers that were there before, and to later ones") {
  const scratch folder;
  calls = 0;
  const handler before{handler::place::last, allow_access};
  use_guards(folder);
  const handler after{handler::place::last, note_first};
  const handler ahead{handler::place::first, note_first};
  const mapping page{support::anonymous(page_size())};
  const mapping other{support::anonymous(page_size())};
  DWORD was = 0;
  REQUIRE(::VirtualProtect(const_cast<std::byte*>(page.data()), page_size(), PAGE_NOACCESS, &was));
  const volatile auto* const at = page.data() + 5;
  CHECK(guarded(other, [&] { return *at; }) == std::byte{});
  CHECK(calls == 2);  // the one ahead, and the one before, which allows it: the last is not asked
  CHECK(seen[0] == page.data() + 5);
  CHECK(seen[1] == page.data() + 5);
}

TEST_CASE("a forbidden access to a guarded mapping is no fault of the file, and goes to the other handlers") {
  const scratch folder;
  calls = 0;
  mapping file{folder.file("data.bin", support::pattern(2 * chunk)), support::read_with_file()};
  use_guards(folder);
  const handler other{handler::place::last, allow_access};
  file.protect(chunk, page_size(), protection_flag::none);
  CHECK(guarded(file, [&] { return support::load(file, chunk + 3); }) == support::pattern(chunk + 4).back());
  CHECK(calls == 1);
  CHECK(support::region_at(file.data() + chunk).AllocationBase == file.data());
}

TEST_CASE("a failed page outside of any guard is the program's own") {
  const scratch folder;
  use_guards(folder);
  calls = 0;
  const mapping file{folder.file("data.bin", support::pattern(chunk)), support::read_with_file()};
  const mapping other{folder.file("other.bin", support::pattern(chunk)), support::read_with_file()};
  const handler last{handler::place::last, allow_access};
  guarded(other, [&] { raise_in_page_error(file.data() + 7, support::status_device_data_error); });
  CHECK(calls == 1);
  CHECK(seen[1] == file.data() + 7);
  guarded(file, [] {});
}

TEST_CASE("a failed page, as raised by the test itself, is told by its reason and becomes zeros") {
  const scratch folder;
  use_guards(folder);
  const auto files = support::open_files();
  for (const auto why : statuses) {
    const mapping file{folder.file("data.bin", support::pattern(3 * chunk)), support::read_with_file()};
    const auto at = chunk + page_size() + 3;
    DWORD code = 0;
    const auto error = caught([&] {
      guarded(file, [&] {
        ::SetLastError(4711);
        raise_in_page_error(file.data() + at, why);
        code = ::GetLastError();
      });
    });
    CHECK(code == 4711);
    CHECK(error.fault() == kind_for(why));
    CHECK(error.file_offset() == at);
    CHECK(support::region_at(file.data() + at).Type == MEM_PRIVATE);
    CHECK(support::region_at(file.data()).Type == MEM_MAPPED);
    CHECK(shows_pattern(file, 0, 3 * chunk));  // all of it could still be read
  }
  CHECK(support::open_files() == files);
}

TEST_CASE("a failed page of a file, as Windows reports it, tells why a copy ended" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  use_guards(folder);
  const handler first{handler::place::first, say_as_windows};
  for (const auto why : statuses) {
    status = why;
    const auto path = folder.file("data.bin", support::pattern(4 * page_size()));
    const mapping file{path};
    support::cut(path, page_size());
    std::vector<std::byte> to(3 * page_size());
    const auto error = caught([&] { guarded_copy(to, file, 11); });
    CHECK(error.fault() == kind_for(why));
    CHECK(error.file_offset() == page_size());
    CHECK(support::text(to.data(), page_size() - 11) == support::pattern(page_size()).substr(11));
  }
}

TEST_CASE("a failed page of a file, as Windows reports it, tells why a body read zeros" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  use_guards(folder);
  const handler first{handler::place::first, say_as_windows};
  for (const auto why : statuses) {
    status = why;
    const auto path = folder.file("data.bin", support::pattern(3 * chunk));
    const mapping file{path, support::read_with_file()};
    char read = 'x';
    const auto error = caught([&] {
      guarded(file, [&] {
        support::cut(path, page_size());
        read = support::load(file, 2 * chunk + 1);
      });
    });
    CHECK(read == '\0');
    CHECK(error.fault() == kind_for(why));
    CHECK(error.file_offset() == 2 * chunk + 1);
  }
}

TEST_CASE("a copy, a guard within a guard, and a copy within a guard each catch their own") {
  const scratch folder;
  const mapping outer{folder.file("outer.bin", support::pattern(chunk)), support::read_with_file()};
  const mapping inner{folder.file("inner.bin", support::pattern(chunk)), support::read_with_file()};
  bool went_on = false;
  guarded(outer, [&] {
    CHECK(caught([&] {
            guarded(inner, [&] { raise_in_page_error(inner.data() + 3, support::status_device_data_error); });
          }).file_offset() == 3);
    std::array<std::byte, 10> to{};
    guarded_copy(to, outer, 5);
    CHECK(support::text(to.data(), 10) == support::pattern(15).substr(5));
    went_on = true;
  });
  CHECK(went_on);
  CHECK(caught([&] {
          guarded(outer, [&] {
            guarded(mapping{}, [] {});
            raise_in_page_error(outer.data() + 9, support::status_end_of_file);
          });
        }).file_offset() == 9);
}

TEST_CASE("a guard that Windows could not keep is refused, and its body not called") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(chunk));
  bool called = false;
  const auto refusal = [&](const mapping& memory) {
    return caught([&] { guarded(memory, [&] { called = true; }); }).code();
  };
  CHECK(refusal(mapping{path}) == std::errc::bad_file_descriptor);
  auto copy = support::private_writable();
  copy.keep_file = true;
  CHECK(refusal(mapping{path, copy}) == std::errc::operation_not_supported);
  CHECK(refusal(mapping{support::anonymous(chunk, mmap_flag::shared)}) == std::errc::operation_not_supported);
  CHECK_FALSE(called);
  const auto files = support::open_files();
  const mapping own{support::anonymous(chunk)};
  guarded(own, [&] { called = true; });
  CHECK(called);
  CHECK(support::open_files() == files);
}

TEST_CASE("a page of private memory that failed, as raised by the test itself, is one of zeros") {
  mapping memory{support::anonymous(chunk)};
  std::ranges::fill(memory.writable_bytes(), std::byte{'x'});
  CHECK(caught([&] {
          guarded(memory, [&] { raise_in_page_error(memory.data() + 10, support::status_device_data_error); });
        }).fault() == fault_kind::input_output);
  CHECK(memory.bytes()[10] == std::byte{});
  CHECK(memory.bytes()[page_size()] == std::byte{'x'});
}
