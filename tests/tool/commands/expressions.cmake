# The regular expressions of a build that has them.
include(${CMAKE_CURRENT_LIST_DIR}/expect.cmake)

file(WRITE "${FOLDER}/log" "INFO start\nERROR read timeout\nINFO pause\nERROR disk\nthe end")
file(WRITE "${FOLDER}/dos" "first line\r\nsecond line\r\n")

mmapkit(find "ERROR.*timeout" log)
expect("the pattern is a regular expression" 0 "11:ERROR read timeout\n")

mmapkit(find "[rt]e[a-z]+" log)
expect("the offset is that of the match, not of the line" 0 "17:ERROR read timeout\n")

mmapkit(find "end$" log)
expect("a match at the very end needs no newline after it" 0 "56:the end\n")

mmapkit(find -- "-*e+nd" log)
expect("after -- a pattern may begin with a dash" 0 "56:the end\n")

mmapkit(find "[ds]" log)
expect("a pattern in brackets is a pattern" 0
  "5:INFO start\n20:ERROR read timeout\n38:INFO pause\n47:ERROR disk\n58:the end\n")

mmapkit(find -o "[rt]e[a-z]*|i" log)
expect("-o prints each match of an expression" 0 "17:read\n23:i\n48:i\n")

mmapkit(find -w "ERR|read" log)
expect("-w wants whole words" 0 "17:ERROR read timeout\n")

mmapkit(find -e "^the" -e "sk$" log)
expect("any of several patterns matches" 0 "49:ERROR disk\n52:the end\n")

mmapkit(find -c "line$" dos)
expect("a carriage return stands before the end of the line" 1 "0\n")
mmapkit(find -c "line\\s$" dos)
expect("and is white space" 0 "2\n")
mmapkit(find -c "^[a-z]+ line\\r?$" dos)
expect("and need not be there with a question mark" 0 "2\n")
mmapkit(find -c -w line dos)
expect("and is no part of a word" 0 "2\n")
mmapkit(find -c "\\r" dos)
expect("and can be searched for" 0 "2\n")

string(REPEAT "ab" 500000 line)
file(WRITE "${FOLDER}/long" "short\n${line}\nlast")
mmapkit(find "(a|b)*c" long)
expect("a line of a megabyte is searched to its end" 1 "")
mmapkit(find "^(a|b)+$" long)
expect("a line of a megabyte is found" 0 "6:${line}\n")

mmapkit(find --help)
set(holds FALSE)
if(status EQUAL 0 AND output MATCHES "RE2's, <https://github.com/google/re2/wiki/Syntax>")
  set(holds TRUE)
endif()
report_unless(${holds} "--help says which syntax it is")
