#ifndef MAILLAGE_CONFINE_H
#define MAILLAGE_CONFINE_H

#include "images.h"

#include <stdbool.h>

/// Limits memory, processor time, and what may be written to files: nothing.
bool maillage_limit(const MaillageImageLimits *limits);

/// Gives up, for good, every system call but those for memory, threads of this process, the clock
/// and descriptors that are open already. A forbidden call fails with EPERM.
bool maillage_confine(void);

#endif
