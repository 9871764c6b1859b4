#include "store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <mmapkit/atomic_mapping.hpp>
#include <mmapkit/mmapkit.hpp>

#include "../disks/check.hpp"

using namespace mmapkit;

namespace crash_states {

namespace {

// The states lie in files of other numbers than those that were recorded.
constexpr std::size_t journal_size = 64 * 1024;
constexpr atomic_mapping_options writing{.journal_size = journal_size, .accept_copies = true};
constexpr atomic_mapping_options reopening{.journal_size = 0, .accept_copies = true};

class atomic_one final : public store {
 public:
  explicit atomic_one(const std::filesystem::path& file) : of_{file, writing} {}

  std::span<std::byte> memory() override { return of_.writable_bytes(); }
  void resize(std::size_t size) override { of_.resize(size); }
  void commit() override { of_.commit(); }
  void commit_told() override { of_.commit(of_.changed()); }
  void roll_back(const bytes& /*committed*/) override { of_.roll_back(); }
  void checkpoint() override { of_.checkpoint(); }

 private:
  atomic_mapping of_;
};

class shared_one final : public store {
 public:
  explicit shared_one(const std::filesystem::path& file) : file_{file} {
    std::ofstream{file, std::ios::app};
    map();
  }

  std::span<std::byte> memory() override { return of_ ? of_.writable_bytes() : std::span<std::byte>{}; }
  void resize(std::size_t size) override {
    of_ = {};
    std::filesystem::resize_file(file_, size);
    map();
  }
  void commit() override {
    if (of_) of_.sync();
  }
  void commit_told() override { commit(); }
  void roll_back(const bytes& committed) override {
    resize(committed.size());
    std::ranges::copy(committed, memory().begin());
  }
  void checkpoint() override { commit(); }

 private:
  void map() {
    if (std::filesystem::file_size(file_) != 0)
      of_ = mapping{file_,
                    {.open = open_flag::read | open_flag::write,
                     .protection = protection_flag::read | protection_flag::write,
                     .mmap = mmap_flag::shared}};
  }

  std::filesystem::path file_;
  mapping of_;
};

}  // namespace

std::unique_ptr<store> open_atomic(const std::filesystem::path& file) { return std::make_unique<atomic_one>(file); }
std::unique_ptr<store> open_shared(const std::filesystem::path& file) { return std::make_unique<shared_one>(file); }

bytes recover_atomic(const std::filesystem::path& file) {
  atomic_mapping first{file, reopening};
  bytes content(first.bytes().begin(), first.bytes().end());
  first.close();
  check(is_same(recover_shared(file), content), "after close the file has not the content that it was opened with");
  check(!std::filesystem::exists(file.string() + ".journal"), "after close there is a journal");
  if (static std::size_t count = 0; ++count % 8 == 0) {
    const atomic_mapping second{file, reopening};
    check(is_same(second.bytes(), content), "a second opening shows something else");
  }
  return content;
}

bytes recover_shared(const std::filesystem::path& file) {
  const int plain = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  bytes content(plain < 0 ? 0 : static_cast<std::size_t>(std::filesystem::file_size(file)));
  const auto length = plain < 0 ? 0 : ::read(plain, content.data(), content.size());
  ::close(plain);
  check(length == static_cast<ssize_t>(content.size()), "a file cannot be read");
  return content;
}

}  // namespace crash_states
