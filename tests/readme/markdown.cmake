# What the tests of Markdown share.

# Reads a file into `out` line by line: a list whose elements hold none of the characters that split CMake's lists.
# ; is written as @s, [ as @o, ] as @c, and @ as @a.
function(read_lines file out)
  file(READ ${file} text)
  string(REPLACE "\r\n" "\n" text "${text}")
  string(REPLACE "@" "@a" text "${text}")
  string(REPLACE ";" "@s" text "${text}")
  string(REPLACE "[" "@o" text "${text}")
  string(REPLACE "]" "@c" text "${text}")
  string(REPLACE "\\" "@b" text "${text}")
  string(REPLACE "\n" ";" lines "${text}")
  set(${out} "${lines}" PARENT_SCOPE)
endfunction()

# The text of such a line.
function(plain_text line out)
  string(REPLACE "@b" "\\" line "${line}")
  string(REPLACE "@c" "]" line "${line}")
  string(REPLACE "@o" "[" line "${line}")
  string(REPLACE "@s" ";" line "${line}")
  string(REPLACE "@a" "@" line "${line}")
  set(${out} "${line}" PARENT_SCOPE)
endfunction()
