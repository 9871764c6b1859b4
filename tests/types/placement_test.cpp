// Where memory is put: hints and orders.
#include <mmapkit/calls/mmap.hpp>
#include <mmapkit/calls/munmap.hpp>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

TEST_CASE("no_replace maps at a free address") {
  const auto place = mmap(support::anonymous(allocation_granularity()));
  munmap(place);
  auto options = support::anonymous(100);
  options.mmap |= mmap_flag::no_replace;
  options.address = place.addr;
  const auto memory = mmap(options);
  CHECK(memory.addr == place.addr);
  munmap(memory);
}

TEST_CASE("no_replace fails where something is mapped, and leaves it alone") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto place = mmap(support::anonymous(allocation_granularity()));
  support::bytes(place)[0] = std::byte{'!'};
  const auto regions = support::mapped_regions();
  for (auto options : {support::shared_writable(), support::private_writable()}) {
    options.mmap |= mmap_flag::no_replace;
    options.address = place.addr;
    const auto error = caught([&] { return mmap(path, options); });
    CHECK(error.operation() == "mmap");
  }
  CHECK(support::bytes(place)[0] == std::byte{'!'});
  CHECK(support::mapped_regions() <= regions + support::region_noise);
  munmap(place);
}

TEST_CASE("an address without an order is a hint") {
  const auto place = mmap(support::anonymous(allocation_granularity()));
  auto options = support::anonymous(100);
  options.address = place.addr;
  const auto memory = mmap(options);
  CHECK(memory.addr != place.addr);
  munmap(memory);
  munmap(place);
}

TEST_CASE("with an unaligned offset the address is that of the first byte asked for") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(1000));
  const auto place = mmap(support::anonymous(allocation_granularity()));
  munmap(place);
  const auto memory = mmap(
      path,
      {.mmap = mmap_flag::private_ | mmap_flag::no_replace, .offset = 100, .address = support::bytes(place) + 100});
  CHECK(memory.addr == support::bytes(place) + 100);
  munmap(memory);
  const auto error = caught([&] {
    return mmap(path, {.mmap = mmap_flag::private_ | mmap_flag::no_replace, .offset = 100, .address = place.addr});
  });
  CHECK(error.code() == std::errc::invalid_argument);
}
