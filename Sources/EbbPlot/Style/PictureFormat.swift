/// The files that pictures can be.
package enum PictureFormat: String, CaseIterable, Sendable {
  case png, svg, pdf
}
