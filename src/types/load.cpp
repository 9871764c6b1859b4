#include <mmapkit/load.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <utility>

#include "backend/files.hpp"
#include "calls/mmap.hpp"
#include "calls/native_file.hpp"
#include "checks/describe.hpp"
#include "checks/explain.hpp"

namespace mmapkit {

namespace {

constexpr auto loading = operation::load;

// Reads until `to` is full or the file ends; returns the number of bytes.
std::size_t read_up_to(native_handle file, std::uint64_t offset, std::span<std::byte> to, failure& why) noexcept {
  std::size_t done = 0;
  while (done != to.size()) {
    const auto got = backend::read_file(file, offset + done, to.subspan(done), why.code);
    if (why.attribute_to(loading) || got == 0) break;
    done += got;
  }
  return done;
}

}  // namespace

struct file_content_access {
  // Reads at most `size` bytes, even where the file grows meanwhile.
  static void copy(file_content& content, native_handle file, std::size_t size, failure& why) noexcept {
    content.copy_ = allocate_buffer(size, why);
    if (why) return;
    content.size_ = read_up_to(file, 0, {content.copy_, size}, why);
    content.data_ = content.copy_;
  }

  // For files whose size is reported as 0, as those under /proc.
  static void copy_to_end(file_content& content, native_handle file, failure& why) noexcept {
    std::array<std::byte, 4096> piece;  // NOLINT(cppcoreguidelines-pro-type-member-init): read_up_to fills it
    std::size_t capacity = 0;
    for (;;) {
      const auto got = read_up_to(file, content.size_, piece, why);
      if (why) return;
      if (content.size_ + got > capacity || capacity == 0) {
        capacity = std::max(piece.size(), 2 * capacity);
        auto* const larger = allocate_buffer(capacity, why);
        if (why) return;
        if (content.size_ != 0) std::memcpy(larger, content.copy_, content.size_);
        delete[] std::exchange(content.copy_, larger);
        content.data_ = larger;
      }
      std::memcpy(content.copy_ + content.size_, piece.data(), got);
      content.size_ += got;
      if (got != piece.size()) return;
    }
  }

  static void map(file_content& content, native_handle file, const backend::file_info& info, failure& why) noexcept {
    const auto memory = calls::map_whole(file, info, why);
    if (why) return;
    content.memory_ = mapping{memory, protection_flag::read};
    content.data_ = content.memory_.data();
    content.size_ = content.memory_.size();
  }

  static file_content load(path_view path, std::size_t copy_limit, failure& why) noexcept {
    file_content content;
    const auto file = calls::open_file(path, open_flag::read, protection_flag::read, default_file_mode, why);
    if (why) return content;
    fill(content, file, copy_limit, why);
    std::error_code ignored;
    backend::close_file(file, ignored);
    return content;
  }

  static file_content load(native_handle file, std::size_t copy_limit, failure& why) noexcept {
    file_content content;
    fill(content, file, copy_limit, why);
    return content;
  }

 private:
  static void fill(file_content& content, native_handle file, std::size_t copy_limit, failure& why) noexcept {
    const auto info = backend::examine(file, why.code);
    if (why.attribute_to(operation::stat)) {
    } else if (!info.has_end) {
      const auto* const kind = kind_in_words(file);
      refuse(why, loading, std::errc::invalid_argument,
             kind != nullptr ? kind : "not a regular file: it may have no end");
    } else if (info.size > copy_limit) {
      map(content, file, info, why);
    } else if (info.size != 0) {
      copy(content, file, static_cast<std::size_t>(info.size), why);
    } else {
      copy_to_end(content, file, why);
    }
    if (why) content = {};
  }

  static std::byte* allocate_buffer(std::size_t size, failure& why) noexcept {
    auto* const capacity = new (std::nothrow) std::byte[size];
    if (capacity == nullptr)
      refuse(why, loading, std::errc::not_enough_memory, "there is no memory for {m} bytes", size);
    return capacity;
  }
};

file_content::file_content(file_content&& other) noexcept { *this = std::move(other); }

file_content& file_content::operator=(file_content&& other) noexcept {
  if (this == &other) return *this;
  delete[] copy_;
  memory_ = std::move(other.memory_);
  copy_ = std::exchange(other.copy_, nullptr);
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

file_content::~file_content() { delete[] copy_; }

namespace {

template <class Source>
file_content load_or_throw(const Source& from, std::size_t copy_limit) {
  failure why;
  auto content = file_content_access::load(from, copy_limit, why);
  if (why) raise(why, describe(from, {}, operation::open));
  return content;
}

template <class Source>
file_content load_or_report(const Source& from, std::size_t copy_limit, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return file_content_access::load(from, copy_limit, why); });
}

}  // namespace

file_content load(path_view path, std::size_t copy_limit) { return load_or_throw(path, copy_limit); }

file_content load(path_view path, std::error_code& error) noexcept { return load(path, default_copy_limit, error); }

file_content load(path_view path, std::size_t copy_limit, std::error_code& error) noexcept {
  return load_or_report(path, copy_limit, error);
}

file_content load(handle_view file, std::size_t copy_limit) { return load_or_throw(file.get(), copy_limit); }

file_content load(handle_view file, std::error_code& error) noexcept { return load(file, default_copy_limit, error); }

file_content load(handle_view file, std::size_t copy_limit, std::error_code& error) noexcept {
  return load_or_report(file.get(), copy_limit, error);
}

}  // namespace mmapkit
