internal import EbbCodec
internal import EbbModel
internal import EbbPipeline
internal import EbbStore
internal import EbbText

/// Results of files as the platform would hold them: each text a gzip member, and what files do not say filled in.
struct AsPlatform: ArchiveForm {
  let makesBlobs = true
  private let columns: PageColumns
  private let decoder: PageDecoder
  /// ISA-L's smallest. The same text gives the same bytes.
  private let deflater = Deflater(level: Deflater.levels.upperBound)

  init(byteLimit: Int) {
    columns = PageColumns(byteLimit: byteLimit)
    decoder = PageDecoder(byteLimit: byteLimit)
  }

  func rows(_ rows: StoredSimulation) throws(Failure) -> StoredSimulation {
    var rows = rows
    for place in rows.estimators.indices where rows.estimators[place].compressedMetadata == nil {
      guard let metadata = rows.estimators[place].metadata else { continue }
      var text = TextBlock()
      text.append(json: metadata)
      rows.estimators[place].compressedMetadata = try member(text.bytes)
    }
    for place in rows.inputs.indices {
      guard let json = rows.inputs[place].json else { continue }
      rows.inputs[place].compressedData = try member(Array(json.utf8))
      rows.inputs[place].json = nil
    }
    if rows.tasks.isEmpty {
      // Results of one run, or of several that were merged.
      let primaries = rows.estimators.compactMap { $0.metadata?.integer("number_of_primaries") }.max() ?? 0
      rows.tasks = [
        SimulationTask(
          id: TaskID(1), simulationID: rows.simulation.id, number: 0, requestedPrimaries: max(0, primaries),
          simulatedPrimaries: max(0, primaries), state: .unstated)
      ]
    }
    return rows
  }

  func blob(_ data: PageData) async throws(Failure) -> [UInt8] { try member(try await text(data)) }

  func row(_ page: PageRow, _ data: PageData) async -> PageRow { await columns.complete(page, data) }

  /// The page's text as it stands in the file.
  func text(_ data: PageData) async throws(Failure) -> [UInt8] {
    guard case .partOfGzip(let range) = data.form else { return data.bytes }
    do throws(PageDataError) {
      return try await decoder.text(range, of: data.bytes)
    } catch {
      throw Failure(error, ofDocument: "page \(data.id.rawValue)")
    }
  }

  private func member(_ text: [UInt8]) throws(Failure) -> [UInt8] {
    guard text.count < 1 << 32 else {
      throw Failure(
        .brokenData, "a page has \(Failure.count(text.count)) bytes, and a blob is made of less than 4 GiB.",
        advice: "Leave its file out.")
    }
    return deflater.gzipMember(of: text)
  }
}
