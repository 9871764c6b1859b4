// What every system does with memory, seen in the memory itself.
#include <cstring>
#include <vector>

#include "../../support/machine_code.hpp"
#include "../proof.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

mapped read_write_memory(std::size_t size) { return mmap(support::anonymous(size)); }

}  // namespace

PROOF(protection_flag, none) {
  const auto memory = read_write_memory(page_size());
  mprotect(memory.addr, memory.size, protection_flag::none);
  CHECK_FALSE(support::readable(memory.addr));
  CHECK_FALSE(support::writable(memory.addr));
  munmap(memory);
}

PROOF(protection_flag, read) {
  const auto memory = read_write_memory(page_size());
  mprotect(memory.addr, memory.size, protection_flag::read);
  CHECK(support::readable(memory.addr));
  CHECK_FALSE(support::writable(memory.addr));
  munmap(memory);
}

PROOF(protection_flag, write) {
  auto options = support::anonymous(page_size());
  options.protection = protection_flag::write;
  const auto memory = mmap(options);
  CHECK(support::readable(memory.addr));
  CHECK(support::writable(memory.addr));
  munmap(memory);
}

PROOF(protection_flag, exec) {
  const auto forty_two = support::code_returning(42);
  REQUIRE_FALSE(forty_two.empty());  // what runs is to be written down for each processor
  const auto memory = read_write_memory(page_size());
  auto* const code = static_cast<char*>(memory.addr);
  std::memcpy(code, forty_two.data(), forty_two.size());
  mprotect(memory.addr, memory.size, protection_flag::read | protection_flag::exec);
  __builtin___clear_cache(code, code + forty_two.size());
  CHECK(reinterpret_cast<int (*)()>(memory.addr)() == 42);
  CHECK_FALSE(support::writable(memory.addr));
  munmap(memory);
}

PROOF(mmap_flag, private_) {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  mapping copy{path, support::private_writable()};
  copy.writable_bytes()[0] = std::byte{'C'};
  CHECK(copy.text() == "Content");
  CHECK(support::text(mapping{path}) == "content");
  copy.unmap();
  CHECK(support::read_file(path) == "content");
}

PROOF(mmap_flag, shared) {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  mapping one{path, support::shared_writable()};
  const mapping other{path, {.mmap = mmap_flag::shared}};
  one.writable_bytes()[0] = std::byte{'C'};
  CHECK(other.text() == "Content");
  one.unmap();
  CHECK(support::read_file(path) == "Content");
}

PROOF(mmap_flag, anonymous) {
  for (const auto sharing : {mmap_flag::private_, mmap_flag::shared}) {
    mapping memory{support::anonymous(page_size(), sharing)};
    CHECK(memory.text() == std::string(page_size(), '\0'));
    memory.writable_bytes()[0] = std::byte{1};
  }
}

PROOF(mmap_flag, no_replace) {
  const auto taken = read_write_memory(allocation_granularity());
  auto options = support::anonymous(allocation_granularity());
  options.mmap |= mmap_flag::no_replace;
  options.address = taken.addr;
  support::bytes(taken)[0] = std::byte{1};
  CHECK(caught([&] { return mmap(options); }).code() == std::errc::file_exists);
  CHECK(support::bytes(taken)[0] == std::byte{1});
  munmap(taken);
  const auto memory = mmap(options);
  CHECK(memory.addr == options.address);
  munmap(memory);
}

PROOF(section_flag, none) {
  const mapping memory{{.mmap = mmap_flag::shared | mmap_flag::anonymous, .size = 10, .section = section_flag::none}};
  CHECK(memory.text() == std::string(10, '\0'));
}

PROOF(allocation_flag, none) {
  const mapping memory{
      {.mmap = mmap_flag::private_ | mmap_flag::anonymous, .size = 10, .allocation = allocation_flag::none}};
  CHECK(memory.text() == std::string(10, '\0'));
}

PROOF(page_state, in_core) {
  const auto memory = read_write_memory(2 * page_size());
  support::bytes(memory)[0] = std::byte{1};
  std::vector<unsigned char> pages(2);
  mincore(memory.addr, memory.size, pages);
  CHECK(has(state_of(pages[0]), page_state::in_core));
  CHECK_FALSE(has(state_of(pages[1]), page_state::in_core));
  munmap(memory);
}

PROOF(fallocate_mode, allocate) {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const support::plain_file file{path, support::file_access::write};
  constexpr std::uint64_t size = 1 << 20;
  if (!support::can(fallocate_mode::allocate, path, file.get())) return;
  fallocate(file.get(), fallocate_mode::allocate, 0, size);
  CHECK(std::filesystem::file_size(path) == size);
  CHECK((support::allocated_bytes(path) >= size) == support::growth_has_blocks());
  CHECK(support::read_file(path).starts_with("content"));
}
