// A mark for functions whose result refers to their object: Clang warns where the object is gone before the result.
#pragma once

#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::lifetimebound)
#define MMAPKIT_LIFETIMEBOUND [[clang::lifetimebound]]
#elif __has_cpp_attribute(msvc::lifetimebound)
#define MMAPKIT_LIFETIMEBOUND [[msvc::lifetimebound]]
#endif
#endif
#ifndef MMAPKIT_LIFETIMEBOUND
#define MMAPKIT_LIFETIMEBOUND
#endif
