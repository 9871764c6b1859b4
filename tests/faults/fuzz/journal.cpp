// What a fuzzer calls. A journal and a trailer that were changed, with their checksums or without, are opened: that is
// refused, with both files as they were, or shows a content that was committed. The last argument of the program is the
// number of inputs after which it is done:
//
//     fuzz_journal COUNT
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <mmapkit/atomic_mapping.hpp>
#include <stdexcept>

#include "damage.hpp"
#include "types/atomic_mapping_format.hpp"

using namespace mmapkit;

namespace journal_fuzz {

namespace {

struct tally {
  std::uint64_t inputs = 0;
  std::uint64_t opened = 0;
  std::uint64_t refused = 0;
};

tally counts;
std::uint64_t wanted = 0;

std::filesystem::path make_folder() {
  const std::filesystem::path memory{"/dev/shm"};
  auto name =
      ((::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path()) / "mmapkit-fuzz.XXXXXX")
          .string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"there can be no folder"};
  return name;
}

class trial {
 public:
  // Empty, or what is wrong.
  std::string run(std::span<const std::uint8_t> bytes) {
    input by{bytes};
    const auto& from = all_[by.number(1) % all_.size()];
    const auto flags = by.number(1);
    const auto kind = static_cast<damage>(flags / 4 % 3);
    what_ = from;
    change(what_, all_, kind, by);
    write(file_, what_.file);
    write(journal_of(file_), what_.journal);
    return open((flags & 1) != 0, (flags & 2) != 0, kind == damage::forgery ? nullptr : &from);
  }

  // The fuzzer takes an end of the program by exit for a failure.
  void remove() const {
    std::error_code unseen;
    std::filesystem::remove_all(file_.parent_path(), unseen);
  }

 private:
  std::string open(bool accepts_copies, bool reads, const leftover* from) const {
    std::error_code error;
    atomic_mapping_options options{.journal_size = 0, .accept_copies = accepts_copies};
    if (reads) options.open = open_flag::read;
    atomic_mapping of{file_, options, error};
    if (error) {
      ++counts.refused;
      return is_unchanged() ? std::string{} : "it is refused, and the files have changed: " + error.message();
    }
    ++counts.opened;
    const bytes content(of.bytes().begin(), of.bytes().end());
    of.close();
    if (read_file(file_) != content) return "the plain file is another content than was opened";
    if (std::filesystem::exists(journal_of(file_))) return "a journal is left";
    if (from != nullptr && is_cut_short(*from)) return "its journal was cut short, and it opens";
    if (from != nullptr && has_header(*from) && !is_allowed(content, *from)) return wrong_content(content, *from);
    return {};
  }

  std::string wrong_content(const bytes& content, const leftover& from) const {
    auto words = "it shows " + std::to_string(content.size()) + " bytes that were not committed, of a journal of " +
                 std::to_string(what_.journal.size()) + ", first " + std::to_string(content == from.first);
    words += " from " + std::to_string(std::ranges::mismatch(content, from.first).in1 - content.begin()) + " of " +
             std::to_string(from.first.size()) + ", number " + std::to_string(&from - all_.data());
    for (const auto& one : from.records)
      words += "; " + std::to_string(one.place) + (is_whole(one, from) ? " whole" : " damaged") +
               (content == one.content ? ", shown" : "");
    return words;
  }

  // The headers are there, and the file has its trailer.
  bool is_cut_short(const leftover& from) const {
    return what_.journal.size() >= detail::transaction::first_record && what_.journal.size() < from.journal.size() &&
           std::equal(what_.journal.begin(), what_.journal.begin() + detail::transaction::first_record,
                      from.journal.begin()) &&
           what_.file == from.file;
  }

  // A journal without a header says nothing of the file.
  bool has_header(const leftover& from) const {
    for (const std::size_t place : {std::size_t{0}, detail::transaction::block}) {
      const std::size_t length = sizeof(detail::transaction::header);
      if (what_.journal.size() >= place + length &&
          std::memcmp(&what_.journal[place], &from.journal[place], length) == 0)
        return true;
    }
    return false;
  }

  // The last record that counts is whole, and none behind it: a damaged one at the end is one that was cut off.
  bool is_allowed(const bytes& content, const leftover& from) const {
    for (auto last = from.records.rbegin(); last != from.records.rend(); ++last) {
      if (content == last->content) return true;
      if (is_whole(*last, from)) return false;
    }
    return content == from.first;
  }

  bool is_whole(const committed& one, const leftover& from) const {
    const auto end = one.place + one.length;
    return what_.journal.size() >= end && std::equal(from.journal.begin() + static_cast<std::ptrdiff_t>(one.place),
                                                     from.journal.begin() + static_cast<std::ptrdiff_t>(end),
                                                     what_.journal.begin() + static_cast<std::ptrdiff_t>(one.place));
  }

  bool is_unchanged() const {
    return std::filesystem::exists(journal_of(file_)) && read_file(file_) == what_.file &&
           read_file(journal_of(file_)) == what_.journal;
  }

  static void write(const std::filesystem::path& path, const bytes& content) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const auto written = ::write(file, content.data(), content.size());
    ::close(file);
    if (written != static_cast<ssize_t>(content.size())) throw std::runtime_error{"a file cannot be written"};
  }

  std::filesystem::path file_ = make_folder() / "data.bin";
  std::vector<leftover> all_ = make_leftovers(file_);
  leftover what_;
};

trial& all() {
  static trial made;
  return made;
}

void tell_figure(int wrong) {
  std::cout << "fuzz_journal: " << counts.inputs << " inputs, " << counts.opened << " opened, " << counts.refused
            << " refused, " << wrong << " wrong" << std::endl;
}

}  // namespace

}  // namespace journal_fuzz

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) try {
  // A forged size takes no memory away.
  constexpr rlimit most{1 << 20, 1 << 20};
  if (::setrlimit(RLIMIT_FSIZE, &most) != 0) throw std::runtime_error{"the length of files cannot be limited"};
  if (*argc < 2) throw std::invalid_argument{"how many inputs?"};
  journal_fuzz::wanted = std::strtoull((*argv)[--*argc], nullptr, 10);
  (*argv)[*argc] = nullptr;
  journal_fuzz::all();
  return 0;
} catch (const std::exception& error) {
  std::cout << "fuzz_journal: " << error.what() << std::endl;
  std::_Exit(1);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ++journal_fuzz::counts.inputs;
  if (const auto wrong = journal_fuzz::all().run({data, size}); !wrong.empty()) {
    std::cout << "fuzz_journal: " << wrong << std::endl;
    journal_fuzz::tell_figure(1);
    journal_fuzz::all().remove();
    std::abort();
  }
  if (journal_fuzz::counts.inputs >= journal_fuzz::wanted) {
    journal_fuzz::tell_figure(0);
    journal_fuzz::all().remove();
    std::_Exit(0);
  }
  return 0;
}
