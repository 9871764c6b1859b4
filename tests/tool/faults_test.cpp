// A file that is cut short under a command that reads it.
#include "faults.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "../support/child.hpp"
#include "scratch_file.hpp"
#include "windows.hpp"

using namespace mmapkit;

TEST_CASE("a file that is cut short while it is read is a complaint with its name, and the exit status of an error") {
  const support::scratch folder;
  const auto path = folder.file("cut\nshort", std::string(3 * page_size(), 'x'));
  const auto said = folder / "said";
  const auto end = support::in_child([&] {
    const int out = ::open(said.c_str(), O_WRONLY | O_CREAT, 0600);
    ::dup2(out, STDERR_FILENO);
    tool::report_faults();
    volatile char seen = 0;
    tool::for_each_window(path, std::size_t{1} << 30, tool::window_end::anywhere,
                          [&](std::uint64_t, std::string_view text) {
                            std::filesystem::resize_file(path, 0);
                            seen = text.back();
                          });
    return 0;
  });
  CHECK(end.signal == 0);
  CHECK(end.code == 2);
  const auto words = support::read_file(said);
  CHECK(words.find("cut?short': it was cut short while it was read") != std::string::npos);
}
