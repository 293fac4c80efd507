internal import EbbFiles
internal import EbbText
internal import Foundation

/// A line of a journal: a job's output is about to appear, or is there, or nothing came out.
struct BatchRecord: Sendable, Equatable {
  enum State: Sendable { case writing, done }

  var state: State
  var entry: BatchEntry
  /// The stamp of what was measured; while it is being written, of what is there before and will be replaced. `nil`
  /// where there was nothing, or it is not known.
  var stamp: FileStamp?

  /// Measures what `entry` names in `place`; `nil` where that is not there, or not complete.
  ///
  /// Measures again what is replaced meanwhile, so that stamp and sums are of the same file. Costs a reading of the
  /// output.
  static func measuring(_ entry: BatchEntry, in place: String) throws(FileError) -> BatchRecord? {
    // Who replaces it three times in the time of a reading would do so for ever: then the stamp is that of before,
    // and whoever compares it measures again.
    for attempt in 1...3 {
      guard let stamp = entry.stamp(in: place) else { return nil }
      let measured: BatchEntry?
      do throws(FileError) {
        measured = try entry.measured(in: place)
      } catch {
        // It was taken away while it was read.
        if entry.stamp(in: place) != stamp { continue }
        throw error
      }
      if let measured, attempt == 3 || entry.stamp(in: place) == stamp {
        return BatchRecord(state: .done, entry: measured, stamp: stamp)
      }
    }
    return nil
  }

  /// The line, its end included: an object with one entry.
  var line: [UInt8] {
    var text = TextBlock()
    text.append(state == .done ? "{\"done\": " : "{\"writing\": ")
    text.append(entry.text)
    text.append(key: state == .done ? "stamp" : "replaces", json: stamp?.text)
    text.append("}\n")
    return text.bytes
  }

  private struct Line: Decodable {
    var done: BatchEntry?
    var stamp: String?
    var writing: BatchEntry?
    var replaces: String?
  }

  /// Reads a line; `nil` for one that is torn, damaged, or of another kind.
  init?(line: some Collection<UInt8>) {
    guard let line = try? JSONDecoder().decode(Line.self, from: Data(line)) else { return nil }
    if let entry = line.done {
      self.init(state: .done, entry: entry, stamp: line.stamp.flatMap { FileStamp(text: $0) })
    } else if let entry = line.writing, entry.output != nil {
      self.init(state: .writing, entry: entry, stamp: line.replaces.flatMap { FileStamp(text: $0) })
    } else {
      return nil
    }
    guard entry.isSafe else { return nil }
  }

  init(state: State, entry: BatchEntry, stamp: FileStamp?) {
    self.state = state
    self.entry = entry
    self.stamp = stamp
  }
}
