internal import EbbExport
internal import EbbFiles
package import EbbModel
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
    /// The options that only some formats have.
    package var formatOptions = FormatOptions()
    /// The terminal that standard output is; `nil` where it is none.
    package var screen: Screen?
    /// Whether text tells in how many contributions each bin is not 0.
    package var tellsHits = false
    /// Whether each simulation gets a file of its own in a folder.
    package var isBatch = false
    /// The shard of all simulations that a batch takes.
    package var shard: Shard?
    /// Whether partial results are written, which one format can hold.
    package var isPartial = false
    /// Whether values are scaled to a number of primaries.
    package var scalesToPrimaries = false

    package init() {}
  }

  let exporter: any Exporter
  let target: ExportTarget
  let choice: Choice

  /// The names of the formats.
  package static var formats: [String] { exporters.map(\.name) }

  /// The formats for help: a line each, with the suffixes that choose it.
  package static var formatLines: [String] {
    func column(_ texts: [String]) -> [String] {
      let width = texts.map(\.count).max() ?? 0
      return texts.map { $0 + String(repeating: " ", count: width + 2 - $0.count) }
    }
    let names = column(formats)
    let suffixes = column(exporters.map { $0.suffixes.map { "." + $0 }.joined(separator: " ") })
    return exporters.indices.map { names[$0] + suffixes[$0] + exporters[$0].purpose }
  }

  /// The formats as a table: names, suffixes, what is written, and what reads it.
  package static var formatTable: Listing {
    var listing = Listing([
      .init("format", heading: "FORMAT"), .init("suffixes", heading: "SUFFIXES"),
      .init("holds", heading: "HOLDS"),
      .init("readers", heading: "READERS"),
    ])
    for exporter in exporters {
      let parts = exporter.purpose.split(separator: "; ", maxSplits: 1).map(String.init)
      listing.add([
        .init(exporter.name), .init(exporter.suffixes.map { "." + $0 }.joined(separator: " ")),
        .init(parts[0]),
        .init(parts.count > 1 ? parts[1] : nil),
      ])
    }
    return listing
  }

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
    exporter = try Self.exporter(choice, for: target, path: path)
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

  /// Refuses a place where nothing can be written, before anything is read.
  package func checkPlace() throws(Failure) {
    try Failure.checkPlace(target, overwrites: choice.overwrites || choice.skipsExisting)
  }

  private static func exporter(
    _ choice: Choice, for target: ExportTarget, path: String
  ) throws(Failure) -> any Exporter {
    let exporter = try choice.format.map(named) ?? chosen(bySuffixOf: path) ?? standard
    if case .file = target, OutputPlace(path) != .stream {
      try checkSuffix(of: path, exporter, isNamed: choice.format != nil)
    }
    for name in choice.formatOptions.names where !exporter.optionNames.contains(name) {
      let others = exporters.filter { $0.optionNames.contains(name) }
      let names = others.map { $0.name.uppercased() }.joined(separator: " and ")
      throw Failure(
        .usage, "--\(name) is for \(names), and \(exporter.name.uppercased()) is written.",
        advice: others.first.map {
          "Ask for \(names) with -f \($0.name), or with -o FILE\($0.ending)."
        })
    }
    do throws(FormatOptionError) {
      // A format that is named by a suffix is what a file with that suffix would be: "tsv" has tabs.
      return try exporter.with(
        choice.formatOptions, writing: choice.format.map { "\(path).\($0)" } ?? path)
    } catch {
      throw Failure(.usage, error.reason, advice: error.advice)
    }
  }

  /// The exporter of that name, or of that suffix: "h5" for "hdf5".
  private static func named(_ format: String) throws(Failure) -> any Exporter {
    let word = format.lowercased()
    if let named = exporters.first(where: { $0.name == word }) { return named }
    if let named = exporters.first(where: { $0.suffixes.contains(word) }) { return named }
    throw Failure(
      .usage, "no format \(Failure.quoted(format)).",
      advice: Failure.nearest(to: word, in: formats) + "There are: \(formats.joined(separator: ", ")).")
  }

  /// The exporter of the longest suffix that a path ends in: "a.vl.json" is no plain JSON.
  private static func chosen(bySuffixOf path: String) -> (any Exporter)? {
    let name = path.split(separator: "/").last?.lowercased() ?? ""
    let suffixes = exporters.flatMap { exporter in exporter.suffixes.map { (exporter, suffix: $0) } }
    return suffixes.filter { name.hasSuffix("." + $0.suffix) }.max { $0.suffix.count < $1.suffix.count }?.0
  }

  /// The format where nothing tells one.
  private static var standard: any Exporter { exporters.first { $0.name == "json" } ?? exporters[0] }

  /// Refuses a file whose suffix is of no format, or of another than the one that is named.
  private static func checkSuffix(
    of path: String, _ exporter: any Exporter, isNamed: Bool
  ) throws(Failure) {
    guard let suffix = path.split(separator: "/").last?.split(separator: ".").dropFirst().last?.lowercased()
    else { return }
    guard let meant = chosen(bySuffixOf: path) else {
      guard !isNamed else { return }
      let suffixes = exporters.flatMap(\.suffixes).map { "." + $0 }
      throw Failure(
        .usage, "'.\(suffix)' is the suffix of no format.",
        advice: "There are: \(suffixes.joined(separator: ", ")). Or name a format with -f.")
    }
    // A specification of Vega's, and what the web interface saves, are JSON too.
    guard meant.name == exporter.name || exporter.ending.hasSuffix("." + suffix) else {
      throw Failure(
        .usage,
        "-f \(exporter.name) and the suffix of \(Failure.quoted(path)), which is \(meant.name.uppercased())'s, "
          + "contradict each other.",
        advice: "Leave -f out, or name the file \(exporter.ending).")
    }
  }

  /// - Parameter threads: how many may compress at a time.
  func options(threads: Int) -> ExportOptions {
    var options = ExportOptions(
      overwrites: choice.overwrites || completesFolders, threads: threads, deflate: .isal)
    options.completes = completesFolders && !choice.overwrites
    options.tellsHits = choice.tellsHits
    if exporter.suffixes.contains(where: { $0.hasSuffix("json") }) { options.screen = choice.screen }
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

  /// The place of a merge, which may hold several simulations: no folder whose name states one.
  func target(ofMerge name: String) -> ExportTarget {
    guard case .folder(let path) = target, exporter.folder?.key != nil else {
      return target(named: name, isOnlyOne: true)
    }
    return .file(path: (path.hasSuffix("/") ? path : path + "/") + name + exporter.ending)
  }

  /// The place of the simulation called `name` within the folder.
  func target(named name: String, isOnlyOne: Bool) -> ExportTarget {
    guard case .folder(let path) = target else { return target }
    let folder = path.hasSuffix("/") ? path : path + "/"
    if let form = exporter.folder {
      return .folder(path: isOnlyOne && form.key == nil ? folder : folder + form.name(of: name))
    }
    return .file(path: folder + name + exporter.ending)
  }
}
