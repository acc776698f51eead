#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

// curl/curl.h wraps some of these names in macros that check types.
#undef curl_easy_setopt
#undef curl_easy_getinfo

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *problem;

static struct {
  CURLcode (*global_init)(long);
  curl_version_info_data *(*version_info)(CURLversion);
  CURL *(*easy_init)(void);
  void (*easy_cleanup)(CURL *);
  void (*easy_reset)(CURL *);
  CURLcode (*easy_perform)(CURL *);
  const char *(*easy_strerror)(CURLcode);
  CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
  CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
  struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
  void (*slist_free_all)(struct curl_slist *);
} curl;

static void load(void) {
  // The two names that distributions give it.
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library) library = dlopen("libcurl-gnutls.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    problem = "it is not installed";
    return;
  }
  const struct {
    const char *name;
    void *function;
  } symbols[] = {
      {"curl_global_init", &curl.global_init},     {"curl_version_info", &curl.version_info},
      {"curl_easy_init", &curl.easy_init},         {"curl_easy_cleanup", &curl.easy_cleanup},
      {"curl_easy_reset", &curl.easy_reset},       {"curl_easy_perform", &curl.easy_perform},
      {"curl_easy_strerror", &curl.easy_strerror}, {"curl_easy_getinfo", &curl.easy_getinfo},
      {"curl_easy_setopt", &curl.easy_setopt},     {"curl_slist_append", &curl.slist_append},
      {"curl_slist_free_all", &curl.slist_free_all},
  };
  for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
    void *symbol = dlsym(library, symbols[i].name);
    if (!symbol) {
      problem = "a function is missing in it";
      return;
    }
    *(void **)symbols[i].function = symbol;
  }
  if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) problem = "it cannot be initialized";
}

const char *gloss_curl_load(void) {
  pthread_once(&once, load);
  return problem;
}

uint32_t gloss_curl_version(void) { return curl.version_info(CURLVERSION_FIRST)->version_num; }

CURL *gloss_curl_new(void) { return curl.easy_init(); }
void gloss_curl_free(CURL *handle) { curl.easy_cleanup(handle); }
void gloss_curl_reset(CURL *handle) { curl.easy_reset(handle); }
CURLcode gloss_curl_perform(CURL *handle) { return curl.easy_perform(handle); }
const char *gloss_curl_words(CURLcode code) { return curl.easy_strerror(code); }

long gloss_curl_status(CURL *handle) {
  long status = 0;
  curl.easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

CURLcode gloss_curl_set_number(CURL *handle, CURLoption option, long value) {
  return curl.easy_setopt(handle, option, value);
}

CURLcode gloss_curl_set_size(CURL *handle, CURLoption option, int64_t value) {
  return curl.easy_setopt(handle, option, (curl_off_t)value);
}

CURLcode gloss_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl.easy_setopt(handle, option, value);
}

CURLcode gloss_curl_set_headers(CURL *handle, struct curl_slist *headers) {
  return curl.easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
}

CURLcode gloss_curl_set_function(
    CURL *handle, CURLoption option, size_t (*function)(char *, size_t, size_t, void *), CURLoption context_option,
    void *context) {
  CURLcode code = curl.easy_setopt(handle, option, function);
  return code != CURLE_OK ? code : curl.easy_setopt(handle, context_option, context);
}

CURLcode gloss_curl_set_seek(CURL *handle, int (*function)(void *, curl_off_t, int), void *context) {
  CURLcode code = curl.easy_setopt(handle, CURLOPT_SEEKFUNCTION, function);
  return code != CURLE_OK ? code : curl.easy_setopt(handle, CURLOPT_SEEKDATA, context);
}

struct curl_slist *gloss_curl_append(struct curl_slist *list, const char *text) {
  return curl.slist_append(list, text);
}

void gloss_curl_free_list(struct curl_slist *list) { curl.slist_free_all(list); }
