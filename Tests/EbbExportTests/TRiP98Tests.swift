import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

/// Files of TRiP98 against what slow code makes of the same page, in the form that pymchelper writes.
@Suite("TRiP98") struct TRiP98Tests {
  private static let beam = ResultEstimator.named(
    "mesh",
    metadata: [
      .init(name: "projectile_a", value: "1"), .init(name: "projectile_z", value: "1"),
      .init(name: "Tmax_MeV/amu", value: "150.0"),
    ])
  private static let radii = Axis(
    name: "r", label: "Radius (R)", unit: "cm", centres: [0.5, 1.5, 2.5], edges: [0, 1, 2, 3], kind: .radius)
  private static let depths = Axis.position("z", (0...40).map { Double($0) / 2 })

  /// A dose that falls off to all sides of a depth.
  private static func dose(_ radius: Double, _ depth: Double) -> Double {
    exp(-pow((depth - 12) / 3, 2)) * exp(-radius) * 0.1
  }

  private static func write(
    _ page: ResultPage, _ exporter: any Exporter, to name: String, in folder: TemporaryFolder,
    estimator: ResultEstimator = Self.beam
  ) async throws {
    try await SmallExport([page], estimator: estimator).write(exporter, to: .file(path: folder.path(name)))
  }

  // MARK: Kernels

  @Test("a kernel is the mean over the disc, its tail left out", arguments: [true, false])
  func kernel(radiiFirst: Bool) async throws {
    let (radii, depths) = (Self.radii.centres, Self.depths.centres)
    let values =
      radiiFirst
      ? radii.flatMap { r in depths.map { Self.dose(r, $0) } }
      : depths.flatMap { z in radii.map { Self.dose($0, z) } }
    let page = ResultPage.mean(
      values, axes: radiiFirst ? [Self.radii, Self.depths] : [Self.depths, Self.radii])
    let folder = try TemporaryFolder()
    try await Self.write(page, DDDExporter(), to: "a.ddd", in: folder)
    let lines = try folder.text("a.ddd").split(separator: "\n").map(String.init)
    let start = try #require(lines.firstIndex(of: "!ddd"))
    for key in [
      "filetype", "fileversion", "filedate", "projectile", "material", "composition", "density", "energy",
    ] {
      #expect(lines[..<start].contains { $0.hasPrefix("!\(key) ") })
    }
    #expect(lines.contains("!projectile    1H") && lines.contains("!energy 150.0"))
    // As pymchelper's: energies of rings of width dr at r, over the mass of the disc; the first bins as long as what
    // is beyond holds 0.3 % or more.
    let means = depths.map { z in
      radii.reduce(0) { $0 + Self.dose($1, z) * 2 * .pi * $1 } / (.pi * 9)
    }
    let total = means.reduce(0, +)
    var kept = 0
    for bin in means.indices where means[(bin + 1)...].reduce(0, +) / total >= 0.003 { kept = bin }
    let rows = lines[(start + 1)...].map { $0.split(separator: " ").compactMap { Double($0) } }
    #expect(rows.count == kept && kept > 20 && kept < 40)
    for (row, (depth, mean)) in zip(rows, zip(depths, means)) {
      #expect(row.count == 2 && row[0] == depth && abs(row[1] / mean - 1) < 1e-12)
    }
  }

  @Test("a dose over z alone is a kernel as it is; options state the beam where nothing else does")
  func profile() async throws {
    let values = Self.depths.centres.map { Self.dose(0, $0) }
    let page = ResultPage.mean(values, axes: [Self.depths])
    let folder = try TemporaryFolder()
    let exporter = try DDDExporter().with(["projectile": "12C", "energy": "270"])
    try await Self.write(page, exporter, to: "a.ddd", in: folder, estimator: .named("mesh"))
    let text = try folder.text("a.ddd")
    #expect(text.contains("!projectile    12C\n") && text.contains("!energy 270.0\n"))
    #expect(text.contains("\n12.25 \(values[24])\n"))
    for options: KeyValuePairs<String, String> in [
      ["projectile": "C12"], ["projectile": "1"], ["energy": "-1"],
    ] {
      #expect(throws: FormatOptionError.self) { try DDDExporter().with(options) }
    }
  }

