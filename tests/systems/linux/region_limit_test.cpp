// Where the process has all the regions that it may have (vm.max_map_count), the middle of one cannot be unmapped.
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "../../support/child.hpp"
#include "../../support/linux.hpp"

using namespace mmapkit;

namespace {

constexpr std::size_t block_size = 64 * std::size_t{1024};

// What owns some memory, where that is, and how it is given back.
struct block {
  std::byte* data = nullptr;
  std::function<void()> end;
};

block allocated(const allocate_options& options = {}) {
  auto memory = std::make_shared<allocation>(allocate(block_size, options));
  return {memory->data(), [memory]() mutable { *memory = {}; }};
}

block mapped_block() {
  auto memory = std::make_shared<mapping>(support::anonymous(block_size));
  return {memory->data(), [memory]() mutable { *memory = {}; }};
}

block reserved() {
  auto memory = std::make_shared<reservation>(block_size);
  memory->commit(0, block_size);
  return {memory->data(), [memory]() mutable { *memory = {}; }};
}

block of_container() {
  auto memory = std::make_shared<std::vector<std::byte, page_allocator<std::byte>>>(block_size);
  return {memory->data(), [memory] { std::vector<std::byte, page_allocator<std::byte>>{}.swap(*memory); }};
}

block passed_to_with_mmap() {
  const auto memory = mmap(support::anonymous(block_size));
  return {support::bytes(memory), [memory] { detail::unmap_on_exit scope{memory}; }};
}

// Whether pages stay when every other block of a row is given back at the limit.
template <class Make>
int pages_that_stay(Make make) {
  return support::in_child([&] {
           std::vector<block> blocks;
           for (int i = 0; i < 21; ++i) {
             blocks.push_back(make());
             for (std::size_t at = 0; at < block_size; at += page_size()) blocks.back().data[at] = std::byte{1};
           }
           if (!support::use_up_regions()) return 0;
           std::size_t stay = 0;
           for (std::size_t i = 1; i < blocks.size(); i += 2) {
             blocks[i].end();
             if (support::is_mapped(blocks[i].data)) stay += support::resident_pages(blocks[i].data, block_size);
           }
           for (std::size_t i = 0; i < blocks.size(); i += 2)
             if (blocks[i].data[0] != std::byte{1}) return 120;
           return stay == 0 ? 0 : 1;
         })
      .code;
}

}  // namespace

TEST_CASE("memory that cannot be unmapped gives its pages back") {
  if (support::emulated || support::address_sanitizer || support::thread_sanitizer) return;  // they map too
  CHECK(pages_that_stay([] { return allocated(); }) == 0);
  if (supported(advice::dont_need_locked)) CHECK(pages_that_stay([] { return allocated({.lock = true}); }) == 0);
  CHECK(pages_that_stay([] { return allocated({.guard_before = page_size(), .guard_after = page_size()}); }) == 0);
  CHECK(pages_that_stay(mapped_block) == 0);
  if (!support::errors_need_no_mapping) return;
  CHECK(pages_that_stay(reserved) == 0);
  CHECK(pages_that_stay(of_container) == 0);
  CHECK(pages_that_stay(passed_to_with_mmap) == 0);
}

TEST_CASE("unmap tells that memory cannot be unmapped, and it keeps its content") {
  if (support::emulated || support::address_sanitizer || support::thread_sanitizer) return;
  if (!support::errors_need_no_mapping) return;
  const auto told = support::told_by_child([] {
    std::vector<allocation> blocks;
    for (int i = 0; i < 21; ++i) {
      blocks.push_back(allocate(block_size));
      blocks.back().data()[0] = std::byte{1};
    }
    if (!support::use_up_regions()) return std::string{"munmap"};
    for (std::size_t i = 1; i < blocks.size(); i += 2) {
      auto& block = blocks[i];
      try {
        block.unmap();
      } catch (const mmap_error& error) {
        const bool is_whole = block && block.data()[0] == std::byte{1} && block.size() == block_size;
        return is_whole && error.code() == std::errc::not_enough_memory ? std::string{error.operation()} : error.what();
      }
    }
    return std::string{"all could be unmapped"};
  });
  CHECK(told == "munmap");
}
