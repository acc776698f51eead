#ifndef C_CURL_H
#define C_CURL_H

#include <curl/curl.h>
#include <stdint.h>

// The parts of libcurl that are used, without the variadic functions that Swift cannot call.
//
// The library is loaded when it is first needed instead of being linked: with what it brings along (33 libraries on
// Debian 12) it would cost every start of the program 3 ms and every process 8 MB, and few talk to S3.

/// Loads the library, once; NULL, or what is wrong. The other functions are for after that.
const char *gloss_curl_load(void);
/// Its version as libcurl counts: 0x075801 for 7.88.1.
uint32_t gloss_curl_version(void);

CURL *gloss_curl_new(void);
void gloss_curl_free(CURL *handle);
/// Forgets all options, and keeps the connections.
void gloss_curl_reset(CURL *handle);
CURLcode gloss_curl_perform(CURL *handle);
const char *gloss_curl_words(CURLcode code);
long gloss_curl_status(CURL *handle);

CURLcode gloss_curl_set_number(CURL *handle, CURLoption option, long value);
CURLcode gloss_curl_set_size(CURL *handle, CURLoption option, int64_t value);
CURLcode gloss_curl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode gloss_curl_set_headers(CURL *handle, struct curl_slist *headers);
/// WRITEFUNCTION, HEADERFUNCTION or READFUNCTION, and the pointer that it gets.
CURLcode gloss_curl_set_function(
    CURL *handle, CURLoption option, size_t (*function)(char *, size_t, size_t, void *), CURLoption context_option,
    void *context);
CURLcode gloss_curl_set_seek(CURL *handle, int (*function)(void *, curl_off_t, int), void *context);

struct curl_slist *gloss_curl_append(struct curl_slist *list, const char *text);
void gloss_curl_free_list(struct curl_slist *list);

#endif
