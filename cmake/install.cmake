# What `cmake --install` puts where, and how other projects find it: find_package(mmapkit) and pkg-config. Nothing that is
# installed names the prefix, so that the whole can be moved. Two components: mmapkit_development is the library with its
# headers, mmapkit_tool the command.
include(CMakePackageConfigHelpers)

set(mmapkit_package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/mmapkit)

install(TARGETS mmapkit EXPORT mmapkit
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT mmapkit_development
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT mmapkit_development
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT mmapkit_development)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/mmapkit ${PROJECT_BINARY_DIR}/include/mmapkit
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT mmapkit_development FILES_MATCHING PATTERN "*.hpp")
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/licenses/mmapkit
  COMPONENT mmapkit_development)

# How debuggers show its types: gdb reads the one, Visual Studio the other.
install(FILES ${CMAKE_CURRENT_LIST_DIR}/debuggers/mmapkit.py ${CMAKE_CURRENT_LIST_DIR}/debuggers/mmapkit.natvis
  DESTINATION ${CMAKE_INSTALL_DATADIR}/mmapkit COMPONENT mmapkit_development)

install(EXPORT mmapkit NAMESPACE mmapkit:: FILE mmapkitTargets.cmake DESTINATION ${mmapkit_package_folder}
  COMPONENT mmapkit_development)
# Before 1.0 a minor version may break what the one before it promised.
if(PROJECT_VERSION_MAJOR EQUAL 0)
  set(mmapkit_compatibility SameMinorVersion)
else()
  set(mmapkit_compatibility SameMajorVersion)
endif()
write_basic_package_version_file(${PROJECT_BINARY_DIR}/mmapkitConfigVersion.cmake
  COMPATIBILITY ${mmapkit_compatibility})
install(FILES ${CMAKE_CURRENT_LIST_DIR}/mmapkitConfig.cmake ${PROJECT_BINARY_DIR}/mmapkitConfigVersion.cmake
  DESTINATION ${mmapkit_package_folder} COMPONENT mmapkit_development)

# pkg-config: the prefix is found from the place of the file itself.
set(pc_folder ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(IS_ABSOLUTE ${CMAKE_INSTALL_LIBDIR})
  set(pc_prefix ${CMAKE_INSTALL_PREFIX})
else()
  file(RELATIVE_PATH up /prefix/${pc_folder} /prefix)
  string(REGEX REPLACE "/$" "" up ${up})
  set(pc_prefix "\${pcfiledir}/${up}")
endif()
foreach(kind INCLUDE LIB)
  set(folder ${CMAKE_INSTALL_${kind}DIR})
  if(IS_ABSOLUTE ${folder})
    set(pc_${kind} ${folder})
  else()
    set(pc_${kind} "\${prefix}/${folder}")
  endif()
endforeach()
set(pc_definition)
set(pc_libraries)
if(NOT BUILD_SHARED_LIBS)
  set(pc_definition " -DMMAPKIT_STATIC_DEFINE")
  if(CMAKE_THREAD_LIBS_INIT)
    set(pc_libraries " ${CMAKE_THREAD_LIBS_INIT}")
  endif()
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/mmapkit.pc.in ${PROJECT_BINARY_DIR}/mmapkit.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/mmapkit.pc DESTINATION ${pc_folder} COMPONENT mmapkit_development)

if(TARGET mmapkit_tool)
  # The command finds a shared library from its own place.
  file(RELATIVE_PATH up /prefix/${CMAKE_INSTALL_BINDIR} /prefix/${CMAKE_INSTALL_LIBDIR})
  if(IS_ABSOLUTE ${CMAKE_INSTALL_LIBDIR})
    set_target_properties(mmapkit_tool PROPERTIES INSTALL_RPATH ${CMAKE_INSTALL_LIBDIR})
  elseif(APPLE)
    set_target_properties(mmapkit_tool PROPERTIES INSTALL_RPATH @loader_path/${up})
  else()
    set_target_properties(mmapkit_tool PROPERTIES INSTALL_RPATH $ORIGIN/${up})
  endif()
  install(TARGETS mmapkit_tool EXPORT mmapkit_tool
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT mmapkit_tool)
  # mmapkitConfig.cmake reads it where a project asks for COMPONENTS tool.
  install(EXPORT mmapkit_tool NAMESPACE mmapkit:: FILE mmapkitToolTargets.cmake
    DESTINATION ${mmapkit_package_folder} COMPONENT mmapkit_tool)
endif()

if(TARGET mmapkit_tool_description)
  get_target_property(folder mmapkit_tool_description MMAPKIT_FOLDER)
  install(FILES ${folder}/mmapkit.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT mmapkit_tool)
  install(FILES ${folder}/mmapkit.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME mmapkit
    COMPONENT mmapkit_tool)
  install(FILES ${folder}/_mmapkit DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions COMPONENT mmapkit_tool)
  install(FILES ${folder}/mmapkit.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d
    COMPONENT mmapkit_tool)
endif()
