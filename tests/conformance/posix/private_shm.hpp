// A place of its own for shared memory: small, and with permissions that the test chooses.
#pragma once

namespace conformance {

// For a child process: from now on the names of shared memory are in a file system that nobody else sees, made with
// these options. False where this user or system has no such thing.
bool enter_private_shm(const char* options);

// Lets nobody, whom the child becomes with this, add and remove names no more.
bool close_private_shm();

}  // namespace conformance
