/// Which contributions a page was made of: of which jobs, and which of their tasks.
package struct ContributionList: Sendable, Equatable {
  package enum Item: Sendable, Hashable, Comparable {
    /// The whole job's result.
    case job
    case task(Int)
    /// A row of which neither is known.
    case row(Int64)
  }

  package struct Job: Sendable, Equatable {
    /// The job's id, or what stands for it.
    package var name: String
    package var items: Set<Item>

    package init(name: String, items: Set<Item>) {
      self.name = name
      self.items = items
    }
  }

  /// In the order in which they were added.
  package private(set) var jobs: [Job] = []

  package init() {}

  /// - Returns: whether it was new.
  @discardableResult
  package mutating func add(_ item: Item, of job: String) -> Bool {
    guard let index = jobs.firstIndex(where: { $0.name == job }) else {
      jobs.append(Job(name: job, items: [item]))
      return true
    }
    return jobs[index].items.insert(item).inserted
  }

  package mutating func merge(_ other: ContributionList) {
    for job in other.jobs {
      for item in job.items { add(item, of: job.name) }
    }
  }

  /// What both have: a job, and the tasks of it. A whole job's result has all its tasks.
  package func overlap(with other: ContributionList) -> Job? {
    for job in jobs {
      guard let same = other.jobs.first(where: { $0.name == job.name }) else { continue }
      var items = job.items.intersection(same.items)
      if job.items.contains(.job) { items.formUnion(same.items) }
      if same.items.contains(.job) { items.formUnion(job.items) }
      if !items.isEmpty { return Job(name: job.name, items: items) }
    }
    return nil
  }
}

extension ContributionList.Job {
  /// "1-50,53", "all" for the whole job, "row 12".
  package var text: String {
    var parts: [String] = []
    var numbers: [Int] = []
    for item in items.sorted() {
      switch item {
      case .job: parts.append("all")
      case .task(let number): numbers.append(number)
      case .row(let row): parts.append("row \(row)")
      }
    }
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound < .max, number == last.upperBound + 1 {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    parts += ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
    return parts.joined(separator: ",")
  }

  /// Reads `text`; `nil` for anything else.
  package init?(name: String, text: String) {
    self.init(name: name, items: [])
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      if part == "all" {
        items.insert(.job)
      } else if part.hasPrefix("row "), let row = Int64(part.dropFirst(4)) {
        items.insert(.row(row))
      } else {
        let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard 1...2 ~= ends.count, let low = ends[0], let high = ends[ends.count - 1], low <= high,
          high - low < Self.mostTasks
        else { return nil }
        for number in low...high { items.insert(.task(number)) }
      }
    }
  }

  /// More than any job has; a text may claim any range.
  private static let mostTasks = 1 << 22

  /// The tasks between the first and the last that are not there.
  package var missingTasks: [Int] {
    let numbers = items.compactMap { if case .task(let number) = $0 { number } else { nil } }
    guard let first = numbers.min(), let last = numbers.max() else { return [] }
    return (first...last).filter { !items.contains(.task($0)) }
  }
}
