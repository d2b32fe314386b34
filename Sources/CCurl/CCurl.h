// libcurl for Swift: the header, and shims for the calls that are variadic in C.
#ifndef CCURL_H
#define CCURL_H
#include <curl/curl.h>
#endif
