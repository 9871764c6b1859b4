# find_package(mmapkit) comes here. A static library hands its own dependency on.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/mmapkitTargets.cmake)
