import EbbModel
import EbbPipeline
import EbbReport
import EbbTestSupport

@testable import EbbOperations

/// A report of a simulation, and the HTML of its pages' figures.
struct WrittenReport {
  let contents: ReportContents
  let html: String

  init(_ simulation: Simulation, of catalog: Catalog, _ request: PageRequest = PageRequest()) async throws {
    let folder = try TemporaryFolder()
    var file = try ReportFile(at: folder.path("r.html"), liveLimit: 1 << 20)
    contents = try await Report(request, of: catalog).run(simulation, into: &file)
    try file.add(
      ReportArticle(ReportEntry(name: "a", title: "b"), [ReportSection("Pages", [.written(contents.pages)])]))
    try file.write(
      to: folder.path("r.html"), title: nil, ReportOrigin(creator: "1", time: "now", facts: []),
      overwrites: false)
    html = try folder.text("r.html")
  }
}
