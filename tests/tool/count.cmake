include(${CMAKE_CURRENT_LIST_DIR}/expect.cmake)

file(WRITE "${FOLDER}/poem" "one two\n  three\tfour\n\nfive\n")
file(WRITE "${FOLDER}/empty" "")
file(WRITE "${FOLDER}/open" "no newline at the end")
file(WRITE "${FOLDER}/[1],[2]" "in brackets\n")

mmapkit(count poem)
expect("lines, words and bytes stand in wc's order" 0 " 4  5 27 poem\n")

mmapkit(count empty)
expect("an empty file has none of them" 0 "0 0 0 empty\n")

mmapkit(count open)
expect("a last line without a newline is not a line, but its word is a word" 0 " 0  5 21 open\n")

mmapkit(count poem empty open)
expect("several files are aligned, and followed by their total" 0
  " 4  5 27 poem\n 0  0  0 empty\n 0  5 21 open\n 4 10 48 total\n")

mmapkit(count poem poem poem poem)
expect("the columns are as wide as the total" 0
  "  4   5  27 poem\n  4   5  27 poem\n  4   5  27 poem\n  4   5  27 poem\n 16  20 108 total\n")

mmapkit(count "[1],[2]")
expect("a file name in brackets is one file name" 0 " 1  2 12 [1],[2]\n")

string(REPEAT "word and word\n" 100000 text)
file(WRITE "${FOLDER}/large" "${text}")
mmapkit(count large)
expect("a file of many pages is counted whole" 0 " 100000  300000 1400000 large\n")

mmapkit(count --lines large)
expect("lines alone" 0 "100000 large\n")

mmapkit(count -l poem empty open)
expect("lines alone, of many files" 0 " 4 poem\n 0 empty\n 0 open\n 4 total\n")
