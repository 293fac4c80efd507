/// A page of one of two sides, and the pair that it is of.
struct PairStep: Sendable, Equatable {
  var pair: Int
  /// 0 for A, 1 for B.
  var side: Int
  /// The place among the side's pages.
  var place: Int
}

extension PagePairing {
  /// The pages of all pairs in the order in which they pass: of each pair that of A, then that of B.
  var steps: [PairStep] {
    pairs.enumerated().flatMap { index, pair in
      [
        pair.a.map { PairStep(pair: index, side: 0, place: $0) },
        pair.b.map { PairStep(pair: index, side: 1, place: $0) },
      ].compactMap(\.self)
    }
  }
}
