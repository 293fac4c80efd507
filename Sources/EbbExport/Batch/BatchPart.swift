internal import EbbFiles
internal import EbbModel
internal import EbbText
internal import Foundation

/// A shard's part of the index of a batch's folder: `index.d/shard-3-of-8.ndjson`, the journal of all runs of the shard.
///
/// It begins and ends with a line that says so. Nothing but the shard's own process writes it, and nothing else has to
/// wait for that: no lock is needed, which network file systems do not always have. What a run that was killed has
/// done is read by the next, on whatever machine.
struct BatchPart: Sendable {
  static let folderName = "index.d"
  private static let prefix = "shard-"
  private static let suffix = ".ndjson"
  /// A job is some 1,000 bytes: a million jobs in one shard.
  static let longest = 1 << 30

  /// A line that says where a run of the shard is.
  struct Mark: Sendable, Equatable, Codable {
    enum State: String, Sendable, Codable { case began, ended }

    var shard: String
    var plan: String?
    var state: State

    /// The line, its end included.
    func line() -> [UInt8] {
      var text = TextBlock()
      text.append("{\"shard\": ")
      text.append(json: shard)
      text.append(key: "plan", json: plan)
      text.append(key: "state", json: state.rawValue)
      text.append("}\n")
      return text.bytes
    }
  }

  var shard: Shard
  var records = BatchRecords()
  /// Whether its last run came to its end.
  var isComplete = false

  /// The path of a shard's part from the batch's folder.
  static func path(of shard: Shard) -> String { "\(folderName)/\(prefix)\(shard.name)\(suffix)" }

  /// Reads the part at `path`; `nil` where there is none, or it does not say whose it is.
  init?(reading path: String) {
    guard let bytes = try? contents(of: path, atMost: Self.longest) else { return nil }
    var shard: Shard?
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      if let record = BatchRecord(line: line) {
        records.add(record)
      } else if let mark = try? JSONDecoder().decode(Mark.self, from: Data(line)),
        let named = Shard(text: mark.shard, plan: mark.plan)
      {
        shard = named
        isComplete = mark.state == .ended
      }
    }
    guard let shard else { return nil }
    self.shard = shard
  }

  /// Those of the folder, by their names.
  static func all(in folder: String) -> [BatchPart] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + folderName)) ?? []
    return names.filter { $0.hasPrefix(prefix) && $0.hasSuffix(suffix) }.sorted()
      .compactMap { BatchPart(reading: "\(folder)\(folderName)/\($0)") }
  }
}
