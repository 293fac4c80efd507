import EbbTestSupport
import Foundation
import Testing

@Suite("ebb analyze") struct AnalyzeTests {
  struct Figure: Decodable {
    var value: Double?
    var error: Double?
    var unit: String
  }

  private static let sample = Reference.root.appending(path: "samples/pencil-beam.sqlite").path

  /// The figures of each page, by name.
  private static func analyze(_ arguments: [String]) throws -> [[String: Figure]] {
    let outcome = try Program.run(Ebb.path, ["analyze"] + arguments + ["--json", "-q"])
    try #require(outcome.status == 0, "\(outcome.errors)")
    let rows = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
    return try #require(rows).map { row in
      try row.compactMapValues { $0 as? [String: Any] }.mapValues { figure in
        try JSONDecoder().decode(Figure.self, from: JSONSerialization.data(withJSONObject: figure))
      }
    }
  }

  /// What numpy and scipy make of the pages that `arguments` export, in the words of `AnalyzeTests.oracle`.
  private static func expected(_ question: String, _ arguments: [String]) throws -> [String: Double?] {
    let exported = try Program.run(Ebb.path, ["export"] + arguments + ["-q"])
    try #require(exported.status == 0, "\(exported.errors)")
    let folder = try TemporaryFolder()
    try exported.output.write(toFile: folder.path("page.json"), atomically: true, encoding: .utf8)
    let outcome = try Program.run(Python.path, ["-c", Self.oracle, question, folder.path("page.json")])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try JSONDecoder().decode([String: Double?].self, from: Data(outcome.output.utf8))
  }

  private static let oracle = #"""
    import json, math, sys
    import numpy as np
    from scipy.interpolate import CubicSpline, PchipInterpolator
    from scipy.optimize import curve_fit
    question, path = sys.argv[1:]
    pages = [p for e in json.load(open(path))["simulations"][0]["estimators"] for p in e["pages"]]
    page = pages[0]
    shape = page["shape"]
    v = np.array(page["values"]).reshape(shape)
    axes = page["axes"]
    x = np.array(axes[0]["values"])
    edges = [np.array(a["edges"]) for a in axes]

    from scipy.special import erf
    class Curve:
        def __init__(self, kind, x, y):
            self.x, self.y, self.kind = x, y, kind
            if kind == "average":
                self.f = CubicSpline(edges[0], np.concatenate([[0], np.cumsum(y * np.diff(edges[0]))])).derivative()
                stops = [r for r in self.f.derivative().roots() if x[0] <= r <= x[-1]]
                self.place = max(stops, key=lambda s: self.f(s)); self.height = float(self.f(self.place))
            elif kind == "linear":
                self.place, self.height = x[np.argmax(y)], y.max()
            else:
                self.f = (CubicSpline if kind == "spline" else PchipInterpolator)(x, y)
                stops = [r for r in self.f.derivative().roots() if x[0] <= r <= x[-1]] + list(x)
                self.place = max(stops, key=lambda s: self.f(s)); self.height = float(self.f(self.place))
        def crossings(self, level):
            if self.kind == "linear":
                for i in range(len(self.x) - 1):
                    a, b = self.y[i] - level, self.y[i + 1] - level
                    if (a < 0) != (b < 0):
                        yield self.x[i] + a / (a - b) * (self.x[i + 1] - self.x[i]), b > a
            else:
                for r in self.f.solve(level, extrapolate=False):
                    if not math.isnan(r): yield r, self.f(r, 1) > 0
        def upper(self, share):
            return [c for c, rising in self.crossings(share * self.height) if not rising and c >= self.place][-1]
        def lower(self, share):
            return [c for c, rising in self.crossings(share * self.height) if rising and c <= self.place][0]

    def mean(v, d, x, e):
        if np.allclose(np.diff(e), e[1] - e[0], rtol=1e-6): return np.sum(v * d * x) / np.sum(v * d)
        places = []
        for i in range(len(v)):
            near = [j for j in (i - 1, i, i + 1) if 0 <= j < len(v) and v[j] > 0]
            p = 0
            if v[i] > 0 and len(near) > 1:
                p = np.clip(np.log(v[near[-1]] / v[near[0]]) / np.log(x[near[-1]] / x[near[0]]), -20, 20)
            moment = lambda q: np.log(e[i + 1] / e[i]) if abs(q) < 1e-9 else (e[i + 1] ** q - e[i] ** q) / q
            places.append(moment(p + 2) / moment(p + 1))
        return np.sum(v * d * places) / np.sum(v * d)

    out = {}
    if question.startswith("bragg"):
        c = Curve(question.split()[1], x, v)
        out = {"peak": c.height, "peak_depth": c.place, "entrance": v[0], "peak_to_entrance": c.height / v[0],
               "fwhm": c.upper(.5) - c.lower(.5), "fall_off_80_20": c.upper(.2) - c.upper(.8),
               "fall_off_90_10": c.upper(.1) - c.upper(.9), "integral": float(np.sum(v * np.diff(edges[0])))}
        out.update({f"r{l}": c.upper(l / 100) for l in (90, 80, 50, 20, 10)})
        out.update({f"proximal_r{l}": c.lower(l / 100) for l in (95, 90, 80, 50)})
    elif question.startswith("lateral"):
        c = Curve(question.split()[1], x, v)
        w = v * np.diff(edges[0])
        m = np.sum(x * w) / w.sum()
        e = np.array(page["errors"])
        h, b = np.diff(edges[0]), edges[0]
        gauss = lambda x, a, mu, s: a * s * np.sqrt(np.pi / 2) * np.diff(erf((b - mu) / s / np.sqrt(2))) / h
        a, mu, s = curve_fit(gauss, x, v, p0=[v.max(), m, .3], ftol=1e-14, xtol=1e-14, gtol=1e-14)[0]
        rest = v - gauss(x, a, mu, s)
        out = {"centroid": m, "sigma": np.sqrt(np.sum(((x - m) ** 2 - h ** 2 / 12) * w) / w.sum()), "fit_centre": mu,
               "fit_sigma": abs(s), "fit_height": a, "fit_residual": np.sqrt(np.mean(rest ** 2)) / a,
               "fit_chi2": np.sum((rest[e > 0] / e[e > 0]) ** 2) / (np.sum(e > 0) - 3), "fwhm": c.upper(.5) - c.lower(.5), "left_50": c.lower(.5),
               "right_50": c.upper(.5), "penumbra_left": c.lower(.8) - c.lower(.2),
               "penumbra_right": c.upper(.2) - c.upper(.8)}
    elif question == "spectrum":
        d = np.diff(edges[0])
        out = {"integral": np.sum(v * d), "mean_energy": mean(v, d, x, edges[0]), "mode": x[np.argmax(v)],
               "mode_value": v.max(), "lethargy_mode": x[np.argmax(v * x)], "lethargy_mode_value": (v * x).max()}
    else:
        volume = np.diff(edges[0])
        for e in edges[1:]: volume = np.multiply.outer(volume, np.diff(e))
        order = np.argsort(-v.ravel(), kind="stable")
        dose, volume = v.ravel()[order], volume.ravel()[order]
        filled = np.cumsum(volume) / volume.sum()
        at = lambda share: dose[np.searchsorted(filled, share * (1 - 1e-12))]
        out = {"volume": volume.sum(), "mean": np.sum(dose * volume) / volume.sum(), "maximum": dose[0],
               "minimum": dose[-1], "d2": at(.02), "d10": at(.1), "d50": at(.5), "d95": at(.95), "d98": at(.98),
               "v_2": 100 * volume[dose >= 2].sum() / volume.sum(),
               "v_50_percent": 100 * volume[dose >= .5 * dose[0]].sum() / volume.sum()}
    print(json.dumps({k: float(x) for k, x in out.items()}))
    """#

  private func compare(
    _ found: [String: Figure], _ expected: [String: Double?], within: (String) -> Double = { _ in 1e-9 }
  ) {
    #expect(!expected.isEmpty)
    for (name, number) in expected {
      guard let value = found[name]?.value, let number else {
        Issue.record(
          "\(name): \(String(describing: found[name]?.value)), expected \(String(describing: number))")
        continue
      }
      #expect(
        abs(value - number) <= within(name) * max(abs(number), 1e-3), "\(name): \(value), expected \(number)")
    }
  }

  @Test(
    "figures of a reference profile are those computed with numpy",
    .enabled(if: Reference.isPresent, "real results"))
  func reference() throws {
    let page = try Self.analyze([
      "bragg", "id:6", "-e", "z_profile", "-p", "0", "--db", Reference.path("real.sqlite"), "--interpolation",
      "linear", "--level-of", "max",
    ])
    let known = [
      "peak": 0.3037160, "peak_depth": 15.375, "r90": 15.569936, "r80": 15.719943, "r50": 15.882750,
      "r20": 16.120112, "r10": 16.224329, "proximal_r90": 15.191094, "proximal_r80": 14.981409,
      "proximal_r50": 13.650082, "fwhm": 2.232669, "peak_to_entrance": 4.271834,
    ]
    for (name, value) in known {
      let found = try #require(page[0][name]?.value)
      #expect(abs(found - value) < 0.6e-6, "\(name): \(found)")
    }
    #expect(page[0]["r80"]?.unit == "cm")
    #expect(page[0].values.allSatisfy { $0.error == nil })
    #expect(page[0]["sobp_width"]?.value == nil)
  }

  @Test(
    "ranges are scipy's, whatever the interpolation", .enabled(if: Python.has("scipy")),
    arguments: ["linear", "spline", "pchip", "average"], ["20260112", "20260112 --sum y"])
  func bragg(interpolation: String, job: String) throws {
    try compareRanges(interpolation, job, store: Self.sample)
  }

  @Test(
    "those of a real profile are too", .enabled(if: Reference.isPresent, "real results"),
    .enabled(if: Python.has("scipy")),
    arguments: ["linear", "spline", "pchip", "average"])
  func realBragg(interpolation: String) throws {
    try compareRanges(interpolation, "id:6", store: Reference.path("real.sqlite"))
  }

  private func compareRanges(_ interpolation: String, _ job: String, store: String) throws {
    let words = job.split(separator: " ").map(String.init)
    let estimator = words.count > 1 ? "yz_profile" : "z_profile"
    let arguments =
      words + [
        "-e", estimator, "-p", "0", "--db", store,
      ]
    let found = try Self.analyze(
      ["bragg"] + arguments + ["--interpolation", interpolation, "--level-of", "max"])
    compare(found[0], try Self.expected("bragg \(interpolation)", arguments))
  }

  @Test(
    "a lateral profile's moments are numpy's, its fit is scipy's", .enabled(if: Python.has("scipy")),
    arguments: ["linear", "spline", "pchip", "average"], ["--at z=10", "--range z=14:15 --sum z"])
  func lateral(interpolation: String, reduction: String) throws {
    let arguments =
      ["20260112", "-e", "yz_profile", "-p", "0", "--db", Self.sample]
      + reduction.split(separator: " ").map(String.init)
    let found = try Self.analyze(
      ["lateral"] + arguments + ["--interpolation", interpolation, "--level-of", "max"])
    compare(found[0], try Self.expected("lateral \(interpolation)", arguments)) { name in
      name.hasPrefix("fit") ? 1e-6 : 1e-9
    }
  }

  @Test("a spectrum's figures are numpy's", .enabled(if: Python.has("scipy")))
  func spectrum() throws {
    let arguments = ["20260112", "-e", "peak", "-p", "4", "--db", Self.sample]
    compare(try Self.analyze(["spectrum"] + arguments)[0], try Self.expected("spectrum", arguments))
  }

  @Test(
    "doses to volumes are those of sorted bins", .enabled(if: Python.has("scipy")),
    arguments: ["", "--range z=14:16", "--rebin x=3 --range y=-0.5:1", "--primaries 1e9"])
  func volumes(reduction: String) throws {
    let arguments =
      ["20260112", "-e", "xyz_dose", "--db", Self.sample] + reduction.split(separator: " ").map(String.init)
    let asked = [
      "--volume-at", "2", "--volume-at", "50%", "--dose-at", "10", "--level-of", "max", "--noise", "keep",
    ]
    compare(try Self.analyze(["dvh"] + arguments + asked)[0], try Self.expected("dvh", arguments))
  }

  @Test(
    "errors are the jackknife's over the tasks, as numpy makes it of each task's export",
    .enabled(if: Python.has("scipy")))
  func errors() throws {
    let arguments = ["20260112", "-e", "z_profile", "-p", "0", "--db", Self.sample]
    let exported = try Program.run(Ebb.path, ["export"] + arguments + ["--per-task", "-q"])
    let folder = try TemporaryFolder()
    try exported.output.write(toFile: folder.path("tasks.json"), atomically: true, encoding: .utf8)
    let program = #"""
      import json, sys, numpy as np
      pages = [p for e in json.load(open(sys.argv[1]))["simulations"][0]["estimators"] for p in e["pages"]]
      w = np.array([p["primaries"] for p in pages], float); v = np.array([p["values"] for p in pages])
      x = np.array(pages[0]["axes"][0]["values"])
      def r80(y):
          i = np.argmax(y); l = .8 * y[i]; k = np.nonzero(y >= l)[0][-1]
          return x[k] + (y[k] - l) / (y[k] - y[k + 1]) * (x[k + 1] - x[k])
      mean = lambda k: (w[k] @ v[k]) / w[k].sum()
      every = np.arange(len(w)); theta = r80(mean(every)); h = w.sum() / w
      without = np.array([r80(mean(every[every != j])) for j in every])
      pseudo = h * theta - (h - 1) * without
      print(np.sqrt(np.mean((pseudo - np.sum(pseudo / h)) ** 2 / (h - 1))))
      """#
    let outcome = try Program.run(Python.path, ["-c", program, folder.path("tasks.json")])
    let known = try #require(Double(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)))
    let found = try #require(
      try Self.analyze(["bragg"] + arguments + ["--interpolation", "linear", "--level-of", "max"])[0]["r80"]?
        .error)
    #expect(abs(found - known) < 1e-6 * known)
  }

  @Test(
    "what no figures can be taken of is refused with what to add",
    arguments: [
      ("bragg 20260112 -e yz_profile -p 0", 64, "--sum y or --at y=VALUE"),
      ("bragg 20260112 -e entrance", 64, "single value"), ("bragg 20260112 -e peak -p 4", 64, "spectrum"),
      ("spectrum 20260112 -e z_profile -p 0", 64, "no spectrum"),
      ("dvh 20260112 -e yz_profile -p 1", 64, "amount"),
      ("dvh 20260112 -e xyz_dose --volume-at much", 64, "no dose"),
      ("bragg 20260112 -e nothing", 66, "nothing"),
    ])
  func refusals(arguments: String, status: Int32, words: String) throws {
    let outcome = try Program.run(
      Ebb.path, ["analyze"] + arguments.split(separator: " ").map(String.init) + ["--db", Self.sample])
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test("each figure in JSON says how its error was made, and the table too")
  func errorMethods() throws {
    func methods(_ arguments: [String]) throws -> [String: String] {
      let outcome = try Program.run(
        Ebb.path, ["analyze"] + arguments + ["--json", "-q", "--db", Self.sample])
      let rows = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
      return try #require(rows?.first).compactMapValues { ($0 as? [String: Any])?["error_method"] as? String }
    }
    let bragg = try methods(["bragg", "20260112", "-e", "z_profile", "-p", "0"])
    #expect(bragg["r80"] == "jackknife")
    #expect(bragg["noise_flatness"] == "none")
    let mesh = try methods(["dvh", "20260112", "-e", "xyz_dose", "--range", "z=15:15.5"])
    #expect(mesh["mean"] == "jackknife")
    #expect(mesh["d95"] == "bootstrap")
    let table = try Ebb.run(
      "analyze", "dvh", "20260112", "-e", "xyz_dose", "--range", "z=15:15.5", "--db", Self.sample)
    #expect(table.output.contains("d98, d95, d50, d2 bootstrap"))
    #expect(table.output.contains("noise of the bins is taken out"))
  }

  @Test("several jobs give a row each; a page without a peak has a gap and a reason")
  func table() throws {
    let csv = try Ebb.run(
      "analyze", "bragg", "20260112", "20260114", "-e", "z_profile", "-p", "0,1", "--csv", "--db", Self.sample
    )
    let lines = csv.output.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[0].contains("r80 [cm],r80_error [cm]"))
    #expect(lines.contains { $0.contains("no peak: the maximum is at an end,") })
    let table = try Ebb.run("analyze", "bragg", "20260112", "-e", "z_profile", "-p", "0", "--db", Self.sample)
    #expect(table.output.contains("jackknife over 11 contributions"))
    #expect(table.output.contains("±"))
  }
}
