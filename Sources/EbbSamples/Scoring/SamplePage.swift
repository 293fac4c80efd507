/// One scored quantity.
package struct SamplePage: Sendable {
  package var quantity: SampleQuantity
  var filter: PencilBeam.Filter?
  /// The energy axis of a spectrum.
  var spectrum: SampleAxis?

  init(
    _ quantity: SampleQuantity, _ filter: PencilBeam.Filter? = nil, spectrum: SampleAxis? = nil
  ) {
    self.quantity = quantity
    self.filter = filter
    self.spectrum = spectrum
  }
}

extension SamplePage {
  /// As the page has it: "MeV/g/prim", "/cm^2/MeV/prim".
  var unit: String {
    switch quantity.kind {
    case .perPrimary: quantity.unit + (spectrum == nil ? "" : "/MeV") + "/prim"
    case .average, .count: quantity.unit
    }
  }
}
