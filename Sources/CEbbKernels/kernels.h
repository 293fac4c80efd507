/* What the kernels share. The names of the stages are the same in each. */
#ifndef EBB_KERNELS_INTERNAL_H
#define EBB_KERNELS_INTERNAL_H

#include "include/ebb_kernels.h"

/* Bytes of text that are searched for commas before their numbers are decoded: small enough for the nearest
 * cache, large enough that the few numbers at its end that are searched again do not count. */
#define BLOCK 4096
/* Every byte of a block may be a comma, and the ends of 64 bytes are stored at a time, rounded up to whole vectors. */
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
 * |tl| <= 2^-53 th, |e| <= 2^-106, the product is taken in twice the precision (T. J. Dekker, "A floating-point
 * technique for extending the available precision", Numer. Math. 18 (1971) 224-242; the product of two doubles is
 * exact by one fused multiply-add). With x = w · 10^q, RN for rounding to nearest, and factors of 1 + 2^-51 left out,
 * for which every bound has more than enough to spare:
 *
 *   p = RN(wh · th), r = wh · th - p exactly
 *   s = RN(wh · tl + r)        |s| <= 2^-52 x,        rounding error <= 2^-105 x
 *   l = RN(wl · th + s)        |l| <= 1.5 · 2^-52 x,  rounding error <= 1.5 · 2^-105 x
 *
 * (wl is known last, so its product comes last.) Left out is wl · tl, at most 2^-106 x, and the table's error is as
 * small. So x = p + l + d with |d| <= (1 + 1.5 + 0.5 + 0.5) · 2^-105 x < 2^-103 x < 2^-102 p.
 *
 * Ziv's test (A. Ziv, "Fast evaluation of elementary mathematical functions with correctly rounded last bit", ACM
 * TOMS 17 (1991) 410-423): with m = 2^-100 p, if RN(p + RN(l - m)) = RN(p + RN(l + m)), that is RN(x). For rounding
 * l ± m costs at most 2^-53 · 1.6 · 2^-52 x < 2^-104 p, and m less that is more than |d|; so x lies between the two
 * sums that are rounded last, and rounding is monotonic.
 *
 * At the ends of the range: p >= 0.9e-290, the unit of wh · th is at least 2^-1016, so that r is exact, and what s, l,
 * m and their sums lose below 2^-1074 is less than 2^-110 p; p <= 9.0e18 · 1e289 does not overflow. w = 0 gives 0, and
 * passes.
 *
 * A number exactly halfway between two doubles never passes: one sum is below it, one above. Others fail once in
 * about 2^46.
 *
 * All this needs rounding to nearest, and that no product is fused with a sum where the code does not say so. Clang
 * fuses within one expression at most, and none here has both; GCC needs -ffp-contract=off.
 */
#if defined(__FAST_MATH__)
#error "the rounding test needs IEEE arithmetic: no -ffast-math"
#endif
#define ZIV_MARGIN 0x1p-100
/* w < 9.0e18, so that it fits in a signed integer: the highest 8 of its 24 digits are 899 at most. */
#define MOST_HIGH_DIGITS 899

#endif
