// Threads read a file under guard while it is truncated and grown again, over and over:
//
//     storm TRUNCATIONS
//
// Who reads knows the file's state before and after. Where that was the same, the first byte that is gone is known too;
// where not, it lies beyond what was there all the time.
#include <sys/mman.h>

#include <atomic>
#include <chrono>
#include <iostream>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <random>
#include <thread>

#include "proof.hpp"

using namespace mmapkit;

namespace {

constexpr std::size_t readers = 8;
constexpr std::size_t pages = 16;

std::size_t up_to_page(std::size_t size) { return (size + page_size() - 1) / page_size() * page_size(); }

// What the file is cut to. The first is the smallest.
std::array<std::size_t, 3> cuts() { return {2 * page_size() + 123, 5 * page_size(), 9 * page_size() + 1}; }

// The file ends at `size`, and has content up to `whole`, zeros from there.
struct state {
  std::uint64_t number = 0;  // odd while it changes
  std::size_t size = 0;
  std::size_t whole = 0;

  bool is_settled() const { return number % 2 == 0; }
};

class changing_file {
 public:
  explicit changing_file(const proof::scratch_file& file) : file_{file}, size_{file.size()}, whole_{file.size()} {}

  const std::filesystem::path& path() const { return file_.path(); }
  state now() const { return {number_, size_, whole_}; }

  void cut(std::size_t to) {
    change(to, to, [&] { file_.resize(to); });
  }
  void grow() {
    change(file_.size(), whole_, [&] { file_.resize(file_.size()); });
  }
  void fill() {
    change(file_.size(), file_.size(), [&] { file_.fill(whole_); });
  }

 private:
  template <class Act>
  void change(std::size_t size, std::size_t whole, Act act) {
    ++number_;
    act();
    size_ = size;
    whole_ = whole;
    ++number_;
  }

  const proof::scratch_file& file_;
  std::atomic<std::uint64_t> number_{0};
  std::atomic<std::size_t> size_;
  std::atomic<std::size_t> whole_;
};

// In memory that outlives the process which counts.
struct tally {
  std::atomic<std::uint64_t> truncations, reads, exact, faults, wrong_offsets, wrong_kinds, wrong_bytes, missed,
      unmarked;

  bool is_clean() const {
    return wrong_offsets == 0 && wrong_kinds == 0 && wrong_bytes == 0 && missed == 0 && unmarked == 0;
  }
};

struct fault {
  std::size_t offset;
  fault_kind kind;
};

// Calls read(), which may fault.
template <class Read>
std::optional<fault> fault_of(Read read) {
  try {
    read();
    return std::nullopt;
  } catch (const mmap_error& error) {
    if (!error.file_offset()) throw;
    return fault{static_cast<std::size_t>(*error.file_offset()), error.fault()};
  }
}

class reader {
 public:
  reader(const changing_file& file, std::shared_ptr<const mapping>& common, std::mutex& guards_common, tally& counts,
         unsigned seed)
      : file_{file}, common_{common}, guards_common_{guards_common}, counts_{counts}, random_{seed} {
    own_ = map_whole();
  }

  void read() {
    offset_ = random_() % (pages * page_size());
    const auto most = std::min(pages * page_size() - offset_, random_() % 4 == 0 ? pages * page_size() : 600);
    bytes_.resize(1 + random_() % most);
    switch (random_() % 4) {
      case 0: return copy(*own_, true);
      case 1: return copy(*shared(), false);
      case 2: return visit_own();
      default: return visit_common();
    }
  }

 private:
  std::size_t end() const { return offset_ + bytes_.size(); }

  std::shared_ptr<const mapping> shared() {
    const std::lock_guard lock{guards_common_};
    return common_;
  }

  // A mapping is as long as its file was: what is mapped while that is cut short has too few pages to fault.
  std::shared_ptr<const mapping> map_whole() const {
    for (;;) {
      auto made = std::make_shared<const mapping>(file_.path());
      if (made->size() == pages * page_size()) return made;
      std::this_thread::sleep_for(std::chrono::microseconds{50});
    }
  }

  // `fresh`: nothing of the mapping has faulted before.
  void copy(const mapping& from, bool fresh) {
    const auto before = file_.now();
    const auto found = fault_of([&] { guarded_copy(bytes_, from, offset_); });
    const auto after = file_.now();
    // What faulted before, under a guard, is told again.
    const bool is_marked = !fresh && found && guard_tells(from, found->offset);
    if (found && !is_marked &&
        (found->offset < offset_ || found->offset >= end() ||
         (found->offset != offset_ && found->offset % page_size() != 0)))
      ++counts_.wrong_offsets;
    judge(before, after, found, fresh, offset_);
    if (is_marked) return;
    if (!found || found->offset >= offset_) check_bytes(before, after, found ? found->offset - offset_ : bytes_.size());
  }

  static bool guard_tells(const mapping& of, std::size_t offset) {
    const auto found = fault_of([&] { guarded(of, [] {}); });
    return found && found->offset / page_size() <= offset / page_size();
  }

