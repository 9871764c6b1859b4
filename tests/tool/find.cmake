include(${CMAKE_CURRENT_LIST_DIR}/expect.cmake)

file(WRITE "${FOLDER}/log" "INFO start\nERROR read timeout\nINFO pause\nERROR disk\nthe end")
file(WRITE "${FOLDER}/other" "no such thing\nan ERROR here\n")
file(WRITE "${FOLDER}/dos" "first line\r\nsecond line\r\n")
file(WRITE "${FOLDER}/empty" "")

mmapkit(find ERROR log)
expect("each matching line is printed with the offset of its match" 0 "11:ERROR read timeout\n41:ERROR disk\n")

mmapkit(find "ERROR.*timeout" log)
expect("the pattern is a regular expression" 0 "11:ERROR read timeout\n")

mmapkit(find "[rt]e[a-z]+" log)
expect("the offset is that of the match, not of the line" 0 "17:ERROR read timeout\n")

mmapkit(find "end$" log)
expect("a match at the very end needs no newline after it" 0 "56:the end\n")

mmapkit(find WARNING log)
expect("the status is 1 if no line matches" 1 "")

mmapkit(find ERROR log other empty)
expect("with several files each line names its file" 0
  "log:11:ERROR read timeout\nlog:41:ERROR disk\nother:17:an ERROR here\n")

mmapkit(find "" log)
expect("the empty pattern matches every line at its begin" 0
  "0:INFO start\n11:ERROR read timeout\n30:INFO pause\n41:ERROR disk\n52:the end\n")

mmapkit(find "" empty)
expect("an empty file has no line to match" 1 "")

mmapkit(find "line$" dos)
expect("the carriage return of a line's end is not part of the line" 0 "6:first line\n19:second line\n")

mmapkit(find -i error log other)
expect("-i makes letters match in either case" 0
  "log:11:ERROR read timeout\nlog:41:ERROR disk\nother:17:an ERROR here\n")

mmapkit(find -F "R.*" log)
expect("with -F the pattern is the text itself" 1 "")

mmapkit(find -c ERROR log other empty)
expect("-c prints how many lines match in each file" 0 "log:2\nother:1\nempty:0\n")

mmapkit(find -- "-*e+nd" log)
expect("after -- a pattern may begin with a dash" 0 "56:the end\n")

mmapkit(find "[ds]" log)
expect("a pattern in brackets is a pattern" 0
  "5:INFO start\n20:ERROR read timeout\n38:INFO pause\n47:ERROR disk\n58:the end\n")

mmapkit(find count log)
expect("a pattern may be the name of another command" 1 "")

mmapkit(find ERROR "${FOLDER}/other" "${FOLDER}/empty")
expect("a path may begin with a slash" 0 "${FOLDER}/other:17:an ERROR here\n")

string(REPEAT "ab" 500000 line)
file(WRITE "${FOLDER}/long" "short\n${line}\nlast")
mmapkit(find "(a|b)*c" long)
expect("a line of a megabyte is searched to its end" 1 "")
mmapkit(find "^(a|b)+$" long)
expect("a line of a megabyte is found" 0 "6:${line}\n")
