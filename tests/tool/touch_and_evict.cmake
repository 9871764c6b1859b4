include(${CMAKE_CURRENT_LIST_DIR}/pages.cmake)

math(EXPR size "100 * ${page}")
string(REPEAT "x" ${size} text)
foreach(name IN ITEMS one two folder/three)
  file(WRITE "${FOLDER}/${name}" "${text}")
endforeach()

mmapkit(touch one two)
expect_match("touch tells what it touched" 0 "^touched 2 files: 200 pages")

if(WINDOWS)
  mmapkit(evict one)
  expect_failure("there is no call that drops pages" "" "^mmapkit: this system has no call that drops [^\n]+\n$")
endif()

if(evicts AND knows)
  mmapkit(evict one two folder)
  expect_match("evict tells what left memory, changed pages too" 0
    "^evicted 3 files: 300 pages, [^\n]+, left memory\n$")
  mmapkit(residency --json one two folder)
  expect_json("what was evicted is not in memory" 0 total resident)

  mmapkit(evict one)
  expect("there is nothing left to evict" 0 "evicted 1 file: 0 pages, 0 B, left memory\n")

  mmapkit_until("100 brought in" "evict one" "touch one")
  expect_match("touch tells what it brought in" 0 "^touched 1 file: 100 pages, 100 brought in, [^\n]+/s\n$")
  mmapkit_until("\"resident\":100," "touch one" "residency --json one")
  expect_json("what was touched is in memory" 100 files 0 resident)
  mmapkit_until(" 0 brought in" "touch one")
  expect("there is nothing left to bring in" 0 "touched 1 file: 100 pages, 0 brought in\n")

  set(evict_first_page "touch one" "evict -p 0-${page} one")
  mmapkit_until("\"resident\":99," ${evict_first_page} "residency --json one")
  expect_json("a range is evicted" 99 files 0 resident)
  mmapkit_until(" 99/100 " ${evict_first_page} "residency one")
  expect_match("a part of the bar is empty" 0 "^\\[[^O]+O+\\] +99/100 +99.0% ")

  file(READ "${FOLDER}/two" content)
  set(holds FALSE)
  if(content STREQUAL text)
    set(holds TRUE)
  endif()
  report_unless(${holds} "evicting keeps the content")

  if(WITHOUT_CACHESTAT)
    set(EMULATOR "${WITHOUT_CACHESTAT}")
    mmapkit_until("\"resident\":99," ${evict_first_page} "residency --json one")
    expect_json("an older kernel tells the same" 99 files 0 resident)
    mmapkit_until(" 99/100 " ${evict_first_page} "residency one")
    expect_match("an older kernel draws the same" 0 "^\\[[^O]+O+\\] +99/100 +99.0% ")
  endif()
endif()
