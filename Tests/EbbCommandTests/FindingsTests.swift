import EbbTestSupport
import Foundation
import Testing

/// What an audit finds, on its way through files and answers.
@Suite("Findings in files") struct FindingsTests {
  /// Two tasks, of which the second has a negative dose beside a sound fluence.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (task, dose) in [(1, "2.25"), (2, "-1.5")] {
      let pages = [("DOSE", "MeV/g", dose), ("FLUENCE", "/cm^2", "0.5\(task)")].enumerated().map {
        number, page in
        """
        {"metadata": {"page_number": "\(number)", "page_normalized": "2"}, "dimensions": 0, "data": {"name": \
        "\(page.0)", "unit": "\(page.1)/prim", "values": [\(page.2)]}}
        """
      }
      let text =
        "{\"metadata\": {\"number_of_primaries\": \"1000\", \"file_format\": \"bdo2019\"}, "
        + "\"pages\": [\(pages.joined(separator: ", "))]}"
      try Data(text.utf8).write(to: URL(filePath: folder.path("d_000\(task).json")))
    }
    return folder
  }

  @Test("HDF5 keeps them with the page, and a merge passes them on, or with --strict is an error")
  func merged() throws {
    let folder = try Self.folder()
    let part = folder.path("part.h5")
    let export = try Ebb.run(
      "export", folder.path("d_0001.json"), folder.path("d_0002.json"), "--partial", "-o", part)
    #expect(export.status == 0 && export.errors.contains("1 value of DOSE below 0"), "\(export.errors)")
    let merge = try Ebb.run("merge", part, "-f", "json")
    #expect(merge.status == 0 && merge.errors.contains("1 value of DOSE below 0"), "\(merge.errors)")
    #expect(merge.output.components(separatedBy: "\"findings\"").count == 2)
    #expect(merge.output.contains("\"check\": \"negative\""))
    #expect(try Ebb.run("merge", part, "-f", "json", "--strict").status == 65)
    let rest = try Ebb.run("merge", part, "-f", "json", "--strict", "--keep-going")
    #expect(
      rest.status == 1 && !rest.output.contains("\"name\": \"DOSE\"") && rest.output.contains("FLUENCE"))
  }

  @Test("an overview marks the page that it can tell of")
  func shown() throws {
    let folder = try Self.folder()
    let outcome = try Ebb.run("show", folder.path("d_0002.json"))
    #expect(
      outcome.output.contains("! estimator 'd_0002', page 0: warning negative: 1 value of DOSE below 0"))
    #expect(outcome.output.components(separatedBy: "! ").count == 2)
  }

  @Test("--strict is exit status 65, and 1 with --keep-going")
  func strict() throws {
    let folder = try Self.folder()
    let files = [folder.path("d_0001.json"), folder.path("d_0002.json")]
    let outcome = try Program.run(Ebb.path, ["export", "--strict"] + files)
    #expect(
      outcome.status == 65 && outcome.errors.contains("Without --strict it is a warning"), "\(outcome.errors)"
    )
    let rest = try Program.run(Ebb.path, ["export", "--strict", "--keep-going"] + files)
    #expect(
      rest.status == 1 && rest.output.contains("FLUENCE") && !rest.output.contains("\"name\": \"DOSE\""))
    let sound = try Program.run(Ebb.path, ["export", "--strict", "-p", "FLUENCE"] + files)
    #expect(sound.status == 0 && !sound.output.contains("findings"))
  }
}
