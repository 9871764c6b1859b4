// A file system of one folder in user space (FUSE), whose writes, syncs and reads fail when they are told to. What it
// has taken and what would be there after a power cut are two things, as they are to a drive with a cache: a sync that
// succeeds makes the second of the first, and after one that fails those writes are never there.
#pragma once

#include <sys/types.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

// Of which the file system and the program that proves have one in common. Its file is called data.bin.
struct failing_device {
  static constexpr std::size_t capacity = std::size_t{1} << 20;
  static constexpr std::size_t block = 4096;
  static constexpr auto file_name = "data.bin";

  // Requests fail with that error while it is set: after so many that succeed, and so many times.
  struct fault {
    std::atomic<int> error{0};
    std::atomic<unsigned> successes{0};
    std::atomic<unsigned> failures{0};

    void set(int with, unsigned after, unsigned times) {
      successes = after;
      failures = times;
      error = with;
    }
    int next();  // the error of this request, or 0
  };

  fault writes;
  fault syncs;
  std::atomic<int> read_error{0};  // of requests that touch this part
  std::atomic<std::size_t> bad_from{0};
  std::atomic<std::size_t> bad_to{0};
  std::atomic<bool> allocates{true};  // it has fallocate

  std::atomic<bool> exists{false};
  std::atomic<std::size_t> size{0};
  std::array<std::byte, capacity> taken{};
  std::array<std::byte, capacity> durable{};
  std::array<bool, capacity / block> is_new{};  // blocks that were taken and are not durable

  void forget();  // the file is gone, and nothing fails
};

// Mounted on the folder while the object lives, served by a process of its own.
class failing_disk {
 public:
  // With `caches` the kernel keeps what write(2) gives it until a sync, as it does with stores to mappings.
  failing_disk(std::filesystem::path folder, bool caches);
  ~failing_disk();
  failing_disk(const failing_disk&) = delete;
  failing_disk& operator=(const failing_disk&) = delete;

  failing_device& device() { return *device_; }
  std::filesystem::path file() const { return folder_ / failing_device::file_name; }

 private:
  std::filesystem::path folder_;
  failing_device* device_;
  pid_t server_ = -1;
};
