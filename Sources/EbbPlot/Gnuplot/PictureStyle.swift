/// The look of a picture.
package struct PictureStyle: Sendable, Equatable {
  package var format: PictureFormat
  /// In cm; 8.6 is a column of most journals.
  package var width: Double
  /// Whether an own title stands above.
  package var showsTitle: Bool

  package static let columnWidth = 8.6

  package init(format: PictureFormat, width: Double = Self.columnWidth, showsTitle: Bool = true) {
    self.format = format
    self.width = width
    self.showsTitle = showsTitle
  }
}
