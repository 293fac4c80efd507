/// The variance of summed counts over that of independent ones, which is their number: over all bins together.
/// - Parameter errors: standard errors of the sums.
/// - Returns: `nil` where there is nothing to tell it by.
func dispersion(ofCounts values: [Double], errors: [Double]?) -> Double? {
  guard let errors else { return nil }
  let (sum, squares) = (values.reduce(0, +), errors.reduce(0) { $0 + $1 * $1 })
  return sum > 0 && sum.isFinite && squares.isFinite ? squares / sum : nil
}
