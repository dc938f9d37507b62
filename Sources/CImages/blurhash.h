#ifndef MAILLAGE_BLURHASH_H
#define MAILLAGE_BLURHASH_H

enum { MAILLAGE_BLURHASH_BYTES = 4 + 2 + 2 * 11 + 1 };

/// Writes the blurhash of a picture, with four components across and three down.
///
/// @param pixels red, green, blue, one byte each (sRGB), row by row without gaps
void maillage_blurhash(
    const unsigned char *pixels, int width, int height, char text[MAILLAGE_BLURHASH_BYTES]);

#endif
