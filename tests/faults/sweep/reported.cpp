// The forms with a std::error_code of types that have both: whatever fails, the object is as it was, or empty.
#include <cerrno>

#include <mmapkit/growable_file.hpp>

#include "trial.hpp"

using namespace mmapkit;
using support::scratch;
using sweep::any_error;
using sweep::as_without;
using sweep::every_call;
using sweep::the_error;
using sweep::trial;

namespace {

constexpr std::size_t many = std::size_t{1} << 20;

// A file is looked for before it is made.
constexpr sweep::answer not_there{"open O_NONBLOCK", ENOENT, as_without, 1};
constexpr sweep::answer there_meanwhile{"open O_NONBLOCK", EEXIST, as_without, 2};

}  // namespace

TEST_CASE("a growable reports, and keeps what it has") {
  every_call({{"madvise"}}, [](trial& one) {
    growable<int> numbers;
    one.act([&](std::error_code& error) { numbers = growable<int>{many, {}, error}; });
    CHECK(numbers.max_size() == (one.told() ? 0 : many));
  });
  every_call([](trial& one) {
    growable<int> numbers{many};
    numbers.push_back(1);
    const bool done = one.act([&](std::error_code& error) { numbers.resize(many, error); });
    CHECK(numbers.size() == (done ? many : 1));
    CHECK(numbers[0] == 1);
  });
  every_call({{"madvise"}}, [](trial& one) {
    growable<int> numbers{many};
    numbers.resize(many);
    numbers.resize(1);
    const bool done = one.act([&](std::error_code& error) { numbers.shrink_to_fit(error); });
    CHECK((numbers.capacity() == many) != done);
    CHECK(numbers[0] == 0);
  });
}

TEST_CASE("a growable file reports, and keeps whole elements") {
  every_call({not_there, there_meanwhile}, [](trial& one) {
    const scratch folder;
    growable_file<int> numbers;
    one.act([&](std::error_code& error) { numbers = growable_file<int>{folder / "numbers", many, {}, error}; });
    CHECK(numbers.max_size() == (one.told() ? 0 : many));
  });
  every_call([](trial& one) {
    const scratch folder;
    const auto path = folder / "numbers";
    {
      growable_file<int> numbers{path, many};
      numbers.push_back(1);
      one.act([&](std::error_code& error) { numbers.resize(many / 4, error); });
      CHECK(numbers.size() == (one.told() ? 1 : many / 4));
      CHECK(numbers[0] == 1);
    }
    CHECK(std::filesystem::file_size(path) == (one.told() ? 1 : many / 4) * sizeof(int));
  });
  every_call({{"statx", EBADF}}, [](trial& one) {
    const scratch folder;
    growable_file<int> numbers{folder / "numbers", many};
    numbers.push_back(1);
    one.act([&](std::error_code& error) { numbers.sync(msync_flag::sync, error); });
    CHECK(numbers[0] == 1);
  });
  every_call({{"munmap", any_error, the_error}}, [](trial& one) {
    const scratch folder;
    const auto path = folder / "numbers";
    growable_file<int> numbers{path, many};
    numbers.push_back(1);
    one.act([&](std::error_code& error) { numbers.close(error); });
    CHECK(numbers.max_size() == 0);
    CHECK(std::filesystem::file_size(path) % sizeof(int) == 0);
  });
}

TEST_CASE("a typed file reports, and holds nothing then") {
  // The file is looked for before it is made, and so are its addresses.
  every_call(
      {{"munmap", any_error, the_error, 1}, {"munmap"}, {"mmap", EINVAL, as_without, 2}, not_there, there_meanwhile},
      [](trial& one) {
        const scratch folder;
        typed_file<int> numbers;
        one.act([&](std::error_code& error) {
          numbers = typed_file<int>::create(folder / "numbers", 1000, typed_file<int>::new_file, 0600, error);
        });
        CHECK(numbers.size() == (one.told() ? 0 : 1000));
      });
  every_call({{"close"}}, [](trial& one) {
    const scratch folder;
    const auto path = folder / "numbers";
    typed_file<int>::create(path, 1000)[999] = 7;
    typed_file<int> numbers;
    const bool done =
        one.act([&](std::error_code& error) { numbers = typed_file<int>::open(path, protection_flag::read, error); });
    CHECK(static_cast<bool>(numbers) == done);
    if (done) CHECK(numbers[999] == 7);
  });
}

TEST_CASE("memory that is frozen reports, and is as it was") {
  every_call(sweep::in_memory, [](trial& one) {
    freezable memory;
    one.act([&](std::error_code& error) { memory = freezable{4 * page_size(), error}; });
    CHECK(static_cast<bool>(memory) == !one.told());
  });
  // What cannot be moved aside is mapped once more.
  every_call({{"mmap", any_error, as_without, 1}, {"mremap"}, {"munmap"}}, [](trial& one) {
    freezable memory{4 * page_size()};
    memory.writable_bytes()[0] = std::byte{1};
    snapshot first;
    const bool done = one.act([&](std::error_code& error) { first = memory.freeze(error); });
    memory.writable_bytes()[0] = std::byte{2};
    CHECK(static_cast<bool>(first) == done);
    if (done) CHECK(first.bytes()[0] == std::byte{1});
  });
}

TEST_CASE("the state of an allocation reports") {
  // Where the page tables cannot be asked for huge pages, the list of regions is.
  every_call(
      {{"open", any_error, as_without, 1}, {"ioctl", any_error, as_without, 1}, {"ioctl", ENOTTY, ENOSYS}, {"close"}},
      [](trial& one) {
        const auto memory = allocate(4 * page_size());
        allocation_state state;
        if (one.act([&](std::error_code& error) { state = memory.state(error); }))
          CHECK(state.page_size == page_size());
        if (one.told()) CHECK(state.page_size == 0);
      });
}

TEST_CASE("lists of regions report, and are empty then") {
  // A kernel without the question is asked the longer way; nothing is lost with the end of a list.
  if (support::thread_sanitizer) return;  // too many regions to be read a few bytes at a time
  every_call({{"ioctl"}, {"close"}}, [](trial& one) {
    std::vector<region> all;
    const bool done = one.act([&](std::error_code& error) { all = regions(error); });
    if (!done) CHECK(all.empty());
  });
  every_call({{"ioctl"}, {"close"}}, [](trial& one) {
    std::optional<region> found;
    const bool done = one.act([&](std::error_code& error) { found = find_region(&one, error); });
    if (!done) CHECK_FALSE(found.has_value());
  });
}
