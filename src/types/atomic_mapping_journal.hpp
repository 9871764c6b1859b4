// The journal of an atomic_mapping: writing records durably, and finding those that are whole.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <mmapkit/detail/file_identity.hpp>
#include <mmapkit/flags/native_handle.hpp>

#include "atomic_mapping_format.hpp"
#include "backend/files.hpp"
#include "checks/failure.hpp"

namespace mmapkit::detail::transaction {

// A part of the content that a commit changes: whole blocks.
using changed_part = backend::file_part;

class journal_file {
 public:
  journal_file() noexcept = default;
  journal_file(const journal_file&) = delete;
  journal_file& operator=(const journal_file&) = delete;
  ~journal_file() { close(); }

  // An open file becomes its own.
  bool take(native_handle file, failure& why) noexcept;
  // Makes a new file a journal of that length, written and durable, for content of that size.
  bool fill(std::uint64_t length, std::uint64_t size, failure& why) noexcept;
  void close() noexcept;

  // Which headers are valid. None where the journal was never finished; a failure where it is none, or not known.
  void read_headers(failure& why) noexcept;
  [[nodiscard]] const std::array<std::optional<header>, 2>& headers() const noexcept { return headers_; }
  [[nodiscard]] const header* newest() const noexcept;
  // Whether nothing is in it but the first header, which may be half written.
  bool is_unused(failure& why) const noexcept;
  bool write_header(journal_state state, std::uint64_t size, failure& why) noexcept;

  // Where the next record goes, and its generation and sequence.
  struct position {
    std::uint64_t place = first_record;
    std::uint64_t generation = 0;
    std::uint64_t sequence = 0;
  };

  // Makes the journal that long, if it is shorter. Durable when it returns: a shorter one has lost records.
  bool lengthen(std::uint64_t length, failure& why) noexcept;
  // Whether it is as long as its newest header says.
  bool check_length(failure& why) const noexcept;
  // Durable when it returns. The record fits into the journal.
  bool append(position at, std::span<const changed_part> parts, std::uint64_t size, failure& why);

  // The record at a place, if it is whole, of this journal and, unless 0, of that generation.
  bool read_record(std::uint64_t place, std::uint64_t generation, record& found, failure& why);
  // Whether its runs make sense; a failure where they do not.
  bool check_runs(const record& record, failure& why) const;
  // Stores what the record changes, up to the byte `end`, and writes nothing where its runs make no sense.
  bool apply(const record& record, native_handle to, std::uint64_t end, failure& why);

  [[nodiscard]] const native_handle& handle() const noexcept { return file_; }
  [[nodiscard]] std::uint64_t length() const noexcept { return length_; }
  [[nodiscard]] const file_identity& identity() const noexcept { return identity_; }
  [[nodiscard]] const store_id& id() const noexcept { return id_; }

 private:
  bool allocate(std::uint64_t length, failure& why) noexcept;
  bool append_small(record head, std::span<const changed_part> parts, failure& why);
  bool append_large(record head, std::span<const changed_part> parts, failure& why);
  bool read_runs(const record& record, std::vector<run>& runs, failure& why) const;
  bool has_right_sum(const record& record, failure& why);

  native_handle file_ = no_handle;
  file_identity identity_;
  std::uint64_t length_ = 0;
  std::uint64_t count_ = 0;  // of the newest header
  store_id id_;
  std::array<std::optional<header>, 2> headers_;
  std::vector<std::byte> buffer_;
};

}  // namespace mmapkit::detail::transaction
