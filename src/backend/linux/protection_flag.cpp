#include <fcntl.h>
#ifdef __aarch64__
#include <sys/auxv.h>
#endif

#include <optional>

#include <mmapkit/flags/protection_flag.hpp>

#include "asked_once.hpp"
#include "backend/native_value.hpp"
#include "backend/system.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(protection_flag flag) noexcept {
  switch (flag) {
    case protection_flag::none: return PROT_NONE;
    case protection_flag::read: return PROT_READ;
    case protection_flag::write: return PROT_WRITE;
    case protection_flag::exec: return PROT_EXEC;
    case protection_flag::sem: return PROT_SEM;
    case protection_flag::grows_down: return PROT_GROWSDOWN;
    case protection_flag::grows_up: return PROT_GROWSUP;
#ifdef PROT_SAO
    case protection_flag::strong_order: return PROT_SAO;
#else
    case protection_flag::strong_order: return std::nullopt;
#endif
#ifdef PROT_BTI
    case protection_flag::bti: return PROT_BTI;
#else
    case protection_flag::bti: return std::nullopt;
#endif
#ifdef PROT_MTE
    case protection_flag::memory_tags: return PROT_MTE;
#else
    case protection_flag::memory_tags: return std::nullopt;
#endif
#ifdef PROT_ADI
    case protection_flag::adi: return PROT_ADI;
#else
    case protection_flag::adi: return std::nullopt;
#endif
    case protection_flag::max_read:
    case protection_flag::max_write:
    case protection_flag::max_exec:
    case protection_flag::guard:
    case protection_flag::no_cache:
    case protection_flag::write_combine:
    case protection_flag::cfg_targets_invalid:
    case protection_flag::cfg_targets_no_update:
    case protection_flag::revert_to_file: return std::nullopt;
  }
  return std::nullopt;
}

namespace {

#ifdef __aarch64__
constexpr unsigned long has_bti = 1UL << 17;  // HWCAP2_BTI
constexpr unsigned long has_mte = 1UL << 18;  // HWCAP2_MTE
#endif

#ifdef PROT_SAO
// No capability tells of it. POWER10 has it no more, and a virtual machine may refuse it.
bool takes_strong_order() noexcept {
  static asked_once answer;
  return answer.get([] {
    void* const page = os::mmap(nullptr, page_size(), PROT_READ | PROT_SAO, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return std::optional<std::size_t>{0};
    os::munmap(page, page_size());
    return std::optional<std::size_t>{1};
  }) != 0;
}
#endif

}  // namespace

// PROT_GROWSUP is for architectures whose stacks grow upwards.
bool available(protection_flag flag) noexcept {
#ifdef __aarch64__
  if (flag == protection_flag::bti) return (::getauxval(AT_HWCAP2) & has_bti) != 0;
  if (flag == protection_flag::memory_tags) return (::getauxval(AT_HWCAP2) & has_mte) != 0;
#endif
#ifdef PROT_SAO
  if (flag == protection_flag::strong_order) return takes_strong_order();
#endif
#ifndef __hppa__
  if (flag == protection_flag::grows_up) return false;
#endif
  return native_value(flag).has_value();
}

}  // namespace mmapkit::backend
