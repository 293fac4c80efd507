/// The sizes that journals ask figures to have.
package enum JournalStyle: String, CaseIterable, Sendable {
  /// A column of most journals, with a title above.
  case plain
  /// American Physical Society: 3 3/8 inches, capitals of 2 mm and more.
  case aps
  /// IOP Publishing: 85 mm, 8 points.
  case iop
  /// Elsevier: 90 mm, 7 points.
  case elsevier

  /// The width of a column, in points.
  package var width: Double {
    let millimetres =
      switch self {
      case .plain: 86.0
      case .aps: 3.375 * 25.4
      case .iop: 85.0
      case .elsevier: 90.0
      }
    return millimetres * PictureStyle.pointsPerMillimetre
  }

  /// The size of all texts, in points.
  var textSize: Double { self == .elsevier ? 7 : 8 }

  /// Whether a title stands above by itself: papers have captions.
  var showsTitle: Bool { self == .plain }
}
