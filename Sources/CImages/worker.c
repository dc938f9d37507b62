#include "images.h"

#include "blurhash.h"
#include "confine.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vips/vips.h>

/// What is known of the picture that came in.
typedef struct {
  const void *bytes;
  size_t count;
  const char *format;
  int frames;
} Source;

/// Reads descriptor 0 to its end.
static bool read_all(Source *source) {
  size_t room = 1 << 16, count = 0;
  char *bytes = malloc(room);
  while (bytes != NULL) {
    if (count == room) {
      if (room >= MAILLAGE_IMAGE_MOST_INPUT) break;
      char *larger = realloc(bytes, room *= 2);
      if (larger == NULL) break;
      bytes = larger;
    }
    ssize_t part = read(STDIN_FILENO, bytes + count, room - count);
    if (part < 0) break;
    if (part == 0) {
      source->bytes = bytes;
      source->count = count;
      return count > 0;
    }
    count += (size_t)part;
  }
  free(bytes);
  return false;
}

static bool write_all(const void *bytes, size_t count) {
  const char *rest = bytes;
  while (count > 0) {
    ssize_t part = write(STDOUT_FILENO, rest, count);
    if (part <= 0) return false;
    rest += part;
    count -= (size_t)part;
  }
  return true;
}

/// Four decoders, of all that the library has, may be asked.
static bool start_library(void) {
  // No temporary files: neither for large pictures nor for machine code made on the way.
  setenv("VIPS_DISC_THRESHOLD", "4g", 1);
  setenv("VIPS_NOVECTOR", "1", 1);
  if (VIPS_INIT("maillage") != 0) return false;
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  vips_operation_block_set("VipsForeignLoad", TRUE);
  vips_operation_block_set("VipsForeignLoadJpeg", FALSE);
  vips_operation_block_set("VipsForeignLoadPng", FALSE);
  vips_operation_block_set("VipsForeignLoadWebp", FALSE);
  vips_operation_block_set("VipsForeignLoadNsgif", FALSE);
  return true;
}

/// Looks at the header alone: pictures are decoded only when their pixels are asked for.
static int examine(Source *source, long mostPixels, int mostFrames) {
  VipsImage *image = vips_image_new_from_buffer(source->bytes, source->count, "", NULL);
  if (image == NULL) return MAILLAGE_IMAGE_UNREADABLE;
  const char *loader = "";
  (void)vips_image_get_string(image, VIPS_META_LOADER, &loader);
  static const char *const formats[] = {"jpeg", "png", "webp", "gif"};
  for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
    if (strncmp(loader, formats[i], strlen(formats[i])) == 0) source->format = formats[i];
  long pixels = (long)image->Xsize * vips_image_get_page_height(image);
  int frames = vips_image_get_n_pages(image);
  g_object_unref(image);
  if (source->format == NULL) return MAILLAGE_IMAGE_UNREADABLE;
  if (pixels <= 0 || pixels > mostPixels) return MAILLAGE_IMAGE_TOO_MANY_PIXELS;
  source->frames = frames <= mostFrames && frames * pixels <= mostPixels ? frames : 1;
  return MAILLAGE_IMAGE_DONE;
}

/// Leaves nothing of what came beside the pixels but the timing of an animation.
static void forget_metadata(VipsImage *image) {
  static const char *const kinds[] = {"exif-", "xmp-", "iptc-", "icc-", "photoshop-", "png-comment-",
      "gif-comment", "jpeg-", "webp-"};
  char **names = vips_image_get_fields(image);
  for (char **name = names; name != NULL && *name != NULL; name++)
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
      if (strncmp(*name, kinds[i], strlen(kinds[i])) == 0) {
        (void)vips_image_remove(image, *name);
        break;
      }
  g_strfreev(names);
}

/// Decodes, turns it upright, brings its colours to sRGB and makes it small enough.
static VipsImage *decoded(const Source *source, int edge, bool isAnimated) {
  VipsImage *small = NULL, *coloured = NULL, *image = NULL;
  // The library's own names: "n" is how many frames to load.
  const char *options = isAnimated ? "[n=-1]" : "";
  if (vips_thumbnail_buffer(
          (void *)source->bytes, source->count, &small, edge, "height", edge, "size",
          VIPS_SIZE_DOWN, "option_string", options, "export_profile", "srgb", "fail_on",
          VIPS_FAIL_ON_TRUNCATED, NULL)
      != 0)
    return NULL;
  if (vips_colourspace(small, &coloured, VIPS_INTERPRETATION_sRGB, NULL) == 0
      && vips_cast(coloured, &image, VIPS_FORMAT_UCHAR, NULL) == 0)
    forget_metadata(image);
  g_object_unref(small);
  if (coloured != NULL) g_object_unref(coloured);
  return image;
}

