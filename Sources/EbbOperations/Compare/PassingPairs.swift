internal import EbbPipeline

/// Puts pages that come in the order of their steps together to pairs. One page is held at most: of A, until that of B comes,
/// or what comes says that none will.
struct PassingPairs {
  /// Both pages, or the one that the other result lacks or that was left out.
  typealias Pair = (a: LoadedPage?, b: LoadedPage?)

  private var held: (pair: Int, page: LoadedPage)?

  /// The page of A that waits for the other of its pair.
  func waiting(for pair: Int) -> LoadedPage? { held.flatMap { $0.pair == pair ? $0.page : nil } }

  /// Takes the page of a step.
  /// - Returns: what is complete with it.
  mutating func add(_ page: LoadedPage, of step: PairStep) -> [Pair] {
    let before = held
    held = step.side == 0 ? (step.pair, page) : nil
    guard let before else { return step.side == 0 ? [] : [(nil, page)] }
    if step.side == 0 { return [(before.page, nil)] }
    return before.pair == step.pair ? [(before.page, page)] : [(before.page, nil), (nil, page)]
  }

  /// Takes that no more come.
  mutating func finish() -> [Pair] {
    defer { held = nil }
    return held.map { [($0.page, nil)] } ?? []
  }
}
