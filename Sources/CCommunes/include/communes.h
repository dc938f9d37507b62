#ifndef CCOMMUNES_COMMUNES_H
#define CCOMMUNES_COMMUNES_H

#include <stddef.h>

// Lines of UTF-8, each ended by a line feed, sorted by their bytes. Fields are separated by
// semicolons and the first has the same length everywhere, so that a line is found by bisection.
typedef struct {
  const char *_Nonnull bytes;
  size_t count;
} CCommunesLines;

// INSEE code (5); SIREN of the EPCI; population; latitude; longitude; name.
// The coordinates are whole ten-thousandths of a degree. All but code and name may be empty.
CCommunesLines CCommunes_communes(void);

// SIREN (9); name.
CCommunesLines CCommunes_epcis(void);

#endif
