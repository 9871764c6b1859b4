#include <mmapkit/load_into_memory.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <thread>

#include "allocation_access.hpp"
#include "backend/files.hpp"
#include "backend/page_math.hpp"
#include "backend/system.hpp"
#include "calls/native_file.hpp"
#include "checks/describe.hpp"
#include "checks/explain.hpp"
#include "threads.hpp"

namespace mmapkit {

namespace {

constexpr unsigned most_threads = 8;

// Each read is as long as a huge page, so that none is touched by two threads.
constexpr std::size_t piece = std::size_t{2} << 20;

bool check_length(native_handle file, const backend::file_info& info, failure& why) noexcept {
  if (!info.has_end) {
    const auto* const kind = kind_in_words(file);
    return refuse(why, operation::load, std::errc::invalid_argument,
                  kind != nullptr ? kind : "not a regular file: it may have no end");
  }
  if (info.size > std::numeric_limits<std::size_t>::max())
    return refuse(why, operation::load, std::errc::value_too_large, "{m} bytes do not fit the address space",
                  info.size);
  if (info.size != 0) return true;
  std::array<std::byte, 1> byte{};
  const auto got = backend::read_file(file, 0, byte, why.code);
  if (why.attribute_to(operation::load) || got == 0) return !why;
  return refuse(why, operation::load, std::errc::invalid_argument,
                "the file does not say how long it is: load() reads it");
}

// The end is rounded up to whole pages, which the memory has: a file that is read past the cache takes no other
// lengths.
failure read_part(native_handle file, std::uint64_t offset, std::span<std::byte> to) noexcept {
  const std::span whole_pages{to.data(), round_up(to.size(), backend::page_size())};
  failure why;
  for (std::size_t done = 0; done < to.size() && !why;) {
    const auto rest = whole_pages.subspan(done);
    const auto got = backend::read_file(file, offset + done, rest.first(std::min(piece, rest.size())), why.code);
    if (!why.attribute_to(operation::load) && got == 0)
      refuse(why, operation::load, std::errc::io_error,
             "it has fewer bytes than it said: it was cut short, or tells no true length, and load() reads it");
    done += got;
  }
  return why;
}

allocation fill_memory(native_handle file, allocate_options options, failure& why) noexcept {
  const auto info = backend::examine(file, why.code);
  if (why.attribute_to(operation::load) || !check_length(file, info, why) || info.size == 0) return {};
  const auto threads = options.prefault_threads != 0
                           ? options.prefault_threads
                           : std::clamp(std::thread::hardware_concurrency(), 1U, most_threads);
  // Reading brings the pages in, but for those of a pool, which `allocate` takes itself.
  options.prefault_threads = options.huge_pages == huge_page_use::required ? threads : 0;
  const auto size = static_cast<std::size_t>(info.size);
  auto memory = allocation_access::allocate(size, options, why);
  if (why) return {};
  const std::span bytes{memory.data(), size};
  why = share_out(size, piece, threads, [&](std::size_t from, std::size_t length) {
    return read_part(file, from, bytes.subspan(from, length));
  });
  return why ? allocation{} : std::move(memory);
}

allocation fill_memory(path_view path, const allocate_options& options, failure& why) noexcept {
  const auto file = calls::open_file(path, open_flag::read, protection_flag::read, default_file_mode, why);
  if (why) return {};
  auto memory = fill_memory(file, options, why);
  std::error_code ignored;
  backend::close_file(file, ignored);
  return memory;
}

template <class Source>
allocation load_or_throw(const Source& from, const allocate_options& options) {
  failure why;
  auto memory = fill_memory(from, options, why);
  if (why) raise(why, describe(from, {}, operation::open));
  return memory;
}

template <class Source>
allocation load_or_report(const Source& from, const allocate_options& options, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return fill_memory(from, options, why); });
}

}  // namespace

allocation load_into_memory(path_view path, const allocate_options& options) { return load_or_throw(path, options); }

allocation load_into_memory(path_view path, const allocate_options& options, std::error_code& error) noexcept {
  return load_or_report(path, options, error);
}

allocation load_into_memory(handle_view file, const allocate_options& options) {
  return load_or_throw(file.get(), options);
}

allocation load_into_memory(handle_view file, const allocate_options& options, std::error_code& error) noexcept {
  return load_or_report(file.get(), options, error);
}

}  // namespace mmapkit
