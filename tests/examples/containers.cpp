// The standard containers in huge pages.
#include <iostream>
#include <mmapkit/page_resource.hpp>
#include <numeric>
#include <unordered_map>
#include <vector>

int main() {
  mmapkit::page_resource pages;  // large blocks from allocate, small ones from the default resource
  std::pmr::vector<double> prices{1'000'000, 0.5, &pages};
  std::pmr::unordered_map<int, int> index{&pages};
  index.reserve(100'000);

  std::vector<float, mmapkit::page_allocator<float>> weights(1'000'000, 0.25F);  // the same as an allocator
  index[7] = 1;
  std::cout << std::accumulate(prices.begin(), prices.end(), 0.0) + index[7] + weights.back() << '\n';
}
