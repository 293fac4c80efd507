import EbbTestSupport
import Foundation
import Testing

/// `ebb analyze phasespace` against numpy, of the particles that `ebb export --per-task` gives.
@Suite("ebb analyze phasespace") struct AnalyzePhaseSpaceTests {
  private static let oracle = #"""
    import json, math, sys
    import numpy as np
    command, particles, answer = sys.argv[1], json.load(open(sys.argv[2])), json.load(open(sys.argv[3]))
    parts, weights = [], []
    simulation = particles["simulations"][0]
    tasks = {t["task"]: t["simulated_primaries"] for t in simulation["tasks"]}
    for estimator in simulation["estimators"]:
        for page in estimator["pages"]:
            if page.get("columns"):
                parts.append(np.array(page["values"]).reshape(-1, 8)); weights.append(tasks[estimator["task"]])
    assert len(parts) > 2, len(parts)
    weights = np.array(weights, float)
    def jackknife(figure):
        whole = figure(range(len(parts)), weights.sum())
        h = weights.sum() / weights
        without = np.array([figure([k for k in range(len(parts)) if k != j], weights.sum() - weights[j]) for j in range(len(parts))])
        pseudo = h * whole - (h - 1) * without
        estimate = (pseudo / h).sum()
        return whole, math.sqrt(((pseudo - estimate) ** 2 / (h - 1)).sum() / len(parts))
    def close(a, b, what): assert math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12), (what, a, b)
    if command == "figures":
        row, = answer
        assert row["particle"] == "proton" and row["contributions"] == len(parts)
        figures = {
            "per_primary": lambda js, w: sum(len(parts[j]) for j in js) / w,
            "mean_energy": lambda js, w: np.concatenate([parts[j] for j in js])[:, 7].mean(),
            "sd_x": lambda js, w: np.concatenate([parts[j] for j in js])[:, 1].std(),
        }
        for name, figure in figures.items():
            value, error = jackknife(figure)
            close(row[name]["value"], value, name); close(row[name]["error"], error, name + " error")
    else:
        all = np.concatenate(parts)[:, 7]
        edges = np.array([r["energy_low [MeV]"] for r in answer] + [answer[-1]["energy_high [MeV]"]])
        counts, _ = np.histogram(all, edges)
        assert [r["count"] for r in answer] == counts.tolist() and counts.sum() > 20
        assert len(answer) == 10 and edges[0] == 225 and edges[-1] == 226
        for k, r in enumerate(answer):
            figure = lambda js, w: sum(np.histogram(parts[j][:, 7], edges)[0][k] for j in js) / w
            value, error = jackknife(figure)
            width = edges[k + 1] - edges[k]
            close(r["value"], value / width, k); close(r["error"], error / width, k)
            assert r["unit"] == "MeV^-1" and r["normalization"] == "per primary"
    print("compared")
    """#

  private static func compare(_ command: String, _ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let job = ["id:7", "--db", MadeStore.path, "-e", "all-concat", "-q"]
    let exported = try Program.run(
      Ebb.path, ["export"] + job + ["--per-task", "-o", folder.path("particles.json")])
    try #require(exported.status == 0, "\(exported.errors)")
    let answer = try Program.run(
      Ebb.path, ["analyze", "phasespace"] + job + arguments + ["--json"])
    try #require(answer.status == 0, "\(answer.errors)")
    try answer.output.write(toFile: folder.path("answer.json"), atomically: true, encoding: .utf8)
    let outcome = try Program.run(
      Python.path, ["-c", Self.oracle, command, folder.path("particles.json"), folder.path("answer.json")])
    #expect(outcome.output == "compared\n", "\(outcome.errors)")
  }

  @Test("figures and their errors are numpy's", .enabled(if: Python.has("numpy")))
  func figures() throws { try Self.compare("figures", []) }

  @Test("a histogram, its range and its errors are numpy's", .enabled(if: Python.has("numpy")))
  func histogram() throws {
    try Self.compare(
      "histogram",
      ["--histogram", "energy", "--bins", "10", "--range", "energy=225:226MeV", "--particle", "p"])
  }

  @Test("any number of threads, and a range that is found, give the same bytes")
  func threads() throws {
    let answers = try ["1", "2", "4"].map { threads in
      try Ebb.run(
        "analyze", "phasespace", "id:7", "--db", MadeStore.path, "--histogram", "energy,x", "--bins", "7",
        "--csv",
        "--threads", threads)
    }
    #expect(Set(answers.map(\.output)).count == 1 && answers[0].status == 0, "\(answers[0].errors)")
    #expect(answers[0].output.split(separator: "\n").count == 50)
  }

  @Test("an export of it has the same figures, without errors, and says so")
  func exported() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.json")
    #expect(try Ebb.run("export", "id:7", "--db", MadeStore.path, "-e", "all-concat", "-o", path).status == 0)
    let outcome = try Ebb.run("analyze", "phasespace", path, "--csv")
    try #require(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("have no errors"), "\(outcome.errors)")
    let own = try Ebb.run("analyze", "phasespace", "id:7", "--db", MadeStore.path, "--csv")
    func count(_ text: String) -> Substring? {
      let rows = text.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      return rows[0].firstIndex(of: "count").map { rows[1][$0] }
    }
    #expect(count(outcome.output) != nil && count(outcome.output) == count(own.output))
  }

  @Test(
    "what cannot be is refused with what to do",
    arguments: [
      (["id:7", "-e", "per-primary"], "is no phase space"),
      (["id:7", "--particle", "prton"], "is no particle"),
      (["id:7", "--bins", "5"], "go with --histogram"), (["id:7", "--histogram", "mass"], "energy, x, y"),
      (["id:7", "--histogram", "x", "--log"], "above 0"),
      (["id:7", "--histogram", "energy", "--range", "energy=5cm:7cm"], "is in MeV"),
      (["id:7", "--histogram", "energy", "--particle", "neutron"], "no particles are chosen"),
      (["id:7", "--histogram", "energy", "--bins", "0"], "above 0"),
    ])
  func refused(_ given: (arguments: [String], part: String)) throws {
    let outcome = try Program.run(
      Ebb.path, ["analyze", "phasespace", "--db", MadeStore.path] + given.arguments)
    #expect(outcome.status == 64 && outcome.errors.contains(given.part), "\(outcome.errors)")
  }
}
