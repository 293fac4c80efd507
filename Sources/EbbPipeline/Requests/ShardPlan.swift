internal import EbbExport
internal import EbbFiles
internal import EbbModel
package import EbbText
internal import Foundation

/// Which jobs are in which shard, so that all have about as many bytes to read: what `ebb plan` writes once, and every
/// shard reads.
package struct ShardPlan: Sendable, Equatable {
  package struct Job: Sendable, Equatable, Codable {
    package var jobID: String
    /// The compressed bytes of its pages.
    package var bytes: Int64
    /// From 1 on.
    package var shard: Int

    private enum CodingKeys: String, CodingKey {
      case jobID = "job_id"
      case bytes, shard
    }
  }

  /// How many shards there are.
  package let count: Int
  /// In the order in which they were given.
  package let jobs: [Job]

  /// Gives the largest job first, each to the shard that has fewest bytes so far (Graham's rule of 1969: at most 4/3 of
  /// the best). Of equal shards it is the one with fewest jobs, then the first.
  /// - Complexity: n·ln n, and n·ln of the shards.
  package init(_ sizes: [(jobID: String, bytes: Int64)], over count: Int) {
    self.count = count
    var jobs = sizes.map { Job(jobID: $0.jobID, bytes: $0.bytes, shard: 1) }
    var queue = LeastLoaded(count: count)
    let largestFirst = jobs.indices.sorted { first, second in
      (-jobs[first].bytes, jobs[first].jobID) < (-jobs[second].bytes, jobs[second].jobID)
    }
    for index in largestFirst { jobs[index].shard = queue.add(jobs[index].bytes) }
    self.jobs = jobs
  }

  /// The bytes of each shard, the first at 0.
  package var loads: [Int64] {
    var loads = [Int64](repeating: 0, count: count)
    for job in jobs { loads[job.shard - 1] = total([loads[job.shard - 1], job.bytes]) }
    return loads
  }
}

// MARK: The file

extension ShardPlan {
  /// A job is some 120 bytes: eight million jobs.
  private static let longest = 1 << 30

  private struct Document: Decodable {
    var ebb: String
    var shards: Int
    var jobs: [Job]
  }

  /// JSON, a job a line.
  /// - Parameter creator: the version of Ebb.
  package func text(creator: String) -> String {
    var text = TextBlock()
    text.append("{\n  \"ebb\": ")
    text.append(json: creator)
    text.append(",\n  \"schema\": \(SchemaVersion.current),\n  \"shards\": \(count),\n  \"jobs\": [")
    for (index, job) in jobs.enumerated() {
      text.append(index > 0 ? ",\n    {\"job_id\": " : "\n    {\"job_id\": ")
      text.append(json: job.jobID)
      text.append(key: "bytes", json: job.bytes)
      text.append(key: "shard", json: Int64(job.shard))
      text.append("}")
    }
    text.append("\n  ]\n}\n")
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// Reads the plan at `path`.
  /// - Returns: the plan, and the SHA-256 of its file, by which its shards are told from those of another.
  package static func read(_ path: String) throws(Failure) -> (plan: ShardPlan, sha256: String) {
    func damaged(_ reason: String) -> Failure {
      Failure(
        .usage, "\(Failure.quoted(path)) is no plan: \(reason).",
        advice: "Make one with ebb plan --shards N -o \(Failure.quoted(path)).")
    }
    let bytes: [UInt8]
    do throws(FileObstacle) {
      bytes = try contents(of: path, atMost: longest)
    } catch {
      switch error {
      case .missing:
        throw Failure(
          .notFound, "there is no plan \(Failure.quoted(path)).", advice: "Make one with ebb plan --shards N."
        )
      case .notPermitted: throw Failure(.notPermitted, "not permitted to read \(Failure.quoted(path)).")
      case .folder: throw damaged("it is a folder")
      case .special: throw damaged("it is no file")
      case .tooLong(let limit): throw damaged("it is longer than \(limit) bytes")
      case .failed(let reason):
        throw Failure(.readingOrWriting, "cannot read \(Failure.quoted(path)): \(reason.oneLine).")
      }
    }
    guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)) else {
      throw damaged("it is not what ebb plan writes")
    }
    guard 1...Shard.most ~= document.shards,
      document.jobs.allSatisfy({ 1...document.shards ~= $0.shard && $0.bytes >= 0 })
    else { throw damaged("its shards are not from 1 to \(document.shards)") }
    guard Set(document.jobs.map(\.jobID)).count == document.jobs.count else {
      throw damaged("a job stands in it twice")
    }
    var sha256 = SHA256()
    sha256.update(bytes)
    return (ShardPlan(count: document.shards, jobs: document.jobs), sha256.finish())
  }

  private init(count: Int, jobs: [Job]) { (self.count, self.jobs) = (count, jobs) }
}

/// Shards by how little they have: a binary heap.
private struct LeastLoaded {
  private struct Load {
    var bytes: Int64 = 0
    var jobs = 0
    var shard: Int

    static func < (first: Load, second: Load) -> Bool {
      (first.bytes, first.jobs, first.shard) < (second.bytes, second.jobs, second.shard)
    }
  }

  /// No one is before that at half its place, of places counted from 1.
  private var heap: [Load]

  init(count: Int) { heap = (1...count).map { Load(shard: $0) } }

  /// Adds a job to the shard that has least.
  /// - Returns: the shard.
  mutating func add(_ bytes: Int64) -> Int {
    let shard = heap[0].shard
    heap[0].bytes = total([heap[0].bytes, bytes])
    heap[0].jobs += 1
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count && heap[child] < heap[least] {
        least = child
      }
      guard least != place else { return shard }
      heap.swapAt(place, least)
      place = least
    }
  }
}