/// Nothing but pixels goes into the new file: "strip" leaves out what is forgotten already.
static bool encode(VipsImage *image, const char *format, void **bytes, size_t *count) {
  if (strcmp(format, "jpeg") == 0)
    return vips_jpegsave_buffer(
               image, bytes, count, "Q", 86, "optimize_coding", TRUE, "strip", TRUE, NULL)
        == 0;
  if (strcmp(format, "png") == 0)
    return vips_pngsave_buffer(image, bytes, count, "compression", 6, "strip", TRUE, NULL) == 0;
  if (strcmp(format, "gif") == 0)
    return vips_gifsave_buffer(image, bytes, count, "effort", 3, "strip", TRUE, NULL) == 0;
  return vips_webpsave_buffer(image, bytes, count, "Q", 84, "effort", 2, "strip", TRUE, NULL) == 0;
}

/// The blurhash needs no more than a few pixels.
static bool blurhash_of(VipsImage *image, char text[MAILLAGE_BLURHASH_BYTES]) {
  VipsImage *small = NULL, *opaque = NULL;
  bool isDone = false;
  VipsArrayDouble *white = vips_array_double_newv(1, 255.0);
  if (vips_thumbnail_image(image, &small, 32, "height", 32, "size", VIPS_SIZE_DOWN, NULL) == 0
      && (vips_image_hasalpha(small) ? vips_flatten(small, &opaque, "background", white, NULL)
                                     : vips_copy(small, &opaque, NULL))
          == 0
      && opaque->Bands == 3) {
    size_t count = 0;
    unsigned char *pixels = vips_image_write_to_memory(opaque, &count);
    if (pixels != NULL && count == (size_t)3 * opaque->Xsize * opaque->Ysize) {
      maillage_blurhash(pixels, opaque->Xsize, opaque->Ysize, text);
      isDone = true;
    }
    g_free(pixels);
  }
  vips_area_unref(VIPS_AREA(white));
  if (small != NULL) g_object_unref(small);
  if (opaque != NULL) g_object_unref(opaque);
  return isDone;
}

static int convert(const Source *source, int edge, int previewEdge) {
  VipsImage *image = decoded(source, edge, source->frames > 1);
  VipsImage *lazy = decoded(source, previewEdge, false);
  VipsImage *preview = lazy == NULL ? NULL : vips_image_copy_memory(lazy);
  void *bytes = NULL, *previewBytes = NULL;
  size_t count = 0, previewCount = 0;
  char blurhash[MAILLAGE_BLURHASH_BYTES];
  if (image == NULL || preview == NULL || !encode(image, source->format, &bytes, &count)
      || !encode(preview, "webp", &previewBytes, &previewCount) || !blurhash_of(preview, blurhash))
    return MAILLAGE_IMAGE_UNREADABLE;

  char line[256];
  int length = snprintf(
      line, sizeof line, "picture %s %d %d %d %zu %d %d %zu %s\n", source->format, image->Xsize,
      vips_image_get_page_height(image), source->frames, count, preview->Xsize, preview->Ysize,
      previewCount, blurhash);
  bool isWritten = write_all(line, (size_t)length) && write_all(bytes, count)
      && write_all(previewBytes, previewCount);
  // The process ends here: nothing is given back one by one.
  return isWritten ? MAILLAGE_IMAGE_DONE : MAILLAGE_IMAGE_UNREADABLE;
}

int maillage_image_worker(const MaillageImageLimits *limits) {
  Source source = {NULL, 0, NULL, 1};
  // The library reads its own files when it starts; a stranger's bytes come afterwards.
  if (!maillage_limit(limits) || !start_library() || !maillage_confine())
    return MAILLAGE_IMAGE_NOT_CONFINED;
  if (!read_all(&source)) return MAILLAGE_IMAGE_UNREADABLE;
  int code = examine(&source, limits->mostPixels, limits->mostFrames);
  if (code != MAILLAGE_IMAGE_DONE) return code;
  return convert(&source, limits->edge, limits->previewEdge);
}

int maillage_image_check(const MaillageImageLimits *limits) {
  if (!maillage_limit(limits) || !start_library() || !maillage_confine())
    return MAILLAGE_IMAGE_NOT_CONFINED;
  char *const nothing[] = {NULL};
  bool isConfined = open("/dev/null", O_RDONLY) < 0 && open("/proc/self/exe", O_RDONLY) < 0
      && socket(AF_INET, SOCK_STREAM, 0) < 0 && socket(AF_UNIX, SOCK_STREAM, 0) < 0
      && execve("/bin/true", nothing, nothing) < 0 && fork() < 0;
  return isConfined ? MAILLAGE_IMAGE_DONE : MAILLAGE_IMAGE_NOT_CONFINED;
}
