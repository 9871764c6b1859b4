#include "file_windows.hpp"

#include <algorithm>
#include <limits>
#include <mmapkit/calls/file_space.hpp>
#include <mmapkit/calls/mincore.hpp>
#include <mmapkit/calls/page_size.hpp>
#include <mmapkit/flags/error.hpp>
#include <mmapkit/guarded.hpp>
#include <mmapkit/mapping.hpp>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "stream.hpp"
#include "text/formatted.hpp"
#include "text/text.hpp"

namespace mmapkit::tool {

namespace {

constexpr std::string_view cut_short = "it was cut short while it was read, or its disk failed";

[[noreturn]] void fail(const std::filesystem::path& path, std::string_view reason) {
  throw std::runtime_error{formatted("cannot read '{}': {}", name_of(path), reason)};
}

// No more than a mapping can hold.
std::size_t shorten(std::uint64_t length, std::uint64_t remaining) {
  return static_cast<std::size_t>(
      std::min({length, remaining, std::uint64_t{std::numeric_limits<std::size_t>::max()}}));
}

// How much of a window the body shall see, other than the last one of the file; 0 where the window has to grow.
std::size_t cut(std::string_view text, window_end end) {
  return end == window_end::anywhere ? text.size() : text.rfind('\n') + 1;
}

// Calls body(), and fails where the file no longer has what is mapped. 32-bit Windows has no guards, and cuts no file
// short that is mapped.
template <class Body>
void read_guarded(const mapping& part, const std::filesystem::path& path, Body body) {
  try {
    guarded(part, body);
  } catch (const mmap_error& problem) {
    if (problem.code() != std::errc::function_not_supported) fail(path, cut_short);
    body();
  }
}

struct reading {
  const std::filesystem::path& path;
  const file& opened;
  std::size_t window;
  window_end end;
  const window_body& body;
};

// Linux reads no more at once than the read-ahead of the device, whose default this is.
constexpr std::size_t read_at_once = std::size_t{128} << 10;

// Whether the end of it is in memory; where that cannot be told it is taken for not there.
bool is_cached(const file& opened, std::uint64_t offset, std::size_t length) {
  const auto size = std::min(read_at_once, length);
  std::error_code error;
  const auto state = cachestat(opened.handle(), offset + length - size, size, error);
  return !error && state.cached >= size / page_size();
}

// Whether most of it is in memory, or the system does not tell. What comes from the disk is read and not mapped: for
// reads Linux looks far ahead by itself, and keeps it in large pages, which takes half the time.
bool is_mostly_cached(const file& opened, std::uint64_t size) {
  constexpr std::uint64_t least = 1U << 20;
  constexpr std::uint64_t places = 16;
  if (size < least) return true;
  std::uint64_t cached = 0;
  for (std::uint64_t place = 0; place < places; ++place) {
    std::error_code error;
    const auto offset = size / places * place / read_at_once * read_at_once;
    cached += cachestat(opened.handle(), offset, page_size(), error).cached;
    if (error) return true;
  }
  return cached >= places / 2;
}

// To ask for pages that are in memory takes a tenth of the time that a search of them does.
void read_ahead(const file& opened, std::uint64_t offset, std::size_t length) {
  if (length == 0 || is_cached(opened, offset, length)) return;
  std::error_code unseen;
  for (std::size_t at = 0; at < length; at += read_at_once)
    posix_fadvise(opened.handle(), offset + at, std::min(read_at_once, length - at), file_advice::will_need, unseen);
}

// From `start` on. Whether it could be mapped; if not, the body has seen nothing of it.
bool map_windows(const reading& from, std::uint64_t size, std::uint64_t start = 0) {
  bool more = true;
  std::size_t length = from.window;
  for (std::uint64_t offset = start; offset < size && more;) {
    const std::uint64_t remaining = size - offset;
    length = shorten(length, remaining);
    std::error_code error;
    read_ahead(from.opened, offset + length, shorten(from.window, remaining - length));
    const mapping part{from.opened, {.size = length, .offset = offset, .keep_file = true}, error};
    if (error && offset == start) return false;
    if (error) fail(from.path, from.opened.size() < size ? std::string{cut_short} : error.message());
    std::size_t seen = 0;
    read_guarded(part, from.path, [&] {
      seen = length == remaining ? length : cut(part.text(), from.end);
      if (seen != 0) more = from.body(offset, part.text().substr(0, seen));
    });
    offset += seen;
    length = seen != 0 ? from.window : shorten(std::uint64_t{length} * 2, remaining);
  }
  // What is missing within a page is no fault: it reads as zeros.
  if (more && from.opened.size() < size) fail(from.path, cut_short);
  return true;
}

// Up to `size`, or to the end of what says no size. A line that is longer than a window is mapped, if it may be: the
// system can take its pages back.
void read_windows(const reading& from, std::optional<std::uint64_t> size, bool maps_long_lines = false) {
  std::vector<char> buffer(std::min(from.window, std::size_t{size ? 1024U : 256U} << 10));
  std::size_t used = 0;  // without a newline, where windows end after one
  std::uint64_t offset = 0;
  for (;;) {
    if (used == buffer.size()) {
      if (maps_long_lines && used >= from.window && map_windows(from, *size, offset)) return;
      buffer.resize(used * 2);
    }
    const auto space = std::span{buffer}.subspan(used);
    std::error_code error;
    const auto got =
        read_some(from.opened, size ? space.first(shorten(space.size(), *size - offset - used)) : space, error);
    if (error) fail(from.path, error.message());
    auto seen = cut({buffer.data() + used, got}, from.end);
    if (seen != 0 || got == 0) seen += used;
    used += got;
    if (seen != 0 || (got == 0 && offset == 0)) {
      if (!from.body(offset, {buffer.data(), seen})) return;
      std::copy(buffer.begin() + static_cast<std::ptrdiff_t>(seen), buffer.begin() + static_cast<std::ptrdiff_t>(used),
                buffer.begin());
      offset += seen;
      used -= seen;
    }
    if (got == 0) break;
  }
  if (size && from.opened.size() < *size) fail(from.path, cut_short);
}

}  // namespace

bool is_stream(const std::filesystem::path& path) {
  using std::filesystem::file_type;
  std::error_code unseen;
  const auto type = std::filesystem::status(path, unseen).type();
  return path == "-" || type == file_type::fifo || type == file_type::character || type == file_type::socket;
}

void for_each_window(const std::filesystem::path& path, std::size_t window, window_end end, const window_body& body) {
  if (is_stream(path)) {
    const file stream = open_stream(path);
    return read_windows({path, stream, window, end, body}, {});
  }
  const file opened{path};
  std::error_code unknown;
  const std::uint64_t size = opened.size(unknown);
  const reading from{path, opened, window, end, body};
  // A file of /proc says that it is empty, and one of /sys cannot be mapped.
  if (unknown || size == 0) return read_windows(from, {});
  if (has_holes(opened)) return read_windows(from, size);
  if (!is_mostly_cached(opened, size)) return read_windows(from, size, true);
  if (!map_windows(from, size)) read_windows(from, size);
}

}  // namespace mmapkit::tool
