// Faults outside of guards, and in memory that none guards: where they arrive.
#include <csetjmp>
#include <vector>

#include "foreign.hpp"

using namespace mmapkit;

namespace foreign {

namespace {

// Some byte of the page, another one each time.
std::size_t place_in(std::size_t page) { return page * 977 % page_size(); }

// What a guard is there for, in between: the handler hears nothing of it.
void fault_under_guard() {
  cut_file guarded_one{1};
  const std::size_t before = seen.count;
  std::byte byte{};
  bool told = false;
  try {
    guarded_copy({&byte, 1}, guarded_one.memory(), 5);
  } catch (const mmap_error& error) {
    told = error.file_offset() == 5;
  }
  require(told, "a fault under guard was no error with its offset");
  require(seen.count == before, "a fault under guard went to the handler too");
}

}  // namespace

void faults_outside(std::size_t count) {
  install(take_note_and_repair);
  const guards_elsewhere others;
  cut_file file{count};
  for (std::size_t i = 0; i < count; ++i) {
    auto* const at = file.page(i) + place_in(i);
    require_seen_once(at, [&] { i % 2 == 0 ? touch(at) : void(*at = std::byte{1}); });
    if (i % 10 == 0) fault_under_guard();
  }
  require(!is_blocked(fault_signal), "the signal stays blocked");
}

void faults_beside_guards(std::size_t count) {
  install(take_note_and_repair);
  const guards_elsewhere others;
  const whole_file one;
  const whole_file two;
  cut_file file{count};
  for (std::size_t i = 0; i < count; ++i) {
    auto* const at = file.page(i) + place_in(i);
    if (i % 3 == 0)
      guarded(one.memory(), [&] { guarded(two.memory(), [&] { require_seen_once(at, [&] { touch(at); }); }); });
    else if (i % 3 == 1)
      require_seen_once(at, [&] { guarded_copy({at, 1}, one.memory(), 1); });
    else
      require_seen_once(at, [&] {
        require(guarded(one.memory(), [&] { return *static_cast<const volatile std::byte*>(at); }) == std::byte{},
                "what the handler put there was not read");
      });
    if (i % 3 == 1) require(*at == proof::content(1), "the copy did not go on after the handler");
    if (i % 10 == 0) fault_under_guard();
  }
}

void faults_in_many_threads(std::size_t count) {
  static std::vector<std::atomic<int>> times;
  static const std::byte* first = nullptr;
  times = std::vector<std::atomic<int>>(count);
  cut_file file{count};
  first = file.page(0);
  install([](int, siginfo_t* info, void*) {
    const auto page = static_cast<std::size_t>(static_cast<const std::byte*>(info->si_addr) - first) / page_size();
    if (page >= times.size()) ::_exit(98);
    ++times[page];
    repair(info->si_addr);
  });
  const whole_file whole;
  std::vector<std::thread> threads;
  constexpr std::size_t many = 4;
  for (std::size_t i = 0; i < many; ++i)
    threads.emplace_back([&, i] {
      for (auto page = i; page < count; page += many)
        page % 2 == 0 ? touch(file.page(page)) : guarded(whole.memory(), [&] { touch(file.page(page)); });
    });
  for (auto& thread : threads) thread.join();
  for (const auto& each : times) require(each == 1, "a fault in one of many threads was not seen exactly once");
}

namespace {

sigjmp_buf back;

void jump_back(int signal, siginfo_t* info, void* context) {
  take_note(signal, info, context);
  siglongjmp(back, 1);
}

}  // namespace

// Within the body of a guard, and where none is open.
void handlers_that_jump(std::size_t count) {
  install(jump_back);
  const whole_file whole;
  cut_file file{1};
  const auto access = [&] {
    if (sigsetjmp(back, 1) == 0) touch(file.page(0) + 9);
  };
  for (std::size_t i = 0; i < count; ++i) {
    require_seen_once(file.page(0) + 9, [&] { i % 2 == 0 ? access() : guarded(whole.memory(), access); });
    require(!is_blocked(fault_signal), "the signal stays blocked after a jump");
  }
  fault_under_guard();
}

namespace {

// So deep that nothing overwrites what the copy has left on the stack.
[[gnu::noinline]] void copy_from_the_deep(std::byte* to, const mapping& from) {
  std::array<volatile std::byte, std::size_t{1} << 16> room;
  room[0] = std::byte{1};
  guarded_copy({to, 8}, from, 0);
  room[1] = room[0];
}

}  // namespace

// Frames without destructors may be left so. The copy that nobody will end must not take the faults of later ones.
void jump_out_of_a_copy() {
  install(jump_back);
  cut_file source{1};
  proof::scratch_file alive{page_size()};
  mapping from{alive.path()};
  auto* const to = source.page(0);
  require_seen_once(to, [&] {
    if (sigsetjmp(back, 1) == 0) copy_from_the_deep(to, from);
  });
  alive.resize(0);
  require_seen_once(from.data(), [&] {
    if (sigsetjmp(back, 1) == 0) touch(from.data());
  });
  fault_under_guard();
}

}  // namespace foreign
