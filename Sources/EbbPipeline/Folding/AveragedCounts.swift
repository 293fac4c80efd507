internal import EbbModel

/// What has become of the counts of a DIRECT job, which the platform averages over its tasks like any value.
enum AveragedCounts: Equatable {
  /// They are no whole numbers, and whole times the number of tasks: their sum is known.
  case restored(tasks: Int)
  /// They are whole numbers, which averages may be too.
  case maybeAveraged(tasks: Int)
  /// They are whole numbers, and it is not known over how many tasks they may have been averaged.
  case unknown
  /// They are no whole numbers, and none either times the number of tasks, where it is known.
  case lost(tasks: Int?)

  /// - Parameter average: what is known of the platform's doing.
  /// - Returns: `nil` where `page` is none of counts, or nothing is wrong with them.
  init?(_ page: StoredPage, averaged average: PlatformAverage) {
    guard !page.isPhaseSpace, page.meaning.overTasks == .sum else { return nil }
    func areWhole(times factor: Double) -> Bool { page.values.allSatisfy { Self.isWhole($0 * factor) } }
    let isWhole = areWhole(times: 1)
    // Nothing times any number is nothing.
    if isWhole, average == .none || page.values.allSatisfy({ $0 == 0 }) { return nil }
    switch average {
    case .over(let tasks) where isWhole: self = .maybeAveraged(tasks: tasks)
    case .over(let tasks):
      self = areWhole(times: Double(tasks)) ? .restored(tasks: tasks) : .lost(tasks: tasks)
    case .none, .uncertain: self = isWhole ? .unknown : .lost(tasks: nil)
    }
  }

  /// A third of a count stays one, however large it is. What is not finite says nothing.
  private static func isWhole(_ value: Double) -> Bool {
    !value.isFinite || abs(value - value.rounded()) <= min(1e-9 * abs(value), 1e-3)
  }

  /// Multiplies averaged counts, and their errors, back to their sum.
  static func restore(_ page: inout StoredPage, tasks: Int) {
    let factor = Double(tasks)
    page.values = page.values.map { $0.isFinite ? ($0 * factor).rounded() : $0 }
    page.errors = page.errors?.map { $0 * factor }
  }

  /// The warning, to stand after the page's place.
  var sentence: String {
    switch self {
    case .restored(let tasks):
      "the platform averaged the counts of \(tasks) tasks; they are multiplied by \(tasks)."
    case .maybeAveraged(let tasks):
      "the platform averages the counts of DIRECT jobs: these may have to be multiplied by \(tasks), the number of tasks."
    case .unknown:
      "the platform averages the counts of DIRECT jobs over their tasks: these are not their sum."
    case .lost(let tasks?):
      "the platform averaged the counts of \(tasks) tasks, but not plainly: what they add up to is not known."
    case .lost(nil): "the counts are no whole numbers: they were averaged over tasks, and not added."
    }
  }
}
