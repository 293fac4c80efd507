import EbbTestSupport
import Foundation
import Testing

@testable import EbbModel

@Suite("Shards")
struct ShardTests {
  /// Job ids as the platform makes them, with a random UUID, or with nothing but a number that counts.
  private static func jobIDs(_ kind: String, _ count: Int) -> [String] {
    var random = SeededGenerator(seed: 18)
    return (0..<count).map { number in
      guard kind == "UUIDs" else { return "20260201-\(1000 + number)-copy" }
      let bytes = (0..<16).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
      let digits = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
      return
        "20260114-081500-\(digits.prefix(8))-\(digits.dropFirst(8).prefix(4))-\(digits.dropFirst(12))DIRECT"
    }
  }

  @Test("of 10,000 jobs each shard gets as many as chance gives", arguments: ["UUIDs", "numbers"], [7, 8])
  func uniform(kind: String, count: Int) {
    var counts = [Int](repeating: 0, count: count)
    for jobID in Self.jobIDs(kind, 10_000) { counts[Shard.number(for: jobID, of: count) - 1] += 1 }
    let expected = 10_000 / Double(count)
    let chiSquare = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    // The 0.001 quantiles of chi² with 6 and 7 degrees of freedom.
    #expect(chiSquare < (count == 7 ? 22.46 : 24.32))
  }

  @Test("each job is in one shard, and all shards together hold all", arguments: [1, 2, 7, 100])
  func partition(count: Int) {
    let shards = (1...count).compactMap { Shard($0, of: count) }
    for jobID in Self.jobIDs("UUIDs", 200) {
      #expect(shards.filter { $0.contains(jobID) }.count == 1)
    }
  }

  /// By another program: a shard must hold the same jobs in every version of Ebb.
  @Test("a job's shard is what it always was")
  func stable() {
    let known = [
      "20260114-081500-5ae07b93-d64f-4c21-b7f8-0e2c96a41d33DIRECT": [6, 5, 65], "a": [1, 1, 2],
      "": [8, 7, 96], "é": [2, 1, 14],
    ]
    for (jobID, numbers) in known {
      #expect([8, 7, 100].map { Shard.number(for: jobID, of: $0) } == numbers)
    }
    #expect(Shard.hash(of: "a") == 0x2c0_bdbf_4814_20f8)
  }

  @Test("3/8 is a shard; what is none is not")
  func texts() {
    #expect(Shard(text: "3/8") == Shard(3, of: 8))
    #expect(Shard(text: "3/8")?.text == "3/8" && Shard(text: "3/8")?.name == "3-of-8")
    #expect(Shard(text: "3/8", plan: "0123456789abcdef")?.name == "3-of-8-01234567")
    for text in ["", "3", "0/8", "9/8", "1/0", "-1/8", "+1/8", "1/8/2", "1/ 8", "1/1000001", "a/b", "٣/8"] {
      #expect(Shard(text: text) == nil, "\(text)")
    }
  }

  @Test("names of files follow from the id alone, and tell apart what is not an id made safe")
  func fileNames() {
    #expect(Shard.fileName(of: "20260114-x") == "20260114-x")
    let names = ["a/b", "a:b", "a b", "index", "Index", ""].map(Shard.fileName)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.wholeMatch(of: /\w+_[0-9a-f]{8}/) != nil }, "\(names)")
  }
}
