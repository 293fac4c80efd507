internal import EbbExport
internal import EbbFiles
internal import EbbModel
internal import EbbPipeline
package import EbbText

/// Makes one `index.json` of what the shards of an export have listed.
package struct IndexMerge: Sendable {
  private let folder: String
  private let creator: String

  /// - Parameter creator: the version of Ebb.
  package init(of folder: String, creator: String) {
    self.folder = folder
    self.creator = creator
  }

  /// Costs a look at each output, and a reading of those that were replaced since they were listed.
  /// - Returns: what was written, in a sentence, and what is to be said of it: shards that are missing are left out.
  package func run() async throws(Failure) -> (remark: String, notices: [Notice]) {
    guard OutputPlace(folder) == .folder else {
      throw Failure(
        .notFound, "there is no folder \(Failure.quoted(folder)).",
        advice: "Name the one that was given to -o.")
    }
    let overview: BatchOverview
    do throws(IndexError) {
      overview = try await BatchIndex.merge(folder, creator: creator)
    } catch {
      throw Failure(error)
    }
    guard overview.simulations > 0 || !overview.shards.isEmpty else {
      throw Failure(
        .notFound, "no batch has exported into \(Failure.quoted(folder)).",
        advice: "ebb export --all --shard K/N -o FOLDER/ leaves there what this command merges.")
    }
    let path = (folder.hasSuffix("/") ? folder : folder + "/") + BatchIndex.fileName
    func counted(_ count: Int, _ one: String) -> String {
      count == 1 ? "1 \(one)" : "\(Failure.count(count)) \(one)s"
    }
    let remark =
      "wrote \(path): \(counted(overview.simulations, "simulation")), \(counted(overview.outputs, "output")), "
      + "\(counted(overview.pages, "page")), \(counted(overview.bytes, "byte"))."
    return (remark, Self.notices(overview))
  }

  private static func notices(_ overview: BatchOverview) -> [Notice] {
    var notices = overview.leftOut.map { jobID, reasons in
      Notice(.warning, "\(jobID): \(reasons.joined(separator: " "))")
    }
    if overview.batchesAtWork > 0 {
      notices.append(
        Notice(
          .warning, "another batch may be exporting into this folder; what it does next is not listed yet."))
    }
    guard !overview.isComplete else { return notices }
    for shards in overview.shards {
      let plan = shards.plan.map { " of the plan \($0.prefix(8))…" } ?? ""
      for (numbers, fault) in [(shards.missing, "missing"), (shards.unfinished, "not finished")]
      where !numbers.isEmpty {
        let which = numbers.count == 1 ? "shard \(numbers.text)" : "shards \(numbers.text)"
        notices.append(
          Notice(
            .leftOut,
            "\(which) of \(shards.count)\(plan) \(numbers.count == 1 ? "is" : "are") \(fault). Run "
              + "\(numbers.count == 1 ? "it" : "them") again with --skip-existing, and ebb index after that.")
        )
      }
    }
    return notices
  }
}
