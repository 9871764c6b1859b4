// The C++ library is this machine's, and names errors that not every one of these systems has.
#pragma once

#ifndef EBADMSG
#define EBADMSG 9001
#endif
#ifndef EIDRM
#define EIDRM 9002
#endif
#ifndef ENODATA
#define ENODATA 9003
#endif
#ifndef ENOLINK
#define ENOLINK 9004
#endif
#ifndef ENOSR
#define ENOSR 9005
#endif
#ifndef ENOSTR
#define ENOSTR 9006
#endif
#ifndef ETIME
#define ETIME 9007
#endif
