internal import EbbExport
internal import EbbModel

extension Catalog {
  /// The inputs of `simulations`, for formats that tell of them. One that is not there, or may not be read, is
  /// left out, as is a broken one, of which it is said.
  func resultInputs(
    of simulations: [Simulation]
  ) async throws(Failure) -> (inputs: [ResultInput], notices: [Notice]) {
    var inputs: [ResultInput] = []
    var notices: [Notice] = []
    for simulation in simulations {
      let job = simulation.jobID
      do throws(Failure) {
        let input = try await self.input(of: simulation)
        var sha256 = SHA256()
        sha256.update(Array(input.json.utf8))
        inputs.append(ResultInput(jobID: job, sha256: sha256.finish(), content: input))
      } catch {
        switch error.kind {
        case .notFound: break
        case .brokenData, .notPermitted:
          let level: Notice.Level = error.kind == .brokenData ? .warning : .detail
          notices.append(Notice(level, "the input of \(job) is left out: \(error.message)"))
        default: throw error
        }
      }
    }
    return (inputs, notices)
  }

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
