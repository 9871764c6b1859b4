// What owns a file, a name or pages that others see.
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

TEST_CASE("a typed file") {
  // The file is looked for before it is made, and so are its addresses.
  every_call({{"munmap", any_error, the_error, 1},
              {"munmap"},
              {"mmap", EINVAL, as_without, 2},
              {"open O_NONBLOCK", ENOENT, as_without, 1},
              {"open O_NONBLOCK", EEXIST, as_without, 2}},
             [](trial& one) {
               const scratch folder;
               const auto path = folder / "numbers";
               typed_file<int> numbers;
               if (one.act([&] { numbers = typed_file<int>::create(path, 1000); })) {
                 numbers[999] = 7;
                 numbers.sync();
                 numbers.unmap();
                 CHECK(typed_file<int>::open(path)[999] == 7);
               }
             });
}

TEST_CASE("opening a typed file") {
  every_call({{"close"}}, [](trial& one) {
    const scratch folder;
    const auto path = folder / "numbers";
    typed_file<int>::create(path, 1000)[999] = 7;
    typed_file<int> numbers;
    if (one.act([&] { numbers = typed_file<int>::open(path); })) CHECK(numbers[999] == 7);
  });
}

TEST_CASE("a growable file holds whole elements whatever fails") {
  every_call([](trial& one) {
    const scratch folder;
    const auto path = folder / "numbers";
    {
      growable_file<int> numbers{path, std::size_t{1} << 20};
      numbers.push_back(1);
      one.act([&] { numbers.resize(std::size_t{1} << 18); });
      CHECK(numbers.size() == (one.told() ? 1 : std::size_t{1} << 18));
      CHECK(numbers.data()[0] == 1);
    }
    CHECK(std::filesystem::file_size(path) == (one.told() ? 1 : std::size_t{1} << 18) * sizeof(int));
  });
  every_call({{"open O_NONBLOCK", ENOENT, as_without, 1}, {"open O_NONBLOCK", EEXIST, as_without, 2}}, [](trial& one) {
    const scratch folder;
    const auto path = folder / "numbers";
    std::optional<growable_file<int>> numbers;
    if (one.act([&] { numbers.emplace(path, std::size_t{1} << 20); })) numbers->push_back(1);
  });
  every_call({{"statx", EBADF}}, [](trial& one) {
    const scratch folder;
    const auto path = folder / "numbers";
    growable_file<int> numbers{path, std::size_t{1} << 20};
    numbers.push_back(1);
    one.act([&] { numbers.sync(); });
    CHECK(numbers.data()[0] == 1);
  });
  every_call({{"munmap", any_error, the_error}}, [](trial& one) {
    const scratch folder;
    const auto path = folder / "numbers";
    {
      growable_file<int> numbers{path, std::size_t{1} << 20};
      numbers.push_back(1);
      one.act([&] { numbers.close(); });
    }
    CHECK(std::filesystem::file_size(path) % sizeof(int) == 0);
    CHECK(std::filesystem::file_size(path) >= sizeof(int));
  });
}

TEST_CASE("shared memory") {
  const auto name = "/mmapkit-sweep-" + std::to_string(support::process_number());
  constexpr sweep::answer kind_is_unknown{"fstat", any_error, as_without, 1};
  every_call({kind_is_unknown}, [&](trial& one) {
    {
      shared_memory memory;
      if (one.act([&] { memory = shared_memory::create(name, 100); })) memory.writable_bytes()[0] = std::byte{1};
    }
    std::error_code left;
    shm_unlink(name, left);
    CHECK(left == std::errc::no_such_file_or_directory);
  });
  every_call({kind_is_unknown}, [&](trial& one) {
    const auto owner = shared_memory::create(name, 100);
    shared_memory memory;
    if (one.act([&] { memory = shared_memory::open(name); })) memory.writable_bytes()[0] = std::byte{1};
    CHECK(static_cast<bool>(memory) != static_cast<bool>(one.told()));
  });
  every_call({kind_is_unknown, {"shm_open", EEXIST, as_without, 1}}, [&](trial& one) {
    shared_memory memory;
    one.act([&] { memory = shared_memory::open_or_create(name, 100); });
    std::error_code left;
    shm_unlink(name, left);
  });
  every_call(sweep::in_memory, [](trial& one) {
    shared_memory memory;
    if (one.act([&] { memory = shared_memory::anonymous(100); })) memory.writable_bytes()[0] = std::byte{1};
  });
  every_call([](trial& one) {
    auto memory = shared_memory::anonymous(100);
    const auto kept = memory.seals();
    const bool done = one.act([&] { memory.seal(seal_flag::shrink | seal_flag::write); });
    if (!done) CHECK(memory.seals() == kept);
    CHECK(memory.bytes()[0] == std::byte{});
  });
  every_call([](trial& one) {
    auto memory = shared_memory::anonymous(100);
    one.act([&] { memory.unmap(); });
  });
}

