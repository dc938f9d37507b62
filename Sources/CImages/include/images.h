// The part of the program that looks inside pictures. It runs in a process of its own which has
// given up all rights before it reads a byte (docs/decisions/0012-pictures.md).

#ifndef MAILLAGE_IMAGES_H
#define MAILLAGE_IMAGES_H

/// What a picture may be and cost.
typedef struct {
  /// The longest edge, in pixels, of the picture made anew.
  int edge;
  /// The same of its preview.
  int previewEdge;
  /// How many pixels a picture may have, by its header.
  long mostPixels;
  /// How many frames of an animation are kept; of a longer one only the first is.
  int mostFrames;
  /// Bytes of address space.
  long mostMemory;
  /// Seconds of processor time.
  long mostSeconds;
} MaillageImageLimits;

/// Reads a picture from descriptor 0 and writes what it becomes to descriptor 1: one line about
/// it, then the bytes of the picture made anew, then those of its preview.
///
/// The line is "picture FORMAT WIDTH HEIGHT FRAMES BYTES PREVIEWWIDTH PREVIEWHEIGHT PREVIEWBYTES
/// BLURHASH".
///
/// @return the exit code: one of the numbers below
int maillage_image_worker(const MaillageImageLimits *limits);

/// Confines this process as for a picture and tries what must not work then: to open a file, to
/// make a socket, to start a process or a program.
///
/// @return MAILLAGE_IMAGE_DONE when none of it worked
int maillage_image_check(const MaillageImageLimits *limits);

/// What the exit code says. Any other one, and a signal, means that a limit was met or a decoder
/// broke.
enum {
  MAILLAGE_IMAGE_DONE = 0,
  MAILLAGE_IMAGE_TOO_MANY_PIXELS = 10,
  MAILLAGE_IMAGE_UNREADABLE = 11,
  MAILLAGE_IMAGE_NOT_CONFINED = 12,
};

/// Bytes of input that are read.
enum { MAILLAGE_IMAGE_MOST_INPUT = 64 << 20 };

#endif
