# Every subcommand of mmapkit that README.md shows is one of the command, and the command has no other:
#
#     cmake -DTOOL=build/src/tool/mmapkit -DREADME=README.md -P commands.cmake
cmake_minimum_required(VERSION 3.21)
execute_process(COMMAND ${EMULATOR} ${TOOL} --help OUTPUT_VARIABLE help COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE ".*\nSubcommands:" "" help "${help}")
string(REGEX MATCHALL "\n  [a-z]+" there "${help}")
list(TRANSFORM there STRIP)
file(STRINGS ${README} shown REGEX "^mmapkit [a-z]+")
list(TRANSFORM shown REPLACE "^mmapkit ([a-z]+).*" "\\1")
list(SORT there)
list(SORT shown)
if(NOT there STREQUAL shown)
  message(FATAL_ERROR "README.md shows the subcommands ${shown}, and the command has ${there}")
endif()