// Replacing the view is no way to find out: where views cannot be replaced, it would be gone.
TEST_CASE("a seal that the system does not have is refused before the view is changed") {
  auto memory = shared_memory::anonymous(100);
  trial one{sweep::fault{}};
  CHECK_FALSE(one.act([&] { memory.seal(seal_flag::write | static_cast<seal_flag>(0x4000)); }));
  CHECK(sweep::names_of_calls().empty());
  memory.writable_bytes()[0] = std::byte{1};
}

TEST_CASE("memory that is frozen") {
  every_call(sweep::in_memory, [](trial& one) {
    freezable memory;
    if (one.act([&] { memory = freezable{4 * page_size()}; })) memory.writable_bytes()[0] = std::byte{1};
  });
  // What cannot be moved aside is mapped once more.
  every_call({{"mmap", any_error, as_without, 1}, {"mremap"}, {"munmap"}}, [](trial& one) {
    freezable memory{4 * page_size()};
    memory.writable_bytes()[0] = std::byte{1};
    snapshot first;
    const bool done = one.act([&] { first = memory.freeze(); });
    memory.writable_bytes()[0] = std::byte{2};
    CHECK(memory.bytes()[0] == std::byte{2});
    if (done) CHECK(first.bytes()[0] == std::byte{1});
  });
  // Without the page tables' answer the pages are compared. Without an advice to populate they are stored to, and where
  // locked pages cannot be thrown away nothing is tried after the first failure.
  const int unpopulated = supported(advice::populate_write) ? the_error : as_without;
  const int kept = supported(advice::dont_need_locked) ? as_without : the_error;
  every_call({{"open"},
              {"ioctl"},
              {"pread"},
              {"close"},
              {"pidfd_open"},       // before PIDFD_SELF (Linux 6.14)
              {"process_madvise"},  // each run is advised alone
              {"msync"},            // whether pages are locked is not known: they are moved
              {"mremap"},           // pages that cannot be moved are discarded
              {"mmap", any_error, as_without, 1},
              {"munmap"},
              {"madvise", any_error, kept},
              {"madvise MADV_POPULATE", any_error, unpopulated}},
             [](trial& one) {
               freezable memory{4 * page_size()};
               memory.writable_bytes()[0] = std::byte{1};
               const auto first = memory.freeze();
               memory.writable_bytes()[0] = std::byte{2};
               memory.writable_bytes()[2 * page_size()] = std::byte{2};
               snapshot second;
               const bool done = one.act([&] { second = memory.freeze(); });
               CHECK(first.bytes()[0] == std::byte{1});
               if (done) CHECK(second.bytes()[0] == std::byte{2});
               if (memory) CHECK(memory.bytes()[2 * page_size()] == std::byte{2});
             });
}

TEST_CASE("sealed memory") {
  every_call({{"memfd_create", ENOSYS, EPERM, 2},
              {"memfd_create", EPERM, EPERM, 2},
              {"memfd_create", any_error, the_error, 2},
              {"memfd_create"},
              {"open"},
              {"read"},
              {"close"}},
             [](trial& one) {
               sealed_memory memory;
               if (one.act([&] { memory = sealed_memory{100}; })) memory.writable_bytes()[0] = std::byte{1};
               CHECK(static_cast<bool>(memory) != static_cast<bool>(one.told()));
             });
  every_call({{"fcntl", EBADF, the_error}, {"fcntl", any_error, EPERM}, {"open"}, {"read"}, {"close"}}, [](trial& one) {
    const auto file = memfd_create("sent", memfd_flag::allow_sealing);
    auto options = support::shared_writable();
    options.size = 100;
    mapping sender{file, options};
    add_seals(file, seal_flag::shrink | seal_flag::grow);
    sealed_memory memory;
    if (!one.act([&] { memory = sealed_memory::from_handle(file); })) close_file(file);
  });
  every_call([](trial& one) {
    sealed_memory memory{100};
    const bool done = one.act([&] { memory.make_read_only(); });
    CHECK(support::writable(const_cast<std::byte*>(memory.data())) != done);
  });
}
