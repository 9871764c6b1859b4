// All of mmapkit but its formatters for {fmt}, which are in <mmapkit/fmt.hpp>.
#pragma once

#include <mmapkit/allocation.hpp>
#include <mmapkit/call_targets.hpp>
#include <mmapkit/error.hpp>
#include <mmapkit/listed.hpp>
#include <mmapkit/mapping.hpp>
#include <mmapkit/mmap.hpp>
#include <mmapkit/native_file.hpp>
#include <mmapkit/native_handle.hpp>
#include <mmapkit/physical_pages.hpp>
#include <mmapkit/reservation.hpp>
#include <mmapkit/with_mmap.hpp>
