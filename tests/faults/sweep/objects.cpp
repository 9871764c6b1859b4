// What owns a file, a name or pages that others see.
#include <cerrno>
#include <mmapkit/growable_file.hpp>

#include "trial.hpp"

using namespace mmapkit;
using support::scratch;
using sweep::every_call;
using sweep::trial;

TEST_CASE("a typed file") {
  every_call({{"munmap"}}, [](trial& one) {
    const scratch folder;
    const auto path = folder / "numbers";
    typed_file<int> numbers;
    if (one.act([&] { numbers = typed_file<int>::create(path, 1000); })) {
      numbers[999] = 7;
      numbers.close();
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
  every_call([](trial& one) {
    const scratch folder;
    const auto path = folder / "numbers";
    std::optional<growable_file<int>> numbers;
    if (one.act([&] { numbers.emplace(path, std::size_t{1} << 20); })) numbers->push_back(1);
  });
  every_call([](trial& one) {
    const scratch folder;
    const auto path = folder / "numbers";
    growable_file<int> numbers{path, std::size_t{1} << 20};
    numbers.push_back(1);
    one.act([&] { numbers.sync(); });
    CHECK(numbers.data()[0] == 1);
  });
  every_call({{"munmap", 0, EINVAL}}, [](trial& one) {
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
  every_call([&](trial& one) {
    {
      shared_memory memory;
      if (one.act([&] { memory = shared_memory::create(name, 100); })) memory.writable_bytes()[0] = std::byte{1};
    }
    std::error_code left;
    shm_unlink(name, left);
    CHECK(left == std::errc::no_such_file_or_directory);
  });
  every_call([&](trial& one) {
    const auto owner = shared_memory::create(name, 100);
    shared_memory memory;
    if (one.act([&] { memory = shared_memory::open(name); })) memory.writable_bytes()[0] = std::byte{1};
    CHECK(static_cast<bool>(memory) != static_cast<bool>(one.told()));
  });
  every_call({{"shm_open", EEXIST}}, [&](trial& one) {
    shared_memory memory;
    one.act([&] { memory = shared_memory::open_or_create(name, 100); });
    std::error_code left;
    shm_unlink(name, left);
  });
  every_call({{"memfd_create"}}, [](trial& one) {
    shared_memory memory;
    if (one.act([&] { memory = shared_memory::nameless(100); })) memory.writable_bytes()[0] = std::byte{1};
  });
  every_call([](trial& one) {
    auto memory = shared_memory::nameless(100);
    const auto kept = memory.seals();
    const bool done = one.act([&] { memory.seal(seal_flag::shrink | seal_flag::write); });
    if (!done) CHECK(memory.seals() == kept);
    CHECK(memory.bytes()[0] == std::byte{});
  });
  every_call([](trial& one) {
    auto memory = shared_memory::nameless(100);
    one.act([&] { memory.unmap(); });
  });
}

TEST_CASE("memory that is frozen") {
  every_call({{"close"}, {"memfd_create"}}, [](trial& one) {
    freezable memory;
    if (one.act([&] { memory = freezable{4 * page_size()}; })) memory.bytes()[0] = std::byte{1};
  });
  // What cannot be moved aside is mapped once more.
  every_call({{"mmap"}, {"mremap"}}, [](trial& one) {
    freezable memory{4 * page_size()};
    memory.bytes()[0] = std::byte{1};
    snapshot first;
    const bool done = one.act([&] { first = memory.freeze(); });
    memory.bytes()[0] = std::byte{2};
    CHECK(memory.bytes()[0] == std::byte{2});
    if (done) CHECK(first.bytes()[0] == std::byte{1});
  });
  // Without the page tables' answer the pages are compared.
  every_call({{"ioctl"}, {"close"}, {"madvise"}, {"open"}, {"pread"}}, [](trial& one) {
    freezable memory{4 * page_size()};
    memory.bytes()[0] = std::byte{1};
    const auto first = memory.freeze();
    memory.bytes()[0] = std::byte{2};
    memory.bytes()[2 * page_size()] = std::byte{2};
    snapshot second;
    const bool done = one.act([&] { second = memory.freeze(); });
    CHECK(first.bytes()[0] == std::byte{1});
    if (done) CHECK(second.bytes()[0] == std::byte{2});
    if (memory) CHECK(memory.bytes()[2 * page_size()] == std::byte{2});
  });
}

TEST_CASE("sealed memory") {
  every_call({{"memfd_create"}}, [](trial& one) {
    sealed_memory memory;
    if (one.act([&] { memory = sealed_memory{100}; })) memory.writable_bytes()[0] = std::byte{1};
    CHECK(static_cast<bool>(memory) != static_cast<bool>(one.told()));
  });
  every_call({{"fcntl", 0, EPERM}}, [](trial& one) {
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
    const bool done = one.act([&] { memory.make_constant(); });
    CHECK(support::writable(const_cast<std::byte*>(memory.data())) != done);
  });
}
