// The modifiers of page protections.
#include "windows_support.hpp"

using namespace mmapkit;
using support::caught;
using support::offered_or_refused;
using support::region_at;
using support::scratch;

namespace {

int guard_hits = 0;

// What a first access to a guarded page raises: counted, and the access done again.
LONG CALLBACK count_guard(EXCEPTION_POINTERS* exception) {
  if (exception->ExceptionRecord->ExceptionCode != STATUS_GUARD_PAGE_VIOLATION) return EXCEPTION_CONTINUE_SEARCH;
  ++guard_hits;
  return EXCEPTION_CONTINUE_EXECUTION;
}

class guard_counter {
 public:
  guard_counter() : handler_{::AddVectoredExceptionHandler(1, count_guard)} { guard_hits = 0; }
  ~guard_counter() { ::RemoveVectoredExceptionHandler(handler_); }
  guard_counter(const guard_counter&) = delete;
  guard_counter& operator=(const guard_counter&) = delete;

 private:
  void* handler_;
};

void touch(std::byte* at) { *static_cast<volatile std::byte*>(at) = std::byte{1}; }

mmap_options anonymous_as(protection_flag protection) {
  auto options = support::anonymous(page_size());
  options.protection = protection;
  return options;
}

}  // namespace

TEST_CASE("the first access to each guarded page is an exception, the second is not") {
  for (const auto sharing : {mmap_flag::private_, mmap_flag::shared}) {
    mapping memory{support::anonymous(3 * page_size(), sharing)};
    memory.protect(support::read_write | protection_flag::guard);
    CHECK((region_at(memory.data()).Protect & PAGE_GUARD) != 0);
    CHECK(find_region(memory.data())->protection == (support::read_write | protection_flag::guard));
    const guard_counter counter;
    touch(memory.data());
    touch(memory.data() + 1);
    CHECK(guard_hits == 1);
    touch(memory.data() + page_size());
    CHECK(guard_hits == 2);
    CHECK((region_at(memory.data()).Protect & PAGE_GUARD) == 0);
    CHECK((region_at(memory.data() + 2 * page_size()).Protect & PAGE_GUARD) != 0);
  }
}

TEST_CASE("memory is guarded from the start where mmap is told so") {
  const mapping memory{anonymous_as(support::read_write | protection_flag::guard)};
  CHECK(region_at(memory.data()).Protect == (PAGE_READWRITE | PAGE_GUARD));
}

TEST_CASE("memory for devices has its modifier, or that is refused by name") {
  for (const auto flag : {protection_flag::no_cache, protection_flag::write_combine}) {
    const auto use = [flag] { return mmap(anonymous_as(support::read_write | flag)); };
    if (!offered_or_refused(flag, use)) continue;
    const auto memory = use();
    const DWORD modifier = flag == protection_flag::no_cache ? PAGE_NOCACHE : PAGE_WRITECOMBINE;
    CHECK(region_at(memory.addr).Protect == (PAGE_READWRITE | modifier));
    munmap(memory);
    auto shared = support::anonymous(page_size(), mmap_flag::shared);
    shared.protection = support::read_write | flag;
    CHECK(caught([&] { return mmap(shared); }).code() == std::errc::operation_not_supported);
  }
}

TEST_CASE("targets of indirect calls are a matter of processes that guard them") {
  constexpr auto runs = protection_flag::read | protection_flag::exec;
  const auto map = [] { return mmap(anonymous_as(runs | protection_flag::cfg_targets_invalid)); };
  if (!offered_or_refused(protection_flag::cfg_targets_invalid, map)) return;
  auto memory = mapping{map(), runs};
  memory.protect(runs | protection_flag::cfg_targets_no_update);
  CHECK(caught([&] { memory.protect(runs | protection_flag::cfg_targets_invalid); }).code() ==
        std::errc::invalid_argument);
  CHECK(caught([] { return mmap(anonymous_as(support::read_write | protection_flag::cfg_targets_invalid)); }).code() ==
        std::errc::invalid_argument);
}

TEST_CASE("views too have no valid targets, or that is refused by name") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(8192));
  mmap_options options{.open = open_flag::read,
                       .protection = protection_flag::read | protection_flag::exec,
                       .mmap = mmap_flag::private_};
  options.protection |= protection_flag::cfg_targets_invalid;
  auto shared = support::anonymous(page_size(), mmap_flag::shared);
  shared.protection = options.protection;
  auto aligned = shared;
  aligned.alignment = 4 * allocation_granularity();
  const auto map_file = [&] { return mmap(path, options); };
  if (!offered_or_refused(protection_flag::cfg_targets_invalid, map_file)) {
    CHECK_FALSE(offered_or_refused(protection_flag::cfg_targets_invalid, [&] { return mmap(shared); }));
    return;
  }
  for (const auto& memory : {map_file(), mmap(shared), mmap(aligned)}) {
    CHECK(region_at(memory.addr).Protect == PAGE_EXECUTE_READ);
    munmap(memory);
  }
}

TEST_CASE("reverting shows the file again, or is refused by name and nothing is lost") {
  const scratch folder;
  mapping file{folder.file("data.bin", "hello"), support::private_writable()};
  file.writable_bytes()[0] = std::byte{'J'};
  const auto use = [&] { file.protect(support::read_write | protection_flag::revert_to_file); };
  if (offered_or_refused(protection_flag::revert_to_file, use)) {
    use();
    CHECK(file.text() == "hello");
    CHECK(caught([] { return mmap(anonymous_as(support::read_write | protection_flag::revert_to_file)); }).code() ==
          std::errc::invalid_argument);
  } else {
    CHECK(file.text() == "Jello");
  }
}
