import EbbTestSupport
import Foundation
import Testing

@Suite("ebb compare") struct CompareTests {
  private struct Row: Decodable {
    var estimator: String
    var pageNumber: Int
    var relativeDifference: Double?
    var ratio: Double?
    var ratioError: Double?
    var chiSquare: Double?
    var degreesOfFreedom: Int?
    var probability: Double?
    var gammaPassing: Double?
    var gammaLargest: Double?
    var rangeShift: Double?
    var rangeShiftError: Double?
    var gammaMean: Double?
    var gammaPassingError: Double?
    var gammaNoisePassing: Double?
    var resampling: String?
    var beyond: String?
    var problem: String?
  }

  private static let sample = Reference.root.appending(path: "samples/pencil-beam.sqlite").path

  private func compare(_ arguments: String) throws -> Program.Outcome {
    try Program.run(
      Ebb.path, ["compare"] + arguments.split(separator: " ").map(String.init) + ["--db", Self.sample])
  }

  private func rows(_ arguments: String, status: Int32 = 0) throws -> [Row] {
    let outcome = try compare(arguments + " --json")
    #expect(outcome.status == status, "\(outcome.errors)")
    return try Ebb.decode([Row].self, outcome.output)
  }

  @Test("a result and itself differ in nothing, whatever is tolerated")
  func itself() throws {
    let rows = try rows("20260112 20260112 --gamma 3%/2mm --tolerance 0 --max-chi2 0 --min-pass 100")
    #expect(rows.count == 18)
    for row in rows where row.problem == nil {
      #expect(row.relativeDifference ?? 0 == 0)
      #expect(row.chiSquare ?? 0 == 0)
      #expect(row.gammaPassing ?? 1 == 1)
      #expect(row.gammaLargest ?? 0 == 0)
      #expect(row.rangeShift ?? 0 == 0)
      #expect(row.beyond == nil)
    }
  }

  @Test("differences and ratios are those of the two exports", .enabled(if: Python.isPresent))
  func exports() throws {
    let folder = try TemporaryFolder()
    for job in ["20260112", "20260114"] {
      let made = try Program.run(
        Ebb.path,
        [
          "export", job, "-e", "yz_profile", "-p", "0", "-o", folder.path(job + ".json"), "-q", "--db",
          Self.sample,
        ])
      try #require(made.status == 0, "\(made.errors)")
    }
    let program = """
      import json, sys, numpy as np
      a, b = (np.array([p for e in json.load(open(f))["simulations"][0]["estimators"] for p in e["pages"]][0]["values"])
              for f in sys.argv[1:])
      print(json.dumps([np.abs(b - a).max() / a.max(), b.sum() / a.sum()]))
      """
    let outcome = try Program.run(
      Python.path, ["-c", program, folder.path("20260112.json"), folder.path("20260114.json")])
    let known = try JSONDecoder().decode([Double].self, from: Data(outcome.output.utf8))
    let found = try rows("20260112 20260114 -e yz_profile -p 0")
    #expect(found.count == 1)
    #expect(abs(try #require(found[0].relativeDifference) - known[0]) < 1e-12)
    #expect(abs(try #require(found[0].ratio) - known[1]) < 1e-12)
    // One of the two has one contribution, and so no errors.
    #expect(found[0].chiSquare == nil)
  }

  @Test(
    "a result and its export differ in nothing, on either side; bins and selections are those of the export")
  func exportedResult() throws {
    let folder = try TemporaryFolder()
    for suffix in ["json", "h5"] {
      let made = try Program.run(
        Ebb.path, ["export", "20260112", "-o", folder.path("kept." + suffix), "-q", "--db", Self.sample])
      try #require(made.status == 0, "\(made.errors)")
    }
    let (json, hdf5) = (folder.path("kept.json"), folder.path("kept.h5"))
    for sides in ["20260112 \(json)", "\(json) 20260112", "20260112 \(hdf5)", "\(hdf5) \(json)"] {
      let rows = try rows(sides + " --tolerance 0 --max-chi2 0 --gamma 1%/1mm --min-pass 100")
      #expect(rows.count == 18)
      #expect(rows.allSatisfy { ($0.chiSquare ?? 0) == 0 && ($0.relativeDifference ?? 0) == 0 })
      #expect(rows.contains { ($0.degreesOfFreedom ?? 0) > 1000 })
    }
    for file in [json, hdf5] {
      #expect(try rows("\(file) 20260112 -e z_profile -p DOSE").count == 1)
      #expect(try compare("\(file) 20260112 -e nothing").status == 66)
    }
    let deviations = try Program.run(
      Ebb.path,
      [
        "export", "20260112", "--error", "stddev", "-o", folder.path("deviations.h5"), "-q", "--db",
        Self.sample,
      ])
    #expect(deviations.status == 0)
    let refused = try compare("20260112 \(folder.path("deviations.h5"))")
    #expect(refused.status == 64)
    #expect(refused.errors.contains("standard deviations"))
    let reduced = try compare("\(folder.path("kept.json")) 20260112 --sum y")
    #expect(reduced.status == 64)
    #expect(reduced.errors.contains("--sum"))
    try Data("{\"ebb\": \"0.1.0\", \"simulations\": [".utf8)
      .write(to: URL(filePath: folder.path("cut.json")))
    let cut = try compare("\(folder.path("cut.json")) 20260112")
    #expect(cut.status == 65)
    #expect(cut.errors.contains("cut.json"))
  }

