/// \file
/// Rules for the whole process: prctl().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// Rules of the process that cannot be taken back, or that a child inherits. Each is one switch of prctl(2).
///
/// \sa Linux \linuxman{prctl,2}
enum class process_control : std::uint8_t {
  refuse_exec_gain,             ///< PR_SET_MDWE(PR_MDWE_REFUSE_EXEC_GAIN)
  refuse_exec_gain_no_inherit,  ///< PR_SET_MDWE(PR_MDWE_REFUSE_EXEC_GAIN|PR_MDWE_NO_INHERIT)
  thp_disable,                  ///< PR_SET_THP_DISABLE(1)
  thp_except_advised,           ///< PR_SET_THP_DISABLE(PR_THP_DISABLE_EXCEPT_ADVISED)
  thp_enable,                   ///< PR_SET_THP_DISABLE(0)
  merge_all,                    ///< PR_SET_MEMORY_MERGE(1)
  merge_advised,                ///< PR_SET_MEMORY_MERGE(0)
  memory_failure_early,         ///< PR_MCE_KILL(PR_MCE_KILL_EARLY)
  memory_failure_late,          ///< PR_MCE_KILL(PR_MCE_KILL_LATE)
  memory_failure_default,       ///< PR_MCE_KILL(PR_MCE_KILL_DEFAULT)
};

template <>
inline constexpr flag_row<process_control> rows<process_control>[] = {
    {process_control::refuse_exec_gain, "refuse_exec_gain", "PR_SET_MDWE(PR_MDWE_REFUSE_EXEC_GAIN)", mark::linux_,
     "Linux 6.3", "no memory becomes executable that was not mapped so, in children too; for ever"},
    {process_control::refuse_exec_gain_no_inherit, "refuse_exec_gain_no_inherit",
     "PR_SET_MDWE(PR_MDWE_REFUSE_EXEC_GAIN|PR_MDWE_NO_INHERIT)", mark::linux_, "Linux 6.6",
     "the same, but not in children"},
    {process_control::thp_disable, "thp_disable", "PR_SET_THP_DISABLE(1)", mark::linux_, "Linux 3.15",
     "no transparent huge pages"},
    {process_control::thp_except_advised, "thp_except_advised", "PR_SET_THP_DISABLE(PR_THP_DISABLE_EXCEPT_ADVISED)",
     mark::linux_, "Linux 6.18", "transparent huge pages only where advice::huge_page was given"},
    {process_control::thp_enable, "thp_enable", "PR_SET_THP_DISABLE(0)", mark::linux_, "Linux 3.15", "undoes both"},
    {process_control::merge_all, "merge_all", "PR_SET_MEMORY_MERGE(1)", mark::linux_, "Linux 6.4",
     "advice::mergeable for all memory"},
    {process_control::merge_advised, "merge_advised", "PR_SET_MEMORY_MERGE(0)", mark::linux_, "Linux 6.4",
     "undoes merge_all"},
    {process_control::memory_failure_early, "memory_failure_early", "PR_MCE_KILL(PR_MCE_KILL_EARLY)", mark::linux_,
     "Linux 2.6.32", "told at once (SIGBUS) when the hardware has lost a page"},
    {process_control::memory_failure_late, "memory_failure_late", "PR_MCE_KILL(PR_MCE_KILL_LATE)", mark::linux_,
     "Linux 2.6.32", "told when the lost page is touched"},
    {process_control::memory_failure_default, "memory_failure_default", "PR_MCE_KILL(PR_MCE_KILL_DEFAULT)",
     mark::linux_, "Linux 2.6.32", "as the system is set"},
};

}  // namespace mmapkit
