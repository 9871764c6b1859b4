// One public operation, tried again and again, each time with another of its system calls failing in another way.
#pragma once

#include <algorithm>
#include <cerrno>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

#include "../../support/support.hpp"
#include "injection.hpp"

namespace sweep {

class trial {
 public:
  explicit trial(const fault& what) : what_{what} {}
  trial(int call, int code) : trial{fault{.call = call, .code = code}} {}

  // The operation itself, which throws, or reports by the error_code that it is given: its system calls and allocations
  // are those that fail. What comes before and after is not touched. Whether it succeeded.
  template <class Act>
  bool act(Act body) {
    begin(what_);
    try {
      if constexpr (std::is_invocable_v<Act, std::error_code&>)
        body(told_);
      else
        body();
    } catch (const mmapkit::mmap_error& error) {
      told_ = error.code();
    } catch (const std::bad_alloc&) {
      told_ = {static_cast<int>(std::errc::not_enough_memory), std::system_category()};
    }
    end();
    return !told_;
  }

  std::error_code told() const { return told_; }

  // Whether a call that reads said that there is no more: the content that is there may be short then.
  bool ends_early() const { return what_.bytes == 0; }

  // Whether allocations fail: an error may then be told as one of memory.
  bool lacks_memory() const { return what_.allocation != nowhere; }

 private:
  fault what_;
  std::error_code told_;
};

// The names of the calls of the last operation.
inline std::vector<std::string_view> names_of_calls() {
  std::vector<std::string_view> names;
  for (const auto& one : recorded().calls) names.push_back(one.name);
  return names;
}

// Whether the running kernel is that of this number, or a later one.
bool kernel_is_at_least(unsigned long major, unsigned long minor);

inline bool were_made(std::string_view call) { return std::ranges::count(names_of_calls(), call) != 0; }

// What the error of the operation says in words.
template <class Act>
std::string words_told(trial one, Act act) {
  std::string words;
  one.act([&] {
    try {
      act();
    } catch (const mmapkit::mmap_error& error) {
      words = error.what();
      throw;
    }
  });
  return words;
}

inline constexpr std::string_view any_call;
inline constexpr int any_error = 0;
inline constexpr int as_without = 0;  // what is told when nothing fails
inline constexpr int the_error = -1;

// A call whose failure this operation answers in a way of its own, which goes before the table of errors.cpp: what is
// told then, and only where it is the nth call of its name, if that is not 0. The first that fits counts. Memory that
// cannot be unmapped stays where munmap stands among them: nobody can do better where its owner is gone.
struct answer {
  std::string_view call;
  int code = any_error;
  int told = as_without;
  int nth = 0;
};

// Of what makes an object in memory. A kernel that lacks memfd_create, or forbids it, gets one by name; what the kind
// of the file is was asked before. Whether memory is overcommitted is read from a file.
inline constexpr answer in_memory[] = {{"memfd_create", ENOSYS},
                                       {"memfd_create", EPERM},
                                       {"memfd_create", any_error, the_error, 2},
                                       {"memfd_create"},
                                       {"open"},
                                       {"read"},
                                       {"close"}};

// Runs `operation(trial)` once as it is, and then again and again: for each error of each of its calls, that call
// fails, and every call of that name; each call that transfers bytes transfers none, or one; each allocation fails, and
// all behind it, by itself and while a call fails. Checked each time: where a fallback is promised the operation ends
// as it does without a failure, and else with the system's own code; no file, no memory and no mapping is left behind,
// and it can be done again. The operation itself checks what content there is afterwards, and that its object is usable
// or empty.
void every_call(std::span<const answer> answers, const std::function<void(trial&)>& operation);
void every_call(const std::function<void(trial&)>& operation);

// The same for an operation that this machine may refuse: its calls up to there fail all the same.
void every_call_up_to_refusal(std::span<const answer> answers, const std::function<void(trial&)>& operation);

// Allocations alone, where a call that fails ends the process: in the handler of faults. `told` is what the operation
// tells without a failure.
void every_allocation(std::error_code told, const std::function<void(trial&)>& operation);

inline void every_call(std::initializer_list<answer> answers, const std::function<void(trial&)>& operation) {
  every_call(std::span{answers.begin(), answers.size()}, operation);
}
inline void every_call_up_to_refusal(std::initializer_list<answer> answers,
                                     const std::function<void(trial&)>& operation) {
  every_call_up_to_refusal(std::span{answers.begin(), answers.size()}, operation);
}

// Every call of that name fails.
inline trial without(std::string_view call, int code) { return trial{fault{.every = call, .code = code}}; }

using call_names = std::vector<std::string_view>;

// The mapping is whole: what is stored in it reaches the file.
void check_usable(mmapkit::mapping& file, const std::filesystem::path& path);

}  // namespace sweep
