// drive IMAGE SOCKET SEED [lies]: a disk for one virtual machine, by the NBD protocol, whose cache is volatile. What is
// written stays in memory until the machine flushes; when the machine is gone, any of the sectors that were not
// flushed, by chance, are on the disk and the others are not. One that lies does nothing when it is told to flush.
//
// Source: https://github.com/NetworkBlockDevice/nbd/blob/master/doc/proto.md
#include <endian.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <map>
#include <vector>

#include "check.hpp"

namespace {

constexpr std::size_t sector_size = 512;
using sector = std::array<char, sector_size>;

class disk {
 public:
  explicit disk(const char* path) : file_{::open(path, O_RDWR | O_CLOEXEC)}, size_{std::filesystem::file_size(path)} {
    check(file_ >= 0, "the image cannot be opened");
  }

  [[nodiscard]] std::uint64_t size() const { return size_; }

  void read(std::uint64_t offset, std::vector<char>& data) const {
    check(::pread(file_, data.data(), data.size(), static_cast<off_t>(offset)) == static_cast<ssize_t>(data.size()),
          "the image cannot be read");
    for (std::size_t done = 0; done != data.size(); done += sector_size)
      if (const auto found = cache_.find((offset + done) / sector_size); found != cache_.end())
        std::ranges::copy(found->second, data.begin() + static_cast<std::ptrdiff_t>(done));
  }

  void write(std::uint64_t offset, const std::vector<char>& data) {
    for (std::size_t done = 0; done != data.size(); done += sector_size)
      std::memcpy(cache_[(offset + done) / sector_size].data(), &data[done], sector_size);
  }

  void flush() {
    for (const auto& [number, content] : cache_) put(number, content);
    cache_.clear();
  }

  // How many sectors were lost.
  std::size_t lose_power(dice& random) {
    const auto kept_percent = random(0, 90);
    std::size_t lost = 0;
    for (const auto& [number, content] : cache_)
      if (random(1, 100) <= kept_percent)
        put(number, content);
      else
        ++lost;
    return lost;
  }

 private:
  void put(std::uint64_t number, const sector& content) const {
    check(::pwrite(file_, content.data(), content.size(), static_cast<off_t>(number * sector_size)) == sector_size,
          "the image cannot be written");
  }

  int file_;
  std::uint64_t size_;
  std::map<std::uint64_t, sector> cache_;
};

struct hung_up {};

class client {
 public:
  explicit client(const char* socket) {
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    check(std::strlen(socket) < sizeof address.sun_path, "the name of the socket is too long");
    std::strcpy(address.sun_path, socket);
    check(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
              ::listen(listener, 1) == 0,
          "there can be no socket");
    socket_ = ::accept(listener, nullptr, nullptr);
    check(socket_ >= 0, "nobody has come");
  }

  template <class Number>
  Number get() {
    Number number{};
    receive(&number, sizeof number);
    if constexpr (sizeof number == 2) return be16toh(number);
    if constexpr (sizeof number == 4) return be32toh(number);
    if constexpr (sizeof number == 8) return be64toh(number);
  }

  void put(std::uint16_t number) { send_number(htobe16(number)); }
  void put(std::uint32_t number) { send_number(htobe32(number)); }
  void put(std::uint64_t number) { send_number(htobe64(number)); }

  void receive(void* to, std::size_t size) {
    if (size != 0 && ::recv(socket_, to, size, MSG_WAITALL) != static_cast<ssize_t>(size)) throw hung_up{};
  }

  void send(const void* from, std::size_t size) {
    const auto* at = static_cast<const char*>(from);
    while (size != 0) {
      const auto sent = ::send(socket_, at, size, MSG_NOSIGNAL);
      if (sent <= 0) throw hung_up{};
      at += sent;
      size -= static_cast<std::size_t>(sent);
    }
  }

 private:
  template <class Number>
  void send_number(Number number) {
    send(&number, sizeof number);
  }

  int socket_ = -1;
};

// "Fixed newstyle": the client asks for an export, of whatever name, and gets the disk.
void shake_hands(client& machine, std::uint64_t size) {
  constexpr std::uint64_t have_option = 0x49484156454F5054;
  constexpr std::uint16_t has_flags_and_flush = 1 | 4;
  machine.put(std::uint64_t{0x4e42444d41474943});
  machine.put(have_option);
  machine.put(std::uint16_t{3});  // fixed newstyle, no zeroes
  machine.get<std::uint32_t>();
  while (true) {
    constexpr std::uint32_t go = 7;
    check(machine.get<std::uint64_t>() == have_option, "the handshake is not understood");
    const auto option = machine.get<std::uint32_t>();
    std::vector<char> ignored(machine.get<std::uint32_t>());
    machine.receive(ignored.data(), ignored.size());
    const auto reply = [&](std::uint32_t type, std::uint32_t length) {
      machine.put(std::uint64_t{0x3e889045565a9});
      machine.put(option);
      machine.put(type);
      machine.put(length);
    };
    if (option != go) {
      reply(0x80000001, 0);  // not supported
      continue;
    }
    reply(3, 12);  // the export
    machine.put(std::uint16_t{0});
    machine.put(size);
    machine.put(has_flags_and_flush);
    reply(1, 0);  // and that was all
    return;
  }
}

struct figures {
  std::size_t writes = 0;
  std::size_t flushes = 0;
};

void answer(client& machine, std::uint64_t cookie, const std::vector<char>& data = {}) {
  machine.put(std::uint32_t{0x67446698});
  machine.put(std::uint32_t{0});
  machine.put(cookie);
  machine.send(data.data(), data.size());
}

// Until the machine is gone.
void serve(client& machine, disk& image, bool lies, figures& counted) {
  enum : std::uint16_t { read = 0, write = 1, disconnect = 2, flush = 3 };
  while (true) {
    check(machine.get<std::uint32_t>() == 0x25609513, "a request is not understood");
    machine.get<std::uint16_t>();
    const auto type = machine.get<std::uint16_t>();
    const auto cookie = machine.get<std::uint64_t>();
    const auto offset = machine.get<std::uint64_t>();
    std::vector<char> data(machine.get<std::uint32_t>());
    check(offset % sector_size == 0 && data.size() % sector_size == 0, "a request is not of whole sectors");
    switch (type) {
      case read:
        image.read(offset, data);
        answer(machine, cookie, data);
        break;
      case write:
        machine.receive(data.data(), data.size());
        image.write(offset, data);
        ++counted.writes;
        answer(machine, cookie);
        break;
      case flush:
        if (!lies) image.flush();
        ++counted.flushes;
        answer(machine, cookie);
        break;
      case disconnect: return;
      default: check(false, "a request of an unknown type");
    }
  }
}

}  // namespace

int main(int count, char** arguments) {
  try {
    disk image{arguments[1]};
    client machine{arguments[2]};
    dice random{std::stoull(arguments[3])};
    figures counted;
    try {
      shake_hands(machine, image.size());
      serve(machine, image, count == 5, counted);
    } catch (const hung_up&) {
    }
    const auto lost = image.lose_power(random);
    std::cout << counted.writes << ' ' << counted.flushes << ' ' << lost << '\n';
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "drive: " << error.what() << '\n';
    return 1;
  }
}
