import Foundation

/// Sets the clock of a node's process, and of nothing else: only root may set that of a machine, and
/// whoever runs the tests would not like it.
struct ClockFault {
  let mark: String
  private let library: PreloadedLibrary

  init(in scratch: ScratchDirectory) async throws {
    mark = scratch.file("ahead")
    library = try await PreloadedLibrary("clock", Self.source, in: scratch)
  }

  var environment: [String: String] {
    library.environment.merging(["AHEAD_MARK": mark]) { _, own in own }
  }

  /// Puts the clock so many seconds ahead of the machine's.
  func set(ahead seconds: Int) throws {
    try "\(seconds)".write(toFile: mark, atomically: true, encoding: .utf8)
  }

  private static let source = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <fcntl.h>
    #include <stdlib.h>
    #include <sys/time.h>
    #include <time.h>
    #include <unistd.h>

    static long ahead(void) {
      const char *mark = getenv("AHEAD_MARK");
      int fd = mark ? open(mark, O_RDONLY | O_CLOEXEC) : -1;
      if (fd < 0) return 0;
      char text[32] = {0};
      ssize_t count = read(fd, text, sizeof text - 1);
      close(fd);
      return count > 0 ? atol(text) : 0;
    }
    int clock_gettime(clockid_t id, struct timespec *t) {
      static int (*real)(clockid_t, struct timespec *);
      if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
      int answer = real(id, t);
      if (answer == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) t->tv_sec += ahead();
      return answer;
    }
    int gettimeofday(struct timeval *t, void *zone) {
      struct timespec now;
      int answer = clock_gettime(CLOCK_REALTIME, &now);
      if (answer == 0) { t->tv_sec = now.tv_sec; t->tv_usec = now.tv_nsec / 1000; }
      return answer;
    }
    time_t time(time_t *t) {
      struct timespec now;
      clock_gettime(CLOCK_REALTIME, &now);
      if (t) *t = now.tv_sec;
      return now.tv_sec;
    }
    """
}