  @Test(
    "the ratio of sums has the error that the tasks' sums give, both sides together",
    .enabled(if: Python.isPresent))
  func ratioError() throws {
    let folder = try TemporaryFolder()
    let made = try Program.run(
      Ebb.path,
      [
        "export", "20260112", "-e", "z_profile", "-p", "0", "--per-task", "-o", folder.path("tasks.json"),
        "-q",
        "--db", Self.sample,
      ])
    try #require(made.status == 0, "\(made.errors)")
    let program = """
      import json, sys, numpy as np
      pages = [p for e in json.load(open(sys.argv[1]))["simulations"][0]["estimators"] for p in e["pages"]]
      w = np.array([p["primaries"] for p in pages], float); t = np.array([sum(p["values"]) for p in pages])
      m = w @ t / w.sum()
      print(np.sqrt(2 * np.mean(w * (t - m) ** 2 / (w.sum() - w))) / m)
      """
    let outcome = try Program.run(Python.path, ["-c", program, folder.path("tasks.json")])
    let known = try #require(Double(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)))
    let row = try #require(try rows("20260112 20260112 -e z_profile -p 0").first)
    #expect(row.ratio == 1)
    #expect(abs(try #require(row.ratioError) - known) < 1e-9 * known)
    #expect(try #require(row.rangeShiftError) > 0)
  }

  @Test("it is said which side has no errors, without which nothing tells whether the sides differ")
  func noErrors() throws {
    let bare = try compare("20260112 20260114 -e z_profile -p DOSE")
    #expect(bare.status == 0 && bare.errors.contains("B has no errors:"), "\(bare.errors)")
    let neither = try compare("20260114 20260115 -e z_profile -p DOSE")
    #expect(neither.errors.contains("A and B have no errors:"), "\(neither.errors)")
    let same = try compare("20260112 20260112 -e z_profile -p DOSE")
    #expect(!same.errors.contains("no errors"), "\(same.errors)")
  }

  @Test("a limit that no page can be held against is no agreement; one that some cannot is a warning")
  func unheldLimits() throws {
    let none = try compare("20260112 20260114 -e z_profile --max-chi2 1000")
    #expect(none.status == 1)
    #expect(none.errors.contains("--max-chi2 says nothing of z_profile 0"))
    let some = try compare("20260112 20260112 -e *z_profile -e entrance --gamma 3%/3mm --min-pass 1")
    #expect(some.status == 0)
    #expect(some.errors.contains("--min-pass says nothing of entrance 0"))
  }

  @Test("what is finite on one side only is beyond any limit")
  func nonFinite() throws {
    let folder = try TemporaryFolder()
    let made = try Program.run(
      Ebb.path,
      [
        "export", "20260112", "-e", "z_profile", "-p", "0", "-o", folder.path("a.json"), "-q", "--db",
        Self.sample,
      ])
    try #require(made.status == 0, "\(made.errors)")
    let text = try String(contentsOfFile: folder.path("a.json"), encoding: .utf8)
    let start = try #require(text.range(of: ", \"values\": [", options: .backwards))
    let comma = try #require(text[start.upperBound...].firstIndex(of: ","))
    try (text[..<start.upperBound] + "null" + text[comma...])
      .write(toFile: folder.path("b.json"), atomically: true, encoding: .utf8)
    let sides = "\(folder.path("a.json")) \(folder.path("b.json"))"
    #expect(try rows(sides).first?.problem == "1 bin not finite")
    #expect(try rows(sides + " --tolerance 50", status: 1).first?.beyond == "finite")
  }

