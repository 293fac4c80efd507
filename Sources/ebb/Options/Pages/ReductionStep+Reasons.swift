internal import EbbModel

extension ReductionStep.Fault {
  /// The reason why a text is no step, for the end of a sentence.
  var reason: String {
    switch self {
    case .noAxis: "no axis is named"
    case .noValue: "no value is given"
    case .takesNoValue(let axis): "it takes an axis and no value: \(axis)"
    case .notANumber(let text): "'\(text)' is no number"
    case .noRange(let text): "'\(text)' is no range, which has a colon between its ends"
    case .noEnds: "a range has one end at least"
    case .reversed(let low, let high): "the range is reversed: \(low) lies above \(high)"
    case .notAboveZero(let text): "'\(text)' is not above 0"
    case .notWhole(let text): "'\(text)' is no whole number of bins; a width has a unit after it"
    case .unknownUnit(let word): "'\(word)' is no unit that is known"
    case .differingUnits(let low, let high): "\(low) and \(high) measure different things"
    }
  }
}
