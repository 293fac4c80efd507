package import EbbModel

/// The reason why two contributions to a page cannot be combined. The first is the one that the others are held
/// against.
package struct AggregateError: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    case unit(first: String, second: String)
    case quantity(first: String, second: String)
    /// The filters differ, which tell pages of one quantity apart: "Protons".
    case filter(first: String, second: String)
    case shape(first: [Int], second: [Int])
    /// The centres of bin `bin` of axis `axis`, counted from 1, differ by more than 1e-9 of them and of the bin.
    case axis(axis: Int, bin: Int, first: Double, second: Double)
    case rule(first: String, second: String)
    /// Contributions that must be the same (material, density) differ in bin `bin`, counted from 0.
    case values(bin: Int, first: Double, second: Double)
    /// `page_normalized` is a word that no converter writes, or not for such a page.
    case unknownRule(String)
  }

  package let reason: Reason
  package let first: PageID
  package let second: PageID

  package init(_ reason: Reason, first: PageID, second: PageID) {
    self.reason = reason
    self.first = first
    self.second = second
  }
}
