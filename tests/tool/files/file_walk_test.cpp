#include "files/file_walk.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <random>

#include "terminal/output.hpp"
#include "text/text.hpp"

namespace mmapkit::tool {

namespace {

namespace fs = std::filesystem;

class scratch_folder {
 public:
  scratch_folder() { fs::create_directories(path); }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  ~scratch_folder() {
    std::error_code unseen;
    fs::remove_all(path, unseen);
  }

  void add(const fs::path& name, std::size_t size) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream{path / name, std::ios::binary} << std::string(size, 'x');
  }

  const fs::path path = fs::temp_directory_path() / ("mmapkit_walk_" + std::to_string(std::random_device{}()));
};

struct seen_files {
  std::vector<std::string> names;
  walked result;
};

seen_files names_in(const scratch_folder& folder, file_choice choice = {}) {
  seen_files seen;
  choice.paths = {folder.path.string()};
  seen.result = walk(choice, [&](const chosen_file& file) {
    seen.names.push_back(file.path.lexically_relative(folder.path).generic_string() + (file.seen_before ? "!" : ""));
  });
  return seen;
}

file_choice choice_of(std::vector<std::string> paths) {
  file_choice choice;
  choice.paths = std::move(paths);
  return choice;
}

using names = std::vector<std::string>;

}  // namespace

TEST_CASE("the files of a folder come in the order of their names, those of its folders after them") {
  const scratch_folder folder;
  for (const auto* name : {"b", "a", "d/y", "d/x", "c/z"}) folder.add(name, 1);
  const auto seen = names_in(folder);
  CHECK(seen.names == names{"a", "b", "c/z", "d/x", "d/y"});
  CHECK(seen.result.all_read);
  CHECK(seen.result.skipped == 0);
}

TEST_CASE("what is ignored or too large is skipped and counted") {
  const scratch_folder folder;
  folder.add("small", 10);
  folder.add("large", 11);
  folder.add("notes.txt", 1);
  folder.add("cache.d/file", 1);
  const auto seen = names_in(folder, {{}, {"*.txt", "cache.?"}, 10});
  CHECK(seen.names == names{"small"});
  CHECK(seen.result.skipped == 3);
  CHECK(seen.result.all_read);
}

TEST_CASE("what is thrown for one file does not keep the others from being seen") {
  const scratch_folder folder;
  folder.add("a", 1);
  folder.add("b", 1);
  int seen = 0;
  const auto body = [&](const chosen_file&) {
    ++seen;
    throw std::runtime_error{"(a complaint that the test wants)"};
  };
  CHECK_FALSE(walk(choice_of({folder.path.string()}), body).all_read);
  CHECK(seen == 2);
}

TEST_CASE("a failure to write ends the walk") {
  const scratch_folder folder;
  folder.add("a", 1);
  const auto body = [](const chosen_file&) { throw output_error{1}; };
  CHECK_THROWS_AS(walk(choice_of({folder.path.string()}), body), output_error);
}

TEST_CASE("a path that does not exist is an error") {
  const auto body = [](const chosen_file&) { FAIL("there is no file"); };
  CHECK_FALSE(walk(choice_of({"no such file"}), body).all_read);
}

TEST_CASE("a second name of a file is told") {
  const scratch_folder folder;
  folder.add("a", 3);
  folder.add("c", 3);
  std::error_code unsupported;
  fs::create_hard_link(folder.path / "a", folder.path / "b", unsupported);
  if (unsupported) return;
  CHECK(names_in(folder).names == names{"a", "b!", "c"});
}

TEST_CASE("a file that is named twice, or lies in a folder that is, is seen before the second time") {
  const scratch_folder folder;
  folder.add("d/a", 3);
  const auto top = folder.path.string();
  std::vector<bool> seen;
  walk(choice_of({(folder.path / "d" / "a").string(), top, (folder.path / "d").string(), top + "/./d/a"}),
       [&](const chosen_file& file) { seen.push_back(file.seen_before); });
  CHECK(seen == std::vector<bool>{false, true, true, true});
}

TEST_CASE("links inside a folder are not followed") {
  const scratch_folder folder;
  folder.add("d/a", 3);
  std::error_code unsupported;
  fs::create_directory_symlink(folder.path, folder.path / "d" / "loop", unsupported);
  if (unsupported) return;
  const auto seen = names_in(folder);
  CHECK(seen.names == names{"d/a"});
  CHECK(seen.result.skipped == 1);
}

TEST_CASE("wildcards match whole names") {
  for (const auto* pattern : {"a.txt", "*", "*.txt", "a*", "?.txt", "a.*t", "**", "*a*.*"}) {
    CAPTURE(pattern);
    CHECK(matches_wildcards(pattern, "a.txt"));
  }
  for (const auto* pattern : {"", "a", ".txt", "?", "*.tx", "b*", "??.txt", "A.txt", "[a].txt"}) {
    CAPTURE(pattern);
    CHECK_FALSE(matches_wildcards(pattern, "a.txt"));
  }
  CHECK(matches_wildcards("", ""));
  CHECK(matches_wildcards("*ab*ab", "abaabab"));
}

}  // namespace mmapkit::tool
