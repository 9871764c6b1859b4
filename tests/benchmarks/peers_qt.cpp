#include <QFile>

#include "peers.hpp"
#include "scratch.hpp"

namespace peers {

void qt(const char* path) {
  static const QString name = QString::fromUtf8(path);  // once: the path is always the same
  QFile file{name};
  bench::require(file.open(QIODevice::ReadOnly), "QFile::open");
  auto* const memory = file.map(0, file.size());
  bench::touch(memory);
  file.unmap(memory);
}

void grow_qt(const std::filesystem::path& path, std::size_t step, std::size_t most) {
  QFile file{QString::fromStdString(path.string())};
  bench::require(file.open(QIODevice::ReadWrite), "QFile::open");
  auto* memory = file.map(0, file.size());
  for (auto length = static_cast<std::size_t>(file.size()); length < most;) {
    length = next_length(length, step);
    file.unmap(memory);
    bench::require(file.resize(static_cast<qint64>(length)), "QFile::resize");
    memory = file.map(0, static_cast<qint64>(length));
    memory[length - 1] = 'x';
  }
}

}  // namespace peers
