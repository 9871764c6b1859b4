// The views of bytes: one rule, and one test for all types that have them.
#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <ranges>
#include <utility>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

struct file_head {
  std::uint32_t magic;
  std::uint32_t cells;
};

struct file_cell {
  std::uint64_t key;
  std::uint64_t value;
};

constexpr std::size_t whole_bytes = 4096;

// Memory of every type that owns bytes: whole_bytes zeros or more, whole pages.
template <class Owner>
Owner make_owner(const scratch& folder);

template <>
mapping make_owner(const scratch& /*folder*/) {
  return mapping{support::anonymous(whole_bytes)};
}
template <>
allocation make_owner(const scratch& /*folder*/) {
  return allocate(whole_bytes);
}
template <>
shared_memory make_owner(const scratch& /*folder*/) {
  return shared_memory::anonymous(whole_bytes);
}
template <>
freezable make_owner(const scratch& /*folder*/) {
  return freezable{whole_bytes};
}
template <>
snapshot make_owner(const scratch& /*folder*/) {
  freezable memory{whole_bytes};
  return memory.freeze();
}
template <>
mirrored_buffer make_owner(const scratch& /*folder*/) {
  return mirrored_buffer{whole_bytes};
}
template <>
file_content make_owner(const scratch& folder) {
  return load(folder.file("content", std::string(whole_bytes, '\0')));
}

// sealed_memory is left to the systems that have it: it is the shared_memory that it owns.
#define MMAPKIT_WRITABLE_OWNERS mapping, allocation, shared_memory, freezable, snapshot, mirrored_buffer
#define MMAPKIT_OWNERS MMAPKIT_WRITABLE_OWNERS, file_content

template <class Call>
void check_refused_view(Call call) {
  CHECK(caught(call).code() == std::errc::invalid_argument);
}

// What an owner of that value category gives; a concept, for the answer no is no error then.
template <class Owner>
concept gives_views = requires(Owner owner) {
  std::forward<Owner>(owner).bytes();
}
|| requires(Owner owner) { std::forward<Owner>(owner).text(); }
|| requires(Owner owner) { std::forward<Owner>(owner).lines(); }
|| requires(Owner owner) { std::forward<Owner>(owner).begin(); }
|| requires(Owner owner) { std::forward<Owner>(owner).end(); }
|| requires(Owner owner) { std::forward<Owner>(owner).template as<int>(); }
|| requires(Owner owner) { std::forward<Owner>(owner).template as<int>(0, 1); }
|| requires(Owner owner) { std::forward<Owner>(owner).template as<int>(0UL, 1UL); }
|| requires(Owner owner) { std::forward<Owner>(owner).template object<int>(0); }
|| std::convertible_to<Owner, std::span<const std::byte>> || requires(Owner owner) {
  static_cast<std::string_view>(std::forward<Owner>(owner));
};

template <class Owner>
concept gives_writable_views = requires(Owner owner) {
  std::forward<Owner>(owner).writable_bytes();
}
|| requires(Owner owner) { std::forward<Owner>(owner).template as_writable<int>(); }
|| requires(Owner owner) { std::forward<Owner>(owner).template as_writable<int>(0, 1); }
|| requires(Owner owner) { std::forward<Owner>(owner).template writable_object<int>(0); };

template <class Owner>
concept gives_all_views = requires(const Owner& owner, std::size_t at) {
  { owner.data() } -> std::same_as<const std::byte*>;
  { owner.size() } -> std::same_as<std::size_t>;
  { owner.empty() } -> std::same_as<bool>;
  { owner.bytes() } -> std::same_as<std::span<const std::byte>>;
  { owner.text() } -> std::same_as<std::string_view>;
  { owner.lines() } -> std::same_as<lines>;
  { owner.template as<int>() } -> std::same_as<std::span<const int>>;
  { owner.template as<int>(at, at) } -> std::same_as<std::span<const int>>;
  { owner.template object<int>(at) } -> std::same_as<const int&>;
};

