internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// The share of all simulations that one of several processes takes.
struct ShardOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only the K-th of N shares of all simulations, by a hash of the job id. See ebb slurm export.",
      valueName: "k/n"),
    transform: Self.shard)
  var shard: Shard?

  @Option(
    help: ArgumentHelp(
      "Share simulations out as this file has them, which ebb plan balances by bytes.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var plan: String?

  func validate() throws {
    if plan != nil, shard == nil { throw ValidationError("--plan FILE goes with --shard K/N.") }
  }

  /// Refuses a shard of simulations that are named.
  func check(all: Bool) throws {
    if shard != nil, !all { throw ValidationError("--shard K/N takes a share of --all.") }
  }

  /// Refuses a number of shards that cannot be.
  static func check(count: Int) throws {
    guard 1...Shard.most ~= count else {
      throw ValidationError("--shards takes a number from 1 to \(Shard.most).")
    }
  }

  /// The shard, told from those of other plans, and the plan; `nil` where all simulations are taken.
  func chosen() throws(Failure) -> (shard: Shard, plan: ShardPlan?)? {
    guard var shard else { return nil }
    guard let plan else { return (shard, nil) }
    let (contents, sha256) = try ShardPlan.read(plan)
    guard contents.count == shard.count else {
      throw Failure(
        .usage,
        "\(Failure.quoted(plan)) has \(contents.count) shards, and --shard \(shard.text) asks for one of "
          + "\(shard.count).", advice: "Give --shard K/\(contents.count), or make another plan with ebb plan."
      )
    }
    shard.plan = sha256
    return (shard, contents)
  }

  private static func shard(_ text: String) throws -> Shard {
    guard let shard = Shard(text: text) else {
      throw ValidationError("'\(text)' is no shard such as 3/8, the third of eight.")
    }
    return shard
  }
}

extension SimulationShare {
  init(_ chosen: (shard: Shard, plan: ShardPlan?), of all: [Simulation]) {
    if let plan = chosen.plan {
      self.init(chosen.shard, of: all, by: plan)
    } else {
      self.init(chosen.shard, of: all)
    }
  }
}
