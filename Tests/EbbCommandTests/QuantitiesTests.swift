import EbbTestSupport
import Foundation
import Testing

/// `ebb quantities`, and what the catalogue does in the other commands.
@Suite("Quantities")
struct QuantitiesTests {
  @Test("names choose, by patterns and by words of what quantities are called")
  func names() throws {
    let outcome = try Ebb.run("quantities", "--simulator", "shieldhit", "dose", "track*", "--json")
    #expect(outcome.status == 0)
    let found = try Ebb.decode([Named].self, outcome.output).map(\.quantity)
    #expect(found.contains("DOSE") && !found.isEmpty && !found.contains("FLUENCE"))
    let all = try Ebb.decode([Named].self, Ebb.run("quantities", "--json").output)
    #expect(found.count < all.count)
    let wrong = try Ebb.run("quantities", "DOES")
    #expect(wrong.status == 66 && wrong.errors.contains("'DOSE'"), "\(wrong)")
  }

  private struct Named: Decodable { var quantity: String }

  @Test("the catalogue of each simulator", arguments: ["shieldhit", "fluka", "topas", "geant4"])
  func catalogue(simulator: String) throws {
    let outcome = try Ebb.run("quantities", "--simulator", simulator, "--csv")
    #expect(outcome.status == 0)
    try expectSnapshot(outcome.output, named: "ebb-quantities-" + simulator)
  }

  /// A page of four bins over z, in a file of the converter's.
  private func file(
    _ folder: TemporaryFolder, quantity: String, unit: String, normalized: String? = nil
  ) throws -> String {
    let rule = normalized.map { ", \"page_normalized\": \"\($0)\"" } ?? ""
    let text = """
      {"metadata": {"file_format": "bdo2019", "number_of_primaries": "10"}, "pages": [{"metadata": {"dettyp": \
      "\(quantity)", "page_number": "0"\(rule)}, "dimensions": 1, "data": {"name": "\(quantity)", "unit": "\(unit)", \
      "values": [4, 2, 1, 1]}, "axis_dim1": {"name": "Position (Z)", "unit": "cm", "values": [0.5, 1.5, 2.5, 3.5]}}]}
      """
    let path = folder.path("\(quantity).json")
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  @Test("an unknown quantity is put together as the user says, and not without")
  func assumed() throws {
    let folder = try TemporaryFolder()
    let path = try file(folder, quantity: "NOVEL", unit: "MeV")
    let refused = try Ebb.run("export", path, "--sum", "z")
    #expect(refused.status == 64 && refused.errors.contains("--as amount"))
    for (meaning, value) in [("amount", "8.0"), ("density", "2.0"), ("ratio", "2.0")] {
      let done = try Ebb.run("export", path, "--sum", "z", "--as", meaning, "-f", "csv")
      #expect(done.status == 0 && done.output.hasSuffix(value + ",\n"), "\(meaning): \(done.output)")
    }
  }

  @Test("what the user says holds of means over tasks, without any bins being put together")
  func assumedOverTasks() throws {
    let folder = try TemporaryFolder()
    func write(_ task: Int, primaries: Int, _ values: String, quantity: String = "NOVEL") throws {
      let text = """
        {"metadata": {"file_format": "bdo2019", "number_of_primaries": "\(primaries)"}, "pages": [{"metadata": {"dettyp": \
        "\(quantity)", "page_number": "0"}, "dimensions": 1, "data": {"name": "\(quantity)", "unit": "MeV", "values": \
        \(values)}, "axis_dim1": {"name": "Position (Z)", "unit": "cm", "values": [0.5, 1.5]}}]}
        """
      let path = folder.path("\(quantity)_000\(task).json")
      try Data(text.utf8).write(to: URL(filePath: path))
    }
    try write(1, primaries: 10, "[4, 0]")
    try write(2, primaries: 30, "[8, 6]")
    func values(as meaning: String? = nil) throws -> (rows: [String], errors: String) {
      let plain = try Ebb.run("export", folder.url.path, "-f", "csv")
      let outcome =
        try meaning.map { try Ebb.run("export", folder.url.path, "-f", "csv", "--as", $0) } ?? plain
      #expect(outcome.status == 0, "\(outcome.errors)")
      let rows = outcome.output.split(separator: "\n").dropFirst()
      return (
        rows.compactMap { $0.split(separator: ",").dropFirst(3).first.map(String.init) }, outcome.errors
      )
    }
    // A mean by primaries, or of a ratio by those whose bin was hit.
    #expect(try values().rows == ["7.0", "4.5"])
    #expect(try values(as: "ratio").rows == ["7.0", "6.0"])
    #expect(try !values(as: "amount").errors.contains("--as"))
    try FileManager.default.removeItem(atPath: folder.path("NOVEL_0001.json"))
    try FileManager.default.removeItem(atPath: folder.path("NOVEL_0002.json"))
    try write(1, primaries: 10, "[4, 0]", quantity: "DLET")
    let known = try values(as: "amount")
    #expect(
      known.rows == ["4.0", "0.0"] && known.errors.contains("--as amount: what these pages hold is known"))
  }

  @Test("the web interface's files, which are per primary, take no --primaries")
  func primariesUntold() throws {
    let folder = try TemporaryFolder()
    let path = try file(folder, quantity: "DOSE", unit: "MeV/g/prim", normalized: "2")
    let refused = try Ebb.run(
      "export", path, "-f", "yaptide", "--primaries", "1e9", "-o", folder.path("a.json"))
    #expect(
      refused.status == 64 && refused.errors.contains("--primaries") && refused.errors.contains("yaptide"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("a.json")))
  }

  @Test("a spectrum of which nothing tells whether bins hold shares is refused until it is said")
  func spectrumAssumed() throws {
    let folder = try TemporaryFolder()
    let text = """
      {"metadata": {"file_format": "csv", "number_of_primaries": "10"}, "pages": [{"metadata": {"page_number": "0"}, \
      "dimensions": 1, "data": {"name": "MyExtension", "unit": "", "values": [4, 1, 1]}, "axis_dim1": {"name": \
      "Energy", "unit": "MeV", "values": [1, 3, 5]}}]}
      """
    let path = folder.path("a.json")
    try Data(text.utf8).write(to: URL(filePath: path))
    let refused = try Ebb.run("analyze", "spectrum", path)
    #expect(
      refused.status == 64 && refused.errors.contains("--as amount or --as density"), "\(refused.errors)")
    for (meaning, integral) in [("amount", 6.0), ("density", 12)] {
      let done = try Ebb.run("analyze", "spectrum", path, "--as", meaning, "--json")
      let pages = try JSONSerialization.jsonObject(with: Data(done.output.utf8))
      #expect("\(pages)".contains("integral"), "\(done.errors)")
      #expect(done.status == 0 && done.output.contains("\(Int(integral))"), "\(done.output)")
    }
  }

  @Test("units are given as they are asked for, and refused where they measure something else")
  func units() throws {
    let folder = try TemporaryFolder()
    let path = try file(folder, quantity: "DLET", unit: "MeV/cm", normalized: "3")
    let converted = try Ebb.run("export", path, "--unit", "LET=keV/um", "-f", "csv", "--at", "z=0.5")
    let lines = converted.output.split(separator: "\n")
    #expect(converted.status == 0 && lines.first == "dlet [keV/um],dlet_error [keV/um]")
    #expect(abs((lines.last.flatMap { Double($0.dropLast()) } ?? 0) - 0.4) < 1e-15)
    #expect(try Ebb.run("export", path, "--unit", "DLET=Gy").status == 64)
  }
}
