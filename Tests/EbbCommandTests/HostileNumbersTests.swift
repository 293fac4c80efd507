import EbbExport
import EbbTestSupport
import Foundation
import Testing

/// Numbers, times and texts that a store can hold and no simulation gives, through every command.
@Suite("Hostile numbers in a store")
struct HostileNumbersTests {
  /// Of the sample's jobs: one with the results of its tasks, one that was merged, two replicas.
  private static let commands: [[String]] = [
    ["list", "users"], ["list", "clusters"], ["list", "simulations", "--sort", "start_time:desc"],
    ["list", "tasks", "--json"], ["list", "tasks", "id:1", "--sort", "task_id"],
    ["list", "estimators", "--csv"],
    ["list", "pages", "id:1", "--limit", "3"], ["show", "id:1"], ["show", "id:2", "--json"],
    ["show", "id:1", "--plot"], ["export", "id:1", "--partial", "-o", "part.h5"],
    ["export", "id:1", "--range", "z=0:10", "--rebin", "z=2", "--primaries", "1e300", "-f", "json"],
    ["export", "id:1", "--per-task", "-f", "json", "--weights", "metadata"],
    ["export", "id:3", "id:4", "--combine", "-f", "json"],
    ["stats", "id:1"], ["stats", "id:2", "--json"], ["check", "id:1", "id:2", "id:3", "id:4", "id:5"],
    ["check", "id:2", "--json"], ["analyze", "spectrum", "id:1", "--json"],
    ["analyze", "dvh", "id:1", "--primaries", "1e9"],
    ["analyze", "phasespace", "id:1", "--histogram", "energy", "--csv"],
    ["compare", "id:3", "id:4", "-e", "z_profile", "--gamma", "3%/2mm"],
    ["compare", "id:1", "id:2", "--json"],
    ["plot", "id:1", "-e", "z_profile", "-p", "DOSE", "-f", "svg", "-o", "plot.svg"],
    ["report", "id:1", "-e", "z_profile", "-o", "-"], ["input", "id:1", "-o", "inputs"], ["logs", "id:5"],
    ["values", "id:1"], ["values", "id:2", "-e", "entrance", "--json"], ["schema"], ["quantities"],
    ["merge", "3.h5", "4.h5", "-f", "json", "-o", "merged.json"],
    ["archive", "id:1", "id:5", "-o", "archive.sqlite", "--verify"],
    ["export", "id:2", "-f", "yaptide", "-o", "saved-result.json"],
    ["import", "saved-result.json", "-o", "archive.sqlite", "--verify"],
    ["plan", "--shards", "2"], ["export", "--all", "--shard", "1/2", "-f", "json", "-o", "shards/"],
    ["index", "shards/"], ["slurm", "export", "--shards", "2", "--", "-f", "hdf5", "-o", "results/"],
    ["slurm", "merge", "id:1", "--shards", "2", "-o", "result.h5"],
  ]

  /// With each analysis and each format that there is.
  private static let all: [[String]] = {
    let analyses = CommandTree.leaves.map(\.words).filter { $0.first == "analyze" }
    return commands + analyses.map { $0 + ["id:1"] }
      + exporters.map(\.name).flatMap { format in
        ["id:1", "id:2"].map {
          ["export", $0, "-e", "z_profile", "-p", "0", "-f", format, "-o", "out.\(format)", "--force"]
        }
      }
  }()

  @Test("every command is tried")
  func isComplete() {
    #expect(CommandTree.leaves.count > 10)
    for (words, _) in CommandTree.leaves {
      #expect(Self.all.contains { $0.starts(with: words) }, "\(words.joined(separator: " "))")
    }
  }

  private static func run(_ commands: some Sequence<[String]>, _ places: [HostileStore.Place], seed: Int)
    throws
  {
    let folder = try TemporaryFolder()
    try HostileStore.write(to: folder.path("store.sqlite"), places, seed: seed)
    let what = places.map(\.testDescription).joined(separator: ", ")
    for command in commands {
      if command[0] == "merge" {
        for job in ["3", "4"] {
          try HostileRun.expectEnd(
            ["export", "id:\(job)", "--partial", "-o", "\(job).h5", "--db", "store.sqlite", "--force"],
            in: folder, what)
        }
      }
      let store = ["merge", "import"].contains(command[0]) ? [] : ["--db", "store.sqlite"]
      try HostileRun.expectEnd(command + store, in: folder, what)
    }
  }

  @Test("in one place, the audit and a command: another for the next", arguments: try HostileStore.places())
  func onePlace(_ place: HostileStore.Place) throws {
    let places = try HostileStore.places()
    let index = try #require(places.firstIndex(of: place))
    // One that differs with each place, and the audit, which looks at most.
    try Self.run([Self.all[index % Self.all.count], ["check", "id:1", "id:2"]], [place], seed: index)
  }

  @Test("in a third of all places at once, all commands", arguments: 1...3)
  func manyPlaces(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    // Keys that lead nowhere would leave commands nothing to do.
    let places = try HostileStore.places().filter { place in
      if case .column(_, let column, _) = place,
        column == "id" || column.hasSuffix("_id") && column != "task_id"
      {
        return false
      }
      return Int.random(in: 0..<3, using: &random) == 0
    }
    try Self.run(Self.all, places, seed: seed)
  }
}
