// What of the old file its replacement keeps.
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <string_view>
#include <utility>

#include "../../support/child.hpp"
#include "../../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

struct stat status_of(const std::filesystem::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status;
}

}  // namespace

TEST_CASE("the new file has the permissions of the old one, whatever the umask") {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  for (const mode_t mode : {mode_t{0600}, mode_t{0666}, mode_t{0640}, mode_t{0755}}) {
    REQUIRE(::chmod(path.c_str(), mode) == 0);
    replace_file(path, "new");
    CHECK((status_of(path).st_mode & 07777) == mode);
  }
}

TEST_CASE("a file that may not be written is replaced: that is a matter of its folder") {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  REQUIRE(::chmod(path.c_str(), 0444) == 0);
  replace_file(path, "new");
  CHECK(support::read_file(path) == "new");
  CHECK((status_of(path).st_mode & 07777) == 0444);
}

TEST_CASE("until it is committed nobody else may read what replaces a file that is his who has it alone") {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  REQUIRE(::chmod(path.c_str(), 0600) == 0);
  file_replacement next{path};
  for (const auto& entry : std::filesystem::directory_iterator{folder / ""})
    CHECK((status_of(entry.path()).st_mode & 0077) == 0);
}

TEST_CASE("the new file has the owner of the old one, where root replaces it") {
  if (::geteuid() != 0) return;
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  REQUIRE(::chown(path.c_str(), 1234, 4321) == 0);
  REQUIRE(::chmod(path.c_str(), 04755) == 0);
  replace_file(path, "new");
  CHECK(status_of(path).st_uid == 1234);
  CHECK(status_of(path).st_gid == 4321);
  CHECK((status_of(path).st_mode & 07777) == 04755);
}

TEST_CASE("a symbolic link stays, and what it leads to is replaced") {
  const scratch folder;
  std::filesystem::create_directory(folder / "inner");
  const auto path = folder.file("inner/data.bin", "old");
  const auto link = folder / "link";
  std::filesystem::create_symlink("inner/data.bin", link);
  replace_file(link, "new");
  CHECK(std::filesystem::is_symlink(link));
  CHECK(support::read_file(path) == "new");
  std::filesystem::remove(path);
  CHECK(caught([&] { replace_file(link, "new"); }).code() == std::errc::no_such_file_or_directory);
  CHECK(std::filesystem::is_symlink(link));
}

TEST_CASE("what is no regular file is not replaced by one") {
  const scratch folder;
  const auto pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const auto error = caught([&] { replace_file(pipe, "text"); });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(std::string_view{error.what()}.find("it is no regular file") != std::string_view::npos);
  CHECK(S_ISFIFO(status_of(pipe).st_mode));
}

TEST_CASE("a child of a fork neither commits nor removes what its parent has made beside") {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  file_replacement next{path};
  next.content().resize(3);
  const auto end = support::in_child([&] {
    auto inherited = std::move(next);
    std::error_code error;
    inherited.commit(error);
    return error == std::errc::operation_not_permitted ? 0 : 1;
  });
  CHECK(end.code == 0);
  CHECK(support::read_file(path) == "old");
  next.commit();
  CHECK(support::read_file(path) == std::string(3, '\0'));
}

TEST_CASE("where neither owner nor group can be given, another group gets what everybody has") {
  if (::geteuid() != 0) return;  // who makes files of another user's
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  REQUIRE(::chown(path.c_str(), 1, 1) == 0);
  REQUIRE(::chmod(path.c_str(), 0664) == 0);
  REQUIRE(::chmod((folder / ".").c_str(), 0777) == 0);
  const auto end = support::in_child([&] {
    if (::setgid(65'534) != 0 || ::setuid(65'534) != 0) return 77;
    replace_file(path, "new");
    return 0;
  });
  if (end.code == 77) return;
  CHECK(end.code == 0);
  CHECK(status_of(path).st_gid == 65'534);
  CHECK((status_of(path).st_mode & 07777) == 0644);
}

TEST_CASE("a process that is killed before it commits leaves the old content, and the next one is not hindered") {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  const auto end = support::in_child([&] {
    file_replacement next{path};
    next.content().resize(5);
    ::kill(::getpid(), SIGKILL);
    return 0;
  });
  CHECK(end.signal == SIGKILL);
  CHECK(support::read_file(path) == "old");
  replace_file(path, "new");
  CHECK(support::read_file(path) == "new");
}
