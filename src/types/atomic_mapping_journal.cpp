#include "atomic_mapping_journal.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include <mmapkit/flags/durability.hpp>
#include <mmapkit/flags/file_growth.hpp>

#include "atomic_mapping_checksum.hpp"
#include "backend/files.hpp"
#include "backend/system.hpp"
#include "calls/file_bytes.hpp"
#include "calls/growth.hpp"

namespace mmapkit::detail::transaction {

namespace {

constexpr std::size_t piece = std::size_t{1} << 20;  // what is read and written at once

template <class Part>
Part part_at(std::span<const std::byte> bytes) noexcept {
  Part part;
  std::memcpy(&part, bytes.data(), sizeof part);
  return part;
}

void append_bytes(std::vector<std::byte>& to, std::span<const std::byte> bytes) {
  if (bytes.empty()) return;
  const auto size = to.size();
  to.resize(size + bytes.size());
  std::memcpy(to.data() + size, bytes.data(), bytes.size());
}

run run_of(const changed_part& part) noexcept { return {.offset = part.offset, .length = part.bytes.size()}; }

}  // namespace

bool journal_file::take(native_handle file, failure& why) noexcept {
  file_ = file;
  const auto info = backend::examine(file_, why.code);
  if (why.attribute_to(operation::stat)) return false;
  if (!info.regular) return refuse(why, operation::open, std::errc::invalid_argument, "it is no regular file");
  length_ = info.size;
  identity_ = info.identity;
  return true;
}

// Blocks that are allocated and not written would be made written ones by each commit, which waits for the journal of
// the file system.
bool journal_file::fill(std::uint64_t length, std::uint64_t size, failure& why) noexcept {
  id_ = random_id();
  static std::array<std::byte, 65536> zeros{};  // not const: so it takes no room in the file of a program
  if (!allocate(std::max(length, first_record + block), why)) return false;
  for (std::uint64_t at = 0; at < length_; at += zeros.size()) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(zeros.size(), length_ - at));
    if (!calls::write_bytes(file_, at, std::span{zeros}.first(count), false, why)) return false;
  }
  if (!write_header(journal_state::open, size, why)) return false;
  backend::sync_file(file_, durability::all, why.code);
  return !why.attribute_to(operation::msync);
}

void journal_file::close() noexcept {
  std::error_code ignored;
  if (file_ != no_handle) backend::close_file(file_, ignored);
  file_ = no_handle;
}

bool journal_file::is_unused(failure& why) const noexcept {
  std::array<std::byte, block> some{};
  for (std::uint64_t at = 0; at < std::min(length_, first_record + block); at += block) {
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(block, length_ - at));
    const auto begin = std::min(at == block ? sizeof(header) : 0, length);
    if (!calls::read_bytes(file_, at, std::span{some}.first(length), why) ||
        !std::ranges::all_of(std::span{some}.first(length).subspan(begin),
                             [](std::byte byte) { return byte == std::byte{}; }))
      return false;
  }
  return true;
}

void journal_file::read_headers(failure& why) noexcept {
  for (std::size_t i = 0; i < headers_.size(); ++i) {
    header found;
    if (!calls::read_bytes(file_, i * block, {reinterpret_cast<std::byte*>(&found), sizeof found}, why)) {
      if (why) return;
      continue;  // it ends before
    }
    if (has_magic(found) && found.version != format_version && found.version != 0) {  // 0: half written
      refuse(why, operation::open, std::errc::operation_not_supported,
             "the journal is of version {m}, and this library knows version {n}", found.version, format_version);
      return;
    }
    if (is_valid(found)) headers_[i] = found;
  }
  const auto* const head = newest();
  if (head != nullptr) {
    id_ = head->id;
    count_ = head->count;
    if (headers_[0] && headers_[1] && headers_[0]->id != headers_[1]->id)
      refuse(why, operation::open, std::errc::io_error, "the journal is damaged: it has headers of two journals");
  } else if (!is_unused(why) && !why) {  // records come after a header that is durable
    refuse(why, operation::open, std::errc::io_error, "the journal is damaged at byte {m}, or it is none", 0);
  }
}

