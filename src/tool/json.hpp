// What the commands write with --json.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace mmapkit::tool {

// Its members stand in the order in which they were added.
using json = nlohmann::ordered_json;

// One line. Bytes that are not UTF-8, which a file's name may have, become U+FFFD.
inline std::string to_text(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace mmapkit::tool
