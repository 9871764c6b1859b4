// All of mmapkit but <mmapkit/fmt.hpp>.
#pragma once

#include <mmapkit/error.hpp>
#include <mmapkit/flags.hpp>
#include <mmapkit/mapping.hpp>
#include <mmapkit/mmap.hpp>
#include <mmapkit/native_handle.hpp>
#include <mmapkit/with_mmap.hpp>
