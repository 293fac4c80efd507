internal import EbbModel

extension StoredPage {
  /// Why a further contribution cannot be combined with this one; `nil` where it can. Values are not looked at.
  func disagreement(with other: StoredPage) -> AggregateError.Reason? {
    guard other.quantity == quantity else { return .quantity(first: quantity, second: other.quantity) }
    guard other.isPhaseSpace == isPhaseSpace else { return .quantity(first: kind, second: other.kind) }
    // Older rows do not name their filter.
    if let mine = filter, let theirs = other.filter, mine != theirs {
      return .filter(first: mine, second: theirs)
    }
    guard other.unit == unit else { return .unit(first: unit, second: other.unit) }
    guard other.shape == shape else { return .shape(first: shape, second: other.shape) }
    for (number, (mine, theirs)) in zip(axes, other.axes).enumerated() {
      if let bin = Agreement.firstDifference(mine.centres, theirs.centres) {
        return .axis(axis: number + 1, bin: bin, first: mine.centres[bin], second: theirs.centres[bin])
      }
    }
    guard metadata.normalization.agrees(with: other.metadata.normalization) else {
      let rules = (metadata["page_normalized"], other.metadata["page_normalized"])
      return .rule(first: rules.0 ?? "absent", second: rules.1 ?? "absent")
    }
    return nil
  }

  private var kind: String { isPhaseSpace ? "MCPL" : quantity }
}