const header* journal_file::newest() const noexcept {
  const header* found = nullptr;
  for (const auto& one : headers_)
    if (one && (found == nullptr || one->count > found->count)) found = &*one;
  return found;
}

bool journal_file::write_header(journal_state state, std::uint64_t size, failure& why) noexcept {
  header next;
  next.state = static_cast<std::uint32_t>(state);
  next.id = id_;
  next.count = count_ + 1;
  next.size = size;
  next.length = length_;
  next.process = backend::process_id() & std::numeric_limits<std::uint32_t>::max();
  add_sum(next);
  if (!calls::write_bytes(file_, next.count % headers_.size() * block, bytes_of(next), true, why)) return false;
  ++count_;
  headers_[static_cast<std::size_t>(count_ % headers_.size())] = next;
  return true;
}

bool journal_file::allocate(std::uint64_t length, failure& why) noexcept {
  if (!calls::lengthen_file(file_, length_, length, file_growth::allocated, why)) return false;
  length_ = std::max(length_, length);
  return true;
}

bool journal_file::lengthen(std::uint64_t length, failure& why) noexcept {
  if (length <= length_) return true;
  const auto before = length_;
  if (!allocate(length, why)) return false;
  backend::sync_file(file_, durability::all, why.code);
  if (!why.attribute_to(operation::msync) && write_header(journal_state::open, newest()->size, why)) return true;
  length_ = before;
  return false;
}

bool journal_file::check_length(failure& why) const noexcept {
  return length_ >= newest()->length ||
         refuse(why, operation::open, std::errc::io_error, "the journal was cut short: {m} of its {n} bytes are there",
                length_, newest()->length);
}

bool journal_file::append(position at, std::span<const changed_part> parts, std::uint64_t size, failure& why) {
  record head;
  head.id = id_;
  head.generation = at.generation;
  head.sequence = at.sequence;
  head.place = at.place;
  head.size = size;
  head.runs = parts.size();
  std::uint64_t bytes = 0;
  for (const auto& part : parts) bytes += part.bytes.size();
  head.bytes = bytes;
  return length_of(head.runs, bytes) <= piece ? append_small(head, parts, why) : append_large(head, parts, why);
}

// One durable write. The bytes are copied first: what is stored to meanwhile could not have the sum of the record.
bool journal_file::append_small(record head, std::span<const changed_part> parts, failure& why) {
  buffer_.clear();
  append_bytes(buffer_, bytes_of(head));
  for (const auto& part : parts) append_bytes(buffer_, bytes_of(run_of(part)));
  for (const auto& part : parts) append_bytes(buffer_, part.bytes);
  constexpr auto before_sum = sizeof head - sizeof head.sum;
  head.sum = sum_of(std::span{buffer_}.first(before_sum), std::span{buffer_}.subspan(sizeof head));
  std::memcpy(buffer_.data() + before_sum, &head.sum, sizeof head.sum);
  buffer_.resize(round_up(buffer_.size(), block));
  return calls::write_bytes(file_, head.place, buffer_, true, why);
}

// Many writes, and one wait for the device.
bool journal_file::append_large(record head, std::span<const changed_part> parts, failure& why) {
  running_sum sum;
  sum.add(bytes_of(head).first(sizeof head - sizeof head.sum));
  buffer_.clear();
  std::uint64_t place = head.place + sizeof head;
  const auto flush = [&] {
    sum.add(buffer_);
    if (!calls::write_bytes(file_, place, buffer_, false, why)) return false;
    place += buffer_.size();
    buffer_.clear();
    return true;
  };
  const auto add = [&](std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const auto some = bytes.first(std::min(bytes.size(), piece - buffer_.size()));
      append_bytes(buffer_, some);
      bytes = bytes.subspan(some.size());
      if (buffer_.size() == piece && !flush()) return false;
    }
    return true;
  };
  for (const auto& part : parts)
    if (!add(bytes_of(run_of(part)))) return false;
  for (const auto& part : parts)
    if (!add(part.bytes)) return false;
  if (!flush()) return false;
  head.sum = sum.value();
  if (!calls::write_bytes(file_, head.place, bytes_of(head), false, why)) return false;
  backend::sync_file(file_, durability::data, why.code);
  return !why.attribute_to(operation::msync);
}

