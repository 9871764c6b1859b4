// kill_transactions KILLS: a process commits transactions to an atomic_mapping, and is killed at a random moment: while
// it opens or repairs the file, in a commit, a checkpoint, a change of the size, or while it closes. What is found then
// is the last transaction that it has acknowledged, or the one that it had begun, whole. The same stores to a shared
// mapping have to leave a mixture, or nothing is proved.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

#include "transactions.hpp"

using namespace mmapkit;

namespace {

struct progress {
  std::atomic<std::uint64_t> begun;
  std::atomic<std::uint64_t> acknowledged;
};

class folder {
 public:
  folder() {
    auto name = (std::filesystem::temp_directory_path() / "mmapkit-kill.XXXXXX").string();
    check(::mkdtemp(name.data()) != nullptr, "there can be no folder");
    file_ = std::filesystem::path{name} / "data.bin";
  }
  ~folder() {
    std::error_code unseen;
    std::filesystem::remove_all(file_.parent_path(), unseen);
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
};

// What a child ends with that is not killed.
enum : int { failed = 3, found_a_mixture = 4 };

// Until it is killed. Openings are closed soon, so that some are killed at that.
void commit_transactions(const std::filesystem::path& file, progress& at, transactions::expected known) {
  std::uint64_t number = 0;
  for (dice random{at.begun + 1};;) {
    atomic_mapping store{file, transactions::options};
    if (!known.is_whole(store.bytes(), number)) ::_exit(found_a_mixture);
    for (auto left = random(1, 60); left != 0; --left) {
      at.begun = ++number;
      transactions::run(number, store);
      store.commit();
      at.acknowledged = number;
      if (random(0, 15) == 0) store.checkpoint();
      if (random(0, 15) == 0) {
        transactions::run(number + 1, store);
        store.roll_back();
      }
    }
    store.close();
  }
}

// The control.
void store_transactions(const std::filesystem::path& file, progress& at, transactions::expected /*known*/) {
  transactions::shared_store store{file};
  for (std::uint64_t number = 1;; ++number) {
    at.begun = number;
    transactions::run(number, store);
    at.acknowledged = number;
  }
}

class killing {
 public:
  using writer = void (*)(const std::filesystem::path&, progress&, transactions::expected);

  explicit killing(writer write) : write_{write} {}

  // At some moment in the first 150 ms.
  void kill_one() {
    const auto child = ::fork();
    check(child >= 0, "there can be no child");
    if (child == 0) run_child();
    ::usleep(static_cast<useconds_t>(random_(0, 150'000)));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    check(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL,
          WIFEXITED(status) && WEXITSTATUS(status) == found_a_mixture ? "an opening after a kill shows no transaction"
                                                                      : "the writer ended by itself");
  }

  // False where it is neither the last that was acknowledged nor the next.
  bool is_right(std::span<const std::byte> found) {
    std::uint64_t number = 0;
    return known_.is_whole(found, number) && number >= at_->acknowledged && number <= at_->begun;
  }

  std::uint64_t acknowledged() const { return at_->acknowledged; }
  const std::filesystem::path& file() const { return place_.file(); }

 private:
  [[noreturn]] void run_child() {
    try {
      write_(place_.file(), *at_, known_);
    } catch (const std::exception& error) {
      std::cerr << "kill_transactions: " << error.what() << std::endl;
    }
    ::_exit(failed);
  }

  writer write_;
  folder place_;
  mapping shared_{{.protection = protection_flag::read | protection_flag::write,
                   .mmap = mmap_flag::shared | mmap_flag::anonymous,
                   .size = sizeof(progress)}};
  progress* at_ = new (shared_.data()) progress;
  dice random_{std::random_device{}()};
  transactions::expected known_;
};

// Three of four kills are followed by another one at once, so that repairing is killed as well.
std::size_t wrong_after(std::size_t kills, std::uint64_t& acknowledged) {
  killing all{commit_transactions};
  std::size_t wrong = 0;
  for (std::size_t i = 1; i <= kills; ++i) {
    all.kill_one();
    if (i % 4 != 0 && i != kills) continue;
    const atomic_mapping found{all.file(), transactions::options};
    if (!all.is_right(found.bytes())) ++wrong;
  }
  acknowledged = all.acknowledged();
  return wrong;
}

bool stores_are_mixed(std::size_t kills) {
  for (std::size_t i = 0; i != kills; ++i) {
    killing one{store_transactions};
    one.kill_one();
    if (!std::filesystem::exists(one.file())) continue;
    if (const mapping found{one.file()}; !one.is_right(found.bytes())) return true;
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    check(argc == 2, std::string{"usage: "} + argv[0] + " KILLS");
    const auto kills = std::stoul(argv[1]);
    std::uint64_t acknowledged = 0;
    const auto wrong = wrong_after(kills, acknowledged);
    const auto mixed = stores_are_mixed(kills);
    std::cout << "kill_transactions: " << kills << " kills, " << acknowledged << " commits acknowledged, " << wrong
              << " wrong contents; stores to a shared mapping " << (mixed ? "leave a mixture" : "leave none") << '\n';
    return wrong == 0 && mixed && acknowledged != 0 ? 0 : 1;
  } catch (const std::exception& error) {
    std::cout << "kill_transactions: " << error.what() << '\n';
    return 1;
  }
}
