internal import EbbFiles
internal import EbbModel

/// All simulations of a store by their job ids, for looking many up.
struct JobIndex {
  /// Simulations by `job_id`, in the order of its bytes.
  private let simulations: [Simulation]

  init(_ simulations: [Simulation]) {
    self.simulations = simulations.sorted { $0.jobID.utf8.lexicographicallyPrecedes($1.jobID.utf8) }
  }

  /// The simulation whose `job_id` is `reference`, or the only one whose begins with it; `nil` where that is not
  /// clear, or where `reference` is of another form.
  func simulation(_ reference: String) -> Simulation? {
    guard !reference.hasPrefix("id:") else { return nil }
    var low = 0
    var high = simulations.count
    while low < high {
      let middle = (low + high) / 2
      if simulations[middle].jobID.utf8.lexicographicallyPrecedes(reference.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    func begins(_ place: Int) -> Bool {
      place < simulations.count && simulations[place].jobID.utf8.starts(with: reference.utf8)
    }
    guard begins(low) else { return nil }
    if simulations[low].jobID.utf8.elementsEqual(reference.utf8) { return simulations[low] }
    return reference.count >= 4 && !begins(low + 1) ? simulations[low] : nil
  }
}
