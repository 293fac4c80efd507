/* Which kernels this processor runs, asked once. A new kernel is a file beside these and a line in `all`. */
#include "kernels.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  const ebb_kernel *kernel;
  /* The kernel that is built on less, whose absence takes this one away too. */
  const char *needs;
  int (*runs_here)(void);
} candidate;

#if defined(__x86_64__)
extern const ebb_kernel ebb_kernel_avx512, ebb_kernel_avx2;

static int has_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
         __builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("gfni") &&
         __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}

static int has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("popcnt");
}

static const candidate all[] = {
    {&ebb_kernel_avx512, "avx2", has_avx512},
    {&ebb_kernel_avx2, "", has_avx2},
};
#elif defined(__aarch64__)
extern const ebb_kernel ebb_kernel_neon;

/* Every 64-bit ARM has it. */
static int has_neon(void) { return 1; }

static const candidate all[] = {
    {&ebb_kernel_neon, "", has_neon},
};
#else
static const candidate all[] = {{0, "", 0}}; /* No kernel: the scalar decoder does all. */
#endif

const uint64_t ebb_look_keys[8] = {
    0xe220a8397b1dcdaf, 0x6e789e6aa1b965f5, 0x06c45d188009454f, 0xf88bb8a8724c81ed,
    0x1b39896a51a8749b, 0x53cb9f0c747ea2eb, 0x2c829abe1f4532e1, 0xc584133ac916ab3d,
};

#define COUNT (sizeof all / sizeof all[0])

/* Whether `name` is one of the names in `list`, which commas separate. */
static int is_listed(const char *name, const char *list) {
  const size_t length = strlen(name);
  while (length && list && *list) {
    const size_t word = strcspn(list, ",");
    if (word == length && memcmp(list, name, length) == 0) return 1;
    list += word + (list[word] == ',');
  }
  return 0;
}

_Static_assert(COUNT < EBB_MOST_KERNELS, "there is no room for all kernels and the null");

void ebb_kernels_choose(const char *disabled, const ebb_kernel *chosen[EBB_MOST_KERNELS]) {
  size_t count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
#endif
  for (size_t i = 0; i < COUNT; i++) {
    if (!all[i].kernel || is_listed(all[i].kernel->name, disabled) || is_listed(all[i].needs, disabled)) continue;
    if (all[i].runs_here()) chosen[count++] = all[i].kernel;
  }
  chosen[count] = 0;
}

static const ebb_kernel *supported[EBB_MOST_KERNELS];

/* Runs before anything else of the process, on one thread. */
__attribute__((constructor)) static void choose(void) {
  ebb_kernels_choose(getenv("EBB_DISABLE_CPU_FEATURES"), supported);
}

const ebb_kernel *const *ebb_kernels_supported(void) { return supported; }
