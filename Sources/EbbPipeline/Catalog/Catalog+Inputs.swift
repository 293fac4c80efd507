internal import EbbExport
internal import EbbFiles
package import EbbModel
internal import EbbStore
package import EbbText

extension Catalog {
  /// The input of `simulation`, for work that can do without it. A store that has no inputs, or none that may be
  /// read, is treated as one that lacks this input.
  private func readableInput(
    of simulation: Simulation, from reader: inout InputReader
  ) async throws(Failure) -> SimulationInput {
    try Failure.checkCancellation()
    let rows: [Input]
    do throws(StoreError) {
      rows = try await reader.rows(of: simulation.id)
    } catch {
      switch error {
      case .missingTable, .missingColumn, .notPermitted: throw Failure(.notFound, Failure(error).message)
      default: throw Failure(error)
      }
    }
    return try await input(in: rows, of: simulation, byteLimit: reader.byteLimit)
  }

  /// The inputs of `simulations`, for formats that tell of them. One that is not there is left out, as is a broken
  /// one, of which it is said.
  package func resultInputs(
    of simulations: [Simulation], byteLimit: Int
  ) async throws(Failure) -> (inputs: [ResultInput], notices: [Notice]) {
    var reader = InputReader(simulations, from: store, byteLimit: byteLimit)
    return try await resultInputs(of: simulations, from: &reader)
  }

  package func resultInputs(
    of simulations: [Simulation], from reader: inout InputReader
  ) async throws(Failure) -> (inputs: [ResultInput], notices: [Notice]) {
    var inputs: [ResultInput] = []
    var notices: [Notice] = []
    for simulation in simulations {
      do throws(Failure) {
        let input = try await readableInput(of: simulation, from: &reader)
        inputs.append(Self.resultInput(input, of: simulation))
      } catch {
        notices += try Self.omission(error, of: simulation)
      }
    }
    return (inputs, notices)
  }

  /// The same of the rows of one simulation's input.
  package func resultInput(
    in rows: [Input], of simulation: Simulation, byteLimit: Int
  ) async throws(Failure) -> (input: ResultInput?, notices: [Notice]) {
    do throws(Failure) {
      let input = try await input(in: rows, of: simulation, byteLimit: byteLimit)
      return (Self.resultInput(input, of: simulation), [])
    } catch {
      return (nil, try Self.omission(error, of: simulation))
    }
  }

  private static func resultInput(_ input: SimulationInput, of simulation: Simulation) -> ResultInput {
    var sha256 = SHA256()
    sha256.update(Array(input.json.utf8))
    return ResultInput(jobID: simulation.jobID, sha256: sha256.finish(), content: input)
  }

  /// The notices on an input that is left out: none where there is none.
  private static func omission(_ error: Failure, of simulation: Simulation) throws(Failure) -> [Notice] {
    switch error.kind {
    case .notFound: return []
    case .brokenData:
      return [Notice(.warning, "the input of \(simulation.jobID) is left out: \(error.message)")]
    default: throw error
    }
  }

  /// A warning where simulations that are combined were not started with the same input, seeds and primaries aside; and
  /// those of them that drew the same random numbers, of which replicas are to draw others.
  package func compareInputs(
    of stored: [JobRows], byteLimit: Int
  ) async throws(Failure) -> (notices: [Notice], shared: [SharedSeeds]) {
    let simulations = stored.map(\.simulation)
    var reader = InputReader(simulations, from: store, byteLimit: byteLimit)
    var notices: [Notice] = []
    var seeds: [ReplicaSeeds] = []
    var first: (job: String, input: ComparedInput)?
    for (simulation, stored) in zip(simulations, stored) {
      let job = simulation.jobID
      let input: ComparedInput
      do throws(Failure) {
        let content = try await readableInput(of: simulation, from: &reader)
        input = ComparedInput(content)
        if let own = ReplicaSeeds(simulation, tasks: stored.tasks, input: content) { seeds.append(own) }
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
    return (notices, SharedSeeds.find(in: seeds))
  }
}
