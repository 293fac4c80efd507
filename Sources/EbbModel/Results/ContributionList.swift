/// Contributions that a page was made of: of which jobs, and which of their tasks.
///
/// A list costs by the ranges of its tasks, never by how far they reach.
package struct ContributionList: Sendable, Equatable {
  /// Jobs in the order in which they were given, each name once.
  package let jobs: [Job]

  /// - Parameter jobs: what is given of one job several times is put together. Of many lists, all their jobs.
  package init(_ jobs: some Sequence<Job> = []) {
    var parts: [[Job]] = []
    var places: [String: Int] = [:]
    for job in jobs {
      if let place = places[job.name] {
        parts[place].append(job)
      } else {
        places[job.name] = parts.count
        parts.append([job])
      }
    }
    self.jobs = parts.map { $0.count == 1 ? $0[0] : Job(merging: $0) }
  }

  /// - Parameter allTasks: by job the tasks that it has in all, where that is known.
  package init(_ contributions: [(job: String, item: Item)], allTasks: [String: TaskNumbers] = [:]) {
    var items: [String: [Item]] = [:]
    var names: [String] = []
    for (job, item) in contributions {
      if items[job] == nil { names.append(job) }
      items[job, default: []].append(item)
    }
    jobs = names.map { Job(name: $0, items: items[$0] ?? [], allTasks: allTasks[$0]) }
  }

  /// A contribution that two of `lists` have would count twice.
  /// - Returns: the first two such lists of a job, and what both have; `nil` where there is none.
  /// - Complexity: of all ranges together, n·ln n.
  package static func overlap(among lists: [ContributionList]) -> (first: Int, second: Int, shared: Job)? {
    var owners: [String: [(list: Int, job: Job)]] = [:]
    var names: [String] = []
    for (index, list) in lists.enumerated() {
      for job in list.jobs {
        if owners[job.name] == nil { names.append(job.name) }
        owners[job.name, default: []].append((index, job))
      }
    }
    for name in names {
      guard let jobs = owners[name], jobs.count > 1, let (first, second) = Job.overlap(among: jobs.map(\.job))
      else { continue }
      return (jobs[first].list, jobs[second].list, jobs[first].job.intersection(jobs[second].job))
    }
    return nil
  }
}

extension ContributionList {
  /// The origin of a contribution: a task, the whole job, or a row.
  package enum Item: Sendable, Hashable {
    /// The whole job's result.
    case job
    case task(Int)
    /// A row of which neither is known.
    case row(Int64)
  }

  /// The contributions of one job.
  package struct Job: Sendable, Equatable {
    /// The job's id, or what stands for it.
    package let name: String
    /// Whether the whole job's result is among them.
    package fileprivate(set) var isWhole = false
    package fileprivate(set) var tasks = TaskNumbers()
    package fileprivate(set) var rows: Set<Int64> = []
    /// The tasks that the job has in all, by its store; `nil` where that is not known, as of files.
    package var allTasks: TaskNumbers?

    package init(name: String, items: some Sequence<Item>, allTasks: TaskNumbers? = nil) {
      self.name = name
      self.allTasks = allTasks
      var numbers: [Int] = []
      for item in items {
        switch item {
        case .job: isWhole = true
        case .task(let number): numbers.append(number)
        case .row(let row): rows.insert(row)
        }
      }
      tasks = TaskNumbers(numbers: numbers)
    }

    /// - Parameter parts: of one name; one or more.
    fileprivate init(merging parts: [Job]) {
      name = parts[0].name
      isWhole = parts.contains(where: \.isWhole)
      tasks = TaskNumbers(parts.flatMap(\.tasks.ranges))
      for part in parts { rows.formUnion(part.rows) }
      let known = parts.compactMap(\.allTasks)
      allTasks = known.isEmpty ? nil : TaskNumbers(known.flatMap(\.ranges))
    }

    package var isEmpty: Bool { !isWhole && tasks.isEmpty && rows.isEmpty }

    /// Tasks that are not among the contributions: of those that the job has, or as far as is known, of those
    /// between the first and the last. None of a whole job's result, and where rows hide which tasks they are of.
    package var missingTasks: TaskNumbers {
      guard !isWhole, rows.isEmpty else { return TaskNumbers() }
      return (allTasks?.subtracting(tasks) ?? TaskNumbers()).union(tasks.gaps)
    }

    /// The contributions that both have. A whole job's result has all its tasks.
    fileprivate func intersection(_ other: Job) -> Job {
      var shared = Job(name: name, items: [])
      shared.isWhole = isWhole && other.isWhole
      shared.tasks = tasks.intersection(other.tasks)
      shared.rows = rows.intersection(other.rows)
      if isWhole {
        shared.tasks = shared.tasks.union(other.tasks)
        shared.rows.formUnion(other.rows)
      }
      if other.isWhole {
        shared.tasks = shared.tasks.union(tasks)
        shared.rows.formUnion(rows)
      }
      return shared
    }

    /// Two of `jobs` that have a contribution in common, by their places.
    fileprivate static func overlap(among jobs: [Job]) -> (first: Int, second: Int)? {
      if let whole = jobs.firstIndex(where: \.isWhole),
        let other = jobs.indices.first(where: { $0 != whole && !jobs[$0].isEmpty })
      {
        return (min(whole, other), max(whole, other))
      }
      var owners: [Int64: Int] = [:]
      for (place, job) in jobs.enumerated() {
        for row in job.rows.sorted() {
          if let first = owners.updateValue(place, forKey: row) { return (first, place) }
        }
      }
      // In the order of their lower ends, a range that begins within one before it shares its beginning.
      let ranges = jobs.enumerated().flatMap { place, job in
        job.tasks.ranges.map { (range: $0, place: place) }
      }
      var last: (range: ClosedRange<Int>, place: Int)?
      for next in ranges.sorted(by: {
        ($0.range.lowerBound, $0.place) < ($1.range.lowerBound, $1.place)
      }) {
        if let last, next.range.lowerBound <= last.range.upperBound {
          return (min(last.place, next.place), max(last.place, next.place))
        }
        last = next
      }
      return nil
    }
  }
}

extension ContributionList.Job {
  /// "1-50,53", "all" for the whole job, "row 12".
  package var text: String {
    var parts = isWhole ? ["all"] : []
    parts += rows.sorted().map { "row \($0)" }
    if !tasks.isEmpty { parts.append(tasks.text) }
    return parts.joined(separator: ",")
  }

  /// Reads `text`, in which ranges may overlap; `nil` for anything else.
  package init?(name: String, text: String) {
    self.init(name: name, items: [])
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      if part == "all" {
        isWhole = true
      } else if part.hasPrefix("row "), let row = Int64(part.dropFirst(4)) {
        rows.insert(row)
      } else if let range = TaskNumbers.range(part) {
        ranges.append(range)
      } else {
        return nil
      }
    }
    tasks = TaskNumbers(ranges)
  }
}
