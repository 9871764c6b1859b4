#include <mmapkit/calls/physical_pages.hpp>

#include "backend/system.hpp"
#include "backend/virtual_memory.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"

namespace mmapkit {

namespace {

std::size_t allocate(std::span<std::uintptr_t> frames, failure& why) noexcept {
  constexpr auto what = operation::allocate_physical_pages;
  if (!check_call(what, why)) return 0;
  const std::size_t count = backend::allocate_physical_pages(frames, why.code);
  why.attribute_to(what);
  return count;
}

failure map_frames(void* addr, std::span<const std::uintptr_t> frames) noexcept {
  constexpr auto what = operation::map_physical_pages;
  failure why;
  if (!check_call(what, why)) return why;
  backend::map_physical_pages(addr, frames, why.code);
  why.attribute_to(what);
  return why;
}

failure unmap_frames(void* addr, std::size_t length) noexcept {
  constexpr auto what = operation::unmap_physical_pages;
  failure why;
  if (!check_call(what, why)) return why;
  backend::unmap_physical_pages(addr, length, why.code);
  why.attribute_to(what);
  return why;
}

failure release(std::span<const std::uintptr_t> frames) noexcept {
  constexpr auto what = operation::free_physical_pages;
  failure why;
  if (!check_call(what, why)) return why;
  backend::free_physical_pages(frames, why.code);
  why.attribute_to(what);
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
  return make_or_report(error, [&](failure& why) { return allocate(frames, why); });
}

void map_physical_pages(void* addr, std::span<const std::uintptr_t> frames) {
  if (const auto why = map_frames(addr, frames))
    raise(why, describe_frames(frames.size()) + " as " + describe(addr, frames.size() * backend::page_size()));
}

void map_physical_pages(void* addr, std::span<const std::uintptr_t> frames, std::error_code& error) noexcept {
  report(map_frames(addr, frames), error);
}

void unmap_physical_pages(void* addr, std::size_t length) {
  if (const auto why = unmap_frames(addr, length)) raise(why, describe(addr, length));
}

void unmap_physical_pages(void* addr, std::size_t length, std::error_code& error) noexcept {
  report(unmap_frames(addr, length), error);
}

void free_physical_pages(std::span<const std::uintptr_t> frames) {
  if (const auto why = release(frames)) raise(why, describe_frames(frames.size()));
}

void free_physical_pages(std::span<const std::uintptr_t> frames, std::error_code& error) noexcept {
  report(release(frames), error);
}

}  // namespace mmapkit
