import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

@Suite("NDJSONExporter")
struct NDJSONExporterTests {
  @Test("a bin is this line")
  func onePage() async throws {
    let page = ResultPage.mean(
      [1, .nan, 3, 4], axes: [.centres("y", [10, 20]), .position("z", [0, 0.5, 2])],
      errors: [0.5, .infinity, 0, 0], filter: "Protons")
    #expect(
      try await SmallExport([page]).text(NDJSONExporter()) == #"""
        {"schema":1,"simulation":"job-1","estimator":"mesh","page":0,"quantity":"DOSE","filter":"Protons","unit":"MeV/g","normalization":null,"y":10.0,"z":0.25,"value":1.0,"error":0.5}
        {"schema":1,"simulation":"job-1","estimator":"mesh","page":0,"quantity":"DOSE","filter":"Protons","unit":"MeV/g","normalization":null,"y":10.0,"z":1.25,"value":null,"error":null}
        {"schema":1,"simulation":"job-1","estimator":"mesh","page":0,"quantity":"DOSE","filter":"Protons","unit":"MeV/g","normalization":null,"y":20.0,"z":0.25,"value":3.0,"error":0.0}
        {"schema":1,"simulation":"job-1","estimator":"mesh","page":0,"quantity":"DOSE","filter":"Protons","unit":"MeV/g","normalization":null,"y":20.0,"z":1.25,"value":4.0,"error":0.0}

        """#)
  }

  @Test("pages follow one another, with null for axes, errors and tasks where there are none")
  func severalPages() async throws {
    let simulations = [ResultSimulation.named("job-1", [.named("mesh", task: 3), .named("zone")])]
    let pages = [
      ExportedPage(simulation: 0, estimator: 0, page: .mean([0.25])),
      ExportedPage(
        simulation: 0, estimator: 1,
        page: .mean([1, 2], axes: [.zones], number: 4, quantity: "say \"n\"", unit: "")),
    ]
    #expect(
      try await SmallExport(simulations, pages, axisNames: [[], ["zone"]]).text(NDJSONExporter()) == #"""
        {"schema":1,"simulation":"job-1","estimator":"mesh","task":3,"page":0,"quantity":"DOSE","filter":null,"unit":"MeV/g","normalization":null,"zone":null,"value":0.25,"error":null}
        {"schema":1,"simulation":"job-1","estimator":"zone","task":null,"page":4,"quantity":"say \"n\"","filter":null,"unit":"1","normalization":null,"zone":1.0,"value":1.0,"error":null}
        {"schema":1,"simulation":"job-1","estimator":"zone","task":null,"page":4,"quantity":"say \"n\"","filter":null,"unit":"1","normalization":null,"zone":2.0,"value":2.0,"error":null}

        """#)
  }

  @Test("a particle is one record")
  func particles() async throws {
    let export = SmallExport([.particles([22, 1, 2, 3, 0, 0, 1, 5, 11, 1, 2, 3, 1, 0, 0, .nan])])
    #expect(
      try await export.text(NDJSONExporter()) == #"""
        {"schema":1,"simulation":"job-1","estimator":"mesh","page":0,"quantity":"MCPL","filter":null,"unit":null,"normalization":null,"value":null,"error":null,"pdg":22.0,"x":1.0,"y":2.0,"z":3.0,"vx":0.0,"vy":0.0,"vz":1.0,"energy":5.0}
        {"schema":1,"simulation":"job-1","estimator":"mesh","page":0,"quantity":"MCPL","filter":null,"unit":null,"normalization":null,"value":null,"error":null,"pdg":11.0,"x":1.0,"y":2.0,"z":3.0,"vx":1.0,"vy":0.0,"vz":0.0,"energy":null}

        """#)
    #expect(try await SmallExport([.particles([])]).text(NDJSONExporter()) == "")
  }

  @Test("every line is an object of its own, and an axis called like a member is not lost")
  func members() async throws {
    let names = ["value", "error", "page", "unit", "value"]
    let axes = names.map { Axis.centres($0, [1, 2]) }
    let values = (0..<32).map(Double.init)
    let text = try await SmallExport([.mean(values, axes: axes, errors: values)]).text(NDJSONExporter())
    let lines = text.split(separator: "\n")
    #expect(lines.count == 32)
    for (line, value) in zip(lines, values) {
      let record = try #require(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(record.count == 10 + 5)
      #expect(record["value"] as? Double == value)
      #expect(record["value_2"] as? Double == (value < 16 ? 1 : 2))
      #expect(record["value_3"] as? Double == (Int(value) % 2 == 0 ? 1 : 2))
    }
  }

  @Test("records of all pages have the same keys, particles' too")
  func sameKeys() async throws {
    let simulations = [ResultSimulation.named("job-1", [.named("mesh"), .named("beam")])]
    let pages = [
      ExportedPage(simulation: 0, estimator: 0, page: .mean([1, 2], axes: [.zones])),
      ExportedPage(
        simulation: 0, estimator: 0, page: .mean([1], axes: [.centres("z", [1])], errors: [1], number: 1)),
      ExportedPage(simulation: 0, estimator: 1, page: .particles([22, 1, 2, 3, 0, 0, 1, 5])),
    ]
    let export = SmallExport(simulations, pages, axisNames: [["zone"], ["z"]], hasParticles: true)
    let keys = try await export.text(NDJSONExporter()).split(separator: "\n").map { line in
      Set(try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]).keys)
    }
    #expect(keys.count == 4)
    #expect(Set(keys).count == 1)
    #expect(keys[0].isSuperset(of: ["zone", "z", "pdg", "energy", "filter", "error"]))
  }
}
