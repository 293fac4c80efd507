internal import EbbModel

/// Tells the running number of a task from the name of an estimator: `dose0001`, `dose_0002`, and where the
/// store has it, a `file_name` of `dose_0003` beside the name `dose`.
struct RunningNumbers {
  /// The converters print four digits or more.
  private static let digits = 4

  /// Names without `file_name`s that are, by their number, a task's version of one estimator.
  private let split: [String: (stem: String, number: Int)]

  init(rows: [EstimatorRow], tasks: [SimulationTask]) {
    var candidates: [String: [(name: String, number: Int)]] = [:]
    for row in rows {
      guard let (stem, number) = Self.suffix(of: row.name) else { continue }
      candidates[stem, default: []].append((row.name, number))
    }
    let numbers = Set(tasks.map(\.number))
    var split: [String: (stem: String, number: Int)] = [:]
    // A scorer may be called "run2024": only names that differ in task numbers alone are taken apart.
    for (stem, members) in candidates
    where members.count > 1 && members.allSatisfy({ numbers.contains($0.number) }) {
      for member in members { split[member.name] = (stem, member.number) }
    }
    self.split = split
  }

  func split(_ row: EstimatorRow) -> (name: String, number: Int?) {
    if let (stem, number) = split[row.name] { return (Self.bare(stem), number) }
    let name = Self.bare(row.name)
    guard let file = row.fileName, file.hasPrefix(name) else { return (name, nil) }
    let suffix = file.dropFirst(name.count).drop { $0 == "_" }
    return (name, Self.isNumber(suffix) ? Int(suffix) : nil)
  }

  static func suffix(of name: String) -> (stem: String, number: Int)? {
    let number = name.suffix(digits)
    let stem = bare(String(name.dropLast(digits)))
    guard number.count == digits, isNumber(number), !stem.isEmpty,
      let value = Int(number)
    else { return nil }
    return (stem, value)
  }

  static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// Without the underscores at its end, as newer schemas store it; all of it where it is nothing else.
  static func bare(_ name: String) -> String {
    let end = name.lastIndex { $0 != "_" }
    return end.map { String(name[...$0]) } ?? name
  }
}
