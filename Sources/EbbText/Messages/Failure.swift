internal import EbbModel

/// Something that went wrong, in words for the person at the terminal.
///
/// The sentences are composed in this module, from what the layers below know; commands print them.
package struct Failure: Error, Equatable, Sendable {
  /// The kind of failure; the raw value is the exit status (sysexits.h).
  package enum Kind: Int32, Sendable {
    /// Done, but pages were left out on request, or an audit found something.
    case incomplete = 1
    case usage = 64
    case brokenData = 65
    case notFound = 66
    /// A store that cannot be reached, or a program that is needed and not there.
    case unavailable = 69
    case outputNotCreatable = 73
    case readingOrWriting = 74
    case notPermitted = 77
    case interrupted = 130
    /// Whoever read standard output has gone: nothing to say.
    case closedPipe = 0
  }

  package var kind: Kind
  /// The fault and its place: one line.
  package var message: String
  /// Advice on what to do next: one line.
  package var advice: String?
  /// What the advice is of, such as the simulations that may be meant: a line each.
  package var choices: [String]

  /// Both texts may hold names from the store; what a terminal would obey is taken out.
  package init(_ kind: Kind, _ message: String, advice: String? = nil, choices: [String] = []) {
    self.kind = kind
    self.message = message.printable
    self.advice = advice?.printable
    self.choices = choices.map(\.printable)
  }

  /// Throws where the task was cancelled: for loops over rows, of which there may be millions.
  package static func checkCancellation() throws(Failure) {
    if Task.isCancelled { throw .interrupted }
  }

  /// The end of an export to a terminal that is more than a screen: nothing was written.
  package static let beyondScreen = Failure(.closedPipe, "more than a screen")

  /// The end of a command that was told to end.
  package static let interrupted = Failure(.interrupted, "interrupted; nothing is left half-written.")
}
