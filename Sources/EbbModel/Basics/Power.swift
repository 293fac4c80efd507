private import Glibc

/// `base` to the `exponent`, by the C library.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// The cosine of an angle in radians, by the C library.
func cosine(_ angle: Double) -> Double { cos(angle) }