template <class Owner>
concept gives_all_writable_views = requires(Owner& owner, std::size_t at) {
  { owner.writable_bytes() } -> std::same_as<std::span<std::byte>>;
  { owner.template as_writable<int>() } -> std::same_as<std::span<int>>;
  { owner.template as_writable<int>(at, at) } -> std::same_as<std::span<int>>;
  { owner.template writable_object<int>(at) } -> std::same_as<int&>;
};

template <class Owner>
concept is_byte_owner =
    gives_all_views<Owner> && !gives_views<Owner> && !gives_views<const Owner> && !gives_writable_views<Owner> &&
    !gives_writable_views<const Owner&> && std::ranges::random_access_range<Owner&> &&
    std::ranges::sized_range<const Owner&> && std::convertible_to<Owner&, std::span<const std::byte>> &&
    std::convertible_to<const Owner&, std::span<const std::byte>> &&
    !std::convertible_to<Owner&, std::span<std::byte>> && !std::convertible_to<Owner&, std::string_view> &&
    std::constructible_from<std::string_view, const Owner&>;

// What only some types have.
template <class Owner>
concept gives_something_else = requires(Owner owner) {
  std::forward<Owner>(owner).from(0);
}
|| requires(Owner owner) { std::forward<Owner>(owner).code(); }
|| requires(Owner owner) { std::forward<Owner>(owner).template function<int()>(0); }
|| requires(Owner owner) { std::forward<Owner>(owner).mapping(); }
|| requires(Owner owner) { std::forward<Owner>(owner).writable_elements(); };

template <class... Owners>
constexpr bool all_give_it_by_name = ((gives_something_else<Owners&> && !gives_something_else<Owners> &&
                                       !gives_something_else<const Owners>)&&...);

template <class... Owners>
constexpr bool all_own_bytes = (is_byte_owner<Owners> && ...);

template <class... Owners>
constexpr bool all_are_writable = (gives_all_writable_views<Owners> && ...);

}  // namespace

TEST_CASE("every type that owns bytes gives the same views, and none of a temporary") {
  static_assert(all_own_bytes<MMAPKIT_OWNERS, sealed_memory>);
  static_assert(all_are_writable<MMAPKIT_WRITABLE_OWNERS, sealed_memory>);
  static_assert(!gives_writable_views<file_content&>);
  CHECK(all_own_bytes<MMAPKIT_OWNERS, sealed_memory>);
}

TEST_CASE("no part, function or mapping of a temporary is given either") {
  static_assert(all_give_it_by_name<mirrored_buffer, dual_mapping, shared_memory, sealed_memory, typed_file<int>>);
  CHECK(all_give_it_by_name<mirrored_buffer, dual_mapping, shared_memory, sealed_memory, typed_file<int>>);
}

TEST_CASE_TEMPLATE("bytes, text and elements are those of the memory", Owner, MMAPKIT_OWNERS) {
  const scratch folder;
  const auto memory = make_owner<Owner>(folder);
  REQUIRE(memory.size() >= whole_bytes);
  CHECK(memory.bytes().data() == memory.data());
  CHECK(memory.bytes().size() == memory.size());
  CHECK(static_cast<const void*>(memory.text().data()) == memory.data());
  CHECK(memory.text().size() == memory.size());
  CHECK(std::string_view{memory} == memory.text());
  CHECK(memory.template as<file_cell>().size() == memory.size() / sizeof(file_cell));
  CHECK(std::ranges::count(memory, std::byte{}) == static_cast<std::ptrdiff_t>(memory.size()));
  const std::span<const std::byte> all = memory;
  CHECK(all.data() == memory.data());
}

