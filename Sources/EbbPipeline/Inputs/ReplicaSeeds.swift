package import EbbModel

/// The random numbers that the tasks of a job draw, as far as its rows and input tell: by the seed of the input, and each
/// task by its number, which the platform hands to the simulator. Jobs of one input and seed draw the same in tasks of the
/// same number.
package struct ReplicaSeeds: Sendable {
  package let job: String
  /// A hash of simulator, seed and input, in 64 bits: the text of many jobs' inputs is not to be held.
  fileprivate let numbers: Int
  fileprivate let tasks: TaskNumbers

  /// - Returns: `nil` where no seed is stated.
  package init?(_ simulation: Simulation, tasks: [SimulationTask], input: SimulationInput) {
    guard let seed = input.seed else { return nil }
    job = simulation.jobID
    var hasher = Hasher()
    hasher.combine(simulation.simulator)
    hasher.combine(seed)
    hasher.combine(ComparedInput(input))
    numbers = hasher.finalize()
    self.tasks = TaskNumbers(
      numbers: tasks.lazy.filter { $0.state != .failed && $0.simulatedPrimaries != 0 }.map(\.number))
  }
}

/// Jobs whose tasks drew the same random numbers.
package struct SharedSeeds: Sendable, Equatable {
  package var first: String
  package var second: String
  package var tasks: TaskNumbers

  /// Each job with the first before it that it shares numbers with. Linear in the jobs, but for those of one input and
  /// seed whose tasks differ.
  package static func find(in jobs: [ReplicaSeeds]) -> [SharedSeeds] {
    var found: [SharedSeeds] = []
    var known: [Int: [ReplicaSeeds]] = [:]
    for job in jobs {
      for other in known[job.numbers] ?? [] where other.job != job.job {
        let tasks = other.tasks.intersection(job.tasks)
        guard !tasks.isEmpty else { continue }
        found.append(SharedSeeds(first: other.job, second: job.job, tasks: tasks))
        break
      }
      known[job.numbers, default: []].append(job)
    }
    return found
  }

  /// "2023-a1 and 2023-b2 have the same input and seed, and both have tasks 1-4: these drew the same random numbers".
  package var text: String {
    let isOne = tasks.count == 1
    return
      "\(first) and \(second) have the same input and seed, and both have \(isOne ? "task" : "tasks") \(tasks.text): "
      + "\(isOne ? "it" : "these") drew the same random numbers, so that together they tell no more than the larger one"
  }
}
