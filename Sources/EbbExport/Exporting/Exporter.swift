internal import EbbFiles
package import EbbModel

/// Gives the next page in the outline's order, and after the last what is to be said of them all.
///
/// Pages of one simulation come one after another, as do those of one estimator within it.
package typealias PageSource = () async throws -> NextPage

/// The next thing that a source of pages gives.
package enum NextPage: Sendable {
  case page(ExportedPage)
  case end(PagesEnd)
}

/// The end of a source of pages, after the last one. Only here an exporter gets the value that it has to return, so
/// that none can stop before.
package struct PagesEnd: Sendable {
  /// The warnings that came up while pages were read.
  package var warnings: [String]

  package init(warnings: [String]) { self.warnings = warnings }
}

/// Hands every page of a source to `body`.
func forEachPage(
  from next: PageSource, _ body: (ExportedPage) async throws -> Void
) async throws -> PagesEnd {
  while true {
    switch try await next() {
    case .page(let page): try await body(page)
    case .end(let end): return end
    }
  }
}

/// Writes the pages of an export in one format.
///
/// Exporters pull: an exporter opens its output, asks for pages until there are none, and closes. What
/// it has open is local to that call, so an error on either side leaves nothing half-open.
package protocol Exporter: Sendable {
  /// "hdf5": the value of `--format`.
  var name: String { get }
  /// A line for help: what is written, and for whom.
  var purpose: String { get }
  /// The file suffixes that choose the format, without the dot; the first is written.
  var suffixes: [String] { get }
  /// The options that formats may have and this one has, by their long names: "delimiter".
  var optionNames: [String] { get }
  /// Whether pages can go to standard output as they come.
  var writesStandardOutput: Bool { get }
  /// The form of a folder of its own that holds one export, a file a page; `nil` where it writes files only.
  var folder: ExportFolder? { get }
  /// Whether an export holds one page and no more.
  var takesOnePage: Bool { get }
  /// Whether a page's state is written too, and can be read back by `PartialFile`.
  var writesPartials: Bool { get }
  /// Whether the number of primaries that values were scaled to can be told: else they would be read back as those of one.
  var tellsPrimaries: Bool { get }
  /// Whether hits are always told, and not on request alone.
  var tellsHits: Bool { get }
  /// Whether an export holds one simulation and no more.
  var takesOneSimulation: Bool { get }
  /// Whether the outline is to tell the axes of all pages, which takes reading a contribution of each.
  var needsAxes: Bool { get }
  /// Whether the simulations' inputs are to be read for it.
  var readsInputs: Bool { get }
  /// The end of a file's name in a folder, with the dot.
  var ending: String { get }

  /// The exporter as `options` want it, all of which are of `optionNames`.
  /// - Parameter path: the output, whose suffix may say more than the format.
  /// - Throws: where an option's text says nothing.
  func with(_ options: FormatOptions, writing path: String) throws(FormatOptionError) -> Self

  /// Writes every page that `next` gives.
  /// - Returns: what `next` gives at its end.
  /// - Throws: `ExportError`, `FileError`, and what `next` throws. Then nothing is left at `output`.
  func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd
}

extension Exporter {
  package var takesOnePage: Bool { false }
  package var writesPartials: Bool { false }
  package var tellsPrimaries: Bool { true }
  package var tellsHits: Bool { false }
  package var takesOneSimulation: Bool { false }
  package var needsAxes: Bool { false }
  package var readsInputs: Bool { false }
  package var ending: String { "." + suffixes[0] }
  package var optionNames: [String] { [] }
  package func with(_ options: FormatOptions, writing path: String) -> Self { self }
  package var folder: ExportFolder? { nil }

  /// Whether an export to `target` has been done. Files and new folders appear when they are complete; of a folder that
  /// was there before the format tells.
  package func isComplete(_ target: ExportTarget) -> Bool {
    switch target {
    case .file(let path): OutputPlace(path) == .file
    case .folder(let path): folder?.files(path) != nil
    case .standardOutput: false
    }
  }
}

/// The place that an export goes to.
package enum ExportTarget: Sendable, Equatable {
  case file(path: String)
  case folder(path: String)
  case standardOutput
}

/// The options of every export, whatever its format; those of a format are the exporter's own.
package struct ExportOptions: Sendable {
  /// Whether an existing file may be replaced.
  package var overwrites = false
  /// Whether files are replaced only in a folder that is not whole: one that has become so meanwhile stays.
  package var completes = false
  /// The number of threads that an exporter may use.
  package var threads = 1
  /// A faster way to compress than the libraries of formats have; `nil` for theirs.
  package var deflate: FastDeflate?
  /// The terminal that standard output is, where JSON that is more than a screen is not to be written.
  package var screen: Screen?
  /// Whether text tells in how many contributions each bin is not 0, where the pages do.
  package var tellsHits = false

  package init(overwrites: Bool = false, threads: Int = 1, deflate: FastDeflate? = nil) {
    self.overwrites = overwrites
    self.threads = threads
    self.deflate = deflate
  }
}
