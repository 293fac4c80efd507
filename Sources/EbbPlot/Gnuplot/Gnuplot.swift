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
  /// - Returns: the picture's bytes.
  package static func draw(_ figure: Figure, _ style: PictureStyle) async throws(GnuplotError) -> [UInt8] {
    let script: GnuplotScript
    do throws(FigureError) {
      script = try GnuplotScript(figure, style, names: nil)
    } catch {
      throw .unsuitable(error)
    }
    return try await draw([script])[0].get()
  }

  /// Draws pictures one after another in one process, which takes a fifth of a second to start. Cancelling the task ends
  /// gnuplot.
  ///
  /// No file is made: gnuplot reads its scripts, with the data in them, from its standard input, and writes to its
  /// standard output. Where it stops in the midst of a picture, another goes on behind that.
  /// - Parameter scripts: without names of files. What they make is held at once.
  /// - Returns: the bytes of each, or the reason why there are none.
  package static func draw(
    _ scripts: [GnuplotScript]
  ) async throws(GnuplotError) -> [Result<[UInt8], GnuplotError>] {
    guard let program = Executable.path(of: "gnuplot") else { throw .absent }
    var pictures: [Result<[UInt8], GnuplotError>] = []
    while pictures.count < scripts.count {
      let rest = Array(scripts[pictures.count...])
      let (made, reason) = try await run(program, rest)
      pictures += zip(made, rest).map { bytes, script in
        .success(
          script.format == .png
            ? PNGResolution.stated(in: bytes, dotsPerInch: PictureStyle.dotsPerInch) : bytes)
      }
      if made.count < rest.count { pictures.append(.failure(.failed(reason ?? "it said nothing"))) }
    }
    return pictures
  }

  /// What stands behind each picture on standard output.
  private static let mark = "%% ebb: end of a picture %%\n"

  /// - Returns: the pictures that are whole, and why there are not more.
  private static func run(
    _ program: String, _ scripts: [GnuplotScript]
  ) async throws(GnuplotError) -> (pictures: [[UInt8]], reason: String?) {
    let outcome: ProgramRun.Outcome
    do throws(ChildError) {
      outcome = try await ProgramRun().outcome(
        // Not with the settings of its user, who would get another picture. By name, standard input is read in
        // blocks; as "-" it is read byte by byte, twenty times as long.
        of: program, ["--default-settings", "/dev/stdin"],
        environment: Executable.environment.filter { !secrets.contains($0.key) }, limit: largestPicture,
        silence: .seconds(longestSilence)
      ) {
        var waiting = scripts.makeIterator()
        var pieces: AnyIterator<String>?
        return AnyIterator {
          while true {
            if let piece = pieces?.next() { return Array(piece.utf8) }
            let isFirst = pieces == nil
            guard let script = waiting.next() else {
              guard pieces != nil else { return nil }
              pieces = nil
              return Array(Self.ending.utf8)
            }
            pieces = script.standingAlone()
            if !isFirst { return Array(Self.ending.utf8) }
          }
        }
      }
    } catch {
      switch error {
      case .cancelled: throw .cancelled
      case .notStarted(let reason): throw .failed("it cannot be started: \(reason)")
      case .ended, .silent, .tooMuch: throw .failed("it ended")
      }
    }
    var pictures = parts(of: outcome.output)
    let said = lastLine(outcome.errors)
    switch outcome.stopped {
    case .silent?:
      return (pictures, "it did not go on for \(longestSilence) s" + (said.map { "; \($0)" } ?? ""))
    case _?: return (pictures, "its picture has no end" + (said.map { "; \($0)" } ?? ""))
    case nil: break
    }
    // A picture of nothing is none.
    if let empty = pictures.firstIndex(where: \.isEmpty) { pictures.removeSubrange(empty...) }
    switch outcome.end {
    case .exit(status: 0): return (pictures, said)
    case .signal(let number) where said == nil: return (pictures, "it crashed (signal \(number))")
    default: return (pictures, said)
    }
  }

  /// Closes a picture, says so, and forgets all that was set for it.
  private static let ending = """
    set output
    set print '-'
    print "\(mark.dropLast())"
    set print
    reset session

    """

  /// The bytes before each mark.
  private static func parts(of output: [UInt8]) -> [[UInt8]] {
    let mark = Array(Self.mark.utf8)
    var parts: [[UInt8]] = []
    var start = 0
    var place = 0
    while place + mark.count <= output.count {
      if output[place] == mark[0], output[place..<place + mark.count].elementsEqual(mark) {
        parts.append(Array(output[start..<place]))
        place += mark.count
        start = place
      } else {
        place += 1
      }
    }
    return parts
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
  /// There is no room for the figure.
  case unsuitable(FigureError)
  case cancelled
}
