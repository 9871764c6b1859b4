// A GiB of new memory, a byte of each page stored to. Each side begins without memory; giving it back is not timed. A
// virtual machine may have handed free memory to its host, which is slow to return it: each does its work once untimed
// and then at once again.
#include <dlfcn.h>
#include <sys/mman.h>

#include <cstring>
#include <fstream>
#include <mmapkit/mmapkit.hpp>

#include "scratch.hpp"

namespace {

using bench::gibibyte;

void touch_pages(void* memory) {
  auto* const bytes = static_cast<volatile char*>(memory);
  for (std::size_t at = 0; at < gibibyte; at += bench::page) bytes[at] = 1;
}

template <class Take, class GiveBack>
void first_touch(benchmark::State& state, Take take, GiveBack give_back) {
  for (auto _ : state) {
    state.PauseTiming();
    give_back(take());
    state.ResumeTiming();
    auto memory = take();
    state.PauseTiming();
    give_back(std::move(memory));
    state.ResumeTiming();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * gibibyte));
}

struct heap {
  void* (*take)(std::size_t);
  void (*give_back)(void*);
};

// Another malloc, beside the one of this program: its own names, or the common ones seen from within.
std::optional<heap> heap_of(const char* library, const char* take, const char* give_back) {
  void* const handle = ::dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return std::nullopt;
  return heap{reinterpret_cast<void* (*)(std::size_t)>(::dlsym(handle, take)),
              reinterpret_cast<void (*)(void*)>(::dlsym(handle, give_back))};
}

void from_heap(benchmark::State& state, const std::optional<heap>& from) {
  if (!from) {
    state.SkipWithError("this library is not here");
    return;
  }
  first_touch(
      state,
      [&] {
        void* const memory = from->take(gibibyte);
        touch_pages(memory);
        return memory;
      },
      from->give_back);
}

// What allocate asks the system for, where it has transparent huge pages.
void by_madvise(benchmark::State& state) {
  constexpr std::size_t huge = 2 * bench::mebibyte;
  first_touch(
      state,
      [] {
        void* const memory =
            ::mmap(nullptr, gibibyte + huge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        bench::require(memory != MAP_FAILED, "mmap");
        auto* const bytes = static_cast<char*>(memory);
        auto* const aligned = bytes + (-reinterpret_cast<std::uintptr_t>(bytes) & (huge - 1));
        bench::require(::madvise(aligned, gibibyte, MADV_HUGEPAGE) == 0, "madvise");
        touch_pages(aligned);
        return memory;
      },
      [](void* memory) { ::munmap(memory, gibibyte + huge); });
}

void by_mmap(benchmark::State& state, int flags) {
  void* const probe = ::mmap(nullptr, gibibyte, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
  if (probe == MAP_FAILED) {
    state.SkipWithError("the system has no such memory now");
    return;
  }
  ::munmap(probe, gibibyte);
  first_touch(
      state,
      [flags] {
        void* const memory =
            ::mmap(nullptr, gibibyte, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
        bench::require(memory != MAP_FAILED, "mmap");
        touch_pages(memory);
        return memory;
      },
      [](void* memory) { ::munmap(memory, gibibyte); });
}

void by_allocate(benchmark::State& state, const mmapkit::allocate_options& options) {
  first_touch(
      state,
      [&] {
        auto memory = mmapkit::allocate(gibibyte, options);
        touch_pages(memory.data());
        return memory;
      },
      [](mmapkit::allocation&& memory) { memory.unmap(); });
}

void each(benchmark::internal::Benchmark* of) { of->Iterations(1)->UseRealTime(); }

BENCHMARK_CAPTURE(from_heap, malloc, heap{std::malloc, std::free})->Name("first_touch/malloc")->Apply(each);
BENCHMARK_CAPTURE(from_heap, jemalloc, heap_of("libjemalloc.so.2", "malloc", "free"))
    ->Name("first_touch/jemalloc")
    ->Apply(each);
BENCHMARK_CAPTURE(from_heap, mimalloc, heap_of("libmimalloc.so.2", "mi_malloc", "mi_free"))
    ->Name("first_touch/mimalloc")
    ->Apply(each);
BENCHMARK_CAPTURE(by_mmap, mmap, 0)->Name("first_touch/raw mmap")->Apply(each);
BENCHMARK_CAPTURE(by_mmap, populate, MAP_POPULATE)->Name("first_touch/raw mmap with MAP_POPULATE")->Apply(each);
BENCHMARK(by_madvise)->Name("first_touch/raw mmap with MADV_HUGEPAGE")->Apply(each);
BENCHMARK_CAPTURE(by_mmap, hugetlb, MAP_HUGETLB)->Name("first_touch/raw mmap with MAP_HUGETLB")->Apply(each);
BENCHMARK_CAPTURE(by_allocate, allocate, {})->Name("first_touch/mmapkit allocate")->Apply(each);
BENCHMARK_CAPTURE(by_allocate, two, {.prefault_threads = 2})
    ->Name("first_touch/mmapkit allocate with 2 threads")
    ->Apply(each);

}  // namespace
