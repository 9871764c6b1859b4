#include <mmapkit/load.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <utility>

#include "backend.hpp"
#include "core.hpp"
#include "native_path.hpp"

namespace mmapkit {

namespace {

constexpr auto what = operation::load;

// Fills `to` from the beginning of the file, unless that ends before: how many bytes it had.
std::size_t read_up_to(native_handle file, std::uint64_t offset, std::span<std::byte> to, failure& why) noexcept {
  std::size_t done = 0;
  while (done != to.size()) {
    const auto got = backend::read_file(file, offset + done, to.subspan(done), why.code);
    if (why.failed(what) || got == 0) break;
    done += got;
  }
  return done;
}

}  // namespace

struct file_content_access {
  // Takes a file of `size` bytes as that many: what is appended meanwhile belongs to a later content.
  static void copy(file_content& content, native_handle file, std::size_t size, failure& why) noexcept {
    content.copy_ = make_room(size, why);
    if (why) return;
    content.size_ = read_up_to(file, 0, {content.copy_, size}, why);
    content.data_ = content.copy_;
  }

  // A file that does not say how long it is.
  static void copy_to_end(file_content& content, native_handle file, failure& why) noexcept {
    std::array<std::byte, 4096> piece;  // NOLINT(cppcoreguidelines-pro-type-member-init): read_up_to fills it
    std::size_t room = 0;
    for (;;) {
      const auto got = read_up_to(file, content.size_, piece, why);
      if (why) return;
      if (content.size_ + got > room || room == 0) {
        room = std::max(piece.size(), 2 * room);
        auto* const larger = make_room(room, why);
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
    const auto memory = core::map_whole(file, info, why);
    if (why) return;
    content.memory_ = mapping{memory, protection_flag::read};
    content.data_ = content.memory_.data();
    content.size_ = content.memory_.size();
  }

  static file_content load(path_view path, std::size_t copied_up_to, failure& why) noexcept {
    file_content content;
    const native_path name{path, why};
    if (why) return content;
    const auto file = backend::open_file(name.c_str(), open_flag::read, protection_flag::read, why.code);
    if (why.failed(operation::open)) return content;
    const auto info = backend::examine(file, why.code);
    if (why.failed(operation::stat)) {
    } else if (!info.regular) {
      refuse(why, what, std::errc::invalid_argument, "not a regular file: it may have no end");
    } else if (info.size > copied_up_to) {
      map(content, file, info, why);
    } else if (info.size != 0) {
      copy(content, file, static_cast<std::size_t>(info.size), why);
    } else {
      copy_to_end(content, file, why);
    }
    std::error_code unseen;
    backend::close_file(file, unseen);
    if (why) content = {};
    return content;
  }

 private:
  static std::byte* make_room(std::size_t size, failure& why) noexcept {
    auto* const room = new (std::nothrow) std::byte[size];
    if (room == nullptr) refuse(why, what, std::errc::not_enough_memory, "there is no memory for {m} bytes", size);
    return room;
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

file_content load(path_view path, std::size_t copied_up_to) {
  failure why;
  auto content = file_content_access::load(path, copied_up_to, why);
  if (why) raise(why, core::describe(path, {}, why.operation));
  return content;
}

file_content load(path_view path, std::error_code& error) noexcept { return load(path, most_copied, error); }

file_content load(path_view path, std::size_t copied_up_to, std::error_code& error) noexcept {
  failure why;
  auto content = file_content_access::load(path, copied_up_to, why);
  core::report(why, error);
  return content;
}

}  // namespace mmapkit
