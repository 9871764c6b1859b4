// What a crash has left of an atomic_mapping: the records that were committed are put into the file, which is plain
// content then, and the journal goes. Each step may be cut off, and is made again by the next one that opens the file.
#include <algorithm>
#include <array>

#include "atomic_mapping_store.hpp"
#include "atomic_mapping_trailer.hpp"
#include "backend/paths.hpp"
#include "calls/file_bytes.hpp"

namespace mmapkit::detail::transaction {

namespace {

bool is_open(const header& head) noexcept { return head.state == static_cast<std::uint32_t>(journal_state::open); }

bool is_zero(std::span<const std::byte> bytes) noexcept {
  return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{}; });
}

// Whether nothing is there but zeros, and a trailer at `place` that may be half written.
bool is_blank(native_handle file, std::uint64_t from, std::uint64_t place, std::uint64_t to, failure& why) noexcept {
  std::array<std::byte, distance_of_trailers> some{};
  for (std::uint64_t length = 0; from < to; from += length) {
    const auto end = from < place ? place : from + some.size();
    length = std::min<std::uint64_t>({some.size(), end - from, to - from});
    const auto found = std::span{some}.first(static_cast<std::size_t>(length));
    if (!calls::read_bytes(file, from, found, why)) return false;
    const bool is_trailer = from == place || from == place + distance_of_trailers;
    if (!is_zero(found.subspan(is_trailer ? std::min(sizeof(trailer), found.size()) : 0))) return false;
  }
  return true;
}

}  // namespace

bool store::repair(const atomic_mapping_options& options, failure& why) {
  journal_file journal;
  blames_journal_ = true;
  const bool is_there = open_journal(journal, open_flag::read | open_flag::write, why);
  if (is_there) journal.read_headers(why);
  if (why) return false;
  const auto* const head = journal.newest();
  if (head != nullptr && !is_open(*head)) {
    // All is in the file. It may not be cut yet.
    const auto size = head->size;
    const bool has_trailer = read_trailer(file_, end_of(size), &journal.id(), why).has_value();
    if (why || (has_trailer && !cut(size, why))) return false;
    return (has_trailer || check_plain(why)) && remove(journal, why);
  }
  if (head != nullptr) return repair_open(journal, options, why);
  return check_plain(why) && (!is_there || remove(journal, why));
}

// A file that ends in a trailer needs its journal.
bool store::check_plain(failure& why) noexcept {
  blames_journal_ = false;
  if (ends_in_trailer(file_, length_, why))
    return refuse(why, operation::open, std::errc::invalid_argument,
                  "a crash has left changes in a journal, which is not there; it has the name of the file and "
                  "\".journal\"");
  return !why;
}

bool store::repair_open(journal_file& journal, const atomic_mapping_options& options, failure& why) {
  trailer newest;
  if (!find_trailer(journal, newest, why)) return !why && give_up_without_trailer(journal, why);
  blames_journal_ = newest.number == identity_.number || options.accept_copies;
  if (!blames_journal_)
    return refuse(why, operation::open, std::errc::invalid_argument,
                  "the file was copied, or has taken the place of the journal's own; "
                  "atomic_mapping_options::accept_copies takes both for what was copied together");
  std::uint64_t size = newest.size;
  trailer_ = newest;
  return journal.check_length(why) && apply_records(journal, newest, size, why) && finish(journal, size, why);
}

// The trailer of the newest generation, where the headers say that it may be. False where there is none.
bool store::find_trailer(journal_file& journal, trailer& found, failure& why) {
  bool is_there = false;
  for (const auto& head : journal.headers()) {
    if (!head || head->size > largest_size) continue;
    const auto here = read_trailer(file_, end_of(head->size), &journal.id(), why);
    if (why) return false;
    if (!here || (is_there && here->generation <= found.generation)) continue;
    found = *here;
    trailer_place_ = end_of(head->size);
    is_there = true;
  }
  return is_there;
}

