# The two sides of the ring, started together: cmake -DRING=mmapkit_ring -DNAME=/name [-DEMULATOR=wine] -P ring.cmake
execute_process(
  COMMAND ${EMULATOR} ${RING} send ${NAME}
  COMMAND ${EMULATOR} ${RING} receive ${NAME}
  RESULTS_VARIABLE results OUTPUT_VARIABLE said)
message(STATUS "${said}")
if(NOT results STREQUAL "0;0")
  message(FATAL_ERROR "the two processes ended with ${results}")
endif()
