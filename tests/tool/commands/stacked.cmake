# Files whose pages are counted in other ways than those of most: of overlayfs, of hugetlbfs, of a disk. Needs Linux, and
# root to mount file systems: each run has them anew, in a namespace of its own.
include(${CMAKE_CURRENT_LIST_DIR}/pages.cmake)
find_program(UNSHARE unshare)
file(MAKE_DIRECTORY "${FOLDER}/lower" "${FOLDER}/upper" "${FOLDER}/work" "${FOLDER}/merged/inner" "${FOLDER}/huge"
  "${FOLDER}/lower/inner")
math(EXPR size "20 * ${page}")
string(REPEAT "x" ${size} text)
file(WRITE "${FOLDER}/lower/file" "${text}")
file(WRITE "${FOLDER}/lower/inner/elsewhere" "${text}")
file(WRITE "${FOLDER}/mounted" "
  mount -t overlay -o lowerdir=lower,upperdir=upper,workdir=work overlay merged || exit 77
  mount --bind lower/inner merged/inner || exit 77
  exec \"$@\"")
set(plain ${EMULATOR})
set(EMULATOR ${UNSHARE} -m sh "${FOLDER}/mounted" ${EMULATOR})
mmapkit(--version)
if(NOT UNSHARE OR NOT status EQUAL 0)
  message(STATUS "skipped: no overlay can be mounted: ${errors}")
  return()
endif()

if(knows AND evicts)
  set(known "\"resident\":20,")
  mmapkit_until("${known}" "touch merged/file" "residency --json merged/file")
  expect_json("the pages of a file of overlayfs are those of the file below" 20 files 0 resident)
  mmapkit(evict merged/file)
  expect_match("they are evicted" 0 "^evicted 1 file: 20 pages, [^\n]+, left memory\n")
  mmapkit(residency --json lower/file)
  expect_json("and gone from the file below" 0 files 0 resident)
  mmapkit_until(" 20 brought in" "evict merged/file" "touch merged/file")
  expect_match("they are touched" 0 "^touched 1 file: 20 pages, 20 brought in")
endif()

mmapkit(residency --json -x merged)
expect_json("what is on another file system is skipped with -x" 1 total files)
expect_json("and counted as skipped" 1 total skipped)
mmapkit(residency --json merged)
expect_json("without it that is read" 2 total files)
mmapkit(residency --json -x merged/file merged/inner)
expect_json("and where it is asked for by name" 2 total files)

file(WRITE "${FOLDER}/mounted" "
  mount -t hugetlbfs -o size=4M,pagesize=2M none huge && dd if=/dev/zero of=huge/file bs=1 count=0 seek=4M 2>/dev/null || exit 77
  exec \"$@\"")
mmapkit(residency huge/file)
if(NOT status EQUAL 77)
  expect_match("what is in memory of a file of huge pages is not known" 0
    "^\\[\\?+\\] .*unknown for 1 file [^\n]*: [^\n]*not of huge pages\n$")
endif()

set(EMULATOR ${plain})
find_program(LOSETUP losetup)
if(LOSETUP AND knows)
  execute_process(COMMAND ${LOSETUP} --find --show "${FOLDER}/lower/file" RESULT_VARIABLE failed OUTPUT_VARIABLE disk
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT failed)
    mmapkit_until(" 20 brought in" "evict ${disk}" "touch ${disk}")
    expect_match("a block device is touched" 0 "^touched 1 file: 20 pages, 20 brought in")
    mmapkit(residency --json "${disk}")
    expect_json("a block device is as long as it says" ${size} files 0 bytes)
    execute_process(COMMAND ${LOSETUP} -d "${disk}")
  endif()
endif()
