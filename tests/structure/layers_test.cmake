# Runs layers.cmake and recompiled.cmake on small trees, one for each rule that they have to see broken.
# cmake -DWORK=<a folder for the trees> -P layers_test.cmake
cmake_minimum_required(VERSION 3.20)

# A tree that keeps every rule.
function(make_tree)
  file(REMOVE_RECURSE ${WORK})
  foreach(folder IN ITEMS src src/types src/calls src/checks src/backend include/mmapkit/flags tests tests/types)
    file(WRITE ${WORK}/${folder}/README.md "A folder.\n")
  endforeach()
  file(WRITE ${WORK}/include/mmapkit/flags/advice.hpp "#pragma once\n")
  file(WRITE ${WORK}/include/mmapkit/mapping.hpp "#include <vector>\n#include <mmapkit/flags/advice.hpp>\n")
  file(WRITE ${WORK}/src/backend/backend.hpp "#include <mmapkit/flags/advice.hpp>\n")
  file(WRITE ${WORK}/src/checks/failure.hpp "#include \"backend/backend.hpp\"\n")
  file(WRITE ${WORK}/src/calls/madvise.cpp "#include \"checks/failure.hpp\"\n")
  file(WRITE ${WORK}/src/types/mapping.cpp "#include <mmapkit/mapping.hpp>\n\n#include \"checks/failure.hpp\"\n")
endfunction()

# Whether layers.cmake, or another script, says `expected` of the tree; nothing is expected of a tree that is right.
function(expect what expected)
  set(script layers)
  if(ARGN)
    set(script ${ARGN})
  endif()
  execute_process(COMMAND ${CMAKE_COMMAND} -DROOT=${WORK} -P ${CMAKE_CURRENT_LIST_DIR}/${script}.cmake
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  # CMake breaks long lines of a message.
  string(REGEX REPLACE "[ \n]+" " " output "${output}")
  if(expected STREQUAL "" AND NOT status EQUAL 0)
    message(SEND_ERROR "${what}: a tree that keeps the rules fails:\n${output}")
  elseif(NOT expected STREQUAL "" AND (status EQUAL 0 OR NOT output MATCHES "${expected}"))
    message(SEND_ERROR "${what}: \"${expected}\" is not said:\n${output}")
  endif()
endfunction()

make_tree()
expect("nothing is wrong" "")

make_tree()
file(WRITE ${WORK}/src/types/part.hpp "#pragma once\n")
file(APPEND ${WORK}/src/calls/madvise.cpp "  #  include \"types/part.hpp\"\n")
expect("a call includes a type" "src/calls/madvise.cpp includes src/types/part.hpp, which its layer may not")

make_tree()
file(APPEND ${WORK}/src/backend/backend.hpp "#include <mmapkit/mapping.hpp>\n")
expect("the contract includes a type" "src/backend/backend.hpp includes include/mmapkit/mapping.hpp")

make_tree()
file(APPEND ${WORK}/include/mmapkit/flags/advice.hpp "#include <mmapkit/mapping.hpp>\n")
expect("a flag includes a type" "include/mmapkit/flags/advice.hpp includes include/mmapkit/mapping.hpp")

make_tree()
file(WRITE ${WORK}/src/tool/README.md "The command.\n")
file(WRITE ${WORK}/src/tool/find.cpp "#include \"calls/mmap.hpp\"\n#include \"backend/backend.hpp\"\n")
expect("the command includes the library's inside" "src/tool/find.cpp includes src/backend/backend.hpp")
expect("a header is missing" "src/tool/find.cpp includes calls/mmap.hpp, which is not there")

make_tree()
file(WRITE ${WORK}/src/checks/describe.hpp "#include \"options.hpp\"\n")
file(WRITE ${WORK}/src/checks/options.hpp "#include \"checks/describe.hpp\"\n")
expect("two headers include each other" "in a loop, or one of a loop: src/checks/describe.hpp, src/checks/options.hpp")

make_tree()
string(REPEAT "// A line.\n" 300 text)
file(WRITE ${WORK}/src/types/long.cpp "${text}")
expect("300 lines are allowed" "")
file(APPEND ${WORK}/src/types/long.cpp "// One more.\n")
expect("a source is too long" "src/types/long.cpp has 301 lines, which is more than 300")

make_tree()
file(APPEND ${WORK}/src/backend/backend.hpp "#ifdef __linux__\n#endif\n")
expect("a header asks for a system" "src/backend/backend.hpp has __linux__")

make_tree()
file(WRITE ${WORK}/src/helpers/mapping.hpp "#pragma once\n")
expect("a folder is in no layer" "src/helpers/mapping.hpp is in no layer")

foreach(folder IN ITEMS src src/types include/mmapkit/flags tests/types)
  make_tree()
  file(REMOVE ${WORK}/${folder}/README.md)
  expect("a folder without README.md" "${folder} has no README.md")
endforeach()

# Of five sources one includes advice.hpp, and three where failure.hpp includes it.
make_tree()
file(COPY ${CMAKE_CURRENT_LIST_DIR}/../../src/backend/units.cmake DESTINATION ${WORK}/src/backend)
foreach(name IN ITEMS lock sync)
  file(WRITE ${WORK}/src/calls/${name}.cpp "#include <vector>\n")
endforeach()
file(WRITE ${WORK}/src/checks/failure.hpp "#pragma once\n")
file(WRITE ${WORK}/src/checks/failure.cpp "#include \"failure.hpp\"\n")
expect("one of five sources includes a header" "" recompiled)
file(APPEND ${WORK}/src/checks/failure.hpp "#include <mmapkit/flags/advice.hpp>\n")
expect("three of five sources include a header" "include/mmapkit/flags/advice.hpp is included by 3 of 5 sources" recompiled)
