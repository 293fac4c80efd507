package import EbbText

/// A name in a picture for what is called something else in the store: "2023-a1=Plan 1".
package struct CurveLabel: Sendable, Equatable {
  /// A simulation (its title, or the beginning of its job id), an estimator, a page, or the number of a curve, the first
  /// being 1.
  package var name: String
  package var text: String

  init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  package init(_ words: String) throws(Failure) {
    guard let sign = words.firstIndex(of: "="), sign > words.startIndex else {
      throw Failure(
        .usage, "--label \(Failure.quoted(words)) says not of what.",
        advice:
          "Write --label NAME=TEXT; NAME is a simulation, an estimator, a page or the number of a curve.")
    }
    name = String(words[..<sign])
    text = String(words[words.index(after: sign)...])
  }
}
