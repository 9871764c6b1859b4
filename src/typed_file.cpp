#include <mmapkit/typed_file.hpp>

#include <limits>

#include "bits.hpp"
#include "core.hpp"

namespace mmapkit {

mapping detail::create_elements(path_view path, std::size_t count, std::size_t element, open_flag open) {
  constexpr auto what = operation::open;
  failure why;
  if (count > std::numeric_limits<std::size_t>::max() / element)
    refuse(why, what, std::errc::invalid_argument, "{m} elements of {n} bytes do not fit the address space", count,
           element);
  else if (!has_any(open, open_flag::truncate | open_flag::ensure_create))
    refuse(why, what, std::errc::invalid_argument,
           "a new file needs open_flag::truncate or ensure_create, or it would keep what it has");
  if (why) raise(why, core::describe(path, {}, what));
  mmap_options options{
      .open = open, .protection = protection_flag::read | protection_flag::write, .mmap = mmap_flag::shared};
  if (count != 0) options.size = count * element;
  return mapping{path, options};
}

}  // namespace mmapkit
