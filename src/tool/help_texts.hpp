// What `--help` says of a subcommand beyond its options; the manual page has it too.
#pragma once

namespace mmapkit::tool {

inline constexpr const char* about_files = "Files of any size, pipes and devices; - or none: standard input";

inline constexpr const char* about_count =
    "Without an option lines, words and bytes. Text is UTF-8 whatever the locale is: white space is that of Unicode;\n"
    "what is no UTF-8 is no character, but belongs to a word. A terminal's columns: tabs go to multiples of 8.\n"
    "Put -- before a name that begins with -. The exit status is 2 after any error, with the other files done.";

inline constexpr const char* about_find =
    "Prints `offset:line` for each matching line, and `file:` before it where there are several files. The offset\n"
    "is that of the line's first match in the file, in bytes from 0. Put -- before a pattern that begins with -.\n"
    "The syntax is RE2's, <https://github.com/google/re2/wiki/Syntax>, over UTF-8: every pattern takes time linear in\n"
    "the file, and look-ahead and back references are refused. Of two alternatives in an expression the first is\n"
    "taken. Beyond RE2, \\w is a word character of any script, and {,n} is {0,n}; \\d, \\s and \\b are of ASCII, as\n"
    "RE2 has them; \\n and \\C are refused. What is no UTF-8 matches no character: see --bytes. A newline in a\n"
    "pattern parts two patterns.\n"
    "A line ends with \\n. A \\r before it is part of the line, as with grep: `x\\r?$` finds x at the end of both.\n"
    "A byte order mark is not part of the first line, but for --bytes. A file with a zero byte in its first 32 KiB,\n"
    "or in a matching line, is binary, and only said to match. UTF-16 is an error, but for --bytes and -a.\n"
    "The exit status is 0 if a line matched, 1 if none did, and 2 after any error.";

inline constexpr const char* about_find_without_expressions =
    "This mmapkit was built without RE2: it has no regular expressions and no -w, only fixed texts (-F), and -i knows\n"
    "the letters of ASCII. Prints `offset:line` for each matching line, and `file:` before it where there are several\n"
    "files. The offset is that of the line's first match in the file, in bytes from 0. A line ends with \\n; a \\r\n"
    "before it is part of the line. A file with a zero byte in its first 32 KiB, or in a matching line, is binary and\n"
    "only said to match; UTF-16 is an error, but for --bytes and -a. The exit status is 0 if a line matched, 1 if\n"
    "none did, and 2 after any error.";

inline constexpr const char* about_residency =
    "A row is `[bar] resident/pages percent bytes name`. The bar is the file from its begin to its end: O where all\n"
    "pages are in memory, o for half of them or more, . for fewer, ? where it is not known. Rows fit the terminal, or\n"
    "the environment's COLUMNS; below 60 they have no pages. The last line is the total, with what is dirty and being\n"
    "written where the system tells (Linux 6.5). A file counts once in it, whatever its names are.\n"
    "What it cannot know: Linux tells only the owner of a file, who may write it, and root, and nobody of huge pages:\n"
    "these are ?, and null in JSON. FreeBSD, OpenBSD and Windows tell nobody. The figures may be old when they are\n"
    "read. JSON has a name that is no UTF-8 as path_base64 too.\n"
    "Folders are read with all that is in them; symbolic links inside, devices and the like are skipped and counted.\n"
    "The exit status is 2 after any error, with the other files done; what is not known is no error.";

inline constexpr const char* about_touch =
    "Returns when all is read, or with --daemon at once, to tell no more. It stays as long as memory lasts: what no\n"
    "memory is left for goes again. Prints how many pages came in, and how fast; where the system does not tell what\n"
    "was in memory, they are touched all the same.\n"
    "A hole of a sparse file takes memory too. The exit status is 2 after any error, with the other files done.";

inline constexpr const char* about_evict =
    "Changed pages are written to the device first, without a promise that they are durable (Linux), or with one.\n"
    "Prints how many pages left memory, and how many stayed because a process has them mapped, locked or in use;\n"
    "those of a file system in memory always stay. The content of a file never changes. Windows has no call for it.\n"
    "The exit status is 2 after any error, with the other files done; pages that stay are no error.";

inline constexpr const char* about_lock =
    "Prints what is locked and waits: Ctrl-C, SIGTERM or the end of --for unlocks it. Either all files that can be\n"
    "read are locked or, where the limit of locked memory (ulimit -l) or of mappings (vm.max_map_count) is too low,\n"
    "none. What a file grows by later is not locked, nor is what replaces it. With --daemon it returns when all is\n"
    "locked; `kill $(cat FILE)` ends what has written its pid file. The exit status is 2 after any error.";

}  // namespace mmapkit::tool
