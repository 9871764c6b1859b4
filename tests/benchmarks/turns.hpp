// Two sides of a comparison in one run. They take turns, so that what slows the machine down slows both; the figure is
// the median of the ratios.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace turns {

struct comparison {
  double first = 0;  // medians
  double second = 0;
  double ratio = 0;  // first / second
  double low = 0;    // its middle half
  double high = 0;
};

template <class Work>
double nanoseconds(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
}

// Of values that are sorted.
inline double quantile(const std::vector<double>& values, std::size_t quarters) {
  return values[std::min(values.size() * quarters / 4, values.size() - 1)];
}

// Both return nanoseconds.
template <class First, class Second>
comparison take(int rounds, First first, Second second) {
  std::vector<double> firsts;
  std::vector<double> seconds;
  std::vector<double> ratios;
  for (int i = 0; i < rounds; ++i) {
    const bool first_begins = i % 2 == 0;
    const double before = first_begins ? first() : 0;
    seconds.push_back(second());
    firsts.push_back(first_begins ? before : first());
    ratios.push_back(firsts.back() / seconds.back());
  }
  for (auto* const values : {&firsts, &seconds, &ratios}) std::ranges::sort(*values);
  return {.first = quantile(firsts, 2),
          .second = quantile(seconds, 2),
          .ratio = quantile(ratios, 2),
          .low = quantile(ratios, 1),
          .high = quantile(ratios, 3)};
}

}  // namespace turns
