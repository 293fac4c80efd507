/// The sums that the error of a ratio is made of, bin by bin, beside the ratio R and Σ c: with each contribution's r
/// and c.
package struct RatioSums: Sendable, Equatable {
  /// Σ c².
  package var squares: [Double] = []
  /// Σ c²·(r − R).
  package var first: [Double] = []
  /// Σ c²·(r − R)².
  package var second: [Double] = []

  package init() {}

  package init(bins: Int) {
    squares = [Double](repeating: 0, count: bins)
    first = squares
    second = squares
  }

  package init(squares: [Double], first: [Double], second: [Double]) {
    self.squares = squares
    self.first = first
    self.second = second
  }

  /// The same with every array rearranged.
  package func mapped(_ body: ([Double]) -> [Double]) -> RatioSums {
    RatioSums(squares: body(squares), first: body(first), second: body(second))
  }
}
