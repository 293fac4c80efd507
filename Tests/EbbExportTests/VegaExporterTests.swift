import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

@Suite("VegaExporter")
struct VegaExporterTests {
  @Test("a page of one axis is this specification")
  func line() async throws {
    var page = ResultPage.mean(
      [1, .nan], axes: [.position("z", [0, 0.5, 2])], errors: [0.5, .infinity], filter: "Protons")
    page.operations = ["--sum y: sum"]
    #expect(
      try await SmallExport([page]).text(VegaExporter()) == #"""
        {"$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": "mesh / DOSE (Protons)", "subtitle": "Water"},
        "usermeta": {"ebb": "1.2.3", "simulation": "job-1", "estimator": "mesh", "page_number": 0, "unit": "MeV/g", "normalization": "per primary", "aggregation": "mean", "contributions": 2, "primaries": 2000, "operations": ["--sum y: sum"], "error": "standard error of the mean"},
        "width": 640, "height": 400,
        "data": {"values": [
        {"z": 0.25, "value": 1.0, "error": 0.5},
        {"z": 1.25, "value": null, "error": null}
        ]},
        "encoding": {"x": {"field": "z", "type": "quantitative", "title": "z (cm)", "scale": {"zero": false, "nice": false}}},
        "layer": [
        {"mark": {"type": "errorband", "color": "#0072b2", "opacity": 0.3}, "encoding": {"y": {"field": "value", "type": "quantitative", "title": "Dose per primary (MeV g⁻¹)"}, "yError": {"field": "error"}}},
        {"mark": {"type": "line", "color": "#0072b2", "tooltip": true}, "encoding": {"y": {"field": "value", "type": "quantitative", "title": "Dose per primary (MeV g⁻¹)"}}}
        ]}

        """#)
  }

  @Test("normalised values are over the largest, with their errors, and no page without one is drawn so")
  func normalised() async throws {
    let exporter = try VegaExporter().with(["normalise": ""])
    let page = ResultPage.mean([1, 4], axes: [.centres("z", [1, 2])], errors: [0.5, 1])
    let text = try await SmallExport([page]).text(exporter)
    #expect(text.contains("\"value\": 0.25, \"error\": 0.125}"), "\(text)")
    #expect(text.contains("relative to maximum\""), "\(text)")
    await #expect(throws: ExportError.self) {
      try await SmallExport([.mean([0, -1], axes: [.centres("z", [1, 2])])]).text(exporter)
    }
  }

  @Test("a page of two axes is a map from edge to edge, of steps where edges are not known")
  func map() async throws {
    let page = ResultPage.mean([1, 2, 3, 4], axes: [.position("y", [0, 1, 2]), .zones])
    let text = try await SmallExport([page]).text(VegaExporter())
    #expect(text.contains("\n{\"y_low\": 1.0, \"y_high\": 2.0, \"zone\": 1.0, \"value\": 3.0},\n"))
    #expect(text.contains("\"y2\"") == false)
    #expect(text.contains("\"x2\": {\"field\": \"y_high\"}"))
    #expect(text.contains("\"y\": {\"field\": \"zone\", \"type\": \"ordinal\", \"title\": \"zone\"}"))
  }

  @Test("a page of no or of more axes, and phase space, is refused, and leaves nothing")
  func refused() async throws {
    let cube = ["x", "y", "z"].map { Axis.centres($0, [1]) }
    for page in [ResultPage.mean([1]), .mean([1], axes: cube), .particles([])] {
      let folder = try TemporaryFolder()
      await #expect(throws: ExportError.self) {
        try await SmallExport([page]).write(VegaExporter(), to: .file(path: folder.path("out")))
      }
      #expect(try folder.names == [])
    }
  }

  @Test("lengths of one unit have one scale, and large values a power of ten beside their unit")
  func likePictures() async throws {
    let page = ResultPage.mean(
      [1e7, 2e7, 3e7, 4e7], axes: [.position("y", [0, 1, 2]), .position("z", [0, 2, 8])])
    let text = try await SmallExport([page]).text(VegaExporter())
    #expect(text.contains("\"width\": 640, \"height\": 160,"))
    #expect(text.contains("\"title\": \"Dose per primary (10⁷ MeV g⁻¹)\""))
    #expect(text.contains("\"labelExpr\": \"format(datum.value / 1e7, '~g')\""))
    #expect(text.contains("\"scale\": {\"scheme\": \"viridis\"}"))
  }

  /// Pages of every kind that is drawn.
  private static let pages: [ResultPage] = {
    let energy = Axis(
      name: "energy", label: "Kinetic \"energy\"", unit: "MeV", centres: [3, 30], edges: [1, 10, 100],
      scale: .logarithmic)
    let z = Axis.position("z", [0, 1, 2])
    return [
      .mean([1, 2], axes: [z]), .mean([1, .nan], axes: [z], errors: [0.5, .nan]),
      .mean([1, 2], axes: [energy], errors: [1, 2]),
      .mean([1, 2], axes: [.zones], quantity: "a\nb", unit: ""),
      .mean([1, 2, 3, 4], axes: [z, energy], errors: [1, 2, 3, 4]), .mean([1, 2, 3, 4], axes: [.zones, z]),
    ]
  }()

  @Test("is valid by Vega-Lite's own schema", .enabled(if: Python.has("altair")), arguments: pages.indices)
  func schema(index: Int) async throws {
    let folder = try TemporaryFolder()
    let file = folder.path("page.vl.json")
    try await SmallExport([Self.pages[index]]).write(VegaExporter(), to: .file(path: file))
    let validate = """
      import json, pathlib, sys, altair, jsonschema
      schema = next(pathlib.Path(altair.__file__).parent.glob("vegalite/v*/schema/vega-lite-schema.json"))
      validator = jsonschema.Draft7Validator(json.loads(schema.read_text()))
      chart = json.loads(pathlib.Path(sys.argv[1]).read_text())
      validator.validate(chart)
      chart["encoding"]["x"]["type"] = "wrong"
      sys.exit(validator.is_valid(chart))
      """
    let outcome = try Program.run(Python.path, ["-c", validate, file])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
