# A program may be compiled without the type char8_t, as those that come from C++17 are.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

file(WRITE ${WORK}/without_char8_t.cpp "#include <mmapkit/mmapkit.hpp>\nmmapkit::path_view name{\"data.bin\"};\n")
run(${COMPILER} ${COMPILER_FLAGS} ${STANDARD} -fno-char8_t -DMMAPKIT_STATIC_DEFINE -I${SOURCE}/include -I${GENERATED}
  -c ${WORK}/without_char8_t.cpp -o ${WORK}/without_char8_t.o)