  @Test(
    "the gamma index is pymedphys's on a fine lattice, and no more",
    .enabled(if: Python.has("pymedphys")))
  func pymedphys() throws {
    let folder = try TemporaryFolder()
    for job in ["20260114", "20260115"] {
      let made = try Program.run(
        Ebb.path,
        [
          "export", job, "-e", "*z_*", "-p", "0", "-o", folder.path(job + ".json"), "-q", "--db", Self.sample,
        ])
      try #require(made.status == 0, "\(made.errors)")
    }
    let program = """
      import json, sys, warnings, numpy as np
      warnings.simplefilter("ignore")
      import pymedphys
      sides = [json.load(open(name))["simulations"][0]["estimators"] for name in sys.argv[1:]]
      for one, other in zip(*sides):
          a, b = one["pages"][0], other["pages"][0]
          axes = tuple(10 * np.array(axis["values"]) for axis in a["axes"])
          a, b = (np.array(page["values"], float).reshape(page["shape"]) for page in (a, b))
          g = pymedphys.gamma(axes, a, axes, b, 3, 2, lower_percent_dose_cutoff=10, max_gamma=2, interp_algo="scipy",
                              interp_fraction=500 if len(axes) == 1 else 20)
          g = g[~np.isnan(g)]
          print(one["name"], len(g), (g <= 1).mean(), g.mean(), g.max())
      """
    let outcome = try Program.run(
      Python.path, ["-c", program, folder.path("20260114.json"), folder.path("20260115.json")])
    try #require(outcome.status == 0, "\(outcome.errors)")
    let found = try rows("20260114 20260115 -e *z_* -p 0 --gamma 3%/2mm")
    let lines = outcome.output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines.map { String($0[0]) } == found.map(\.estimator))
    for (row, line) in zip(found, lines) {
      let known = line.dropFirst().compactMap { Double($0) }
      #expect(abs(try #require(row.gammaPassing) - known[1]) < 0.001, "\(line), \(row)")
      let isLine = row.estimator == "z_profile"
      #expect(-1e-9...(isLine ? 0.002 : 0.04) ~= known[2] - (try #require(row.gammaMean)), "\(line), \(row)")
      #expect(-1e-9...(isLine ? 0.01 : 0.2) ~= known[3] - (try #require(row.gammaLargest)), "\(line), \(row)")
    }
  }

  @Test("meshes that differ have a gamma index, and nothing else")
  func meshes() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("coarse.json")
    let made = try Program.run(
      Ebb.path,
      [
        "export", "20260112", "-e", "z_profile", "-p", "0", "--rebin", "z=2", "-o", path, "-q", "--db",
        Self.sample,
      ])
    try #require(made.status == 0, "\(made.errors)")
    let pages = "20260112 \(path) -e z_profile -p 0"
    #expect(try rows(pages, status: 1).first?.gammaPassing == nil)
    let row = try #require(try rows(pages + " --gamma 3%/2mm --min-pass 50").first)
    #expect(try #require(row.gammaPassing) > 0.9 && row.relativeDifference == nil, "\(row)")
    #expect(row.problem?.hasSuffix("the gamma index alone") == true)
    #expect(try rows(pages + " --gamma 3%/2mm --tolerance 50", status: 1).first?.gammaPassing != nil)
  }

  @Test(
    "with --resample an export of other bins is compared, without errors, and so is what it is compared with")
  func resampled() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("fine.json")
    let made = try Program.run(
      Ebb.path,
      [
        "export", "20260112", "-e", "z_profile", "-p", "0", "--range", "z=0:16", "-o", path, "-q", "--db",
        Self.sample,
      ])
    try #require(made.status == 0, "\(made.errors)")
    let arguments = "-e z_profile -p 0 --resample"
    let onto = try #require(
      try rows("\(path) 20260112 \(arguments) --tolerance 0.000001").first)
    #expect(onto.ratio == 1 && onto.degreesOfFreedom == nil || onto.chiSquare == 0)
    let coarse = folder.path("coarse.json")
    let rebinned = try Program.run(
      Ebb.path,
      [
        "export", "20260112", "-e", "z_profile", "-p", "0", "--rebin", "z=4", "-o", coarse, "-q", "--db",
        Self.sample,
      ])
    try #require(rebinned.status == 0, "\(rebinned.errors)")
    // The same contributions, put together by the export and by the comparison.
    let same = try #require(try rows("\(coarse) 20260112 \(arguments) --tolerance 0.000001").first)
    #expect(same.chiSquare.map { $0 < 1e-6 } == true && (same.degreesOfFreedom ?? 0) > 40)
    #expect(same.resampling == "--resample z: onto 50 of 50 bins")
    let file = try #require(try rows("20260112 \(coarse) \(arguments)").first)
    #expect(file.chiSquare == nil && file.resampling?.contains("wider") == true, "\(file)")
    #expect(file.resampling?.contains("without errors") == true)
  }

  @Test("pages are paired by name, and what is no pair is refused")
  func pairs() throws {
    let rows = try rows("20260112 20260112 --pair z_profile/DOSE=z_profile/0 --tolerance 0")
    #expect(rows.count == 1 && rows[0].chiSquare == 0)
    #expect(try compare("20260112 20260112 --pair z_profile/0=nothing/0").status == 66)
    #expect(try compare("20260112 20260112 --pair z_profile").status == 64)
    #expect(try compare("20260112 20260112 --pair z_profile=z_profile -e z_profile").status == 64)
  }

  @Test("a pass rate comes with its error and with that of noise alone, where there are contributions")
  func gammaScatter() throws {
    let folder = try TemporaryFolder()
    let row = try #require(try rows("20260112 20260114 -e yz_profile -p 0 --gamma 1%/0.5mm").first)
    #expect(try #require(row.gammaPassingError) > 0 && (try #require(row.gammaNoisePassing)) < 1, "\(row)")
    for job in ["20260112", "20260114"] {
      let made = try Program.run(
        Ebb.path,
        [
          "export", job, "-e", "yz_profile", "-p", "0", "-o", folder.path(job + ".h5"), "-q", "--db",
          Self.sample,
        ])
      try #require(made.status == 0, "\(made.errors)")
    }
    let files = "\(folder.path("20260112.h5")) \(folder.path("20260114.h5")) --gamma 1%/0.5mm"
    let without = try #require(try rows(files).first)
    #expect(without.gammaPassing == row.gammaPassing && without.gammaNoisePassing == nil)
    #expect(try compare(files).errors.contains("how far noise moves"))
  }

  @Test(
    "a map has the gamma index of every bin, where the page has its values",
    .enabled(if: Python.has("h5py")))
  func gammaMap() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("gamma.h5")
    let arguments = "20260112 20260114 -e xyz_dose --gamma 1%/1mm --gamma-map \(path)"
    let row = try #require(try rows(arguments).first)
    let program = """
      import h5py, sys, numpy as np
      page = next(iter(h5py.File(sys.argv[1]).values()))["xyz_dose/p0_gamma"]
      g = page["gamma"][...]
      assert g.shape == (8, 10, 20) and list(page.attrs["axes"]) == ["x", "y", "z"]
      g = g[~np.isnan(g)]
      print((g <= 1).mean(), g.max())
      """
    let read = try Program.run(Python.path, ["-c", program, path])
    let numbers = read.output.split { $0.isWhitespace }.compactMap { Double($0) }
    #expect(numbers == [row.gammaPassing, row.gammaLargest], "\(read.errors)")
    #expect(try compare(arguments).status == 73)
    #expect(
      try compare("20260112 20260114 -e entrance --gamma 1%/1mm --gamma-map \(path) --force").status == 64)
  }

  @Test(
    "what is beyond is named, and the exit status is 1",
    arguments: [
      ("--tolerance 1", "difference"), ("--gamma 0.1%/0.1mm --min-pass 99", "gamma"),
    ])
  func beyond(arguments: String, word: String) throws {
    let found = try rows("20260112 20260114 -e z_profile -p 0 " + arguments, status: 1)
    #expect(found[0].beyond == word)
    let table = try compare("20260112 20260114 -e z_profile -p 0 " + arguments)
    #expect(table.errors.contains("z_profile 0"))
    #expect(table.output.contains("BEYOND"))
  }

  @Test("the range of the distal 80 % is analyze's, one less the other")
  func rangeShift() throws {
    func range(_ job: String) throws -> Double {
      let csv = try Ebb.run(
        "analyze", "bragg", job, "-e", "z_profile", "-p", "0", "--json", "-q", "--db", Self.sample)
      let rows = try JSONSerialization.jsonObject(with: Data(csv.output.utf8)) as? [[String: Any]]
      return try #require((rows?[0]["r80"] as? [String: Any])?["value"] as? Double)
    }
    let shift = try #require(try rows("20260112 20260114 -e z_profile -p 0")[0].rangeShift)
    let known = try range("20260114") - range("20260112")
    #expect(abs(shift - known) < 1e-12)
    // DLET falls to 0 where nothing comes, and is no dose.
    #expect(try rows("20260112 20260114 -e z_profile -p DLET")[0].rangeShift == nil)
  }

  @Test(
    "what cannot be compared is said with both sides, and the exit status is 1")
  func differingPages() throws {
    let outcome = try Program.run(
      Ebb.path, ["compare", "id:6", "id:7", "--db", MadeStore.path, "--json", "-q"])
    let rows = try Ebb.decode([Row].self, outcome.output)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("cannot be compared"))
    #expect(rows.contains { $0.problem == "only in A" })
    #expect(rows.contains { $0.problem == "only in B" })
  }

  @Test(
    "what says nothing is refused",
    arguments: [
      ("20260112", 64, "<B>"), ("20260112 nothing", 66, "nothing"),
      ("20260112 20260114 --gamma 3", 64, "3%/2mm"),
      ("20260112 20260114 --min-pass 95", 64, "--gamma"),
      ("20260112 20260114 --tolerance -1", 64, "tolerance"),
    ])
  func refusals(arguments: String, status: Int32, word: String) throws {
    let outcome = try compare(arguments)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains(word), "\(outcome.errors)")
  }
}
