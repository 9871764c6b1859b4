# What Doxygen reads of a header: awk -f filter.awk HEADER
#
# - The folder is the group that the header's names belong to.
# - An enumerator is documented by its row: native name, summary, systems, since when.
# - A comment is that of all declarations up to the next empty line or comment.
# - What only tells the compiler about a type (specialisations, rows) is left out.

# The text of a row "{type::name, "name", "native", mark::..., "since", "summary"[, "verb"]}".
function document(row,    part, count, native, where) {
  count = split(row, part, "\"")
  if (count < 9) return
  where = part[5]
  gsub(/mark::|[ ,{}]/, "", where)
  gsub(/linux_/, "Linux", where)
  gsub(/apple/, "macOS", where)
  gsub(/freebsd/, "FreeBSD", where)
  gsub(/dragonfly/, "DragonFly", where)
  gsub(/netbsd/, "NetBSD", where)
  gsub(/openbsd/, "OpenBSD", where)
  gsub(/windows/, "Windows", where)
  gsub(/posix/, "all but Windows", where)
  gsub(/every/, "every system", where)
  gsub(/bsd/, "the BSDs", where)
  gsub(/\|/, ", ", where)
  if (where == "") where = "no system"
  native = part[4]
  gsub(/\//, "`, `", native)
  text[part[2]] = (native == "" ? "" : "`" native "`: ") part[8] ". <br>On " where "; since " part[6] "."
}

function braces(line,    opened, closed) {
  gsub(/"([^"\\]|\\.)*"|'([^'\\]|\\.)'|\/\/.*/, "", line)
  opened = gsub(/\{/, "", line)
  closed = gsub(/\}/, "", line)
  return opened - closed
}

BEGIN {
  header = ARGV[1]
  group = header ~ /\/calls\// ? "calls" : header ~ /\/flags\// ? "flags" : "types"

  # First the rows: adjacent strings are one, and a row is one line.
  while ((getline line < header) > 0) {
    if (line ~ /rows<.*\[\] = \{/) in_rows = 1
    else if (line ~ /^};/ && in_rows) in_rows = 0
    else if (in_rows) {
      sub(/^ +/, " ", line)
      row = row line
      if (line ~ /\},$/) {
        document(row)
        row = ""
      }
    }
  }
  close(header)

  while ((getline line < header) > 0) {
    # Doxygen 1.9 reads neither constraints behind a function nor specialisations in another namespace.
    sub(/ requires Memory::is_file/, "", line)
    sub(/ requires\(!Memory::is_file\)/, "", line)
    if (header ~ /\/fmt\.hpp$/ && line !~ /^\/\/\//) continue

    print_line(line)
  }
}

function print_line(line) {
  if (line ~ /^namespace mmapkit \{/ && !grouped) {
    print line " /** \\addtogroup " group
    getline line < header  # an empty one: lines keep their numbers
    print "@{ */" line
    grouped = 1
    return
  }
  if (line ~ /^}  \/\/ namespace mmapkit$/) {
    print "/** @} */ }"
    return
  }
  if (!hidden && line ~ /^template <>/) {
    printf "/** \\cond */ "
    hidden = 1
  }
  if (hidden) {
    depth += braces(line)
    if (depth == 0 && line ~ /;$/) {
      line = line " /** \\endcond */"
      hidden = 0
    }
    print line
    return
  }
  if (line ~ /^enum class/ ) in_enum = 1
  if (in_enum) {
    if (line ~ /^  [a-z]/) line = enumerator(line)
    if (line ~ /};$/) in_enum = 0
  }
  print_block(line)
}

# The comment of an enumerator that has a row is its native name: the row's text takes its place.
function enumerator(line,    name) {
  match(line, /[a-z][a-z_0-9]*/)
  name = substr(line, RSTART, RLENGTH)
  if (!(name in text)) return line
  sub(/ *\/\/\/<.*/, "", line)
  return line " ///< " text[name]
}

# The comment before a block of declarations, without an empty line between them, is the comment of each.
function print_block(line) {
  if (line ~ /^ *\/\/\/ / && line !~ /^ *\/\/\/ \\file/) {
    comment = in_comment ? comment "\n" line : line
    in_comment = 1
    in_block = depth = 0
    print line
    return
  }
  if (in_comment && line !~ /^ *\/\/\//) {
    in_block = line ~ /[(=]/ || line ~ /^ *(template|requires)/
    between = 0
  }
  if (line ~ /^ *\/\/\//) in_comment_line = 1
  else in_comment = in_comment_line = 0
  if (in_comment) comment = comment "\n" line

  if (in_block && depth == 0 && line ~ /^ *($|(private|protected|public):|}|\/\/|(class|struct|enum) )/) in_block = 0
  if (in_block && !in_comment) {
    if (between) print comment
    depth += braces(line)
    between = depth == 0 && line ~ /[;}]( *\/\/.*)?$/
  }
  print line
}
