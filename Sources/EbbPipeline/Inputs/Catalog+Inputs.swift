internal import EbbModel

extension Catalog {
  /// What is to be said where simulations that are combined were not started with the same input: replicas differ in
  /// seeds and primaries only.
  func inputNotices(of simulations: [Simulation]) async throws(Failure) -> [Notice] {
    var notices: [Notice] = []
    var first: (job: String, input: ComparedInput)?
    for simulation in simulations {
      let job = simulation.jobID
      let input: ComparedInput
      do throws(Failure) {
        input = ComparedInput(try await self.input(of: simulation))
      } catch {
        guard error.kind == .notFound || error.kind == .brokenData else { throw error }
        notices.append(
          Notice(
            error.kind == .notFound ? .detail : .warning,
            "the input of \(job) is not compared with the others': \(error.message)"))
        continue
      }
      guard let (other, reference) = first else {
        first = (job, input)
        continue
      }
      if let difference = reference.difference(from: input) {
        notices.append(
          Notice(
            .warning, "the inputs of \(other) and \(job) differ, seeds and primaries aside: \(difference)."))
      }
    }
    return notices
  }
}
