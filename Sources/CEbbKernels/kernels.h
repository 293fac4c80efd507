/* What the kernels share. The names of the stages are the same in each. */
#ifndef EBB_KERNELS_INTERNAL_H
#define EBB_KERNELS_INTERNAL_H

#include "include/ebb_kernels.h"

/* Bytes of text that are searched for commas before their numbers are decoded: small enough for the nearest
 * cache, large enough that the few numbers at its end that are searched again do not count. */
#define BLOCK 4096
/* Every byte of a block may be a comma, and a whole vector of ends is stored at a time. */
#define MOST_ENDS (BLOCK + 64)
/* Numbers that are decoded together. */
#define BATCH 8
/* The longest number, in bytes: a double's 17 digits with sign, point and exponent are 24. */
#define LONGEST 32

/* "0.0, 0.0, …": a mesh is empty for the most part, and eight zeros in a row are common. */
#define ZEROS_SPACED "0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, "
#define ZEROS_DENSE "0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,"

/*
 * The rounding test
 *
 * A number is w · 10^q with an integer 0 <= w < 9.0e18 (at most 19 digits) and EBB_LEAST_POWER <= q <=
 * EBB_GREATEST_POWER. With w = wh + wl exactly (wh the nearest double, |wl| <= 2^-53 w) and 10^q = (th + tl)(1 + e),
 * |e| <= 2^-106, the product is taken in twice the precision (T. J. Dekker, "A floating-point technique for
 * extending the available precision", Numer. Math. 18 (1971) 224-242; the product of two doubles is exact by one
 * fused multiply-add):
 *
 *   p = RN(wh · th), r = wh · th - p exactly
 *   s = RN(wh · tl + r)        |s| <= 2^-52 x,        rounding error <= 2^-105 x
 *   l = RN(wl · th + s)        |l| <= 1.5 · 2^-52 x,  rounding error <= 2^-104 x
 *
 * where x = w · 10^q (wl is known last, so its product comes last). Left out is wl · tl, at most 2^-106 x, and the
 * table's error is as small. So x = p + l + d with |d| <= (2^-105 + 2^-104 + 2 · 2^-106) x = 2^-103 x, and
 * |d| <= 2^-102 p since p >= (1 - 2^-52) x.
 *
 * Ziv's test (A. Ziv, "Fast evaluation of elementary mathematical functions with correctly rounded last bit", ACM
 * TOMS 17 (1991) 410-423): with m = 2^-100 p, if RN(p + RN(l - m)) = RN(p + RN(l + m)), that is RN(x). For
 * rounding l ± m costs at most 2^-53 · 1.6 · 2^-52 x < 2^-104 p, and m less that exceeds 2^-102 p; so x lies between
 * the two sums, and rounding is monotonic. Nothing here is subnormal that matters: p >= 1e-290, so that what is
 * lost below 2^-1074 is less than 2^-110 p; and p <= 9.0e18 · 1e289 does not overflow. w = 0 gives 0.
 *
 * A number exactly halfway between two doubles never passes, others fail once in about 2^46.
 */
#define ZIV_MARGIN 0x1p-100
/* w < 9.0e18: of the 8 highest of its 24 digits at most three are used, up to 899. */
#define MOST_HIGH_DIGITS 899

#endif
