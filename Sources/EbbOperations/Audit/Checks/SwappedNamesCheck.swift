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

  func remarks(on job: AuditedJob) -> [Remark] {
    let names = Set(job.stored.estimators.map(\.name))
    let swapped = job.stored.estimators.compactMap { row -> String? in
      let files = [row.metadata["file_corename"], row.row.fileName].compactMap { $0 }.map(Self.stem)
      guard let file = files.first(where: { names.contains($0) }), file != row.name else { return nil }
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

  /// A file's name without the underscores at its end.
  private static func stem(_ file: String) -> String {
    var stem = file[...]
    while stem.last == "_" { stem.removeLast() }
    return String(stem)
  }
}