// A file without a trailer was never begun with, or is another one. A part of a trailer was not durable. The second
// header comes after a trailer.
bool store::give_up_without_trailer(journal_file& journal, failure& why) {
  const bool is_unused = journal.newest()->count == 1 && journal.is_unused(why);
  if (!why && (!is_unused || ends_in_trailer(file_, length_, why)))
    return !why && refuse(why, operation::open, std::errc::invalid_argument,
                          "it is the journal of another file, or of another version of the file");
  if (why) return false;
  const auto size = journal.newest()->size;
  if (size >= length_ || length_ > file_length(size)) return remove(journal, why);
  if (!is_blank(file_, size, end_of(size), length_, why))
    return !why && refuse(why, operation::open, std::errc::invalid_argument,
                          "the file is damaged behind its {m} bytes, or it is another one", size);
  return cut(size, why) && remove(journal, why);
}

bool store::apply_records(journal_file& journal, const trailer& from, std::uint64_t& size, failure& why) {
  // What the last one says of the size has to be known before the first is applied.
  record found;
  std::uint64_t end = first_record;
  std::uint64_t sequence = 0;
  while (journal.read_record(end, from.generation, found, why) && (sequence == 0 || found.sequence == sequence + 1)) {
    if (!journal.check_runs(found, why)) return false;
    sequence = found.sequence;
    size = found.size;
    end += length_of(found.runs, found.bytes);
  }
  if (why || !check_end(journal, end, from.generation, sequence, why)) return false;
  if (end_of(size) != trailer_place_ && !move_trailer(journal, size, why)) return false;
  for (std::uint64_t place = first_record; place != end; place += length_of(found.runs, found.bytes))
    if (!journal.read_record(place, from.generation, found, why) || !journal.apply(found, file_, end_of(size), why)) {
      if (!why) refuse(why, operation::open, std::errc::io_error, "the journal is damaged at byte {m}", place);
      return false;
    }
  blames_journal_ = false;
  return sync(why);
}

// A record behind one that is not whole was committed after it: what is between was damaged later. One of a later
// generation is not of this version of the file.
bool store::check_end(journal_file& journal, std::uint64_t end, std::uint64_t generation, std::uint64_t sequence,
                      failure& why) {
  record later;
  for (auto place = end; place < journal.length(); place += block)
    if (journal.read_record(place, 0, later, why)) {
      if (later.generation > generation)
        return refuse(why, operation::open, std::errc::invalid_argument,
                      "the file is older than its journal: a copy has taken its place, or it is damaged");
      if (later.generation == generation && later.sequence > sequence)
        return refuse(why, operation::open, std::errc::io_error, "the journal is damaged at byte {m}", end);
    }
  return !why;
}

// The content is whole: from here on the journal is of no use.
bool store::finish(journal_file& journal, std::uint64_t size, failure& why) noexcept {
  return journal.write_header(journal_state::closed, size, why) && cut(size, why) && remove(journal, why);
}

bool store::cut(std::uint64_t size, failure& why) noexcept {
  if (length_ > size) backend::shorten(file_, length_, size, why.code);
  if (why.attribute_to(operation::fallocate)) return false;
  length_ = backend::examine(file_, why.code).size;
  if (why.attribute_to(operation::stat)) return false;
  if (length_ != size)
    return refuse(why, operation::fallocate, std::errc::device_or_resource_busy,
                  "somebody else has made {m} bytes of its {n}", length_, size);
  return sync(why);
}

// Not that of another process, which came in its place after somebody had removed it.
bool store::remove(journal_file& journal, failure& why) noexcept {
  failure ignored;
  journal_file there;
  const bool is_anothers = open_journal(there, open_flag::read, ignored) && there.identity() != journal.identity();
  there.close();
  journal.close();
  if (!is_anothers) backend::remove_file(journal_path_.c_str(), why.code);
  if (why.code == std::errc::no_such_file_or_directory) why.code.clear();
  return !why.attribute_to(operation::close);
}

}  // namespace mmapkit::detail::transaction
