internal import EbbOperations
internal import EbbPipeline
internal import Foundation
internal import Glibc
internal import Synchronization

/// A line on standard error that tells how far an export is: pages, bytes per second, time left.
final class ProgressBar: Sendable {
  enum Choice: String, CaseIterable { case auto, always, never }

  private struct State {
    var start: ContinuousClock.Instant?
    var lastShown: ContinuousClock.Instant?
    var isShown = false
  }

  private static let interval = Duration.milliseconds(100)
  private static let width = 24

  private let isOn: Bool
  private let state = Mutex(State())

  /// - Parameter choice: `auto` shows it where standard error is a terminal.
  init(_ choice: Choice, isQuiet: Bool) {
    switch choice {
    case .always: isOn = true
    case .never: isOn = false
    case .auto: isOn = !isQuiet && isatty(STDERR_FILENO) == 1
    }
  }

  /// Shows `progress`, ten times a second at most.
  func show(_ progress: EbbPipeline.Progress) {
    guard isOn else { return }
    let now = ContinuousClock.now
    state.withLock { state in
      let start = state.start ?? now
      state.start = start
      if let last = state.lastShown, now - last < Self.interval { return }
      state.lastShown = now
      state.isShown = true
      StandardStreams.tell("\r" + Self.line(progress, elapsed: now - start) + "\u{1b}[K")
    }
  }

  /// Takes the line away.
  func finish() {
    state.withLock { state in
      if state.isShown { StandardStreams.tell("\r\u{1b}[K") }
      state.isShown = false
    }
  }

  static func line(_ progress: EbbPipeline.Progress, elapsed: Duration) -> String {
    let share = progress.bytes <= 0 ? 1 : min(max(Double(progress.bytesDone) / Double(progress.bytes), 0), 1)
    let filled = Int(share * Double(width))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    var text = "\(bar) \(progress.pagesDone)/\(progress.pages) pages"
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    if seconds > 0.2, progress.bytesDone > 0 {
      let rate = Double(progress.bytesDone) / seconds
      let left = max(Double(progress.bytes) - Double(progress.bytesDone), 0) / rate
      text += ", \(bytes(rate))/s, \(time(left)) left"
    }
    return text
  }

  private static func bytes(_ count: Double) -> String {
    if count < 1e6 { return "\(Int(count / 1e3)) kB" }
    return count < 1e9 ? "\(Int(count / 1e6)) MB" : String(format: "%.1f GB", count / 1e9)
  }

  private static func time(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e8).rounded(.up))
    if whole < 60 { return "\(whole) s" }
    let minutes = whole / 60
    return minutes < 60 ? "\(minutes) min \(whole % 60) s" : "\(minutes / 60) h \(minutes % 60) min"
  }
}
