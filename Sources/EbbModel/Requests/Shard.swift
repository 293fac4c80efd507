/// A share of all jobs, for several machines to take one each: 3/8 is the third of eight.
///
/// Each job is in one shard. Which one follows from its id alone, so that a job stays where it is while the store
/// grows; or from a plan, which shares them out by bytes.
package struct Shard: Sendable, Hashable {
  /// The most that jobs are shared among; more than any cluster starts at once.
  package static let most = 1_000_000

  /// From 1 to `count`.
  package let number: Int
  package let count: Int
  /// The SHA-256 of the plan that shares jobs out; `nil` where their ids do.
  package var plan: String?

  /// - Returns: `nil` where there is no such shard.
  package init?(_ number: Int, of count: Int, plan: String? = nil) {
    guard 1...Self.most ~= count, 1...count ~= number else { return nil }
    (self.number, self.count, self.plan) = (number, count, plan)
  }

  /// Reads "3/8"; `nil` for anything else.
  package init?(text: String, plan: String? = nil) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { 48...57 ~= $0 } }),
      let number = Int(parts[0]), let count = Int(parts[1])
    else { return nil }
    self.init(number, of: count, plan: plan)
  }

  package var text: String { "\(number)/\(count)" }

  /// "3-of-8", for names of files; of a plan also the first digits of its SHA-256, as its shards hold other jobs.
  package var name: String { "\(number)-of-\(count)" + (plan.map { "-\($0.prefix(8))" } ?? "") }

  /// Whether the job's id alone puts it here.
  package func contains(_ jobID: String) -> Bool { Self.number(for: jobID, of: count) == number }

  /// The shard of a job, from 1 to `count`.
  package static func number(for jobID: String, of count: Int) -> Int {
    // The upper part of the product spreads all 64 bits over the shards alike, where a remainder would take the
    // lowest of them (Lemire, ACM Trans. Model. Comput. Simul. 29, 3, 2019).
    Int(hash(of: jobID).multipliedFullWidth(by: UInt64(count)).high) + 1
  }

  /// A well-mixed number for a job's id: FNV-1a over its UTF-8, whose upper bits ids that differ at the end alone
  /// share, and then the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
  package static func hash(of jobID: String) -> UInt64 {
    var hash = jobID.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    hash = (hash ^ hash >> 30) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ hash >> 27) &* 0x94d0_49bb_1331_11eb
    return hash ^ hash >> 31
  }

  /// The name of a job's file, without its suffix, among those that other shards write at once: it follows from the id
  /// alone. That is the id made safe; where that is another text, or one that the index needs, eight digits of its hash
  /// follow.
  package static func fileName(of jobID: String) -> String {
    let name = identifier(jobID, keepsCase: true, dashes: true)
    guard name != jobID || name.lowercased() == "index" else { return name }
    let digits = String(hash(of: jobID) >> 32, radix: 16)
    return "\(name)_" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}
