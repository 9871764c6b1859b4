#include <list>
#include <map>
#include <mmapkit/page_resource.hpp>
#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;
using support::mebibyte;

namespace {

// Counts what it hands on.
class counting_resource : public std::pmr::memory_resource {
 public:
  int taken = 0;

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    ++taken;
    return std::pmr::new_delete_resource()->allocate(bytes, alignment);
  }
  void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
    --taken;
    std::pmr::new_delete_resource()->deallocate(memory, bytes, alignment);
  }
  bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override { return this == &other; }
};

}  // namespace

TEST_CASE("large blocks are pages of their own, and small ones come from somewhere else") {
  counting_resource small;
  const auto regions = support::mapped_regions();
  {
    page_resource pages{{}, mebibyte, &small};
    std::pmr::vector<char> few(100, 'x', &pages);
    CHECK(small.taken == 1);
    std::pmr::vector<char> many(5 * mebibyte, 'x', &pages);
    CHECK(small.taken == 1);
    CHECK(reinterpret_cast<std::uintptr_t>(many.data()) % page_size() == 0);
    CHECK(many.back() == 'x');
    CHECK(pages.upstream_resource() == &small);
    CHECK(pages.limit() == mebibyte);
  }
  CHECK(small.taken == 0);
  CHECK(support::mapped_regions() <= regions + support::region_noise);
}

TEST_CASE("blocks have the alignment and the guards that were asked for, and go back whole") {
  const auto regions = support::mapped_regions();
  page_resource pages{{.guard_before = 1, .guard_after = 1}, page_size()};
  for (int i = 0; i < 100; ++i) {
    auto* const block = static_cast<std::byte*>(pages.allocate(page_size() + 1, 4 * mebibyte));
    CHECK(reinterpret_cast<std::uintptr_t>(block) % (4 * mebibyte) == 0);
    if (i == 0) CHECK_FALSE(support::readable(block - 1));
    pages.deallocate(block, page_size() + 1, 4 * mebibyte);
  }
  CHECK(support::mapped_regions() <= regions + support::region_noise);
}

TEST_CASE("memory that cannot be had is bad_alloc") {
  const volatile auto largest = std::numeric_limits<std::size_t>::max();  // a size that the compiler cannot judge
  page_resource pages;
  CHECK_THROWS_AS(static_cast<void>(pages.allocate(largest / 16 * 15)), std::bad_alloc);
  page_allocator<int> allocator;
  CHECK_THROWS_AS(static_cast<void>(allocator.allocate(largest / 64 * 15)), std::bad_alloc);
  CHECK_THROWS_AS(static_cast<void>(allocator.allocate(largest / 2)), std::bad_alloc);
}

TEST_CASE("containers take the allocator for small and large") {
  const auto regions = support::mapped_regions();
  {
    std::vector<int, page_allocator<int>> numbers;
    for (int i = 0; i < 1'000'000; ++i) numbers.push_back(i);
    CHECK(numbers[999'999] == 999'999);
    std::map<int, int, std::less<>, page_allocator<std::pair<const int, int>>> map;
    for (int i = 0; i < 100; ++i) map[i] = i;
    CHECK(map.at(99) == 99);
    std::list<int, page_allocator<int>> list(10, 7);
    CHECK(list.back() == 7);
    CHECK(page_allocator<int>{} == page_allocator<char>{});
  }
  CHECK(support::mapped_regions() <= regions + 2 + support::region_noise);
}
