internal import EbbProcess

/// The program that draws.
package enum Gnuplot {
  /// The most bytes of a picture: more than any has, and less than memory.
  private static let largestPicture = 1 << 30
  /// The seconds that gnuplot may say nothing. A million rectangles take ten.
  private static let longestSilence = 300
  /// Variables that name stores, with their passwords, which are nothing to it.
  private static let secrets: Set = [
    "EBB_DB", "FLASK_SQLALCHEMY_DATABASE_URI", "PGPASSWORD", "PGPASSFILE",
  ]

  /// Whether it is on the PATH.
  package static var isPresent: Bool { Executable.path(of: "gnuplot") != nil }

  /// Draws a picture. Cancelling the task ends gnuplot.
  ///
  /// No file is made: gnuplot reads its script, with the data in it, from its standard input, and writes to its
  /// standard output.
  /// - Returns: the picture's bytes.
  package static func draw(_ figure: Figure, _ style: PictureStyle) async throws(GnuplotError) -> [UInt8] {
    guard let program = Executable.path(of: "gnuplot") else { throw .absent }
    let script = GnuplotScript(figure, style, names: nil)
    let outcome: ProgramRun.Outcome
    do throws(ChildError) {
      outcome = try await ProgramRun().outcome(
        // Not with the settings of its user, who would get another picture. By name, standard input is read in
        // blocks; as "-" it is read byte by byte, twenty times as long.
        of: program, ["--default-settings", "/dev/stdin"],
        environment: Executable.environment.filter { !secrets.contains($0.key) }, limit: largestPicture,
        silence: .seconds(longestSilence)
      ) {
        let pieces = script.standingAlone()
        return AnyIterator { pieces.next().map { Array($0.utf8) } }
      }
    } catch {
      switch error {
      case .cancelled: throw .cancelled
      case .notStarted(let reason): throw .failed("it cannot be started: \(reason)")
      case .ended, .silent, .tooMuch: throw .failed("it ended")
      }
    }
    let said = lastLine(outcome.errors)
    switch outcome.stopped {
    case .silent?: throw .failed("it did not go on for \(longestSilence) s" + (said.map { "; \($0)" } ?? ""))
    case _?: throw .failed("its picture has no end" + (said.map { "; \($0)" } ?? ""))
    case nil: break
    }
    switch outcome.end {
    case .exit(status: 0) where !outcome.output.isEmpty: return outcome.output
    case .signal(let number) where said == nil: throw .failed("it crashed (signal \(number))")
    default: throw .failed(said ?? "it said nothing")
    }
  }

  private static func lastLine(_ text: String) -> String? {
    let lines = text.split(separator: "\n").map { line in
      line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
    }
    return lines.last { !$0.isEmpty }.map { String($0) }
  }
}

/// The reason why there is no picture.
package enum GnuplotError: Error, Equatable {
  case absent
  /// It failed; the text is what it said.
  case failed(String)
  case cancelled
}
