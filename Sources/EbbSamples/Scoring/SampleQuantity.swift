/// The quantity that is scored, as SHIELD-HIT12A names it.
package enum SampleQuantity: String, Sendable {
  case dose = "DOSE"
  case fluence = "FLUENCE"
  case doseLET = "DLET"
  case trackLET = "TLET"
  case averageEnergy = "AVG-ENERGY"
  case count = "COUNT"

  /// The way in which a bin's value comes from its hits.
  var kind: Truth.Kind {
    switch self {
    case .dose, .fluence: .perPrimary
    case .doseLET, .trackLET, .averageEnergy: .average
    case .count: .count
    }
  }

  /// Without the primaries.
  var unit: String {
    switch self {
    case .dose: "MeV/g"
    case .fluence: "/cm^2"
    case .doseLET, .trackLET: "MeV/cm"
    case .averageEnergy: "MeV"
    case .count: ""
    }
  }

  /// SHIELD-HIT12A's number of the detector.
  var detector: Int {
    switch self {
    case .fluence: 2
    case .dose: 5
    case .doseLET: 6
    case .trackLET: 7
    case .averageEnergy: 8
    case .count: 55
    }
  }

  /// SHIELD-HIT12A's number of the unit.
  var unitID: Int {
    switch self {
    case .dose: 40
    case .fluence: 14
    case .doseLET, .trackLET: 31
    case .averageEnergy: 70
    case .count: -1
    }
  }

  /// The rule by which the platform is to combine the tasks' values: 1 sum, 2 mean per primary, 3 mean of averages.
  var normalization: String {
    switch kind {
    case .count: "1"
    case .perPrimary: "2"
    case .average: "3"
    }
  }

  /// As the input has it.
  var keyword: String {
    switch self {
    case .dose: "Dose"
    case .fluence: "Fluence"
    case .doseLET: "dLET"
    case .trackLET: "tLET"
    case .averageEnergy: "AvgEnergy"
    case .count: "Count"
    }
  }
}
