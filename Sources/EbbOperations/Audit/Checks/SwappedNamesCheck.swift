internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Rows that carry the name of one estimator and the file of another.
///
/// The platform's newest revision sorts the names of the project and those of the files, which differ in their order
/// where one is the beginning of another.
struct SwappedNamesCheck: Check {
  let name = "swapped-names"
  let looksFor = "rows with the name of one estimator and the file of another"

  func remarks(onRows job: AuditedJob) -> [Remark] {
    let names = Set(job.stored.names)
    let swapped = job.stored.estimators.compactMap { row -> String? in
      guard
        let file = Self.named(row.metadata["file_corename"], row, names)
          ?? Self.named(row.row.fileName, row, names), file != row.name
      else { return nil }
      return "\(Failure.quoted(row.name)) has the file of \(Failure.quoted(file))"
    }
    guard !swapped.isEmpty else { return [] }
    let shown = Failure.list(Array(Set(swapped)).sorted())
    return [
      Remark(
        .error, "the names of estimators were swapped: \(shown).",
        advice: "Trust the file's name, which its metadata and the mesh tell.")
    ]
  }

  /// The estimator, this or another, that a row's file is named after: without the underscores at its end.
  private static func named(_ file: String?, _ row: StoredEstimator, _ names: Set<String>) -> String? {
    guard let file else { return nil }
    // Of nearly all rows, of which there may be many.
    guard file != row.name else { return file }
    let end = file.utf8.lastIndex { $0 != UInt8(ascii: "_") }.map { file.utf8.index(after: $0) }
    let stem = String(file[..<(end ?? file.startIndex)])
    return names.contains(stem) ? stem : nil
  }
}
