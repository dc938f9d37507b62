#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <unistd.h>

/// A file that exists in memory only, at its start; -1 when there is no room.
static int memory_with(const void *bytes, size_t count) {
  int file = memfd_create("input", MFD_CLOEXEC);
  const char *rest = bytes;
  while (file >= 0 && count > 0) {
    ssize_t part = write(file, rest, count);
    if (part < 0 && errno == EINTR) continue;
    if (part <= 0) {
      int error = errno;
      close(file);
      errno = error;
      return -1;
    }
    rest += part;
    count -= (size_t)part;
  }
  if (file >= 0) lseek(file, 0, SEEK_SET);
  return file;
}

/// A server blocks and ignores signals; that is not to be inherited.
static int with_signals_as_usual(posix_spawnattr_t *attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int error = posix_spawnattr_setsigmask(attributes, &none);
  if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &all);
  if (error == 0)
    error = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  return error;
}

static int with_descriptors(posix_spawn_file_actions_t *actions, int input, int output) {
  int error = posix_spawn_file_actions_adddup2(actions, input, STDIN_FILENO);
  if (error == 0) error = posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);
  if (error == 0)
    error = posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
  return error;
}

static int spawn(
    const char *program, char *const arguments[], int input, int output, pid_t *child) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  char *const environment[] = {NULL};
  int error = posix_spawn_file_actions_init(&actions);
  if (error != 0) return error;
  error = posix_spawnattr_init(&attributes);
  if (error == 0) {
    error = with_signals_as_usual(&attributes);
    if (error == 0) error = with_descriptors(&actions, input, output);
    if (error == 0) error = posix_spawn(child, program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

int maillage_start_child(
    const char *program, char *const arguments[], const void *input, size_t count, pid_t *child,
    int *output) {
  int ends[2];
  int file = memory_with(input, count);
  if (file < 0) return errno;
  if (pipe2(ends, O_CLOEXEC) != 0) {
    int error = errno;
    close(file);
    return error;
  }
  int error = spawn(program, arguments, file, ends[1], child);
  close(file);
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    return error;
  }
  *output = ends[0];
  return 0;
}
