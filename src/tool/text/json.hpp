// What the commands write with --json.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace mmapkit::tool {

// Its members stand in the order in which they were added.
using json = nlohmann::ordered_json;

// Sets `key` to a file's name. Where that is no UTF-8, which JSON is, `key`_base64 has its bytes.
void set_name(json& object, const std::string& key, const std::string& name);

// One line. Bytes that are not UTF-8 become U+FFFD.
inline std::string to_text(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace mmapkit::tool
