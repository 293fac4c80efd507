internal import EbbPipeline

/// A page with its picture and its numbers.
package struct PagePicture: Sendable {
  package var estimator: String
  package var number: Int
  /// "DOSE (Protons)".
  package var quantity: String
  /// As SVG; `nil` for what no picture shows.
  package var svg: [UInt8]?
  /// Facts beside the picture: a label and a text each.
  package var facts: [(label: String, text: String)]
}
