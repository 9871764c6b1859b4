// The module mmapkit: what mmapkit.hpp brings, by `import mmapkit;`. Headers and module may be mixed in one program: the
// names are the same entities. Macros (MMAPKIT_VERSION, in <mmapkit/version.hpp>) are in no module.
module;

// What the headers include, so that it stays outside of the module.
#include <array>
#include <bit>
#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>
#include <version>

export module mmapkit;

#ifdef __clang__
#pragma clang diagnostic ignored "-Winclude-angled-in-module-purview"
#endif

export extern "C++" {
#include <mmapkit/mmapkit.hpp>
}
