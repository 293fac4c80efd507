/// Numbers of a job's tasks, as ranges: cost and memory go by how many ranges there are, however far they reach.
package struct TaskNumbers: Sendable, Equatable {
  /// Rising, with a number that is not there between each and the next.
  package private(set) var ranges: [ClosedRange<Int>] = []

  package init() {}

  /// Takes ranges in any order, which may overlap.
  package init(_ ranges: some Sequence<ClosedRange<Int>>) {
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard let last = self.ranges.last,
        range.lowerBound <= last.upperBound || range.lowerBound - 1 == last.upperBound
      else {
        self.ranges.append(range)
        continue
      }
      self.ranges[self.ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    }
  }

  package init(numbers: some Sequence<Int>) { self.init(numbers.lazy.map { $0...$0 }) }

  package var isEmpty: Bool { ranges.isEmpty }

  /// The count of numbers; `Int.max` where it is more.
  package var count: Int {
    var sum = 0
    for range in ranges {
      let (steps, isFar) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
      let (size, isTooMuch) = steps.addingReportingOverflow(1)
      let (next, isMore) = sum.addingReportingOverflow(size)
      if isFar || isTooMuch || isMore { return .max }
      sum = next
    }
    return sum
  }

  /// - Complexity: ln of the ranges.
  package func contains(_ number: Int) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= number
  }

  package func union(_ other: TaskNumbers) -> TaskNumbers {
    isEmpty ? other : other.isEmpty ? self : TaskNumbers(ranges + other.ranges)
  }

  /// The numbers that both have.
  package func intersection(_ other: TaskNumbers) -> TaskNumbers {
    var found = TaskNumbers()
    var (mine, theirs) = (ranges[...], other.ranges[...])
    while let a = mine.first, let b = theirs.first {
      if a.overlaps(b) { found.ranges.append(a.clamped(to: b)) }
      if a.upperBound < b.upperBound { mine.removeFirst() } else { theirs.removeFirst() }
    }
    return found
  }

  /// The numbers that `other` does not have.
  package func subtracting(_ other: TaskNumbers) -> TaskNumbers {
    intersection(other.complement)
  }

  /// The numbers between the first and the last that are not there.
  package var gaps: TaskNumbers {
    var gaps = TaskNumbers()
    gaps.ranges = zip(ranges, ranges.dropFirst()).map { ($0.upperBound + 1)...($1.lowerBound - 1) }
    return gaps
  }

  /// The numbers at these places in their order, counted from 0.
  package func subset(_ places: Range<Int>) -> TaskNumbers {
    var found = TaskNumbers()
    var start = 0
    for range in ranges {
      let length = TaskNumbers([range]).count
      let (first, last) = (max(places.lowerBound - start, 0), min(places.upperBound - start, length))
      if first < last { found.ranges.append(range.lowerBound + first...range.lowerBound + last - 1) }
      let (next, isMore) = start.addingReportingOverflow(length)
      if isMore || next >= places.upperBound { break }
      start = next
    }
    return found
  }

  /// All numbers that are not there.
  private var complement: TaskNumbers {
    guard let first = ranges.first, let last = ranges.last else { return TaskNumbers([Int.min...Int.max]) }
    var others = gaps
    if first.lowerBound > .min { others.ranges.insert(.min...first.lowerBound - 1, at: 0) }
    if last.upperBound < .max { others.ranges.append(last.upperBound + 1 ... .max) }
    return others
  }
}

extension TaskNumbers {
  /// "1-50,53"; empty where there is none.
  package var text: String { ranges.map(Self.text).joined(separator: ",") }

  /// Reads `text`, whose ranges may be in any order; `nil` for anything else.
  package init?(text: String) {
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let range = Self.range(part) else { return nil }
      ranges.append(range)
    }
    self.init(ranges)
  }

  private static func text(_ range: ClosedRange<Int>) -> String {
    range.lowerBound == range.upperBound
      ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
  }

  /// "53", "1-50"; a minus at the beginning of a number is its sign.
  static func range(_ text: Substring) -> ClosedRange<Int>? {
    guard let dash = text.dropFirst().firstIndex(of: "-") else { return Int(text).map { $0...$0 } }
    guard let low = Int(text[..<dash]), let high = Int(text[text.index(after: dash)...]), low <= high else {
      return nil
    }
    return low...high
  }
}
