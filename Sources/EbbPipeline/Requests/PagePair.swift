package import EbbModel

/// A page of one result, or all of an estimator, that is to be held against one of another name: "mesh/0=dose/1",
/// "mesh=grid".
package struct PagePair: Sendable, Equatable, CustomStringConvertible {
  /// An estimator, and a page of it, as -e and -p name them.
  package struct Side: Sendable, Equatable, CustomStringConvertible {
    package let description: String
    package let estimator: Pattern
    /// `nil` for all pages.
    package let page: PageSelection?

    /// Reads "mesh", "mesh/0", "mesh/DOSE".
    init?(_ text: String) {
      description = text
      guard let slash = text.lastIndex(of: "/") else {
        guard !text.isEmpty else { return nil }
        (estimator, page) = (Pattern(text), nil)
        return
      }
      guard slash > text.startIndex,
        let selection = PageSelection(String(text[text.index(after: slash)...])),
        !selection.description.isEmpty
      else { return nil }
      (estimator, page) = (Pattern(String(text[..<slash])), selection)
    }
  }

  package let a: Side
  package let b: Side

  /// - Returns: `nil` where it is not "A=B", or one side names a page and the other an estimator.
  package init?(_ text: String) {
    guard let sign = text.firstIndex(of: "="), let a = Side(String(text[..<sign])),
      let b = Side(String(text[text.index(after: sign)...])), (a.page == nil) == (b.page == nil)
    else { return nil }
    (self.a, self.b) = (a, b)
  }

  package var description: String { "\(a)=\(b)" }
}
