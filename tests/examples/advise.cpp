// Says how memory will be used, and asks what is in memory.
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main(int, char** argv) {
  using namespace mmapkit;
  mapping index{argv[1]};
  if (supported(advice::random)) index.advise(advice::random);  // the running system is asked, not only the platform
  index.advise(0, 100, advice::will_need);                      // any part, rounded to pages
  if (const auto pages = index.residency(); pages.known)        // Linux hides it where you may not write the file
    std::cout << pages.resident << " of " << pages.pages << " pages in memory\n";

  mapping cache{mmap_options{.protection = protection_flag::read | protection_flag::write,
                             .mmap = mmap_flag::private_ | mmap_flag::anonymous,
                             .size = 16 * page_size()}};
  cache.lock(0, page_size());  // the first page stays in memory
  cache.unlock();
  if (supported(advice::dont_need)) {
    cache.advise(discarding{advice::dont_need});  // plain advice that throws content away is refused
    return cache.text().front();                  // zero
  }
}
