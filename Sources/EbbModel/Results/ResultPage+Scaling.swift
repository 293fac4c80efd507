extension ResultPage {
  /// 1 MeV/g in Gy: 1.602176634e-13 J by 1e-3 kg. The elementary charge is exact (SI, 2019).
  package static let grayPerMeVPerGram = 1.602176634e-10

  /// Whether the values are those of one primary.
  package var isPerPrimary: Bool { meaning.isPerPrimary }

  /// The factor from these values to those of `primaries` primaries; 1 where these are not per primary.
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

  /// The page over its largest value, with its errors: for shapes, whatever they are of.
  /// - Returns: `nil` where no finite value is above 0, or where bins are numbers of materials or zones.
  package var relativeToMaximum: ResultPage? {
    guard !isPhaseSpace, meaning.overBins != .label,
      let largest = values.lazy.filter(\.isFinite).max(), largest > 0
    else { return nil }
    var relative = self
    relative.values = values.map { $0 / largest }
    relative.errors = errors?.map { $0 / largest }
    relative.unit = Unit(text: "1", source: "1")
    relative.meaning.unit = relative.unit
    relative.meaning.isPerPrimary = false
    relative.meaning.longName += " relative to maximum"
    relative.operations.append("over the largest value, \(largest) \(unit.text)")
    return relative
  }

  /// The page in another unit: values and errors times `factor`.
  package func multiplied(by factor: Double, unit text: String) -> ResultPage {
    guard factor != 1 || text != unit.text else { return self }
    var converted = self
    converted.unit.text = text
    converted.operations.append("--unit \(unit.text) to \(text) by \(factor)")
    converted.values = values.map { $0 * factor }
    converted.errors = errors?.map { $0 * factor }
    return converted
  }
}
