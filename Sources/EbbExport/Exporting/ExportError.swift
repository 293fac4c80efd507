/// The reason why pages cannot be exported as was asked.
package enum ExportError: Error, Equatable, Sendable {
  /// A page that the format cannot hold; `reason` is what it has or is.
  case unsuitable(format: String, reason: String)
  /// Two pages that cannot stand side by side in a table: what each is and has for axes.
  case differingAxes(String, String)
}
