internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Result files that the converter has merged: an old one averaged all alike, and kept one file's primaries.
struct MergedFilesCheck: Check {
  let name = "merged-files"
  let looksFor = "result files that an old converter merged, averaging all alike"

  func remarks(onPages job: AuditedJob) -> [Remark]? {
    guard !job.stored.simulation.hasJobID else { return [] }
    return job.stored.estimators.compactMap { row in
      let metadata = row.metadata
      let simulator = Simulator(
        fileFormat: metadata["file_format"], name: job.stored.simulation.simulator)
      guard let files = metadata.integer("file_counter"), files > 1, simulator?.countsMergedFiles ?? true
      else { return nil }
      let primaries = metadata.integer("number_of_primaries") ?? 0
      let isOneFiles = primaries % files != 0
      let groups = job.groups.filter { $0.plan.estimatorName == row.name && $0.rule == .sum }
      let total = groups.compactMap { $0.facts.first?.facts }.filter { $0.fraction != nil }.first?.total
      let counts = total.map { "; its counts times \(files) are \(Failure.count($0 * Double(files)))" } ?? ""
      return Remark(
        isOneFiles || total != nil ? .warning : .note, estimator: row.name,
        "\(counted(Int(clamping: files), "file")) are merged in it, under \(counted(Int(clamping: primaries), "primary"))"
          + (isOneFiles ? ", which may be one file's" : "")
          + "\(counts). Before version 2.7 the converter averaged all files alike, counts too.",
        advice: "Convert the files one by one, and export them together.")
    }
  }
}
