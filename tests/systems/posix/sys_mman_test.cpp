// <sys/mman.h> in the same file, with `using namespace mmapkit`: an unqualified call is one of this library, or does
// not compile. Nothing goes to the system without a word.
#include <sys/mman.h>

#include <string>
#include <string_view>

#include "../../support/support.hpp"

namespace {

namespace unqualified {

using namespace mmapkit;

template <class Name>
constexpr bool unlinks = requires(Name name) {
  shm_unlink(name);
};
template <class Address>
constexpr bool unmaps = requires(Address addr) {
  munmap(addr, std::size_t{1});
};
template <class Address>
constexpr bool locks = requires(Address addr) {
  mlock(addr, std::size_t{1});
};
template <class Address>
constexpr bool unlocks = requires(Address addr) {
  munlock(addr, std::size_t{1});
};

// Ambiguous: the same arguments for the system and for the library.
static_assert(!unlinks<const char*> && !unlinks<char*>);
static_assert(!unmaps<void*>);
static_assert(!locks<const void*> && !unlocks<const void*>);

// The library's, by their arguments.
static_assert(unlinks<std::string> && unlinks<std::string_view>);

template <class Address>
constexpr bool is_ours = requires(Address addr, std::size_t size) {
  { mmap(addr, size, protection_flag::read, mmap_flag::private_, no_handle, 0) } -> std::same_as<void*>;
  { munmap(mapped{}) } -> std::same_as<void>;
  { mprotect(addr, size, protection_flag::read) } -> std::same_as<void>;
  { msync(addr, size, msync_flag::sync) } -> std::same_as<void>;
  { madvise(addr, size, advice::normal) } -> std::same_as<void>;
  { mlock(addr, size, std::declval<std::error_code&>()) } -> std::same_as<void>;
  { shm_open("/name", open_flag::read) } -> std::same_as<native_handle>;
};
static_assert(is_ours<void*>);

}  // namespace unqualified

}  // namespace

TEST_CASE("a qualified call is the library's, whose error is thrown") {
  CHECK(support::caught([] { mmapkit::shm_unlink("/mmapkit-nobody-has-this"); }).operation() == "shm_unlink");
  CHECK(support::caught([] { mmapkit::munmap(nullptr, std::size_t{0}); }).operation() == "munmap");
}

TEST_CASE("a null name is refused in those words") {
  const char* const none = nullptr;
  const auto error = support::caught([&] { mmapkit::shm_unlink(none); });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(std::string_view{error.what()}.find("the name is null") != std::string_view::npos);
}
