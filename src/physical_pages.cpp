#include <mmapkit/physical_pages.hpp>

#include "core.hpp"
#include "offered.hpp"

namespace mmapkit {

namespace {

std::size_t allocate(std::span<std::uintptr_t> frames, failure& why) noexcept {
  constexpr auto what = operation::allocate_physical_pages;
  if (!check_call(what, why)) return 0;
  const std::size_t count = backend::allocate_physical_pages(frames, why.code);
  why.failed(what);
  return count;
}

failure map_frames(void* addr, std::span<const std::uintptr_t> frames) noexcept {
  constexpr auto what = operation::map_physical_pages;
  failure why;
  if (!check_call(what, why)) return why;
  backend::map_physical_pages(addr, frames, why.code);
  why.failed(what);
  return why;
}

failure empty_window(void* addr, std::size_t length) noexcept {
  constexpr auto what = operation::unmap_physical_pages;
  failure why;
  if (!check_call(what, why)) return why;
  backend::unmap_physical_pages(addr, length, why.code);
  why.failed(what);
  return why;
}

failure release(std::span<const std::uintptr_t> frames) noexcept {
  constexpr auto what = operation::free_physical_pages;
  failure why;
  if (!check_call(what, why)) return why;
  backend::free_physical_pages(frames, why.code);
  why.failed(what);
  return why;
}

std::string describe_frames(std::size_t count) { return std::to_string(count) + " physical pages"; }

}  // namespace

std::vector<std::uintptr_t> allocate_physical_pages(std::size_t count) {
  failure why;
  std::vector<std::uintptr_t> frames(count);
  frames.resize(allocate(frames, why));
  if (why) raise(why, describe_frames(count));
  return frames;
}

std::size_t allocate_physical_pages(std::span<std::uintptr_t> frames, std::error_code& error) noexcept {
  failure why;
  const std::size_t count = allocate(frames, why);
  core::report(why, error);
  return count;
}

void map_physical_pages(void* addr, std::span<const std::uintptr_t> frames) {
  if (const auto why = map_frames(addr, frames))
    raise(why, describe_frames(frames.size()) + " as " + core::describe(addr, frames.size() * backend::page_size()));
}

void map_physical_pages(void* addr, std::span<const std::uintptr_t> frames, std::error_code& error) noexcept {
  core::report(map_frames(addr, frames), error);
}

void unmap_physical_pages(void* addr, std::size_t length) {
  if (const auto why = empty_window(addr, length)) raise(why, core::describe(addr, length));
}

void unmap_physical_pages(void* addr, std::size_t length, std::error_code& error) noexcept {
  core::report(empty_window(addr, length), error);
}

void free_physical_pages(std::span<const std::uintptr_t> frames) {
  if (const auto why = release(frames)) raise(why, describe_frames(frames.size()));
}

void free_physical_pages(std::span<const std::uintptr_t> frames, std::error_code& error) noexcept {
  core::report(release(frames), error);
}

}  // namespace mmapkit
