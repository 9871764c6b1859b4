// Plugins that have the library in them, are used under guard, and are unloaded. Faults elsewhere then reach the
// handler of the program, and no code that is gone.
//
//     mmapkit_guard_plugin_unloaded ROUNDS PLUGIN PLUGIN
//
// The program itself does not have the library.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csetjmp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "../../support/fault_signal.hpp"
#include "plugin.hpp"

namespace {

constexpr int cannot_run = 77;

sigjmp_buf after_fault;
volatile std::sig_atomic_t faults = 0;
void* volatile fault_address = nullptr;

void on_fault(int /*signal*/, siginfo_t* info, void* /*context*/) {
  faults = faults + 1;
  fault_address = info->si_addr;
  siglongjmp(after_fault, 1);
}

void require(bool condition, const char* otherwise) {
  if (condition) return;
  std::printf("plugin_unloaded: %s\n", otherwise);
  std::exit(1);
}

// A file of one page, gone with the object.
class file {
 public:
  file() {
    const int opened = ::mkstemp(path_.data());
    require(opened != -1 && ::write(opened, content_.data(), content_.size()) != -1, "no file can be made");
    ::close(opened);
  }
  ~file() { ::unlink(path_.c_str()); }
  file(const file&) = delete;
  file& operator=(const file&) = delete;

  const char* path() const { return path_.c_str(); }
  std::size_t size() const { return content_.size(); }

 private:
  static std::string name() {
    const char* const folder = std::getenv("TMPDIR");
    return std::string{folder == nullptr ? "/tmp" : folder} + "/mmapkit-plugin-XXXXXX";
  }

  std::string path_ = name();
  std::string content_ = std::string(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)), 'x');
};

bool is_loaded(const char* plugin) {
  void* const found = ::dlopen(plugin, RTLD_NOW | RTLD_NOLOAD);
  if (found != nullptr) ::dlclose(found);
  return found != nullptr;
}

// Loads the plugin, uses it, and unloads it.
long used(const char* plugin, const char* path, plugin::use how) {
  void* const library = ::dlopen(plugin, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) std::printf("%s\n", ::dlerror());
  require(library != nullptr, "a plugin cannot be loaded");
  const auto function = reinterpret_cast<plugin::function>(::dlsym(library, plugin::name));
  require(function != nullptr, "a plugin has not its function");
  const auto told = function(path, how);
  require(::dlclose(library) == 0, "a plugin cannot be closed");
  return told;
}

// A fault in memory that the library knows nothing of.
void fault_elsewhere() {
  const file whole;
  const int opened = ::open(whole.path(), O_RDONLY | O_CLOEXEC);
  void* const memory = ::mmap(nullptr, whole.size(), PROT_READ, MAP_SHARED, opened, 0);
  require(memory != MAP_FAILED && ::truncate(whole.path(), 0) == 0, "no file can be mapped");
  const int before = faults;
  if (sigsetjmp(after_fault, 1) == 0) {
    static_cast<void>(*static_cast<volatile char*>(memory));
    require(false, "a page that is lost could be read");
  }
  require(faults == before + 1, "the program's handler did not see a fault exactly once");
  require(fault_address == memory, "the program's handler saw a fault at another address");
  ::munmap(memory, whole.size());
  ::close(opened);
}

// A fork calls what was registered for it, and no code that is gone.
void fork_once() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  int status = 0;
  require(child > 0 && ::waitpid(child, &status, 0) == child && status == 0, "a child did not end as it should");
}

}  // namespace

int main(int count, char** arguments) {
  require(count == 4, "ROUNDS PLUGIN PLUGIN");
  struct sigaction ours {};
  ours.sa_sigaction = on_fault;
  ours.sa_flags = SA_SIGINFO;
  require(::sigaction(support::fault_signal, &ours, nullptr) == 0, "no handler can be set");

  const file whole;
  require(used(arguments[2], whole.path(), plugin::use::mapping) == 'x', "a mapping has another content");
  if (is_loaded(arguments[2])) {
    std::printf("plugin_unloaded: cannot run here: this system unloads no library\n");
    return cannot_run;
  }
  fault_elsewhere();
  fork_once();

  const long rounds = std::strtol(arguments[1], nullptr, 10);
  for (long i = 0; i < rounds; ++i)
    for (const char* plugin : {arguments[2], arguments[3]}) {
      require(used(plugin, whole.path(), plugin::use::guard) == 'x', "a guarded mapping has another content");
      fault_elsewhere();
      const file lost;
      require(used(plugin, lost.path(), plugin::use::guarded_fault) == plugin::caught, "a guard caught no fault");
      fault_elsewhere();
    }
  std::printf("plugin_unloaded: %ld rounds, %d faults of the program, all in its own handler\n", rounds,
              static_cast<int>(faults));
}
