# A program may be compiled without exceptions and without type information, and everything that has a form with a
# std::error_code works there.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

foreach(flags IN ITEMS -fno-exceptions -fno-rtti "-fno-exceptions;-fno-rtti")
  run(${COMPILER} ${COMPILER_FLAGS} ${STANDARD} ${flags} -DMMAPKIT_STATIC_DEFINE -I${SOURCE}/include -I${GENERATED}
    -c ${CMAKE_CURRENT_LIST_DIR}/without_exceptions.cpp -o ${WORK}/without_exceptions.o)
endforeach()
