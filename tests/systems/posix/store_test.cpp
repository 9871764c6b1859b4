// The key-value store of the examples: beside a std::map, and when its process is killed.
#include "../../examples/store.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <map>
#include <random>
#include <string>

#include "../../support/child.hpp"

using namespace mmapkit;

namespace {

using pairs = std::map<std::string, std::string, std::less<>>;

pairs content(const store& of) {
  pairs all;
  of.for_each([&](std::string_view key, std::string_view value) { CHECK(all.emplace(key, value).second); });
  CHECK(of.size() == all.size());
  return all;
}

constexpr std::string_view last_key = "the last transaction";

// The transaction of this number, done to a store or to a map: it is the same each time.
template <class Put, class Erase>
void transaction(std::uint32_t number, Put put, Erase erase) {
  std::minstd_rand random{number};
  for (auto left = 1 + random() % 8; left != 0; --left) {
    const auto key = "key " + std::to_string(random() % 300);
    if (random() % 4 == 0)
      erase(key);
    else
      put(key, std::string(random() % (random() % 16 == 0 ? 60'000 : 300), static_cast<char>('a' + random() % 26)));
  }
  put(std::string{last_key}, std::to_string(number));
}

void transaction(std::uint32_t number, store& in) {
  transaction(
      number, [&](const std::string& key, const std::string& value) { in.put(key, value); },
      [&](const std::string& key) { in.erase(key); });
}

void transaction(std::uint32_t number, pairs& in) {
  transaction(
      number, [&](const std::string& key, const std::string& value) { in[key] = value; },
      [&](const std::string& key) { in.erase(key); });
}

std::uint32_t last_of(const store& in) {
  const auto number = in.get(last_key);
  return number ? static_cast<std::uint32_t>(std::stoul(std::string{*number})) : 0;
}

// The journal is short, so that there are checkpoints all the time.
constexpr atomic_mapping_options often_full{.journal_size = 256 << 10};

// Tells the number of each transaction whose commit has returned.
[[noreturn]] void commit_for_ever(const std::filesystem::path& path, std::atomic<std::uint32_t>& acknowledged) {
  store changing{path, often_full};
  for (auto number = last_of(changing) + 1;; ++number) {
    transaction(number, changing);
    changing.commit();
    acknowledged = number;
  }
}

void kill_it_again_and_again(const std::filesystem::path& path) {
  auto told = shared_memory::anonymous(sizeof(std::atomic<std::uint32_t>));
  auto& acknowledged = *new (told.data()) std::atomic<std::uint32_t>{0};
  std::random_device chance;
  std::mt19937 random{chance()};
  pairs expected;
  std::uint32_t checked = 0;
  for (int round = 0; round < 40; ++round) {
    const auto before = acknowledged.load();
    const auto child = support::start_child([&]() -> int { commit_for_ever(path, acknowledged); });
    // Some are killed before or while they repair and open it.
    if (random() % 4 != 0)
      while (acknowledged == before && ::waitpid(child, nullptr, WNOHANG) == 0) ::usleep(100);
    ::usleep(static_cast<useconds_t>(random() % 20'000));
    ::kill(child, SIGKILL);
    REQUIRE(support::wait_for(child).signal == SIGKILL);
    const store found{path};
    const auto last = last_of(found);
    REQUIRE(last >= acknowledged);
    REQUIRE(last <= acknowledged + 1);
    while (checked < last) transaction(++checked, expected);
    REQUIRE(content(found) == expected);
    acknowledged = last;
  }
  CHECK(checked > 40);  // or nothing was proved
}

}  // namespace

TEST_CASE("a store has the pairs that a map has, also after a part of them was rolled back, and opened again") {
  const support::scratch folder;
  pairs expected;
  {
    store changing{folder / "store"};
    for (std::uint32_t number = 1; number <= 400; ++number) {
      transaction(number + 1'000'000, changing);
      changing.roll_back();
      transaction(number, changing);
      transaction(number, expected);
      changing.commit();
    }
    CHECK(content(changing) == expected);
    transaction(401, changing);
  }
  const store reading{folder / "store", {.open = open_flag::read}};
  CHECK(content(reading) == expected);
  CHECK(reading.get(last_key) == "400");
  CHECK(reading.get("no such key") == std::nullopt);
}

TEST_CASE("keys and values are of any length, and of any bytes") {
  const support::scratch folder;
  store changing{folder / "store"};
  const std::string zeros(3, '\0');
  const std::string long_one(3'000'000, 'x');
  changing.put("", zeros);
  changing.put(zeros, "");
  changing.put(long_one, long_one);
  CHECK(content(changing) == pairs{{"", zeros}, {zeros, ""}, {long_one, long_one}});
}

TEST_CASE("what is not a store is refused, and left as it is") {
  const support::scratch folder;
  const std::string text(5000, 't');
  const auto path = folder.file("text", text);
  CHECK_THROWS_AS(store{path}, std::runtime_error);
  CHECK(support::read_file(path) == text);
}

TEST_CASE("whenever its process is killed, a store has every pair that was acknowledged, and no half transaction") {
  const support::scratch folder;
  kill_it_again_and_again(folder / "store");
}

// On a device most of the time goes into writes, and a killed process ends its write before.
TEST_CASE(
    "nor is a pair lost of a file in memory, where the process is killed between two calls as often as within one") {
  if (::access("/dev/shm", W_OK) != 0) {
    MESSAGE("/dev/shm is not there: not tried");
    return;
  }
  const auto path = "/dev/shm/mmapkit-store-" + std::to_string(::getpid());
  kill_it_again_and_again(path);
  std::filesystem::remove(path);
}
