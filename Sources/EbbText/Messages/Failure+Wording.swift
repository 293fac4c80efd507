internal import EbbModel

/// Parts of sentences.
extension Failure {
  package static func noColumn(_ name: String, has columns: [String]) -> Failure {
    Failure(
      .usage, "there is no column \(quoted(name)).",
      advice: nearest(to: name, in: columns) + "There are: \(list(columns)).")
  }

  /// A text from the store or the user.
  package static func quoted(_ text: String) -> String { "'\(text)'" }

  /// "estimator 'mesh', page 2": a page, an estimator, or a page's number alone; empty of neither.
  /// - Parameter job: the job that they are of, where it is to be named: "estimator 'mesh', page 2 of 2023-a1".
  package static func page(_ number: Int?, of estimator: String?, in job: String? = nil) -> String {
    let page = [estimator.map { "estimator \(quoted($0))" }, number.map { "page \($0)" }].compactMap(\.self)
      .joined(separator: ", ")
    return [page, job ?? ""].filter { !$0.isEmpty }.joined(separator: " of ")
  }

  /// The most names that a list shows: not more than a screen holds.
  package static let listed = 30

  /// The first names of long ones: "2023-a1, 2023-b2, 2023-c3, …".
  package static func few(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
  }

  /// Names for an error.
  package static func list(_ names: [String]) -> String { list(names, of: names.count) }

  /// A list of `count` names, of which the first are given.
  package static func list(_ names: [String], of count: Int) -> String {
    let shown = names.prefix(listed).joined(separator: ", ")
    return count > listed ? shown + ", … (\(count) in all)" : shown
  }

  /// A count with its thousands set off: 12,304; -123.
  package static func count(_ number: some BinaryInteger) -> String {
    var digits = Substring(String(number.magnitude))
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = digits.dropLast(3)
    }
    return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// A count that is only known as a floating-point number: whole, or with three digits where a double has no place
  /// for the last ones.
  package static func count(_ number: Double) -> String {
    abs(number) < 1e15 ? count(Int64(number.rounded())) : threeDigits(number)
  }
}

extension String {
  /// The text in one line and its words one blank apart, without a full stop at its end.
  package var oneLine: String {
    var text = split(whereSeparator: \.isWhitespace).joined(separator: " ")
    while text.hasSuffix(".") || text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
