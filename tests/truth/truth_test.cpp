// Every row of every type: what this system offers is proved to have its effect, what it does not is refused by name.
// A row without a proof is a failure.
#include "proof.hpp"
#include "use.hpp"

using namespace mmapkit;
using support::caught;

namespace {

template <listed E>
void prove(E flag) {
  const auto [first, last] = truth::proofs<E>().equal_range(flag);
  CHECK_MESSAGE(std::distance(first, last) == 1, "a row that this system offers has one proof");
  for (auto proof = first; proof != last; ++proof) {
    try {
      proof->second();
    } catch (const std::exception& error) {
      FAIL_CHECK(std::string{error.what()});
    }
  }
}

// What is refused: the flag, or the call that it is for where this system lacks that as a whole.
struct refused_thing {
  std::string name;
  mark where;
};

template <listed E>
refused_thing refused_by(const std::string& type, const auto& row) {
  const auto& by = rows<call>[static_cast<std::size_t>(truth::usage<E>::by(row.flag))];
  if (!has(by.where, this_system())) return {"call::" + std::string{by.name}, by.where};
  // Where the kernel lacks the whole call, the first of its arguments is named, which may be another.
  if (has(row.where, this_system()) && !supported(by.flag)) return {"", row.where};
  return {type + "::" + row.name, row.where};
}

std::string reason(const refused_thing& thing) {
  if (thing.where == mark{}) return "no system has " + thing.name + " today";
  if (!has(thing.where, this_system())) return thing.name + " is " + to_string(thing.where) + " only";
  return "this system's kernel does not offer " + thing.name;
}

// The arguments are such that any system call would fail for them: with another error than this.
template <listed E, class Row>
void check_refused(const std::string& type, const Row& row) {
  const auto error = caught([&] { truth::usage<E>::with(row.flag); });
  if (row.flag == E{} && bitmask<E>) return;  // nothing is asked for: it is the call that fails
  CHECK(error.code() == std::errc::operation_not_supported);
  CHECK(std::string{error.what()}.find(reason(refused_by<E>(type, row))) != std::string::npos);
}

// A call that the platform has and the kernel lacks says so itself.
void check_call_refused(const std::string& type, const call_row& row) {
  const auto error = caught([&] { truth::usage<call>::with(row.flag); });
  const bool is_absent =
      error.code() == std::errc::operation_not_supported || error.code() == std::errc::function_not_supported;
  CHECK_MESSAGE((is_absent || truth::may_be_refused_otherwise(row.flag, error.code())), std::string{error.what()});
  if (!has(row.where, this_system()))
    CHECK(std::string{error.what()}.find(reason(refused_by<call>(type, row))) != std::string::npos);
}

// mincore's answer is the only place for these: it never holds one that this system does not have.
void check_never_answered(page_state state) {
  for (unsigned page = 0; page < 256; ++page) CHECK_FALSE(has(state_of(static_cast<unsigned char>(page)), state));
}

template <listed E>
void walk(const std::string& type) {
  for (const auto& row : rows<E>) {
    const std::string name = type + "::" + row.name;
    CAPTURE(name);
    if (supported(row.flag))
      prove<E>(row.flag);
    else if constexpr (std::is_same_v<E, call>)
      check_call_refused(type, row);
    else if constexpr (std::is_same_v<E, page_state>)
      check_never_answered(row.flag);
    else
      check_refused<E>(type, row);
    if constexpr (bitmask<E>) {
      const auto beside = row.flag | native_bits<E>(0x02000001);
      CHECK(native_bits_of(beside) == 0x02000001);
      if (row.flag != E{}) CHECK(supported(beside) == supported(row.flag));
    }
  }
}

}  // namespace

// CMakeLists.txt asks for each type that <mmapkit/flags/listed.hpp> names: one that is missing here fails.
#define WALK(Type) \
  TEST_CASE(#Type) { walk<Type>(#Type); }
WALK(open_flag)
WALK(protection_flag)
WALK(mmap_flag)
WALK(msync_flag)
WALK(advice)
WALK(posix_advice)
WALK(lock_flag)
WALK(mlockall_flag)
WALK(mremap_flag)
WALK(memfd_flag)
WALK(seal_flag)
WALK(shm_flag)
WALK(shm_rename_flag)
WALK(large_page_policy)
WALK(page_state)
WALK(key_right)
WALK(file_advice)
WALK(fallocate_mode)
WALK(range_sync_flag)
WALK(numa_policy)
WALK(numa_flag)
WALK(numa_move)
WALK(page_category)
WALK(scan_flag)
WALK(typed_memory_flag)
WALK(inherit)
WALK(process_control)
WALK(shadow_stack_flag)
WALK(section_flag)
WALK(allocation_flag)
WALK(free_flag)
WALK(unmap_flag)
WALK(offer_priority)
WALK(memory_condition)
WALK(call)
