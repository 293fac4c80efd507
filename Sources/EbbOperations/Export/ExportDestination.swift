internal import EbbExport
internal import EbbFiles
internal import EbbPipeline
package import EbbText

/// The place that an export goes to and its format, resolved from what was asked for.
package struct ExportDestination: Sendable {
  /// The options of the output, as the user gave them.
  package struct Choice: Sendable {
    /// A file, a folder (ends in `/` or exists), or `-` for standard output.
    package var output = "-"
    /// The name of a format; `nil` to take it from the file's suffix, else JSON.
    package var format: String?
    package var overwrites = false
    package var skipsExisting = false
    package var comments = false
    /// The text between the cells of CSV tables: a character, or "tab"; `nil` for a comma, in .tsv a tab.
    package var delimiter: String?
    /// Whether pages with the same axes share a CSV table.
    package var isWide = false
    /// The compression of HDF5 arrays, 0 to 9: not at all, then smaller and slower.
    package var compression = Self.defaultCompression
    /// Whether each simulation gets a file of its own in a folder.
    package var isBatch = false
    /// Whether partial results are written, which one format can hold.
    package var isPartial = false
    /// Whether values are scaled to a number of primaries.
    package var scalesToPrimaries = false

    /// ISA-L's fastest level. Of shuffled doubles its slower ones make files of the same size, zlib's, from 4 on,
    /// a few percent smaller ones in several times the time.
    package static let defaultCompression = 1

    package init() {}
  }

  let exporter: any Exporter
  let target: ExportTarget
  let choice: Choice
  private let delimiter: Unicode.Scalar
  /// Notices on how the choice was understood.
  let notices: [Notice]

  /// The names of the formats, for help.
  package static var formats: [String] { exporters.map(\.name) }

  /// - Throws: a usage error for a format that there is not, or that cannot go where it should.
  package init(_ choice: Choice) throws(Failure) {
    self.choice = choice
    let path = choice.output
    guard !path.isEmpty else {
      throw Failure(
        .usage, "the output has no name.",
        advice: "Give -o a file, a folder/, or - for standard output.")
    }
    if path == "-" {
      target = .standardOutput
    } else if path.hasSuffix("/") || OutputPlace(path) == .folder || choice.isBatch {
      target = .folder(path: path)
    } else {
      target = .file(path: path)
    }
    exporter = try Self.exporter(choice.format, path: path)
    delimiter = try Self.delimiter(choice, path: path)
    if choice.delimiter != nil || choice.isWide, exporter.name != "csv" {
      throw Failure(
        .usage,
        "\(choice.isWide ? "--wide" : "--delimiter") is for CSV, and \(exporter.name.uppercased()) is written.",
        advice: "Ask for CSV with -f csv, or with -o FILE.csv.")
    }
    if choice.isPartial, !exporter.writesPartials {
      throw Failure(
        .usage, "partial results go to HDF5, and \(exporter.name.uppercased()) was asked for.",
        advice: "Name a file with -o FILE.h5.")
    }
    if choice.scalesToPrimaries, !exporter.tellsPrimaries {
      throw Failure(
        .usage,
        "--primaries cannot be told in the format \(exporter.name), which holds results per primary: they would be scaled "
          + "again by whoever reads them.",
        advice: "Leave --primaries out, or choose another format.")
    }
    notices = Self.notices(choice, target: target, format: exporter.name)
    if target == .standardOutput {
      guard exporter.writesStandardOutput, !choice.isBatch else {
        throw Failure(
          .usage,
          choice.isBatch
            ? "--all writes a file for each simulation, and standard output is none."
            : "an \(exporter.name.uppercased()) file cannot go to standard output.",
          advice: choice.isBatch
            ? "Name a folder with -o FOLDER/." : "Name a file with -o FILE\(exporter.ending).")
      }
    }
  }

  private static func exporter(
    _ format: String?, path: String
  ) throws(Failure) -> any Exporter {
    if let format {
      if let named = exporters.first(where: { $0.name == format.lowercased() }) { return named }
      throw Failure(
        .usage, "no format \(Failure.quoted(format)).",
        advice: "There are: \(formats.joined(separator: ", ")).")
    }
    let named = suffix(of: path).flatMap { suffix in
      exporters.first { $0.suffixes.contains(suffix.lowercased()) }
    }
    return named ?? exporters.first { $0.name == "json" } ?? exporters[0]
  }

  /// No character that numbers hold, or that quotes and ends cells.
  private static func delimiter(_ choice: Choice, path: String) throws(Failure) -> Unicode.Scalar {
    guard let text = choice.delimiter else { return suffix(of: path)?.lowercased() == "tsv" ? "\t" : "," }
    if text == "tab" { return "\t" }
    let scalars = text.unicodeScalars
    guard scalars.count == 1, let scalar = scalars.first, scalar == "\t" || " "..."~" ~= scalar,
      !scalar.properties.isAlphabetic, !"0123456789.+-\"#".unicodeScalars.contains(scalar)
    else {
      throw Failure(
        .usage, "\(Failure.quoted(text)) cannot stand between the cells of a table.",
        advice: "Give --delimiter a character such as ';', or tab; no letter or digit, and none of .+-\"#")
    }
    return scalar
  }

  private static func suffix(of path: String) -> Substring? {
    path.split(separator: "/").last?.split(separator: ".").dropFirst().last
  }

  /// A suffix that names no format is likely a slip.
  private static func notices(_ choice: Choice, target: ExportTarget, format: String) -> [Notice] {
    guard case .file(let path) = target, choice.format == nil, OutputPlace(path) != .stream,
      let suffix = suffix(of: path),
      !exporters.contains(where: { $0.suffixes.contains(suffix.lowercased()) })
    else { return [] }
    return [
      Notice(.warning, "'.\(suffix)' is no format's suffix: \(path) is written as \(format) (see --format).")
    ]
  }

  /// - Parameter threads: how many may compress at a time.
  func options(threads: Int) -> ExportOptions {
    var options = ExportOptions(
      overwrites: choice.overwrites || completesFolders, comments: choice.comments,
      compression: .deflate(level: choice.compression, threads: threads))
    options.completes = completesFolders && !choice.overwrites
    options.delimiter = delimiter
    options.isWide = choice.isWide
    return options
  }

  /// Whether what a job's folder has of an export that was killed is done again.
  private var completesFolders: Bool {
    choice.skipsExisting && choice.isBatch && exporter.folder != nil
  }

  /// Whether `target` has been written before and is to stay.
  func passesOver(_ target: ExportTarget) -> Bool {
    choice.skipsExisting && exporter.isComplete(target)
  }

  /// The place of the simulation called `name` within the folder.
  func target(named name: String, isOnlyOne: Bool) -> ExportTarget {
    guard case .folder(let path) = target else { return target }
    let folder = path.hasSuffix("/") ? path : path + "/"
    if exporter.folder != nil {
      return .folder(path: isOnlyOne ? folder : folder + name)
    }
    return .file(path: folder + name + exporter.ending)
  }
}
