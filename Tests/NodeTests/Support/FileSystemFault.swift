import Foundation

/// Makes the file system of a node's process read-only while a file is there, and writable again when
/// it is gone.
///
/// A file system that turns read-only under open files (`errors=remount-ro`) cannot be had without
/// losing a device: `mount -o remount,ro` refuses while somebody writes. So a library between the
/// program and the C library answers what the kernel would: EROFS.
struct FileSystemFault {
  let mark: String
  private let library: PreloadedLibrary

  init(in scratch: ScratchDirectory) async throws {
    mark = scratch.file("read-only")
    library = try await PreloadedLibrary("fault", Self.source, in: scratch)
  }

  var environment: [String: String] {
    library.environment.merging(["READ_ONLY_MARK": mark]) { _, own in own }
  }

  func begin() throws { try Data().write(to: URL(fileURLWithPath: mark)) }

  func end() throws { try FileManager.default.removeItem(atPath: mark) }

  /// What writes to regular files; standard error, which the log of the test is, stays writable.
  private static let source = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <errno.h>
    #include <fcntl.h>
    #include <stdarg.h>
    #include <stdlib.h>
    #include <sys/stat.h>
    #include <sys/types.h>
    #include <unistd.h>

    static int on(void) {
      const char *mark = getenv("READ_ONLY_MARK");
      return mark && access(mark, F_OK) == 0;
    }
    static int refused(int fd) {
      struct stat s;
      if (fd <= 2 || !on() || fstat(fd, &s) != 0 || !S_ISREG(s.st_mode)) return 0;
      errno = EROFS;
      return 1;
    }
    #define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
    ssize_t write(int fd, const void *b, size_t n) { return refused(fd) ? -1 : REAL(write)(fd, b, n); }
    ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { return refused(fd) ? -1 : REAL(pwrite)(fd, b, n, o); }
    ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { return refused(fd) ? -1 : REAL(pwrite64)(fd, b, n, o); }
    int ftruncate(int fd, off_t n) { return refused(fd) ? -1 : REAL(ftruncate)(fd, n); }
    int ftruncate64(int fd, off64_t n) { return refused(fd) ? -1 : REAL(ftruncate64)(fd, n); }
    int unlink(const char *p) { if (on()) { errno = EROFS; return -1; } return REAL(unlink)(p); }
    int rename(const char *a, const char *b) { if (on()) { errno = EROFS; return -1; } return REAL(rename)(a, b); }
    int mkdir(const char *p, mode_t m) { if (on()) { errno = EROFS; return -1; } return REAL(mkdir)(p, m); }
    #define OPEN(name) int name(const char *p, int f, ...) { \\
      va_list l; va_start(l, f); mode_t m = (f & (O_CREAT | O_TMPFILE)) ? va_arg(l, mode_t) : 0; va_end(l); \\
      if ((f & (O_CREAT | O_TRUNC)) && on()) { errno = EROFS; return -1; } \\
      return REAL(name)(p, f, m); }
    OPEN(open)
    OPEN(open64)
    """
}
