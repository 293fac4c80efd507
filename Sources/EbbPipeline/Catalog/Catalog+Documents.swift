internal import EbbCodec
package import EbbModel
internal import EbbStore
package import EbbText

extension Catalog {
  /// The input that `simulation` was started with.
  /// - Parameter byteLimit: the most bytes that its text may have.
  package func input(of simulation: Simulation, byteLimit: Int) async throws(Failure) -> SimulationInput {
    let rows = try await answer { store throws(StoreError) in try await store.inputs(of: simulation.id) }
    return try await input(in: rows, of: simulation, byteLimit: byteLimit)
  }

  /// The content of a simulation's input rows.
  package func input(
    in rows: [Input], of simulation: Simulation, byteLimit: Int
  ) async throws(Failure) -> SimulationInput {
    guard let row = rows.first(where: { $0.compressedData?.isEmpty == false || $0.json != nil }) else {
      throw Failure(
        .notFound, "simulation \(Failure.quoted(simulation.jobID)) has no input.",
        advice: adviceOnExport ?? "The platform keeps the input of simulations that were submitted.")
    }
    let place = "the input (row \(row.id.rawValue))"
    let json =
      if let json = row.json { json } else {
        try await text(row.compressedData, place: place, byteLimit: byteLimit)
      }
    let members = try members(json, place: place)
    return SimulationInput(
      inputType: members["input_type"] ?? members["inputType"],
      project: members["input_json"] ?? members["inputJson"],
      files: try files(
        members["input_files"] ?? members["inputFiles"] ?? "null", place: place + ", 'input_files'"),
      json: json, others: try others(json, place: place))
  }

  /// The members of an input beside its type, files and project, as numbers of primaries.
  private func others(_ json: String, place: String) throws(Failure) -> [Metadata.Entry] {
    let known: Set = [
      "input_type", "inputType", "input_json", "inputJson", "input_files", "inputFiles", "estimatorsItems",
      "estimators_items",
    ]
    do {
      return try PageText.savedMembers(TextBuffer(Array(json.utf8))).filter { !known.contains($0.name) }
    } catch {
      throw Failure(.decode(error), place: place)
    }
  }

  /// The advice on texts that are asked for of what `ebb export` wrote; `nil` of other sources.
  private var adviceOnExport: String? {
    combined == nil ? nil : "An export holds results alone: ask it of the store that it was exported from."
  }

  /// The log files of `simulation`.
  /// - Parameter byteLimit: the most bytes that the text of a row of them may have.
  package func logs(of simulation: Simulation, byteLimit: Int) async throws(Failure) -> [NamedText] {
    let rows = try await answer { store throws(StoreError) in try await store.logfiles(of: simulation.id) }
    var logs: [NamedText] = []
    for row in rows {
      let place = "the log files (row \(row.id.rawValue))"
      logs += try files(try await text(row.compressedData, place: place, byteLimit: byteLimit), place: place)
    }
    guard !logs.isEmpty else {
      throw Failure(
        .notFound, "simulation \(Failure.quoted(simulation.jobID)) has no log files.",
        advice: adviceOnExport ?? "The platform keeps those of tasks that failed.")
    }
    return logs
  }

  private func text(_ data: [UInt8]?, place: String, byteLimit: Int) async throws(Failure) -> String {
    do throws(PageDataError) {
      return try await PageDecoder(byteLimit: byteLimit).text(data)
    } catch {
      throw Failure(error, ofDocument: place)
    }
  }

  /// The members of a JSON object: texts as they are, other values in their JSON.
  private func members(_ json: String, place: String) throws(Failure) -> Metadata {
    do {
      return try PageText.decodeMembers(TextBuffer(Array(json.utf8)))
    } catch {
      throw Failure(.decode(error), place: place)
    }
  }

  private func files(_ json: String, place: String) throws(Failure) -> [NamedText] {
    try members(json, place: place).entries.map { NamedText(name: $0.name, text: $0.value) }
  }
}
