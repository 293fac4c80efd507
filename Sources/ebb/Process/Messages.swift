internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// The messages of a command on standard error.
struct Messages {
  /// Warnings beyond these are counted, and shown with `-v`.
  private static let maxWarnings = 10

  let isQuiet: Bool
  let isVerbose: Bool
  /// Whether words that matter have colours.
  var layout = TableLayout()

  /// A line about what was done.
  func say(_ text: String) {
    if !isQuiet { write("ebb: \(text)") }
  }

  func show(_ notices: [Notice]) {
    for notice in notices where notice.level == .leftOut { write("ebb: \(notice.text)") }
    guard !isQuiet else { return }
    if isVerbose {
      for notice in notices where notice.level == .detail { write("ebb: \(notice.text)") }
    }
    let warnings = notices.filter { $0.level == .warning }
    let shown = isVerbose ? warnings.count : Self.maxWarnings
    for warning in warnings.prefix(shown) {
      write("ebb: \(layout.show("warning:", as: .yellow)) \(warning.text)")
    }
    if warnings.count > shown {
      write("ebb: \(warnings.count - shown) more warnings; -v shows them.")
    }
  }

  /// Shows what is to be said at a command's end, then what was written.
  /// - Throws: where something was left out on request, for the exit status.
  func finish(_ notices: [Notice], wrote: ExportSummary? = nil, writesFiles: Bool = false) throws(Failure) {
    show(notices)
    if let wrote { report(wrote, writesFiles: writesFiles) }
    if notices.contains(where: { $0.level == .leftOut }) {
      throw Failure(.incomplete, "something was left out; see above.")
    }
  }

  /// Says what was archived or imported, and what was left out.
  /// - Throws: where something was, for the exit status.
  func finish(_ summary: ArchiveSummary) throws(Failure) {
    show(summary.notices.filter { $0.level != .leftOut })
    for sentence in summary.sentences { say(sentence) }
    try finish(summary.notices.filter { $0.level == .leftOut })
  }

  /// Says what was written.
  private func report(_ summary: ExportSummary, writesFiles: Bool) {
    for remark in summary.remarks { say(remark) }
    let pages = summary.pages == 1 ? "1 page" : "\(summary.pages) pages"
    switch summary.outputs.count {
    case 0 where writesFiles: say("nothing to write.")
    case 0: break
    case 1: say("wrote \(summary.outputs[0]), \(pages).")
    default: say("wrote \(summary.outputs.count) files, \(pages).")
    }
  }

  /// Shows what went wrong in one line, and what to do in a second.
  func show(_ failure: Failure) {
    guard failure.kind != .closedPipe else { return }
    write("\(layout.show("ebb:", as: .red)) \(failure.message)")
    if let advice = failure.advice { write("     \(advice)") }
    for choice in failure.choices {
      let line = "       \(choice)"
      write(ErrorLines.ofTerminal.width.map { line.cut(to: $0) } ?? line)
    }
  }

  /// Runs a command's work: a signal cancels it, and a failure is told and becomes the exit status.
  func reporting(_ work: @escaping @Sendable () async throws(Failure) -> Void) async throws {
    let outcome = await Interruption.guarding { () async -> Failure? in
      do throws(Failure) {
        try await work()
        return nil
      } catch {
        return error
      }
    }
    guard let failure = outcome else { return }
    show(failure)
    throw ExitCode(failure.kind.rawValue)
  }

  private func write(_ line: String) {
    StandardStreams.tell(ErrorLines.ofTerminal.text(line, indent: 5))
  }
}
