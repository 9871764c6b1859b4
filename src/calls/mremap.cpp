#include <mmapkit/calls/mremap.hpp>

#include "backend/mappings.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"
#include "checks/explain.hpp"

namespace mmapkit {

namespace {

bool check(std::size_t old_length, std::size_t new_length, mremap_flag flags, const void* new_addr,
           failure& why) noexcept {
  constexpr auto what = operation::mremap;
  const auto wrong = [&](const char* reason) { return refuse(why, what, std::errc::invalid_argument, reason); };
  if (!check_call(what, why) || !check_available(what, flags, why)) return false;
  const bool moves = has(flags, mremap_flag::may_move);
  if (old_length == 0) return wrong("the old length is 0; mremap_flag::duplicate maps shared memory once more");
  if (has(flags, mremap_flag::fixed) && !moves) return wrong("mremap_flag::fixed needs mremap_flag::may_move");
  if (has(flags, mremap_flag::fixed) && new_addr == nullptr) return wrong("mremap_flag::fixed needs a new address");
  if (new_addr != nullptr && !has(flags, mremap_flag::fixed) && !has(flags, mremap_flag::dont_unmap))
    return wrong("a new address needs mremap_flag::fixed, or mremap_flag::dont_unmap where it is a hint");
  if (has(flags, mremap_flag::dont_unmap) && !moves)
    return wrong("mremap_flag::dont_unmap needs mremap_flag::may_move");
  if (has(flags, mremap_flag::dont_unmap) && old_length != new_length)
    return wrong("mremap_flag::dont_unmap needs an unchanged length");
  if (has(flags, mremap_flag::duplicate) && !moves) return wrong("mremap_flag::duplicate needs mremap_flag::may_move");
  if (has(flags, mremap_flag::duplicate | mremap_flag::dont_unmap))
    return wrong("mremap_flag::duplicate and mremap_flag::dont_unmap exclude each other");
  return true;
}

void* remap(void* addr, std::size_t old_length, std::size_t new_length, mremap_flag flags, void* new_addr,
            failure& why) noexcept {
  if (!check(old_length, new_length, flags, new_addr, why)) return nullptr;
  void* const memory = backend::mremap(addr, old_length, new_length, flags, new_addr, why.code);
  if (why.attribute_to(operation::mremap) && new_length > old_length)
    explain_longer_mapping(why, new_length - old_length);
  return memory;
}

}  // namespace

void* mremap(void* addr, std::size_t old_length, std::size_t new_length, mremap_flag flags, void* new_addr) {
  failure why;
  void* const memory = remap(addr, old_length, new_length, flags, new_addr, why);
  if (why) raise(why, describe(addr, old_length) + " as " + std::to_string(new_length) + " bytes");
  return memory;
}

void* mremap(void* addr, std::size_t old_length, std::size_t new_length, mremap_flag flags, void* new_addr,
             std::error_code& error) noexcept {
  failure why;
  void* const memory = remap(addr, old_length, new_length, flags, new_addr, why);
  report(why, error);
  return memory;
}

}  // namespace mmapkit
