// The two forms of each call of an atomic_mapping, of one that holds nothing too.
#include <mmapkit/atomic_mapping.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

void set(atomic_mapping& store, std::size_t offset, std::string_view text) {
  std::ranges::copy(std::as_bytes(std::span{text}),
                    store.writable_bytes().begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

TEST_CASE("an atomic_mapping that holds nothing says so, in both forms") {
  atomic_mapping none;
  const auto& looked_at = none;
  CHECK_FALSE(none);
  CHECK(none.data() == nullptr);
  CHECK(looked_at.data() == nullptr);
  CHECK(none.size() == 0);
  CHECK(none.protection() == protection_flag::none);
  struct call {
    std::function<void()> throws;
    std::function<void(std::error_code&)> tells;
  };
  const std::vector<call> calls{
      {[&] { none.commit(); }, [&](std::error_code& error) { none.commit(error); }},
      {[&] { none.commit({none.bytes()}); }, [&](std::error_code& error) { none.commit({none.bytes()}, error); }},
      {[&] { none.roll_back(); }, [&](std::error_code& error) { none.roll_back(error); }},
      {[&] { none.resize(1); }, [&](std::error_code& error) { none.resize(1, error); }},
      {[&] { none.checkpoint(); }, [&](std::error_code& error) { none.checkpoint(error); }},
  };
  for (const auto& one : calls) {
    const auto error = caught(one.throws);
    CHECK(error.code() == std::errc::bad_file_descriptor);
    CHECK(std::string_view{error.what()}.find("an atomic_mapping") != std::string_view::npos);
    std::error_code told;
    one.tells(told);
    CHECK(told == error.code());
  }
}

TEST_CASE("an atomic_mapping that holds nothing has no changes, and is closed already") {
  atomic_mapping none;
  std::error_code error = std::make_error_code(std::errc::io_error);
  CHECK(none.changed().empty());
  CHECK(none.changed(error).empty());
  CHECK_FALSE(error);
  none.close();
  error = std::make_error_code(std::errc::io_error);
  none.close(error);
  CHECK_FALSE(error);
}

TEST_CASE("the forms with an error code commit, roll back and resize as the others do") {
  const scratch folder;
  const auto path = folder / "orders.db";
  std::error_code error;
  atomic_mapping store{path, {.size = 8 * page_size()}, error};
  REQUIRE(!error);
  set(store, 0, "told");
  set(store, 4 * page_size(), "later");
  const auto changed = store.changed(error);
  CHECK(!error);
  REQUIRE(changed.size() >= 2);
  CHECK(changed.front().data() == store.data());
  CHECK(changed.back().data() == store.data() + 4 * page_size());
  store.commit({store.bytes().first(4), store.bytes().subspan(4 * page_size(), 5)}, error);
  CHECK(!error);
  set(store, 0, "gone");
  store.roll_back(error);
  CHECK(!error);
  CHECK(store.text().substr(0, 4) == "told");
  CHECK(store.text().substr(4 * page_size(), 5) == "later");
  store.resize(page_size(), error);
  CHECK(!error);
  store.commit(error);
  CHECK(!error);
  store.checkpoint(error);
  CHECK(!error);
  const std::byte elsewhere{};
  store.commit({std::span{&elsewhere, 1}}, error);
  CHECK(error == std::errc::invalid_argument);
  store.close(error);
  CHECK(!error);
  CHECK(support::read_file(path) == "told" + std::string(page_size() - 4, '\0'));
}

TEST_CASE("an atomic_mapping that is moved to itself is as it was") {
  const scratch folder;
  atomic_mapping store{folder / "orders.db", {.size = 100}};
  auto& same = store;
  store = std::move(same);
  CHECK(store.size() == 100);
  store.commit();
}
