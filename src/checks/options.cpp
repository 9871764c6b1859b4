#include "options.hpp"

#include <mmapkit/flags/msync_flag.hpp>

#include "availability.hpp"
#include "backend/flag_bits.hpp"
#include "backend/map_kind.hpp"
#include "backend/numa.hpp"
#include "backend/paths.hpp"
#include "backend/system.hpp"

namespace mmapkit {

namespace {

[[gnu::cold]] bool refuse_arguments(failure& why, operation what, const char* reason) noexcept {
  return refuse(why, what, std::errc::invalid_argument, reason);
}

constexpr auto sharing = mmap_flag::private_ | mmap_flag::shared | mmap_flag::shared_validate | mmap_flag::droppable;

bool check_sharing(mmap_flag flags, failure& why) noexcept {
  const auto given = own_bits(flags & sharing);
  if (has(flags, mmap_flag::private_ | mmap_flag::shared))
    return refuse_arguments(why, operation::mmap, "mmap_flag::private_ and mmap_flag::shared exclude each other");
  if (given == 0)
    return refuse_arguments(why, operation::mmap, "one of mmap_flag::private_ and mmap_flag::shared is needed");
  if ((given & (given - 1)) != 0 && (flags & sharing) != (mmap_flag::shared | mmap_flag::shared_validate))
    return refuse_arguments(why, operation::mmap,
                            "of mmap_flag::private_, shared, shared_validate and droppable one may be given");
  if (has(flags, mmap_flag::droppable) && !has(flags, mmap_flag::anonymous))
    return refuse_arguments(why, operation::mmap, "mmap_flag::droppable needs mmap_flag::anonymous");
  if (has(flags, mmap_flag::shared_validate | mmap_flag::anonymous))
    return refuse_arguments(why, operation::mmap,
                            "mmap_flag::shared_validate and mmap_flag::anonymous exclude each other");
  return true;
}

bool check_placement(const mmap_options& options, failure& why) noexcept {
  const auto flags = options.mmap;
  if (!has_fixed_address(flags)) return true;
  if (has(flags, mmap_flag::fixed | mmap_flag::no_replace))
    return refuse_arguments(why, operation::mmap, "mmap_flag::fixed and mmap_flag::no_replace exclude each other");
  const auto in_granule = [unit = backend::granularity()](std::uint64_t place) { return place & (unit - 1); };
  if (in_granule(reinterpret_cast<std::uintptr_t>(options.address)) != in_granule(options.offset))
    return refuse(why, operation::mmap, std::errc::invalid_argument,
                  "the address must be {n} bytes past a multiple of {m}, as the offset is", backend::granularity(),
                  in_granule(options.offset));
  return true;
}

bool check_dependencies(const mmap_options& options, failure& why) noexcept {
  const auto flags = options.mmap;
  if ((flags & ~(sharing | mmap_flag::anonymous)) == mmap_flag{}) return true;
  if (has(flags, mmap_flag::non_block) && !has(flags, mmap_flag::populate))
    return refuse_arguments(why, operation::mmap, "mmap_flag::non_block needs mmap_flag::populate");
  if (huge_page_log2(flags) != 0 && !has(flags, mmap_flag::huge_table))
    return refuse_arguments(why, operation::mmap, "a size of huge pages needs mmap_flag::huge_table");
  if (has(flags, mmap_flag::sync) && !is_shared(flags))
    return refuse_arguments(why, operation::mmap, "mmap_flag::sync needs mmap_flag::shared");
  if (has(flags, mmap_flag::sync | mmap_flag::anonymous))
    return refuse_arguments(why, operation::mmap, "mmap_flag::sync and mmap_flag::anonymous exclude each other");
  if (has(flags, mmap_flag::grows_down) && !has(flags, mmap_flag::private_ | mmap_flag::anonymous))
    return refuse_arguments(why, operation::mmap,
                            "mmap_flag::grows_down needs mmap_flag::private_ and mmap_flag::anonymous");
  return true;
}

// Combinations that the system accepts, but that nobody can mean who gives options by their names.
bool check_meaning(const mmap_options& options, failure& why) noexcept {
  const auto flags = options.mmap;
  if ((flags & (mmap_flag::fixed | mmap_flag::no_replace | mmap_flag::populate)) == mmap_flag{}) return true;
  if (options.address == nullptr && has(flags, mmap_flag::fixed))
    return refuse_arguments(why, operation::mmap, "mmap_flag::fixed needs an address");
  if (options.address == nullptr && has(flags, mmap_flag::no_replace))
    return refuse_arguments(why, operation::mmap, "mmap_flag::no_replace needs an address");
  if (has(flags, mmap_flag::populate) && options.protection == protection_flag::none)
    return refuse_arguments(why, operation::mmap, "mmap_flag::populate and protection_flag::none exclude each other");
  return true;
}

// The options beyond flags, which few callers use.
bool check_placement_options(const mmap_options& options, failure& why) noexcept {
  const bool plain = options.alignment == 0 && !options.numa_node && options.section == section_flag::none &&
                     options.allocation == allocation_flag::none && options.advice == posix_advice::normal;
  if (plain) return true;
  if (!check(options.advice, why)) return false;
  if (!check_available(operation::mmap, options.section, why) ||
      !check_available(operation::mmap, options.allocation, why))
    return false;
  if (options.alignment != 0 && !std::has_single_bit(options.alignment))
    return refuse_arguments(why, operation::mmap, "the alignment is not a power of two");
  if (options.alignment > backend::granularity() && !has(options.mmap, mmap_flag::anonymous))
    return refuse_arguments(why, operation::mmap, "an alignment beyond the granularity needs mmap_flag::anonymous");
  if (options.alignment > backend::granularity() && options.address != nullptr)
    return refuse_arguments(why, operation::mmap, "an address and an alignment exclude each other");
  return check_node(options.numa_node, why);
}

bool check_range(const mmap_options& options, failure& why) noexcept {
  if (options.minimum_size != 0 && options.size)
    return refuse_arguments(why, operation::mmap, "a size and a minimum_size exclude each other");
  if (options.size == std::size_t{0})
    return refuse_arguments(why, operation::mmap, "the size is 0; leave it out to map the rest of a file");
  const auto needed = options.size.value_or(options.minimum_size);
  if (!fits_file(options.offset, needed))
    return refuse(why, operation::mmap, std::errc::value_too_large,
                  "{m} bytes at {n} are more than a file or an address space can hold", needed, options.offset);
  return true;
}

bool check_open(open_flag open, failure& why) noexcept {
  const bool writes = has(open, open_flag::write);
  if (!writes && !has(open, open_flag::read))
    return refuse_arguments(why, operation::open, "one of open_flag::read and open_flag::write is needed");
  if (!writes && has(open, open_flag::truncate))
    return refuse_arguments(why, operation::open, "open_flag::truncate needs open_flag::write");
  if (!has(open, open_flag::directory)) return true;
  if (writes)
    return refuse_arguments(why, operation::open, "open_flag::directory and open_flag::write exclude each other");
  if (has(open, open_flag::create) || has(open, open_flag::ensure_create))
    return refuse_arguments(why, operation::open,
                            "open_flag::directory cannot create: leave out create and ensure_create");
  return true;
}

bool check_open(const mmap_options& options, failure& why) noexcept {
  const auto open = options.open;
  if (!check_open(open, why)) return false;
  if (!has(open, open_flag::write) && is_shared_and_writable(options))
    return refuse_arguments(why, operation::open,
                            "protection_flag::write with mmap_flag::shared needs open_flag::write");
  const bool has_size = options.size || options.minimum_size != 0;
  if (has(open, open_flag::truncate) && has_size && !is_shared_and_writable(options))
    return refuse_arguments(
        why, operation::open,
        "open_flag::truncate empties the file: only a shared, writable mapping gives it a size again");
  if (has(open, open_flag::truncate) && !has_size && options.offset != 0)
    return refuse_arguments(why, operation::open, "open_flag::truncate empties the file: no offset is left in it");
  return true;
}

// Open flags are for a path; for anything else they would be ignored.
bool check_not_opened(open_flag open, failure& why) noexcept {
  if (native_bits_of(open) != 0)
    return refuse_arguments(why, operation::mmap, "native open flags are for opening a path, and none was given");
  return all_flags(open & ~(open_flag::read | open_flag::write), [&](open_flag flag) {
    refuse_arguments(why, operation::mmap, "{type}::{name} is for opening a path, and none was given");
    why.type = type_name<open_flag>();
    why.name = row_of(flag)->name;
    return false;
  });
}

bool check_source(const mmap_options& options, source from, failure& why) noexcept {
  const bool anonymous = has(options.mmap, mmap_flag::anonymous);
  if (!check_mode(options.mode, options.open, why) || !check(options.growth, why)) return false;
  if (from != source::memory && anonymous)
    return refuse_arguments(why, operation::mmap, "mmap_flag::anonymous maps no file, and one was given");
  if (options.durable && (from != source::path || !is_shared_and_writable(options)))
    return refuse_arguments(why, operation::mmap, "durable is for a path and a shared, writable mapping");
  if (from == source::path) return check_open(options, why);
  if (!check_not_opened(options.open, why)) return false;
  if (from == source::handle) return true;
  if (!anonymous)
    return refuse_arguments(why, operation::mmap,
                            "no path and no file is given, and for memory mmap_flag::anonymous is needed");
  if (!options.size) return refuse_arguments(why, operation::mmap, "anonymous memory needs a size");
  if (options.offset != 0) return refuse_arguments(why, operation::mmap, "anonymous memory has no offset");
  return true;
}

}  // namespace

bool check_mode(unsigned mode, open_flag open, failure& why) noexcept {
  if (mode == default_file_mode) return true;
  if (!check_permissions(operation::open, mode, why)) return false;
  const bool creates = has(open, open_flag::create) || has(open, open_flag::ensure_create) || native_bits_of(open) != 0;
  if (!creates)
    return refuse_arguments(why, operation::open,
                            "a mode is for a new file: open_flag::create or ensure_create is needed");
  return backend::keeps_mode(mode) ||
         refuse(
             why, operation::open, std::errc::operation_not_supported,
             "files here have no permissions of their own for owner, group and others: only 0666 and 0444 can be had");
}

bool check_permissions(operation what, unsigned mode, failure& why) noexcept {
  return mode <= 0777 ||
         refuse(why, what, std::errc::invalid_argument,
                "the mode {m:#o} has bits beyond 0777; a mode is written in octal: 0600, not 600", mode);
}

bool check(durability level, failure& why) noexcept {
  return level <= durability::all || refuse(why, operation::msync, std::errc::invalid_argument,
                                            "durability has no level with the value {m}", static_cast<unsigned>(level));
}

bool check(file_growth growth, failure& why) noexcept {
  return growth <= file_growth::written || refuse(why, operation::mmap, std::errc::invalid_argument,
                                                  "file_growth has no value {m}", static_cast<unsigned>(growth));
}

bool check(posix_advice what, failure& why) noexcept {
  return what <= posix_advice::dont_need || refuse(why, operation::mmap, std::errc::invalid_argument,
                                                   "posix_advice has no value {m}", static_cast<unsigned>(what));
}

bool check_node(std::optional<unsigned> node, failure& why) noexcept {
  if (!node) return true;
  if (!has(row_of(call::node_of)->where, backend::system()))
    return refuse(why, operation::mmap, std::errc::operation_not_supported, "this system has no NUMA nodes to choose");
  return check_node_number(operation::mmap, *node, why);
}

bool check_node_number(operation what, unsigned node, failure& why) noexcept {
  constexpr unsigned count = 8 * sizeof(backend::node_mask);
  return node < count ||
         refuse(why, what, std::errc::invalid_argument, "node {m} is beyond the {n} that can be named", node, count);
}

bool check_flags(const mmap_options& options, failure& why) noexcept {
  return check_available(operation::mmap, options.protection, why) &&
         check_available(operation::mmap, options.mmap, why) && check_sharing(options.mmap, why) &&
         check_placement(options, why) && check_dependencies(options, why);
}

bool check(const mmap_options& options, source from, failure& why) noexcept {
  return check_available(operation::mmap, options.open, why) && check_flags(options, why) &&
         check_meaning(options, why) && check_placement_options(options, why) && check_range(options, why) &&
         check_source(options, from, why);
}

bool check(open_flag flags, failure& why) noexcept {
  return check_available(operation::open, flags, why) && check_open(flags, why);
}

bool check(protection_flag protection, failure& why) noexcept {
  return check_available(operation::mprotect, protection, why);
}

bool check(msync_flag flags, failure& why) noexcept {
  const bool sync = has(flags, msync_flag::sync);
  const bool async = has(flags, msync_flag::async);
  if (!check_available(operation::msync, flags, why)) return false;
  if (sync && async)
    return refuse_arguments(why, operation::msync, "msync_flag::sync and msync_flag::async exclude each other");
  if (!sync && !async)
    return refuse_arguments(why, operation::msync, "one of msync_flag::sync and msync_flag::async is needed");
  return true;
}

open_flag normalized(open_flag open) noexcept { return has(open, open_flag::write) ? open | open_flag::read : open; }

protection_flag normalized(protection_flag protection) noexcept {
  return has(protection, protection_flag::write) ? protection | protection_flag::read : protection;
}

}  // namespace mmapkit
