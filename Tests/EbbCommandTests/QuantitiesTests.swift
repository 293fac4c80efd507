import EbbTestSupport
import Foundation
import Testing

/// `ebb quantities`, and what the catalogue does in the other commands.
@Suite("Quantities")
struct QuantitiesTests {
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
      #expect(done.status == 0 && done.output.hasSuffix(value + "\n"), "\(meaning): \(done.output)")
    }
  }

  @Test("units are given as they are asked for, and refused where they measure something else")
  func units() throws {
    let folder = try TemporaryFolder()
    let path = try file(folder, quantity: "DLET", unit: "MeV/cm", normalized: "3")
    let converted = try Ebb.run("export", path, "--unit", "LET=keV/um", "-f", "csv", "--at", "z=0.5")
    let lines = converted.output.split(separator: "\n")
    #expect(converted.status == 0 && lines.first == "dlet [keV/um]")
    #expect(abs((lines.last.flatMap { Double($0) } ?? 0) - 0.4) < 1e-15)
    #expect(try Ebb.run("export", path, "--unit", "DLET=Gy").status == 64)
  }
}
