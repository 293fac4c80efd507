internal import EbbPlot
package import EbbText

/// The size of a picture and of its letters, as it was asked for.
package struct PictureSize: Sendable {
  /// "plain", "aps", "iop" or "elsevier".
  package var journal = JournalStyle.plain.rawValue
  /// "86mm", "8.6cm", "3.375in" or "240pt"; `nil` for the journal's column, and for the height that suits.
  package var width: String?
  package var height: String?
  /// "Helvetica,9", or one of the two.
  package var font: String?

  package static let journals = JournalStyle.allCases.map(\.rawValue)

  package init() {}

  /// Checks what was asked for without drawing anything.
  package func check() throws(Failure) { _ = try style(.svg) }

  func style(_ format: PictureFormat) throws(Failure) -> PictureStyle {
    guard let journal = JournalStyle(rawValue: journal) else {
      throw Failure(
        .usage, "there is no style \(Failure.quoted(journal)).",
        advice: "There are \(Self.journals.joined(separator: ", ")).")
    }
    if let font, PictureStyle.font(font) == nil {
      throw Failure(
        .usage, "--font \(Failure.quoted(font)) is no font.",
        advice: "Give a family and a size of 4 to 40 points, 'Helvetica,9', or one of the two.")
    }
    return PictureStyle(
      format: format, journal: journal, width: try Self.length("--width", width),
      height: try Self.length("--height", height), font: font)
  }

  /// - Returns: points.
  private static func length(_ option: String, _ text: String?) throws(Failure) -> Double? {
    guard let text else { return nil }
    guard let points = PictureStyle.length(text) else {
      throw Failure(
        .usage, "\(option) \(Failure.quoted(text)) is no length.",
        advice: "Give a number with mm, cm, in or pt, such as 86mm; without a unit it is mm.")
    }
    guard 29.999...1000.001 ~= points / PictureStyle.pointsPerMillimetre else {
      throw Failure(
        .usage, "\(option) is from 30 to 1000 mm.",
        advice: Double(text) == nil ? nil : "A number without a unit is mm: \(text)cm is ten times as much.")
    }
    return points
  }
}
