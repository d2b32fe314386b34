// libcurl for Swift: the header, and shims for the calls that are variadic in C.
//
// libcurl takes the value of an option as `...`, which Swift cannot call. Each shim fixes the type
// that one family of options expects, so that a wrong type is a compile error on the Swift side.
#ifndef CCURL_H
#define CCURL_H
#include <curl/curl.h>

/// Options of type `long` (CURLOPTTYPE_LONG, also the 0 or 1 of a switch).
static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

/// Options of type `curl_off_t` (CURLOPTTYPE_OFF_T).
static inline CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

/// Options that take text, which libcurl copies (CURLOPTTYPE_STRINGPOINT).
static inline CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

/// Options that take bytes or a context pointer: COPYPOSTFIELDS, WRITEDATA, HEADERDATA, PRIVATE.
static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}

/// The buffer for the text of an error: CURL_ERROR_SIZE bytes that outlive the transfer.
static inline CURLcode ccurl_set_error_buffer(CURL *easy, char *buffer) {
    return curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, buffer);
}

/// Options that take a list; libcurl does not copy it (CURLOPTTYPE_SLISTPOINT).
static inline CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *list) {
    return curl_easy_setopt(easy, option, list);
}

/// What libcurl calls with received bytes: `(bytes, 1, count, context)`, answers the bytes taken.
typedef size_t (*ccurl_receive)(char *bytes, size_t size, size_t count, void *context);

/// CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION; CURLOPT_READFUNCTION has the same type, with
/// bytes to be filled.
static inline CURLcode ccurl_set_receive(CURL *easy, CURLoption option, ccurl_receive function) {
    return curl_easy_setopt(easy, option, function);
}

/// Facts of type `long` (CURLINFO_LONG).
static inline CURLcode ccurl_get_long(CURL *easy, CURLINFO fact, long *value) {
    return curl_easy_getinfo(easy, fact, value);
}

/// Facts of type `curl_off_t` (CURLINFO_OFF_T).
static inline CURLcode ccurl_get_offset(CURL *easy, CURLINFO fact, curl_off_t *value) {
    return curl_easy_getinfo(easy, fact, value);
}

/// Options of a multi handle of type `long`.
static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
#endif
