# What names the project's version names the present one: README.md and the recipes for package managers.
#
#     cmake -DSOURCE=. -DVERSION=0.6.0 -P versions.cmake
cmake_minimum_required(VERSION 3.21)
string(REGEX MATCH "^[0-9]+\\.[0-9]+" minor ${VERSION})

# expect(FILE BEFORE VERSION AFTER): the first line of the file that has BEFORE is BEFORE, the version and AFTER.
function(expect file before version after)
  file(READ ${SOURCE}/${file} text)
  string(FIND "${text}" "${before}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "${file} names no version: it has no ${before}")
  endif()
  string(SUBSTRING "${text}" ${at} -1 text)
  string(FIND "${text}" "${before}${version}${after}" place)
  if(NOT place EQUAL 0)
    message(FATAL_ERROR "${file} does not name version ${version} after ${before}")
  endif()
endfunction()

expect(README.md "find_package(mmapkit " ${minor} " ")
expect(README.md "GIT_TAG v" ${VERSION} ")")
expect(tests/packaging/project/CMakeLists.txt "GIT_TAG v" ${VERSION} ")")
expect(cmake/recipes/vcpkg/mmapkit/vcpkg.json "\"version\": \"" ${VERSION} "\"")
expect(cmake/recipes/conan/conanfile.py "\n    version = \"" ${VERSION} "\"")
