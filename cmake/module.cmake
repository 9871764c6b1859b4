# `import mmapkit;`: a library of its own, mmapkit::module, since CMake can build modules from 3.28 on, by Ninja or Visual
# Studio, with GCC 14, Clang 16 or MSVC 19.36.
if(CMAKE_VERSION VERSION_LESS 3.28)
  message(FATAL_ERROR "MMAPKIT_MODULE needs CMake 3.28, and this is ${CMAKE_VERSION}.")
endif()
if(NOT CMAKE_GENERATOR MATCHES "Ninja|Visual Studio")
  message(FATAL_ERROR "MMAPKIT_MODULE needs Ninja or Visual Studio: with '${CMAKE_GENERATOR}' CMake builds no modules.")
endif()

add_library(mmapkit_module STATIC)
add_library(mmapkit::module ALIAS mmapkit_module)
target_sources(mmapkit_module PUBLIC
  FILE_SET CXX_MODULES BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${PROJECT_SOURCE_DIR}/include/mmapkit/mmapkit.cppm)
target_link_libraries(mmapkit_module PUBLIC mmapkit)
target_compile_features(mmapkit_module PUBLIC cxx_std_20)
set_target_properties(mmapkit_module PROPERTIES EXPORT_NAME module CXX_SCAN_FOR_MODULES ON)

if(MMAPKIT_INSTALL)
  install(TARGETS mmapkit_module EXPORT mmapkit_module
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT mmapkit_development
    FILE_SET CXX_MODULES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT mmapkit_development)
  # mmapkitConfig.cmake reads it where a project asks for COMPONENTS module.
  install(EXPORT mmapkit_module NAMESPACE mmapkit:: FILE mmapkitModuleTargets.cmake
    CXX_MODULES_DIRECTORY module DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/mmapkit COMPONENT mmapkit_development)
endif()
