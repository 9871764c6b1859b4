// Threads that are cancelled (pthread_cancel): a call of the library ends as ever, and the thread at its own next
// cancellation point.
#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mmapkit/growable_file.hpp>
#include <mmapkit/load.hpp>
#include <utility>
#include <vector>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::scratch;

namespace {

using ways_to_be_cancelled = std::vector<std::pair<std::string, std::function<void()>>>;

// Operations whose calls of the system are cancellation points.
ways_to_be_cancelled operations(const std::filesystem::path& folder) {
  const auto data = folder / "data.bin";
  const auto create = [] {
    auto options = support::shared_writable();
    options.open |= open_flag::create;
    options.size = 2 * page_size();
    return options;
  }();
  const auto name = "/mmapkit-cancel-" + std::to_string(support::process_number());
  return {
      {"mapping", [=] { const mapping file{data}; }},
      {"mapping that grows, and syncs",
       [=] {
         mapping file{folder / "new.bin", create};
         file.writable_bytes()[0] = std::byte{1};
         file.sync();
         file.sync(durability::all);
         file.write_through(0, std::as_bytes(std::span{"bytes"}));
         file.resize(4 * page_size());
       }},
      {"mapping that is made durably",
       [=] {
         auto options = create;
         options.durable = true;
         const mapping file{folder / "durable.bin", options};
       }},
      {"load", [=] { static_cast<void>(load(data)); }},
      {"open_file and close_file", [=] { close_file(open_file(data)); }},
      {"typed_file", [=] { typed_file<int>::create(folder / "typed.bin", 100).sync(); }},
      {"growable_file",
       [=] {
         growable_file<int> file{folder / "growable.bin", 1000};
         file.push_back(1);
         file.sync();
         file.close();
       }},
      {"shared_memory", [=] { static_cast<void>(shared_memory::create(name, page_size())); }},
      {"shared_memory::anonymous", [] { static_cast<void>(shared_memory::anonymous(page_size())); }},
      {"allocate by several threads",
       [] { static_cast<void>(allocate(std::size_t{8} << 20, {.prefault_threads = 3})); }},
      {"a failed open",
       [=] {
         std::error_code error;
         const mapping file{folder / "missing", {}, error};
       }},
      {"sync_directory_entry", [=] { sync_directory_entry(data); }},
  };
}

struct course {
  const ways_to_be_cancelled* what;
  std::size_t first = 0;
  std::size_t count = 1;
  bool pending = false;  // it is cancelled before the first of them
  std::atomic<std::size_t> done{0};
};

// Runs the operations one after the other, again and again where they are not counted.
void* run(void* given) {
  auto& of = *static_cast<course*>(given);
  if (of.pending) ::pthread_cancel(::pthread_self());
  for (std::size_t i = 0; i < of.count; ++i) {
    (*of.what)[(of.first + i) % of.what->size()].second();
    ++of.done;
    if (!of.pending) ::pthread_testcancel();
  }
  ::pthread_testcancel();
  return nullptr;
}

}  // namespace

TEST_CASE("an operation of a thread whose cancellation is pending ends as ever, and the thread after it") {
  const scratch folder;
  const auto path = folder.file("data.bin", std::string(3 * page_size(), 'x'));
  const auto all = operations(folder / ".");
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(all[i].first);
    const auto end = support::in_child([&] {
      course one{.what = &all, .first = i, .pending = true};
      pthread_t thread{};
      void* result = nullptr;
      if (::pthread_create(&thread, nullptr, run, &one) != 0 || ::pthread_join(thread, &result) != 0) return 1;
      return one.done == 1 ? result == PTHREAD_CANCELED ? 0 : 3 : 2;
    });
    CHECK(end.signal == 0);
    CHECK(end.code == 0);
  }
}

TEST_CASE("threads that are cancelled at any moment leave no file open and no memory mapped") {
  if (support::thread_sanitizer) return;  // which maps memory for each thread
  const scratch folder;
  const auto path = folder.file("data.bin", std::string(3 * page_size(), 'x'));
  const auto all = operations(folder / ".");
  const auto end = support::in_child([&] {
    const auto once = [&](unsigned round) {
      course one{.what = &all, .first = round, .count = SIZE_MAX};
      pthread_t thread{};
      if (::pthread_create(&thread, nullptr, run, &one) != 0) return false;
      ::usleep(round * 97 % 2000);
      void* result = nullptr;
      return ::pthread_cancel(thread) == 0 && ::pthread_join(thread, &result) == 0 && result == PTHREAD_CANCELED;
    };
    for (const auto& one : all) one.second();  // what is made at first use stays
    if (!once(0) || !once(1)) return 1;
    const auto files = support::open_files();
    const auto regions = support::mapped_regions();
    for (unsigned round = 0; round < 100; ++round)
      if (!once(round)) return 1;
    if (support::open_files() != files) return 2;
    return support::mapped_regions() <= regions + support::region_noise + 4 ? 0 : 3;
  });
  CHECK(end.signal == 0);
  CHECK(end.code == 0);
}