bool journal_file::read_record(std::uint64_t place, std::uint64_t generation, record& found, failure& why) {
  if (place > length_ || length_ - place < block) return false;
  if (!calls::read_bytes(file_, place, {reinterpret_cast<std::byte*>(&found), sizeof found}, why)) return false;
  const auto room = length_ - place - sizeof found;
  return has_magic(found) && found.version == format_version && found.id == id_ && found.place == place &&
         (generation == 0 || found.generation == generation) && found.runs <= room / sizeof(run) &&
         found.bytes <= room - found.runs * sizeof(run) && has_right_sum(found, why);
}

bool journal_file::has_right_sum(const record& record, failure& why) {
  running_sum sum;
  sum.add(bytes_of(record).first(sizeof record - sizeof record.sum));
  auto left = record.runs * sizeof(run) + record.bytes;
  auto place = record.place + sizeof record;
  while (left != 0) {
    buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, piece)));
    if (!calls::read_bytes(file_, place, buffer_, why)) return false;
    sum.add(buffer_);
    place += buffer_.size();
    left -= buffer_.size();
  }
  const auto value = sum.value();
  return value.low == record.sum.low && value.high == record.sum.high;
}

// Ascending whole blocks within the content, which have all of the record's bytes.
bool journal_file::read_runs(const record& record, std::vector<run>& runs, failure& why) const {
  runs.resize(static_cast<std::size_t>(record.runs));
  const std::span all{runs};
  if (!calls::read_bytes(file_, record.place + sizeof record,
                         {reinterpret_cast<std::byte*>(runs.data()), all.size_bytes()}, why))
    return false;
  std::uint64_t end = 0;
  std::uint64_t bytes = 0;
  const auto last = record.size <= largest_size ? end_of(record.size) : 0;
  for (const auto& one : runs) {
    if (one.offset % block != 0 || one.length % block != 0 || one.offset < end || one.offset > last ||
        one.length > last - one.offset)
      return false;
    end = one.offset + one.length;
    bytes += one.length;
  }
  return bytes == record.bytes && record.size <= largest_size;
}

bool journal_file::check_runs(const record& record, failure& why) const {
  std::vector<run> runs;
  if (read_runs(record, runs, why)) return true;
  if (!why)
    refuse(why, operation::open, std::errc::io_error, "the journal is damaged at byte {m}: its record makes no sense",
           record.place);
  return false;
}

bool journal_file::apply(const record& record, native_handle to, std::uint64_t end, failure& why) {
  std::vector<run> runs;
  if (!read_runs(record, runs, why)) return false;
  auto place = record.place + sizeof record + std::span{runs}.size_bytes();
  for (const auto& one : runs) {
    for (std::uint64_t done = 0; done < one.length;) {
      buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(one.length - done, piece)));
      if (!calls::read_bytes(file_, place, buffer_, why)) return false;
      const auto offset = one.offset + done;
      const auto wanted = std::min<std::uint64_t>(buffer_.size(), end - std::min(end, offset));
      if (!calls::write_bytes(to, offset, std::span{buffer_}.first(static_cast<std::size_t>(wanted)), false, why))
        return false;
      place += buffer_.size();
      done += buffer_.size();
    }
  }
  return true;
}

}  // namespace mmapkit::detail::transaction
