extension ResultPage {
  /// 1 MeV/g in Gy: 1.602176634e-13 J by 1e-3 kg. The elementary charge is exact (SI, 2019).
  package static let grayPerMeVPerGram = 1.602176634e-10

  /// Whether the values are those of one primary: where the unit says so, and for dose and fluence, of which
  /// older rows do not say what they are normalised to. A unit of Gy is another simulator's, of all primaries.
  package var isPerPrimary: Bool {
    if unit.isPerPrimary { return true }
    return switch quantity.uppercased() {
    case "DOSE": rule == .mean && unit.text == "MeV/g"
    case "FLUENCE": rule == .mean && unit.text.hasPrefix("cm^-2")
    default: false
    }
  }

  /// What the values of `primaries` primaries are to these; 1 where these are not per primary.
  package func factor(toPrimaries primaries: Double) -> Double {
    guard isPerPrimary else { return 1 }
    return unit.text == "MeV/g" ? primaries * Self.grayPerMeVPerGram : primaries
  }

  /// The page of `primaries` primaries: values and errors times that many, dose in Gy. What is not per primary
  /// (LET, mean energy, density, material, counts) stays as it is.
  package func scaled(toPrimaries primaries: Double) -> ResultPage {
    guard isPerPrimary else { return self }
    var scaled = self
    let factor = factor(toPrimaries: primaries)
    let number = plainNumber(primaries)
    scaled.unit.normalization = unit.normalization(ofPrimaries: number)
    scaled.operations.append("--primaries \(number)")
    if unit.text == "MeV/g" {
      scaled.unit.text = "Gy"
      scaled.operations[scaled.operations.count - 1] += ", MeV/g to Gy by \(Self.grayPerMeVPerGram)"
    }
    scaled.values = values.map { $0 * factor }
    scaled.errors = errors?.map { $0 * factor }
    return scaled
  }
}

extension Unit {
  private static let perPrimary = "per primary"

  var isPerPrimary: Bool { normalizations.contains(Self.perPrimary) }

  /// The normalization with "of N primaries" in the place of "per primary".
  fileprivate func normalization(ofPrimaries number: String) -> String {
    (normalizations.filter { $0 != Self.perPrimary } + ["of \(number) primaries"])
      .joined(separator: ", ")
  }

  private var normalizations: [String] {
    normalization?.split(separator: ",").map { String($0).trimmingBlanks } ?? []
  }
}
