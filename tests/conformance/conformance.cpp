#include "conformance.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <limits>

#include "system.hpp"

namespace conformance {

using namespace mmapkit;

pages::pages(std::size_t length, protection_flag protection, mmap_flag flags, native_handle file, std::uint64_t offset,
             void* address)
    : addr_{static_cast<char*>(mmapkit::mmap(address, length, protection, flags, file, offset))}, length_{length} {}

pages::~pages() {
  std::error_code unseen;
  if (addr_ != nullptr) mmapkit::munmap(addr_, length_, unseen);
}

void pages::unmap() {
  mmapkit::munmap(addr_, length_);
  addr_ = nullptr;
}

// Windows takes no mapping apart, and has no mapping of that length to follow this one.
half_mapped::half_mapped() {
  const auto unit = allocation_granularity();
  pages memory{2 * unit, support::read_write, private_anonymous, no_handle, 0, support::free_addresses(2 * unit)};
  addr_ = memory.release();
  mapped_ = on_windows() ? 2 * unit : unit;
  length_ = on_windows() ? std::size_t{1} << 30 : 2 * unit;
  if (!on_windows()) mmapkit::munmap(addr_ + unit, unit);
}

half_mapped::~half_mapped() {
  std::error_code unseen;
  mmapkit::munmap(addr_, mapped_, unseen);
}

object_name::object_name() {
  static std::atomic<unsigned> count = 0;
  text_ = "/mmapkit-" + std::to_string(process_id()) + "-" + std::to_string(++count);
}

object_name::~object_name() {
  std::error_code unseen;
  mmapkit::shm_unlink(text_, unseen);
}

std::error_code opening(std::string_view name, open_flag flags, unsigned mode, std::uint64_t size) {
  return code_of([&](std::error_code& error) {
    const auto handle = mmapkit::shm_open(name, flags, mode, size, error);
    if (!error) mmapkit::close_file(handle);
  });
}

std::error_code mapping_anonymous(std::size_t length) {
  return code_of([&](std::error_code& error) {
    void* const addr = mmapkit::mmap(nullptr, length, support::read_write, private_anonymous, no_handle, 0, error);
    if (!error) mmapkit::munmap(addr, length);
  });
}

std::size_t beyond_address_space() {
  const auto all = std::numeric_limits<std::size_t>::max() - allocation_granularity() + 1;
  const auto less = static_cast<std::size_t>(std::min(std::uint64_t{all}, std::uint64_t{1} << 62));
  return support::exceeds_addresses(less) ? less : all;
}

namespace {

int store_in_object(const std::string& name, open_flag flags, std::uint64_t size) {
  const auto object = mmapkit::shm_open(name, flags, 0600, size);
  auto* const memory =
      static_cast<char*>(mmapkit::mmap(nullptr, page_size(), support::read_write, mmap_flag::shared, object, 0));
  memory[0] = 'x';
  return 0;  // nothing is closed or unmapped: the end of the process does that
}

}  // namespace

int run_task(std::string_view task, const std::string& argument) {
  if (task == "store in object") return store_in_object(argument, support::open_read_write, 0);
  if (task == "create object") return store_in_object(argument, create_exclusively, page_size());
  if (task == "file begins with x") return std::ifstream{argument}.get() == 'x' ? 0 : 1;
  if (task == "lock") {
    auto* const memory = mmapkit::mmap(nullptr, 4 * page_size(), support::read_write, private_anonymous, no_handle, 0);
    mmapkit::mlock(memory, 4 * page_size());
    return 0;
  }
  return 2;
}

}  // namespace conformance
