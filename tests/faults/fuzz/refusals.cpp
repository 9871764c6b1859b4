// What the library refuses by contract, before any system call: each rule stands in a header, and here once more.
#include <cerrno>
#include <limits>
#include <map>

#include "fuzz.hpp"

using namespace mmapkit;

namespace fuzz {

namespace {

// Flags without a name are an invalid argument, those of other systems and kernels are not supported.
template <class E>
void add_unknown(E value, std::vector<int>& errors) {
  static std::map<E, int> known;
  auto [found, is_new] = known.try_emplace(value, 0);
  if (is_new) {
    bool has_row = false;
    for (const auto& row : rows<E>) has_row = has_row || row.flag == value;
    found->second = !has_row ? EINVAL : supported(value) ? 0 : EOPNOTSUPP;
  }
  if (found->second != 0) errors.push_back(found->second);
}

template <class Flag>
void add_unknown_flags(Flag set, std::vector<int>& errors) {
  const auto bits = static_cast<std::uint64_t>(set);
  for (unsigned bit = 0; bit < native_bits_shift; ++bit)
    if ((bits >> bit & 1) != 0) add_unknown(static_cast<Flag>(std::uint64_t{1} << bit), errors);
  if ((bits & value_field<Flag>) != 0) add_unknown(static_cast<Flag>(bits & value_field<Flag>), errors);
}

bool wraps(std::size_t length, std::size_t lead) { return length > std::numeric_limits<std::size_t>::max() - lead; }

void add_of_map(const step& one, std::vector<int>& errors) {
  const auto refuse_if = [&](bool wrong, int error = EINVAL) {
    if (wrong) errors.push_back(error);
  };
  const auto with = [&](mmap_flag flags) { return has(one.flags, flags); };
  using enum mmap_flag;
  add_unknown_flags(one.protection, errors);
  add_unknown_flags(one.flags, errors);
  // One way of sharing; shared_validate may stand beside shared.
  const int ways = with(private_) + with(shared) + with(shared_validate) + with(droppable);
  refuse_if(ways == 0 || (ways > 1 && !(ways == 2 && with(shared | shared_validate))));
  refuse_if(with(droppable) && !with(anonymous));
  refuse_if(with(shared_validate | anonymous));
  // Orders need an address, as far past a unit as the offset is.
  const bool orders = with(fixed) || with(no_replace);
  refuse_if(with(fixed | no_replace));
  refuse_if(orders && (one.anywhere ? 0 : one.at) % page_size() != one.offset % page_size());
  // What needs, or excludes, something else.
  refuse_if(with(non_block) && !with(populate));
  refuse_if((static_cast<std::uint64_t>(one.flags) & huge_page_field) != 0 && !with(huge_table));
  refuse_if(with(sync) && (!(with(shared) || with(shared_validate)) || with(anonymous)));
  refuse_if(with(grows_down) && !with(private_ | anonymous));
  constexpr auto last = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  refuse_if(one.length > std::numeric_limits<std::size_t>::max() / 2, ENOMEM);
  refuse_if(one.offset > last || one.length > last - one.offset, EOVERFLOW);
}

void add_of_remap(const step& one, std::vector<int>& errors) {
  const auto with = [&](mremap_flag flags) { return has(one.remap, flags); };
  using enum mremap_flag;
  add_unknown_flags(one.remap, errors);
  const bool wrong = one.length == 0 || ((with(fixed) || with(dont_unmap) || with(duplicate)) && !with(may_move)) ||
                     (with(fixed) && !one.has_new_place) || (one.has_new_place && !with(fixed) && !with(dont_unmap)) ||
                     (with(dont_unmap) && one.length != one.new_length) || with(duplicate | dont_unmap);
  if (wrong) errors.push_back(EINVAL);
}

void add_of_sync(const step& one, std::vector<int>& errors) {
  add_unknown_flags(one.sync, errors);
  if (has(one.sync, msync_flag::sync) == has(one.sync, msync_flag::async)) errors.push_back(EINVAL);
  if (wraps(one.length, page_size())) errors.push_back(ENOMEM);
}

}  // namespace

std::vector<int> refusals(const step& one) {
  std::vector<int> errors;
  const auto lead = one.at % page_size();
  switch (one.what) {
    case kind::map: add_of_map(one, errors); break;
    case kind::remap: add_of_remap(one, errors); break;
    case kind::sync: add_of_sync(one, errors); break;
    case kind::protect:
      add_unknown_flags(one.protection, errors);
      if (wraps(one.length, lead + page_size() - 1)) errors.push_back(ENOMEM);
      break;
    case kind::lock:
      add_unknown_flags(one.lock, errors);
      if (wraps(one.length, lead + page_size() - 1)) errors.push_back(ENOMEM);
      break;
    case kind::unlock:
      if (wraps(one.length, lead + page_size() - 1)) errors.push_back(ENOMEM);
      break;
    case kind::advise:
      add_unknown(one.advice, errors);
      if (discards(one.advice) != one.discarding) errors.push_back(EINVAL);
      break;
    case kind::advise_posix: add_unknown(one.posix_advice, errors); break;
    case kind::in_core:
      if (one.room < one.length / page_size() + (one.length % page_size() != 0)) errors.push_back(EINVAL);
      break;
    case kind::unmap:
    case kind::store:
    case kind::cut: break;
  }
  return errors;
}

}  // namespace fuzz