  @Test("what is no kernel is refused, and what to do is said")
  func noKernel() async throws {
    let (z, x) = (Self.depths, Axis.position("x", [0, 1, 2]))
    let flat = [Double](repeating: 1, count: 40)
    let cases: [(ResultPage, ResultEstimator, String)] = [
      (.mean(flat + flat, axes: [x, z]), Self.beam, "--sum"), (.mean([1]), Self.beam, "no axis"),
      (.mean(flat, axes: [z], unit: "Gy"), Self.beam, "--primaries"),
      (.mean(flat, axes: [z], unit: "keV/um"), Self.beam, "no dose in MeV/g"),
      (.mean(flat.map { $0 * 0 }, axes: [z]), Self.beam, "no dose"),
      (.mean([.nan] + flat.dropFirst(), axes: [z]), Self.beam, "not finite"),
      (.mean(flat, axes: [z]), .named("mesh"), "--projectile"),
      (.particles([2212, 0, 0, 0, 0, 0, 1, 1]), Self.beam, "particles"),
    ]
    let folder = try TemporaryFolder()
    for (page, estimator, part) in cases {
      let error = await #expect(throws: ExportError.self) {
        try await Self.write(page, DDDExporter(), to: "a.ddd", in: folder, estimator: estimator)
      }
      #expect("\(String(describing: error))".contains(part), "\(String(describing: error))")
    }
    #expect(try folder.names == [])
  }

  // MARK: Cubes

  private static let (x, y, low) = (
    Axis.position("x", [-2, -1, 0, 1, 2]), Axis.position("y", [-1, 0, 1, 2]), Axis.position("z", [0, 0.5, 1])
  )

  /// The page's values, z slowest, x fastest, whatever its order.
  private static func ordered(_ page: ResultPage) -> [Double] {
    let names = page.axes.map(\.name)
    var numbers: [Double] = []
    for z in 0..<2 {
      for y in 0..<3 {
        for x in 0..<4 {
          let places = ["x": x, "y": y, "z": z]
          numbers.append(
            page.values[zip(names, page.axes).reduce(0) { $0 * $1.1.centres.count + places[$1.0]! }])
        }
      }
    }
    return numbers
  }

  private static func page(_ axes: [Axis], unit: String) -> ResultPage {
    .mean((0..<24).map { 0.01 * Double(($0 * 7) % 24) }, axes: axes, unit: unit)
  }

  @Test(
    "a dose is in parts of its largest, or of the target", arguments: [nil, "0.2"],
    [[Self.x, Self.y, Self.low], [Self.low, Self.x, Self.y]])
  func cube(target: String?, axes: [Axis]) async throws {
    let page = Self.page(axes, unit: "Gy")
    let folder = try TemporaryFolder()
    let exporter = try CubeExporter().with(target.map { ["target-dose": $0] } ?? [:])
    try await Self.write(page, exporter, to: "plan.dos", in: folder)
    #expect(try folder.names == ["plan.dos", "plan.hed"])
    let bytes = try folder.bytes("plan.dos")
    let found = stride(from: 0, to: bytes.count, by: 2).map { Int16(bytes[$0]) | Int16(bytes[$0 + 1]) << 8 }
    let unit = target == nil ? 1200 / 0.23 : 1000 / 0.2
    #expect(found == Self.ordered(page).map { Int16(($0 * unit).rounded()) })
    let header = try folder.text("plan.hed").split(separator: "\n").map(String.init)
    let keys = header.map { $0.split(separator: " ")[0] }
    // The keys of PyTRiP's headers, in their order.
    #expect(
      keys == [
        "version", "modality", "created_by", "creation_info", "primary_view", "data_type", "num_bytes",
        "byte_order", "patient_name", "slice_dimension", "pixel_size", "slice_distance", "slice_number",
        "xoffset",
        "dimx", "yoffset", "dimy", "zoffset", "dimz", "z_table",
      ])
    for line in [
      "data_type integer", "num_bytes 2", "byte_order vms", "patient_name plan", "slice_dimension 4",
      "pixel_size 10.0000000", "slice_distance 5.0000000", "slice_number 2", "xoffset -2", "dimx 4",
      "yoffset -1",
      "dimy 3", "zoffset 0", "dimz 2", "z_table no",
    ] { #expect(header.contains(line), "\(line)") }
  }

  @Test("LET is in keV/um, 4 bytes each; slices that do not begin at 0 tell their places")
  func linearEnergyTransfer() async throws {
    let z = Axis.position("z", [-0.5, 0, 0.5])
    let page = Self.page([Self.x, Self.y, z], unit: "MeV/cm")
    let folder = try TemporaryFolder()
    try await Self.write(page, CubeExporter(), to: "a.dosemlet.dos", in: folder)
    let bytes = try folder.bytes("a.dosemlet.dos")
    let found = stride(from: 0, to: bytes.count, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) })
    }
    #expect(zip(found, Self.ordered(page)).allSatisfy { abs($0 - Float($1 * 0.1)) <= 1e-6 * abs($0) })
    let header = try folder.text("a.dosemlet.hed")
    #expect(header.contains("data_type float\nnum_bytes 4\n") && header.contains("z_table yes\n"))
    #expect(header.contains("patient_name a.dosemlet\n"))
    #expect(header.hasSuffix("  1  -2.5000  5.0000  0.0000\n  2  2.5000  5.0000  0.0000\n"))
  }

  @Test("what is no cube is refused, and nothing is left")
  func noCube() async throws {
    let fine = Axis.position("y", [0, 0.5, 1, 1.5])
    let uneven = Axis.position("z", [0, 1, 3])
    let cases: [(ResultPage, [String: String], String)] = [
      (.mean([Double](repeating: 1, count: 12), axes: [Self.x, Self.y], unit: "Gy"), [:], "2 axes"),
      (Self.page([Self.x, fine, Self.low], unit: "Gy"), [:], "squares"),
      (Self.page([Self.x, Self.y, uneven], unit: "Gy"), [:], "differ in width"),
      (Self.page([Self.x, Self.y, Self.low], unit: "cm^-2"), [:], "neither a dose nor a LET"),
      (Self.page([Self.x, Self.y, Self.low], unit: "MeV/g/prim"), ["target-dose": "1"], "--primaries"),
      (Self.page([Self.x, Self.y, Self.low], unit: "Gy"), ["target-dose": "0.001"], "32 times"),
    ]
    let folder = try TemporaryFolder()
    for (page, options, part) in cases {
      var given = FormatOptions()
      for (name, text) in options { given[name] = text }
      let exporter = try CubeExporter().with(given, writing: "out.dos")
      let error = await #expect(throws: ExportError.self) {
        try await Self.write(page, exporter, to: "a.dos", in: folder)
      }
      #expect("\(String(describing: error))".contains(part), "\(String(describing: error))")
    }
    #expect(try folder.names == [])
    try Data().write(to: folder.url.appending(path: "a.hed"))
    await #expect(throws: (any Error).self) {
      try await Self.write(
        Self.page([Self.x, Self.y, Self.low], unit: "Gy"), CubeExporter(), to: "a.dos", in: folder)
    }
    #expect(try folder.names == ["a.hed"])
  }
}
