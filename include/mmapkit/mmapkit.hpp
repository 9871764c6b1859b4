// All of mmapkit but what needs headers that take long to compile: <mmapkit/fmt.hpp>, formatters for {fmt},
// <mmapkit/page_resource.hpp> and <mmapkit/stream.hpp>.
#pragma once

#include <mmapkit/allocation.hpp>
#include <mmapkit/byte_order.hpp>
#include <mmapkit/call_targets.hpp>
#include <mmapkit/dual_mapping.hpp>
#include <mmapkit/durability.hpp>
#include <mmapkit/error.hpp>
#include <mmapkit/fault.hpp>
#include <mmapkit/growable.hpp>
#include <mmapkit/growable_file.hpp>
#include <mmapkit/lines.hpp>
#include <mmapkit/listed.hpp>
#include <mmapkit/load.hpp>
#include <mmapkit/mapping.hpp>
#include <mmapkit/mirrored_buffer.hpp>
#include <mmapkit/mmap.hpp>
#include <mmapkit/native_file.hpp>
#include <mmapkit/native_handle.hpp>
#include <mmapkit/page_allocator.hpp>
#include <mmapkit/path_view.hpp>
#include <mmapkit/physical_pages.hpp>
#include <mmapkit/reader.hpp>
#include <mmapkit/reservation.hpp>
#include <mmapkit/sealed_memory.hpp>
#include <mmapkit/shared_memory.hpp>
#include <mmapkit/snapshot.hpp>
#include <mmapkit/typed_file.hpp>
#include <mmapkit/with_mmap.hpp>