  std::optional<fault> visit(const mapping& from, bool fresh) {
    const auto before = file_.now();
    const auto found = fault_of([&] {
      guarded(from, [&] {
        const volatile std::byte* const at = from.data() + offset_;
        for (std::size_t i = 0; i < bytes_.size(); ++i) bytes_[i] = at[i];
      });
    });
    const auto after = file_.now();
    judge(before, after, found, fresh, 0);  // a guard finds the first page that is gone, wherever the access is
    if (!found) check_bytes(before, after, bytes_.size());
    return found;
  }

  void visit_own() {
    const auto found = visit(*own_, true);
    if (!found) return;
    const auto again = fault_of([&] { guarded(*own_, [] {}); });
    if (!again || again->offset != found->offset) ++counts_.unmarked;
    own_ = map_whole();
  }

  void visit_common() {
    const auto used = shared();
    if (!visit(*used, false)) return;
    auto fresh = map_whole();
    const std::lock_guard lock{guards_common_};
    if (common_ == used) common_ = std::move(fresh);
  }

  void judge(const state& before, const state& after, const std::optional<fault>& found, bool fresh,
             std::uint64_t from) {
    ++counts_.reads;
    if (found) ++counts_.faults;
    if (found && (found->offset < up_to_page(cuts()[0]) || found->offset >= pages * page_size()))
      ++counts_.wrong_offsets;
    if (before.number != after.number || !before.is_settled()) return;
    ++counts_.exact;
    const auto edge = up_to_page(before.size);
    const bool expected = end() > edge;
    if (expected && !found) ++counts_.missed;
    if (!found || !fresh) return;
    const auto first = std::max<std::uint64_t>(edge, from);
    if (!expected || found->offset / page_size() != first / page_size()) ++counts_.wrong_offsets;
    if (found->kind != fault_kind::truncated) ++counts_.wrong_kinds;
  }

  // What was read before a fault, or all of it.
  void check_bytes(const state& before, const state& after, std::size_t length) {
    const bool known = before.number == after.number && before.is_settled();
    const auto surely_whole = known ? before.whole : cuts()[0];
    for (std::size_t i = 0; i < length; ++i) {
      const bool is_content = bytes_[i] == proof::content(offset_ + i);
      const bool may_be_zero = offset_ + i >= surely_whole;
      const bool may_be_content = !known || offset_ + i < before.whole;
      if ((is_content && may_be_content) || (bytes_[i] == std::byte{} && may_be_zero)) continue;
      ++counts_.wrong_bytes;
      return;
    }
  }

  const changing_file& file_;
  std::shared_ptr<const mapping>& common_;
  std::mutex& guards_common_;
  tally& counts_;
  std::minstd_rand random_;
  std::shared_ptr<const mapping> own_;
  std::size_t offset_ = 0;
  std::vector<std::byte> bytes_;
};

int run(const proof::scratch_file& scratch, tally& counts, std::size_t truncations) {
  changing_file file{scratch};
  auto common = std::make_shared<const mapping>(scratch.path());
  std::mutex guards_common;
  std::atomic<bool> done{false};
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < readers; ++i)
    threads.emplace_back([&, i] {
      reader one{file, common, guards_common, counts, i + 1};
      while (!done) one.read();
    });
  std::minstd_rand random{42};
  const auto pause = [&] { std::this_thread::sleep_for(std::chrono::microseconds{random() % 400}); };
  for (std::size_t i = 0; i < truncations; ++i) {
    file.cut(cuts()[random() % cuts().size()]);
    ++counts.truncations;
    pause();
    file.grow();
    pause();
    file.fill();
    pause();
  }
  done = true;
  for (auto& thread : threads) thread.join();
  return 0;
}

}  // namespace

int main(int argc, char** argv) try {
  const auto truncations = proof::count_in(argc, argv);
  const proof::scratch_file scratch{pages * page_size()};
  const mapping memory{{.protection = protection_flag::read | protection_flag::write,
                        .mmap = mmap_flag::shared | mmap_flag::anonymous,
                        .size = sizeof(tally)}};
  auto& counts = *new (const_cast<std::byte*>(memory.data())) tally{};
  const auto status = proof::status_of([&] { return run(scratch, counts, truncations); });
  std::cout << "storm: " << counts.truncations << " truncations, " << counts.reads << " reads (" << counts.exact
            << " of a file that stood still meanwhile), " << counts.faults << " faults, "
            << (WIFSIGNALED(status) ? 1 : 0) << " deaths, " << counts.wrong_offsets << " wrong offsets, "
            << counts.wrong_kinds << " wrong kinds, " << counts.missed << " missed faults, " << counts.unmarked
            << " lost marks, " << counts.wrong_bytes << " wrong bytes" << std::endl;
  if (WIFSIGNALED(status)) std::cout << "storm: died of signal " << WTERMSIG(status) << std::endl;
  const bool enough = counts.truncations == truncations && counts.faults != 0 && counts.exact != 0;
  return status == 0 && counts.is_clean() && enough ? 0 : 1;
} catch (const std::exception& error) {
  std::cerr << "storm: " << error.what() << '\n';
  return 1;
}
