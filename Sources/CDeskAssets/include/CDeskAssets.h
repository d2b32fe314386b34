// The files of the desk page, inside of the program: a browser gets them without a file being read
// or a build step being run.

#ifndef C_DESK_ASSETS_H
#define C_DESK_ASSETS_H

#include <stddef.h>

/// One file of the page; all that it points to lives as long as the program.
struct desk_asset {
    /// The path that a browser asks for, without the leading slash: `parts/main.js`.
    const char *name;
    /// As it stands in `Content-Type`.
    const char *media_type;
    const unsigned char *bytes;
    size_t length;
};

/// How many files there are.
size_t desk_asset_count(void);

/// The file at an index below `desk_asset_count()`; the page itself, `index.html`, is the first.
const struct desk_asset *desk_asset_at(size_t index);

#endif
