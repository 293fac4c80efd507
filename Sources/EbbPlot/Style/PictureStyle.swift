/// The look of a picture. Lengths are in points, of which 72 are an inch.
package struct PictureStyle: Sendable, Equatable {
  package var format: PictureFormat
  package var width: Double
  /// `nil` for what suits the content.
  package var height: Double?
  /// Whether an own title stands above.
  package var showsTitle: Bool
  /// Whether maps stand in SVG as images. Browsers smooth these, unless a page's style says not to.
  package var embedsImages = false
  var letters: Lettering

  package static let pointsPerMillimetre = 72 / 25.4
  /// The dots of a PNG, an inch; in a metre they are a whole number but for 0.1 parts in a million.
  static let dotsPerInch = 300.0

  /// - Parameters:
  ///   - width: by the journal's column where it is `nil`.
  ///   - font: a family and a size ("Helvetica,9"), or one of them; `nil` for the journal's.
  package init(
    format: PictureFormat, journal: JournalStyle = .plain, width: Double? = nil, height: Double? = nil,
    font: String? = nil
  ) {
    self.format = format
    self.width = width ?? journal.width
    self.height = height
    showsTitle = journal.showsTitle
    let chosen = font.flatMap(Self.font)
    letters = Lettering(family: chosen?.family ?? "Sans", size: chosen?.size ?? journal.textSize)
  }

  /// Reads "Helvetica,9", "Helvetica" and "9"; sizes are from 4 to 40 points. `nil` for anything else.
  package static func font(_ text: String) -> (family: String?, size: Double?)? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    guard let first = parts.first, parts.count <= 2 else { return nil }
    let size = Double(
      parts[parts.count - 1].hasSuffix("pt")
        ? String(parts[parts.count - 1].dropLast(2)) : parts[parts.count - 1])
    if let size, !(4...40 ~= size) { return nil }
    if parts.count == 2 ? size == nil : first.isEmpty { return nil }
    let family = parts.count == 2 ? first : size == nil ? first : ""
    // What fonts are called; nothing that gnuplot or SVG would take for something else.
    guard
      family.unicodeScalars.allSatisfy({
        $0.properties.isAlphabetic || "0123456789 -".unicodeScalars.contains($0)
      })
    else { return nil }
    return (family.isEmpty ? nil : family, size)
  }

  /// Reads a length with its unit ("86mm", "8.6cm", "3.375in", "240pt"), or a number of millimetres.
  /// - Returns: points; `nil` for anything else.
  package static func length(_ text: String) -> Double? {
    let units = ["mm": pointsPerMillimetre, "cm": 10 * pointsPerMillimetre, "in": 72, "pt": 1]
    let trimmed = String(text.filter { $0 != " " })
    let unit = units.first { trimmed.hasSuffix($0.key) }
    let digits = unit == nil ? trimmed : String(trimmed.dropLast(2))
    guard let number = Double(digits), number.isFinite, number > 0 else { return nil }
    return number * (unit?.value ?? pointsPerMillimetre)
  }
}
