/// \file
/// How soon offered memory is taken: OfferVirtualMemory.
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// How soon memory that is offered may be taken. Not a set.
///
/// \sa \win32{memoryapi,OfferVirtualMemory}
enum class offer_priority : std::uint8_t {
  very_low,      ///< VmOfferPriorityVeryLow
  low,           ///< VmOfferPriorityLow
  below_normal,  ///< VmOfferPriorityBelowNormal
  normal,        ///< VmOfferPriorityNormal
};

template <>
inline constexpr flag_row<offer_priority> rows<offer_priority>[] = {
    {offer_priority::very_low, "very_low", "VmOfferPriorityVeryLow", mark::windows, "Windows 8.1", "the first to go"},
    {offer_priority::low, "low", "VmOfferPriorityLow", mark::windows, "Windows 8.1", "soon to go"},
    {offer_priority::below_normal, "below_normal", "VmOfferPriorityBelowNormal", mark::windows, "Windows 8.1",
     "later to go"},
    {offer_priority::normal, "normal", "VmOfferPriorityNormal", mark::windows, "Windows 8.1", "the last to go"},
};

}  // namespace mmapkit