TEST_CASE_TEMPLATE("a header and the cells behind it are seen without a cast", Owner, MMAPKIT_WRITABLE_OWNERS) {
  const scratch folder;
  auto memory = make_owner<Owner>(folder);
  memory.template writable_object<file_head>(0) = {.magic = 7, .cells = 3};
  const auto cells = memory.template as_writable<file_cell>(sizeof(file_head), 3);
  cells[2] = {.key = 1, .value = 2};
  const auto& constant = std::as_const(memory);
  CHECK(constant.template object<file_head>(0).cells == 3);
  CHECK(constant.template as<file_cell>(sizeof(file_head), 3)[2].value == 2);
  CHECK(memory.writable_bytes().data() == memory.data());
  CHECK(memory.template as_writable<std::uint32_t>()[0] == 7);
}

TEST_CASE_TEMPLATE("elements that are not whole, not aligned or not there are refused", Owner, MMAPKIT_OWNERS) {
  const scratch folder;
  const auto memory = make_owner<Owner>(folder);
  const auto size = memory.size();
  check_refused_view([&] { static_cast<void>(memory.template as<std::array<char, 7>>()); });
  check_refused_view([&] { static_cast<void>(memory.template as<file_cell>(1, 1)); });
  check_refused_view([&] { static_cast<void>(memory.template object<file_head>(2)); });
  check_refused_view([&] { static_cast<void>(memory.template object<file_cell>(size - sizeof(file_cell) + 8)); });
  check_refused_view([&] { static_cast<void>(memory.template object<file_cell>(SIZE_MAX - 7)); });
  check_refused_view([&] { static_cast<void>(memory.template as<file_cell>(0, size / sizeof(file_cell) + 1)); });
  check_refused_view([&] { static_cast<void>(memory.template as<file_cell>(8, SIZE_MAX / 8)); });
  CHECK(memory.template as<file_cell>(size, 0).empty());
  CHECK(memory.template object<char>(size - 1) == 0);
}

TEST_CASE_TEMPLATE("what holds nothing has empty views, and no error", Owner, MMAPKIT_OWNERS) {
  Owner nothing;
  CHECK(nothing.empty());
  CHECK(nothing.bytes().empty());
  CHECK(nothing.text().empty());
  CHECK(nothing.lines().empty());
  CHECK(nothing.begin() == nothing.end());
  CHECK(nothing.template as<file_cell>().empty());
  CHECK(nothing.template as<file_cell>(0, 0).empty());
  check_refused_view([&] { static_cast<void>(nothing.template object<char>(0)); });
  if constexpr (gives_all_writable_views<Owner>) {
    CHECK(nothing.writable_bytes().empty());
    CHECK(nothing.template as_writable<file_cell>().empty());
  }
}

TEST_CASE("an error of a part says what was asked for and what is there") {
  const scratch folder;
  const mapping file{folder.file("data", "0123456789")};
  const std::string words = caught([&] { static_cast<void>(file.as<file_head>(4, 2)); }).what();
  CHECK(words.find("2 elements of 8 bytes at offset 4 of 10 bytes at ") != std::string::npos);
  CHECK(words.find(": there are 10 bytes") != std::string::npos);
}

TEST_CASE("memory for reading alone gives no view to store through") {
  const scratch folder;
  mapping file{folder.file("data", "0123456789abcdef")};
  CHECK(caught([&] { static_cast<void>(file.writable_bytes()); }).code() == std::errc::permission_denied);
  CHECK(caught([&] { static_cast<void>(file.writable_object<file_head>(0)); }).code() == std::errc::permission_denied);
  CHECK(caught([&] { static_cast<void>(file.as_writable<file_head>(0, 1)); }).code() == std::errc::permission_denied);
  CHECK(caught([&] { static_cast<void>(file.as_writable<file_head>()); }).code() == std::errc::permission_denied);
}

TEST_CASE("an empty file has empty views to store through, whatever it was opened for") {
  const scratch folder;
  mapping file{folder.file("empty", "")};
  CHECK(file.writable_bytes().empty());
  CHECK(file.as_writable<file_head>().empty());
}
