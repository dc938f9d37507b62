#include "confine.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "The system calls of this architecture are not known here."
#endif

static bool limit(int what, rlim_t most) {
  struct rlimit limit = {most, most};
  return setrlimit(what, &limit) == 0;
}

bool maillage_limit(const MaillageImageLimits *limits) {
  // What tries to write to a file is told so, and goes on without.
  if (signal(SIGXFSZ, SIG_IGN) == SIG_ERR) return false;
  return limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NPROC, 64)
      && limit(RLIMIT_CPU, (rlim_t)limits->mostSeconds)
      && limit(RLIMIT_AS, (rlim_t)limits->mostMemory);
}

// seccomp(2): the number of the call is compared with each of a list; what is in none fails.
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, (action))
#define ALLOW(name)                                                                                \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##name, 0, 1), ANSWER(SECCOMP_RET_ALLOW)

bool maillage_confine(void) {
  struct sock_filter filter[] = {
      LOAD(arch),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCHITECTURE, 1, 0),
      ANSWER(SECCOMP_RET_KILL_PROCESS),
      LOAD(nr),
      ALLOW(read),
      ALLOW(write),
      ALLOW(writev),
      ALLOW(close),
      ALLOW(fstat),
      ALLOW(lseek),
      ALLOW(mmap),
      ALLOW(munmap),
      ALLOW(mremap),
      ALLOW(mprotect),
      ALLOW(madvise),
      ALLOW(brk),
      ALLOW(futex),
      ALLOW(set_robust_list),
      ALLOW(rseq),
      ALLOW(gettid),
      ALLOW(getpid),
      ALLOW(sched_yield),
      ALLOW(sched_getaffinity),
      ALLOW(rt_sigprocmask),
      ALLOW(rt_sigaction),
      ALLOW(rt_sigreturn),
      ALLOW(sigaltstack),
      ALLOW(tgkill),
      ALLOW(clock_gettime),
      ALLOW(clock_nanosleep),
      ALLOW(nanosleep),
      ALLOW(getrandom),
      ALLOW(getrusage),
      ALLOW(exit),
      ALLOW(exit_group),
      // The flags of clone3 cannot be seen from here; the C library then takes clone.
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone3, 0, 1),
      ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
      // A thread of this process, but no other process. The low half of the flags comes first on
      // both architectures.
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 3),
      LOAD(args[0]),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1),
      ANSWER(SECCOMP_RET_ALLOW),
      ANSWER(SECCOMP_RET_ERRNO | EPERM),
  };
  struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
  // No descriptor can be opened beyond the three that are there.
  return limit(RLIMIT_NOFILE, 3) && prctl(PR_SET_DUMPABLE, 0) == 0
      && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
      && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
