#include "atomic_mapping_trailer.hpp"

#include <array>
#include <cstring>

#include "backend/system.hpp"
#include "calls/file_bytes.hpp"

namespace mmapkit::detail::transaction {

namespace {

std::size_t offset_in_block(const trailer& what) noexcept {
  return static_cast<std::size_t>(what.generation % trailers) * distance_of_trailers;
}

trailer placed(trailer what, std::uint64_t place) noexcept {
  what.place = place;
  add_sum(what);
  return what;
}

}  // namespace

std::uint64_t file_length(std::uint64_t size) noexcept {
  return round_up(end_of(size) + block, backend::granularity());
}

std::optional<trailer> read_trailer(native_handle file, std::uint64_t place, const store_id* of,
                                    failure& why) noexcept {
  std::optional<trailer> newest;
  for (std::size_t i = 0; i < trailers; ++i) {
    const auto at = place + i * distance_of_trailers;
    trailer found;
    if (!calls::read_bytes(file, at, {reinterpret_cast<std::byte*>(&found), sizeof found}, why)) return newest;
    if (is_valid(found) && found.place == at && found.size <= largest_size && (of == nullptr || found.id == *of) &&
        (!newest || newest->generation < found.generation))
      newest = found;
  }
  return newest;
}

bool ends_in_trailer(native_handle file, std::uint64_t length, failure& why) noexcept {
  const auto unit = backend::granularity();
  if (length % unit != 0) return false;
  for (std::uint64_t back = block; back <= unit && back <= length; back += block)
    if (read_trailer(file, length - back, nullptr, why)) return true;
  return false;
}

bool write_first_trailer(native_handle file, std::uint64_t place, const trailer& what, failure& why) noexcept {
  const auto offset = offset_in_block(what);
  const auto there = placed(what, place + offset);
  std::array<std::byte, block> whole{};
  std::memcpy(whole.data() + offset, &there, sizeof there);
  return calls::write_bytes(file, place, whole, false, why);
}

bool write_next_trailer(native_handle file, std::uint64_t place, const trailer& what, failure& why) noexcept {
  const auto there = placed(what, place + offset_in_block(what));
  return calls::write_bytes(file, there.place, bytes_of(there), true, why);
}

}  // namespace mmapkit::detail::transaction
