// What a fuzzer calls. The last argument of the program is the number of calls after which it is done:
//
//     fuzz COUNT
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iostream>

#include "fuzz.hpp"

using namespace mmapkit;

namespace fuzz {

namespace {

struct tally {
  std::uint64_t calls = 0;
  std::uint64_t refused = 0;
  std::uint64_t failed = 0;
  std::uint64_t inputs = 0;
};

tally counts;
std::uint64_t wanted = 0;

struct windows {
  window library;
  window kernel;
};

windows& both() {
  static windows all;
  return all;
}

// The kernel decides when the pages are gone: now.
void forget_freed(const step& one) {
  constexpr int dont_need = 4;
  for (const auto* in : {&both().library, &both().kernel})
    ::syscall(SYS_madvise, in->at(one.at), one.length, dont_need);
}

// Where pages were sent to swap, how many are in memory is the system's to say.
bool tells_residency(const step& one, bool& sent_to_swap) {
  sent_to_swap =
      sent_to_swap || (one.what == kind::advise && (one.advice == advice::pageout || one.advice == advice::cold));
  return !sent_to_swap;
}

// Empty, or what is different.
std::string perform(const step& one, bool& sent_to_swap) {
  auto& [library, kernel] = both();
  if (one.what == kind::store) {
    const auto value = static_cast<std::byte>(one.length % 251);
    const auto length = std::min(one.length, library.size() - one.at);
    return library.store(one.at, value, length) == kernel.store(one.at, value, length) ? "" : "stores differ";
  }
  if (one.what == kind::cut) {
    library.cut(one.length);
    kernel.cut(one.length);
    return {};
  }
  ++counts.calls;
  const auto by_contract = refusals(one);
  auto ours = by_library(one, library);
  if (!by_contract.empty()) {
    ++counts.refused;
    const bool is_told = std::find(by_contract.begin(), by_contract.end(), ours.error) != by_contract.end();
    return is_told ? "" : "not refused as the headers say: " + to_text(ours);
  }
  auto theirs = by_kernel(one, kernel);
  if (ours.error != 0) ++counts.failed;
  if (one.what == kind::advise && one.advice == advice::free) forget_freed(one);
  if (!tells_residency(one, sent_to_swap)) ours.pages = theirs.pages;
  if (ours == theirs) return {};
  return "the library says " + to_text(ours) + ", the kernel " + to_text(theirs);
}

std::string compare_memory() {
  auto& [library, kernel] = both();
  const auto maps = regions_now(library.at(0) < kernel.at(0) ? kernel : library);
  const auto ours = library.layout(maps);
  const auto theirs = kernel.layout(maps);
  if (ours != theirs) return "the library's regions:\n" + ours + "the kernel's:\n" + theirs;
  const auto& bytes = library.content();
  return std::memcmp(bytes.data(), kernel.content().data(), bytes.size()) == 0 ? "" : "the contents differ";
}

// Looks at the memory after each step where asked to, and says which was the first to differ; else at the end.
bool run(std::span<const std::uint8_t> bytes, bool tells) {
  both().library.reset();
  both().kernel.reset();
  script steps{bytes};
  bool sent_to_swap = false;
  std::string difference;
  while (steps.has_more() && difference.empty()) {
    const auto one = steps.next();
    difference = perform(one, sent_to_swap);
    if (tells) std::cout << to_text(one) << '\n';
    if (tells && difference.empty()) difference = compare_memory();
  }
  if (difference.empty()) difference = compare_memory();
  if (tells && !difference.empty()) std::cout << "fuzz: " << difference << std::endl;
  return difference.empty();
}

void tell_figure(int differences) {
  std::cout << "fuzz: " << counts.calls << " calls, " << differences << " differences (" << counts.inputs
            << " scripts, " << counts.refused << " refused by contract, " << counts.failed << " refused by the kernel)"
            << std::endl;
}

// Why this cannot run here; empty where it can.
std::string obstacle() {
  auto& in = both().library;
  in.reset();
  constexpr int how = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
  if (::mmap(in.at(0), page_size(), PROT_READ | PROT_WRITE, how, -1, 0) != in.at(0)) return "no memory in the window";
  if (in.store(0, std::byte{1}, 1) != 1) return "process_vm_writev may not be used here";
  std::error_code error;
  mmapkit::mlock(in.at(0), page_size(), error);
  constexpr std::uint64_t enough = 4 << 20;
  if (error || (::geteuid() != 0 && lock_limit() < enough)) return "too little memory may be locked";
  return {};
}

}  // namespace

}  // namespace fuzz

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) try {
  if (*argc < 2) throw std::invalid_argument{"how many calls?"};
  fuzz::wanted = std::strtoull((*argv)[--*argc], nullptr, 10);
  (*argv)[*argc] = nullptr;
  const auto why = fuzz::obstacle();
  if (why.empty()) return 0;
  std::cout << "fuzz: cannot run: " << why << std::endl;
  std::_Exit(std::getenv("MMAPKIT_ALL_PROOFS") == nullptr ? 77 : 1);
} catch (const std::exception& error) {
  std::cout << "fuzz: " << error.what() << std::endl;
  std::_Exit(1);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ++fuzz::counts.inputs;
  if (!fuzz::run({data, size}, false)) {
    fuzz::run({data, size}, true);
    fuzz::tell_figure(1);
    std::abort();
  }
  if (fuzz::counts.calls >= fuzz::wanted) {
    fuzz::tell_figure(0);
    std::_Exit(0);
  }
  return 0;
}
