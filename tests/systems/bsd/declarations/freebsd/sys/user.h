// sys/sys/user.h of FreeBSD.
#pragma once

struct kinfo_file {
  int kf_structsize;
  char kf_path[1024];
};
