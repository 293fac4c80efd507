/// The tasks of a job that an export takes: by number, or a share of all of them.
package enum TaskChoice: Sendable, Equatable {
  case numbers(TaskNumbers)
  /// The K-th of N runs of tasks, as equal as can be: of 10 tasks 2/3 is tasks 5 to 7.
  case share(Shard)

  /// Reads "1-50,53" or "2/3"; `nil` for anything else.
  package init?(text: String) {
    if let shard = Shard(text: text) {
      self = .share(shard)
    } else if let numbers = TaskNumbers(text: text), let first = numbers.ranges.first, first.lowerBound >= 0 {
      self = .numbers(numbers)
    } else {
      return nil
    }
  }

  package var text: String {
    switch self {
    case .numbers(let numbers): numbers.text
    case .share(let shard): shard.text
    }
  }

  /// Those of `all` that are taken.
  package func chosen(of all: TaskNumbers) -> TaskNumbers {
    switch self {
    case .numbers(let numbers): return all.intersection(numbers)
    case .share(let shard):
      let count = all.count
      // Each run begins where the one before ends, whatever the counts are.
      let places = [shard.number - 1, shard.number].map { place in
        shard.count.dividingFullWidth(count.multipliedFullWidth(by: place)).quotient
      }
      return all.subset(places[0]..<places[1])
    }
  }
}
