#include <cctype>

#include "description.hpp"
#include "text/formatted.hpp"

namespace mmapkit::tool {

namespace {

// Text that groff prints as it stands; what is between back quotes becomes bold.
std::string roff(const std::string& text) {
  std::string made;
  bool bold = false;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) made += "\\&";  // or it would be a request
    line_begins = c == '\n';
    switch (c) {
      case '`': made += (bold = !bold) ? "\\fB" : "\\fR"; break;
      case '\\': made += "\\e"; break;
      case '-': made += "\\-"; break;
      case '\'': made += "\\(aq"; break;
      case '^': made += "\\(ha"; break;
      case '~': made += "\\(ti"; break;
      default: made += c;
    }
  }
  return made;
}

std::string names(const option_description& option) {
  std::string made;
  for (const auto& name : option.names) made += formatted("{}\\fB{}\\fR", made.empty() ? "" : ", ", roff(name));
  if (!option.value.empty()) made += formatted("{}\\fI{}\\fR", made.empty() ? "" : " ", roff(option.value));
  return made;
}

std::string paragraphs(const std::vector<option_description>& options) {
  std::string made;
  for (const auto& each : options) made += formatted(".TP\n{}\n{}\n", names(each), roff(each.text));
  return made;
}

std::string synopsis(const std::string& program, const command_description& command) {
  auto made = formatted(R"(\fB{}\fR \fB{}\fR)", roff(program), roff(command.name));
  if (!command.options.empty()) made += " [\\fIOPTION\\fR]...";
  for (const auto& each : command.arguments) made += formatted(" {}{}", names(each), each.repeatable ? "..." : "");
  return made;
}

// As whatis(1) shows it: neither a capital at its beginning nor a full stop.
std::string title(std::string text) {
  if (text.ends_with('.')) text.pop_back();
  if (!text.empty()) text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  return text;
}

}  // namespace

std::string manual_page(const command_description& program, const std::string& version) {
  std::string upper;
  for (const char c : program.name) upper += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  auto page = formatted(".TH {} 1 \"\" \"{} {}\" \"User Commands\"\n", upper, program.name, version);
  page += formatted(".SH NAME\n{} \\- {}\n.SH SYNOPSIS\n", roff(program.name), roff(title(program.text)));
  std::string separator;
  for (const auto& command : program.commands) {
    page += separator + synopsis(program.name, command) + "\n";
    separator = ".br\n";
  }
  page += formatted(".SH DESCRIPTION\n{}\n", roff(program.text));
  if (!program.more.empty()) page += formatted(".PP\n{}\n", roff(program.more));
  page += ".SH OPTIONS\n" + paragraphs(program.options);
  page += ".SH COMMANDS\n";
  for (const auto& command : program.commands) {
    page += formatted(".SS {}\n{}.\n", synopsis(program.name, command), roff(command.text));
    page += paragraphs(command.arguments) + paragraphs(command.options);
    if (!command.more.empty()) page += formatted(".PP\n{}\n", roff(command.more));
  }
  return page;
}

}  // namespace mmapkit::tool
