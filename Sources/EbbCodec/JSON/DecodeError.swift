/// The reason why a page's text could not be decoded.
package struct DecodeError: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    /// Something else stands where this was needed: "',' or ']'".
    case expected(String)
    /// A number that JSON does not have: "2.5.1", "02.5".
    case notANumber
    /// A number beyond the range of a double.
    case numberOutOfRange
    /// A string that is not UTF-8, or an escape that JSON does not have.
    case badString
    /// Lists and objects are nested deeper than any page's.
    case nestedTooDeep
    /// A key that every page has is missing: "data.values".
    case missing(String)
    /// The web interface has kept the page's address in the place of its values.
    case link
    /// The number of values is not that of the bins.
    case wrongCount(values: Int, bins: Int)
    /// A phase space page holds `columns` numbers a particle, and `values` is no multiple.
    case wrongParticleCount(values: Int, columns: Int)
    /// `dimensions` is not the number of axes.
    case wrongDimensions(stated: Int, axes: Int)
  }

  package let reason: Reason
  /// The place in the text, in bytes from its start; `nil` where the page as a whole is meant.
  package let offset: Int?

  package init(_ reason: Reason, at offset: Int?) {
    self.reason = reason
    self.offset = offset
  }
}
