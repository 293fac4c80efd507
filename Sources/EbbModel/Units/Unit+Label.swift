extension Unit {
  /// The name of values of a quantity with what they are relative to: "Dose per primary", "Dose of 10⁹ primaries".
  /// - Parameter isPerPrimary: whether they are where the unit does not say so.
  package func named(_ name: String, isPerPrimary: Bool) -> String {
    var remarks = (normalization ?? "").split(separator: ",").map { String($0.drop { $0 == " " }) }
    var primaries = isPerPrimary ? " per primary" : ""
    remarks.removeAll { remark in
      if remark == "per primary" {
        primaries = " per primary"
        return true
      }
      let words = remark.split(separator: " ")
      guard words.count == 3, words[0] == "of", words[2] == "primaries" else { return false }
      primaries = " of \(Typeset.count(String(words[1]))) primaries"
      return true
    }
    return ([name + primaries] + remarks).joined(separator: ", ")
  }
}

extension Typeset {
  /// A name with its unit, as pictures have it: "Dose per primary (10⁻³ MeV g⁻¹)".
  /// - Parameter power: that which numbers are to be multiplied by.
  package static func label(_ name: String, unit: String, power: Int = 0) -> String {
    let parts = [power == 0 ? "" : Typeset.power(power), Typeset.unit(unit)].filter { !$0.isEmpty }
    return parts.isEmpty ? name : name + " (" + parts.joined(separator: " ") + ")"
  }
}
