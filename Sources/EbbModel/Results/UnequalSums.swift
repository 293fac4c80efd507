/// Sums over contributions of unequal weights, bin by bin, with the mean m and q of each weight's class
/// (`WeightClasses`).
package struct UnequalSums: Sendable, Equatable {
  /// Σ q·w·(x − m), which is 0 where all weights are of one class.
  package var first: [Double]
  /// Σ q·w·(x − m)²
  package var second: [Double]

  package init(first: [Double], second: [Double]) {
    self.first = first
    self.second = second
  }

  /// The same with every array rearranged.
  package func mapped(_ body: ([Double]) -> [Double]) -> UnequalSums {
    UnequalSums(first: body(first), second: body(second))
  }
}
