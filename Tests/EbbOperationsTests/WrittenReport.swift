import EbbModel
import EbbPipeline
import EbbReport
import EbbTestSupport
import EbbText
import Foundation

@testable import EbbOperations

/// A report of a simulation, and the HTML of its pages' figures.
struct WrittenReport {
  let contents: ReportContents
  let html: String
  /// The figures alone.
  var pages: String { WrittenPair.sections(of: html)[0] }

  init(_ simulation: Simulation, of catalog: Catalog, _ request: PageRequest = PageRequest()) async throws {
    let folder = try TemporaryFolder()
    var file = try ReportFile(at: folder.path("r.html"), liveLimit: 1 << 20)
    contents = try await Report(request, of: catalog).run(simulation, into: &file)
    html = try WrittenPair.html([contents.pages], &file, folder)
  }
}

/// Reports of two simulations and of how they differ, and the HTML of their pages' figures.
struct WrittenPair {
  let contents: ReportPair.Contents
  /// Of each side that is not left out.
  let pages: [String]

  init(
    _ a: Simulation, _ b: Simulation, of catalog: Catalog, _ request: CompareRequest = CompareRequest()
  ) async throws {
    let folder = try TemporaryFolder()
    var file = try ReportFile(at: folder.path("r.html"), liveLimit: 1 << 20)
    contents = try await ReportPair(request, of: catalog).run(a, b, into: &file)
    let texts = contents.sides.compactMap { (try? $0.get())?.pages }
    pages = Self.sections(of: try Self.html(texts, &file, folder))
  }

  /// Writes the texts as sections of a file.
  static func html(_ texts: [SpooledText], _ file: inout ReportFile, _ folder: TemporaryFolder) throws
    -> String
  {
    try file.add(
      ReportArticle(
        ReportEntry(name: "a", title: "b"), texts.map { ReportSection("Pages", [.written($0)]) }))
    try file.write(
      to: folder.path("r.html"), title: nil, ReportOrigin(creator: "1", time: "now", facts: []),
      overwrites: false)
    return try folder.text("r.html")
  }

  /// Without empty groups: gnuplot begins each picture with one whose pen is that of the picture before.
  static func sections(of html: String) -> [String] {
    html.replacing(/<g [^>]*><\/g>/, with: "").components(separatedBy: "<h3>Pages</h3>").dropFirst().map {
      $0.components(separatedBy: "</section>")[0]
    }
  }
}
