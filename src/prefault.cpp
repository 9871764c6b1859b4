#include "prefault.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "core.hpp"
#include "offered.hpp"
#include "pages.hpp"

namespace mmapkit {

namespace {

// One store for each page; the memory is zero already.
void touch(std::byte* data, std::size_t length) noexcept {
  for (std::size_t at = 0; at < length; at += backend::page_size())
    *static_cast<volatile std::byte*>(data + at) = std::byte{};
}

failure prefault_part(std::byte* data, std::size_t length, bool by_advice) noexcept {
  if (by_advice) return core::advise(data, length, advice::populate_write, false);
  touch(data, length);
  return {};
}

}  // namespace

void prefault(std::byte* data, std::size_t length, unsigned threads, failure& why) noexcept {
  const bool by_advice = is_offered(advice::populate_write);
  const auto unit = std::max(backend::page_size(), backend::transparent_huge_page_size());
  const auto share = round_up(std::max<std::size_t>(length / std::max(threads, 1U), 1), unit);
  std::mutex guard;
  const auto work = [&](std::size_t from) noexcept {
    const auto failed = prefault_part(data + from, std::min(share, length - from), by_advice);
    const std::scoped_lock lock{guard};
    if (failed) why = failed;
  };
  // What no thread can be made for is done by this one.
  std::vector<std::thread> helpers;
  std::size_t from = 0;
  try {
    for (; length - from > share; from += share) helpers.emplace_back(work, from);
  } catch (const std::exception&) {
    for (; length - from > share; from += share) work(from);
  }
  work(from);
  for (auto& helper : helpers) helper.join();
}

}  // namespace mmapkit
