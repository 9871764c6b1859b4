// A handle is taken from a handle: nothing else becomes one.
#include <cstddef>
#include <type_traits>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::file_access;
using support::plain_file;
using support::scratch;

namespace {

// Whether the type is made of such an argument; a reference says that it is a variable.
template <class Argument>
constexpr bool is_taken =
    std::is_constructible_v<mapping, Argument> || std::is_constructible_v<mapping, Argument, mmap_options>;

template <class Argument>
constexpr bool is_mapped_by_a_call = requires(Argument&& argument) {
  mmapkit::mmap(std::forward<Argument>(argument));
};

template <class Argument>
constexpr bool is_loaded = requires(Argument&& argument) {
  load(std::forward<Argument>(argument));
};

template <class Argument>
constexpr bool is_grown = std::is_constructible_v<growable_file<int>, Argument, int>;

template <class Argument>
constexpr bool is_typed = requires(Argument&& argument) {
  typed_file<int>::open(std::forward<Argument>(argument));
};

template <class Argument>
constexpr bool is_given_to_a_body = requires(Argument&& argument) {
  with_mmap(std::forward<Argument>(argument), [](mapping&) {});
};

template <class Argument>
constexpr bool is_a_handle_everywhere = is_taken<Argument>&& is_mapped_by_a_call<Argument>&& is_loaded<Argument>&&
    is_grown<Argument>&& is_typed<Argument>&& is_given_to_a_body<Argument>;

template <class Argument>
constexpr bool is_a_handle_somewhere = is_taken<Argument> || is_mapped_by_a_call<Argument> || is_loaded<Argument> ||
                                       is_grown<Argument> || is_typed<Argument> || is_given_to_a_body<Argument>;

enum plain_enumeration { some = 4096 };

static_assert(is_a_handle_everywhere<native_handle&>);
static_assert(is_a_handle_everywhere<const native_handle&>);
static_assert(is_a_handle_everywhere<handle_view>);
static_assert(is_a_handle_everywhere<file&>);
static_assert(is_a_handle_everywhere<const file&>);

static_assert(!is_a_handle_somewhere<native_handle>);  // it would have no owner
static_assert(!is_a_handle_somewhere<file>);           // nor this
static_assert(!is_a_handle_somewhere<char>);
static_assert(!is_a_handle_somewhere<char&>);
static_assert(!is_a_handle_somewhere<bool>);
static_assert(!is_a_handle_somewhere<bool&>);
static_assert(!is_a_handle_somewhere<short&>);
static_assert(!is_a_handle_somewhere<long>);
static_assert(!is_a_handle_somewhere<decltype(NULL)>);
static_assert(!is_a_handle_somewhere<std::size_t&>);
static_assert(!is_a_handle_somewhere<unsigned&>);
static_assert(!is_a_handle_somewhere<double>);
static_assert(!is_a_handle_somewhere<plain_enumeration>);
static_assert(!is_a_handle_somewhere<std::nullptr_t>);
static_assert(!is_a_handle_somewhere<int>);
static_assert(std::is_same_v<native_handle, int> || !is_a_handle_somewhere<int&>);

static_assert(std::is_constructible_v<handle_view, native_handle>);
static_assert(!std::is_convertible_v<native_handle, handle_view>);
static_assert(!std::is_constructible_v<handle_view, char>);
static_assert(std::is_trivially_copyable_v<handle_view>);

template <class Owner>
constexpr bool lends_its_handle = requires(Owner&& owner) {
  std::forward<Owner>(owner).handle();
};
static_assert(lends_its_handle<shared_memory&> && !lends_its_handle<shared_memory>);
static_assert(lends_its_handle<const sealed_memory&> && !lends_its_handle<sealed_memory>);
static_assert(lends_its_handle<file&> && !lends_its_handle<file>);

// A HANDLE is one on Windows alone.
static_assert(is_a_handle_somewhere<void*&> == !std::is_same_v<native_handle, int>);

native_handle handle_of(const plain_file& opened) { return opened.get(); }

}  // namespace

TEST_CASE("a handle that a function returns is taken where its owner is said to be elsewhere") {
  const scratch folder;
  const plain_file opened{folder.file("data.bin", "content"), file_access::read};
  const mapping memory{handle_view{handle_of(opened)}};
  CHECK(memory.text() == "content");
  CHECK(opened.is_open());
}

TEST_CASE("a view of a handle has that handle") {
  const scratch folder;
  const plain_file opened{folder.file("data.bin", "content"), file_access::read};
  const handle_view view{opened.get()};
  CHECK(view.get() == opened.get());
}

TEST_CASE("the handle of shared memory is mapped as it is") {
  auto memory = shared_memory::anonymous(page_size());
  memory.writable_bytes()[0] = std::byte{7};
  const mapping other{memory.handle(), {.mmap = mmap_flag::shared}};
  CHECK(other.bytes()[0] == std::byte{7});
}

TEST_CASE("no handle is an error of the system, and none of a file") {
  CHECK(caught([] { return mapping{no_handle}; }).code());
  CHECK(caught([] { return mapping{no_handle}; }).operation() == "stat");
}
