#include "program.hpp"

#include <algorithm>
#include <utility>

namespace mmapkit::tool {

namespace {

constexpr std::size_t max_steps = 10000;

// Each function makes the steps for a node, which end in `next`, and returns the first of them. A sequence is made from
// its first part on, so that its last part is met first: the line is read backwards.
class compiler {
 public:
  program run(const node& pattern) {
    const step_index match = add({.what = step::kind::match});
    made_.start = any(pattern, match);
    return std::move(made_);
  }

 private:
  step_index any(const node& part, step_index next) {
    switch (part.what) {
      case node::kind::bytes: return add({.what = step::kind::byte, .bytes = number(part.bytes), .next = next});
      case node::kind::place: return place(part.place, next);
      case node::kind::sequence:
        for (const node& each : part.parts) next = any(each, next);
        return next;
      case node::kind::choice: return choice(part, next);
      case node::kind::repeat: return repeat(part, next);
    }
    return next;
  }

  step_index place(assertion what, step_index next) {
    made_.asks_for_words |= what == assertion::word_border || what == assertion::no_word_border;
    return add({.what = step::kind::place, .place = what, .next = next});
  }

  step_index choice(const node& part, step_index next) {
    step_index all = any(part.parts.front(), next);
    for (auto each = part.parts.begin() + 1; each != part.parts.end(); ++each) {
      const step_index way = any(*each, next);
      all = fork(all, way);
    }
    return all;
  }

  step_index repeat(const node& part, step_index next) {
    const node& body = part.parts.front();
    step_index all = next;
    unsigned copies = part.least;
    if (part.most) {
      for (unsigned i = part.least; i < *part.most; ++i) all = fork(any(body, all), next);
    } else {
      const step_index again = fork(next, next);
      const step_index loop = any(body, again);
      made_.steps[again].other = loop;
      all = copies == 0 ? again : loop;
      copies -= copies == 0 ? 0 : 1;
    }
    for (; copies != 0; --copies) {
      const step_index longer = any(body, all);
      if (longer == all) break;  // the body is empty
      all = longer;
    }
    return all;
  }

  step_index fork(step_index one, step_index other) {
    return add({.what = step::kind::fork, .next = one, .other = other});
  }

  step_index add(step made) {
    if (made_.steps.size() == max_steps) throw pattern_error{"cannot use the pattern: it has too many repetitions"};
    made_.steps.push_back(made);
    return static_cast<step_index>(made_.steps.size() - 1);
  }

  std::uint32_t number(const byte_set& bytes) {
    const auto known = std::find(made_.sets.begin(), made_.sets.end(), bytes);
    const auto index = known - made_.sets.begin();
    if (known == made_.sets.end()) made_.sets.push_back(bytes);
    return static_cast<std::uint32_t>(index);
  }

  program made_;
};

}  // namespace

program compile(const node& pattern) { return compiler{}.run(pattern); }

}  // namespace mmapkit::tool
