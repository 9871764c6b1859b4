# The flag tables in include/mmapkit/flags/README.md are those of the rows:
#
#     cmake -DTOOL=build/src/tool/mmapkit -DREADME=include/mmapkit/flags/README.md [-DWRITE=ON] -P flags.cmake
#
# WRITE puts them there.
execute_process(COMMAND ${EMULATOR} ${TOOL} flags --markdown OUTPUT_VARIABLE table COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "\r\n" "\n" table "${table}")
string(STRIP "${table}" table)
set(begin "<!-- mmapkit flags --markdown -->")
set(end "<!-- end of flags -->")
file(READ ${README} readme)
string(FIND "${readme}" "${begin}" from)
string(FIND "${readme}" "${end}" to)
if(from EQUAL -1 OR to EQUAL -1)
  message(FATAL_ERROR "${README} has lost the marks around its flags")
endif()
string(SUBSTRING "${readme}" 0 ${from} head)
string(SUBSTRING "${readme}" ${to} -1 tail)
set(wanted "${head}${begin}\n\n${table}\n\n${tail}")
if(WRITE)
  file(WRITE ${README} "${wanted}")
elseif(NOT readme STREQUAL wanted)
  message(FATAL_ERROR "The flags in ${README} are not those of the rows; to write them anew:\n"
    "  cmake -DTOOL=${TOOL} -DREADME=include/mmapkit/flags/README.md -DWRITE=ON -P tests/readme/flags.cmake")
endif()
