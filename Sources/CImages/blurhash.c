// The blurhash of a picture: the lowest frequencies of its cosine transform, in base 83
// (github.com/woltapp/blurhash, Algorithm.md).

#include "blurhash.h"

#include <math.h>

enum { ACROSS = 4, DOWN = 3, COUNT = ACROSS * DOWN };

static double linear(unsigned char value) {
  double v = value / 255.0;
  return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static int sRGB(double value) {
  double v = fmax(0, fmin(1, value));
  return v <= 0.0031308 ? (int)(v * 12.92 * 255 + 0.5)
                        : (int)((1.055 * pow(v, 1 / 2.4) - 0.055) * 255 + 0.5);
}

static void component(
    const unsigned char *pixels, int width, int height, int x, int y, double result[3]) {
  double scale = (x == 0 && y == 0 ? 1.0 : 2.0) / ((double)width * height);
  double sum[3] = {0, 0, 0};
  for (int j = 0; j < height; j++) {
    for (int i = 0; i < width; i++) {
      double basis = cos(M_PI * x * i / width) * cos(M_PI * y * j / height);
      const unsigned char *pixel = pixels + 3 * ((long)j * width + i);
      for (int c = 0; c < 3; c++) sum[c] += basis * linear(pixel[c]);
    }
  }
  for (int c = 0; c < 3; c++) result[c] = sum[c] * scale;
}

static char *base83(int value, int digits, char *text) {
  static const char alphabet[] =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
  for (int i = digits - 1; i >= 0; i--) {
    text[i] = alphabet[value % 83];
    value /= 83;
  }
  return text + digits;
}

static int quantised(double value, double most) {
  double v = value / most;
  double root = copysign(sqrt(fabs(v)), v);
  return (int)fmax(0, fmin(18, floor(root * 9 + 9.5)));
}

void maillage_blurhash(
    const unsigned char *pixels, int width, int height, char text[MAILLAGE_BLURHASH_BYTES]) {
  double factors[COUNT][3];
  for (int y = 0; y < DOWN; y++)
    for (int x = 0; x < ACROSS; x++)
      component(pixels, width, height, x, y, factors[y * ACROSS + x]);

  double highest = 0;
  for (int i = 1; i < COUNT; i++)
    for (int c = 0; c < 3; c++) highest = fmax(highest, fabs(factors[i][c]));
  int step = (int)fmax(0, fmin(82, floor(highest * 166 - 0.5)));

  text = base83((ACROSS - 1) + (DOWN - 1) * 9, 1, text);
  text = base83(step, 1, text);
  text = base83((sRGB(factors[0][0]) << 16) + (sRGB(factors[0][1]) << 8) + sRGB(factors[0][2]), 4, text);
  double most = (step + 1) / 166.0;
  for (int i = 1; i < COUNT; i++) {
    int value = quantised(factors[i][0], most) * 19 * 19 + quantised(factors[i][1], most) * 19
        + quantised(factors[i][2], most);
    text = base83(value, 2, text);
  }
  *text = 0;
}
