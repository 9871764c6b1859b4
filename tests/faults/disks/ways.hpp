// The ways to make a page of a mapped file durable, and what all of them say once one has failed.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <string>
#include <system_error>
#include <vector>

#include "check.hpp"

using page = std::vector<std::byte>;

inline page page_of(std::uint64_t run, std::size_t number) {
  return page(mmapkit::page_size(), static_cast<std::byte>((run + number) % 255 + 1));
}

struct way {
  const char* name;
  std::function<void(mmapkit::mapping&, std::size_t offset, const page&)> write;
};

inline void store(mmapkit::mapping& file, std::size_t offset, const page& bytes) {
  std::ranges::copy(bytes, file.writable_bytes().begin() + static_cast<std::ptrdiff_t>(offset));
}

inline const std::array<way, 6> ways{
    {{"sync(msync_flag::sync)",
      [](auto& file, auto offset, const auto& bytes) {
        store(file, offset, bytes);
        file.sync();
      }},
     {"sync(durability::data)",
      [](auto& file, auto offset, const auto& bytes) {
        store(file, offset, bytes);
        file.sync(offset, bytes.size(), mmapkit::durability::data);
      }},
     {"sync(durability::all)",
      [](auto& file, auto offset, const auto& bytes) {
        store(file, offset, bytes);
        file.sync(mmapkit::durability::all);
      }},
     {"sync(durability::scheduled), then data",
      [](auto& file, auto offset, const auto& bytes) {
        store(file, offset, bytes);
        file.sync(mmapkit::durability::scheduled);
        file.sync(mmapkit::durability::data);
      }},
     {"write_through of one",
      [](auto& file, auto offset, const auto& bytes) { file.write_through(offset, std::span{bytes}); }},
     {"write_through of many", [](auto& file, auto offset, const auto& bytes) {
        const std::span all{bytes};
        const std::array<mmapkit::write_request, 2> halves{
            {{offset, all.first(100)}, {offset + 100, all.subspan(100)}}};
        file.write_through(halves);
      }}}};

// What came after failures, in all runs.
struct later_attempts {
  std::size_t refused = 0;
  std::size_t false_successes = 0;
};

// After the first failure of a run every call fails, with the same code.
class refusals {
 public:
  refusals(std::uint64_t run, later_attempts& counted) : run_{run}, counted_{counted} {}

  void remember(const mmapkit::mmap_error& first) {
    first_ = first.code();
    check(first_ == std::errc::io_error || first_ == std::errc::no_space_on_device,
          std::string{"not the device's failure: "} + first.what());
  }

  template <class Call>
  void expect(const char* name, Call call) {
    try {
      call();
    } catch (const mmapkit::mmap_error& error) {
      check(error.code() == first_, std::string{"another code than before: "} + error.what());
      ++counted_.refused;
      return;
    }
    ++counted_.false_successes;
    std::cerr << "run " << run_ << ": success after a failure: " << name << '\n';
  }

  // With what failed, with something new, and after moves.
  void expect_all(mmapkit::mapping& file, std::size_t failed_page, std::size_t other_page) {
    using namespace mmapkit;
    for (const auto& each : ways) {
      expect(each.name, [&] { each.write(file, failed_page * page_size(), page_of(run_, failed_page)); });
      expect(each.name, [&] { each.write(file, other_page * page_size(), page_of(run_, other_page)); });
    }
    expect("sync(durability::scheduled)", [&] { file.sync(durability::scheduled); });
    mapping moved{std::move(file)};
    expect("sync after a move", [&] { moved.sync(durability::data); });
    file = std::move(moved);
    expect("sync after two moves", [&] { file.sync(durability::data); });
  }

  template <class File>
  void expect_all_of_growable(File& file, std::size_t most) {
    for (int again = 0; again < 2; ++again) expect("growable_file::sync", [&] { file.sync(); });
    auto moved = std::move(file);
    expect("growable_file::sync after a move", [&] { moved.sync(); });
    file = std::move(moved);
    file.resize(most);
    expect("growable_file::sync of more", [&] { file.sync(mmapkit::durability::all); });
  }

 private:
  std::uint64_t run_;
  later_attempts& counted_;
  std::error_code first_;
};
