/// Many experiments, each from a seed of its own, so that any number of threads gives the same.
struct Run: Sendable {
  var experiments: Int
  var threads: Int

  /// - Parameter share: of the experiments that are made, for settings of which each takes long.
  func outcomes<Outcome: Sendable>(
    _ setting: String, share: Double = 1,
    _ experiment: @escaping @Sendable (inout Draws) async throws -> Outcome
  ) async throws -> [Outcome] {
    let count = max(Int(share * Double(experiments)), min(experiments, 50))
    let key = setting.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let blocks = threads * 4
    return try await withThrowingTaskGroup(of: (Int, [Outcome]).self) { group in
      for block in 0..<blocks {
        group.addTask {
          var found: [Outcome] = []
          for number in stride(from: block, to: count, by: blocks) {
            var draws = Draws(seed: key &+ UInt64(number) &* 0x9e37_79b9)
            found.append(try await experiment(&draws))
          }
          return (block, found)
        }
      }
      var all = [[Outcome]](repeating: [], count: blocks)
      for try await (block, found) in group { all[block] = found }
      return all.flatMap(\.self)
    }
  }
}
