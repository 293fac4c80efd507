extension Quantity {
  private static let guide = "SHIELD-HIT12A User's Guide v1.1, detect.dat: quantities"
  private static let converter = "pymchelper, shieldhit/detector/estimator_type.py and reader_bdo2019.py"

  /// The quantities that SHIELD-HIT12A and OpenShieldHit score.
  ///
  /// The names are those of `detect.dat` and of pymchelper's detector types, and the long names that it gives results
  /// of the binary format of 2010. What is differential in energy, angle, LET and others is divided by the width of the
  /// bins, whatever the unit says.
  static let shieldHIT: [Quantity] =
    densities + amounts + doseWeighted + fluenceWeighted + averages + constants + [particles]

  private static let densities =
    entries(
      .shieldhit,
      [
        (["DOSE", "Dose", "Dose*volume"], "dose")
      ], .density, serves: .dose, unit: "MeV/g", source: guide)
    + entries(
      .shieldhit, [(["DOSE-GY", "DoseGy"], "dose")], .density, serves: .dose, unit: "Gy", source: guide)
    + entries(
      .shieldhit,
      [
        (["DIRTYDOSE"], "dose of high LET"), (["DDD"], "dose of depth-dose kernels"),
        (["ALANINE", "Alanine RE*Dose", "Alanine RE*Dose*volume"], "response of alanine"),
        (["NKERMA"], "kerma of neutrons"),
      ], .density, unit: "MeV/g", source: guide)
    + entries(
      .shieldhit,
      [
        (["DIRTYDOSE-GY"], "dose of high LET"), (["ALANINE-GY"], "response of alanine"),
      ], .density, unit: "Gy", source: guide)
    + entries(
      .shieldhit,
      [
        (["DOSE-EQV", "DoseEqv"], "dose equivalent"), (["EQV-DOSE", "EqvDose"], "equivalent dose"),
        (["N-EQV-DOSE", "NEqvDose"], "equivalent dose of neutrons"),
      ], .density, unit: "Sv", source: guide)
    + entries(
      .shieldhit, [(["FLUENCE"], "fluence")], .density, serves: .fluence, unit: "cm^-2", source: guide)
    + entries(
      .shieldhit,
      [
        (["CROSSFLU", "Planar fluence"], "planar fluence"),
        (["FLU-CHAR", "Charged particle fluence"], "fluence of charged particles"),
        (["FLU-NEUT", "Neutral particle fluence"], "fluence of neutral particles"),
        (["FLU-NEQV", "1MeVNEq", "1 MeV eqv. neutron fluence"], "1 MeV neutron equivalent fluence"),
      ], .density, unit: "cm^-2", source: guide)
    + entries(
      .shieldhit, [(["LETFLU", "LET fluence"], "LET times fluence")], .density, unit: "MeV/cm", source: guide)

  private static let amounts =
    entries(
      .shieldhit, [(["ENERGY", "Energy"], "deposited energy")], .amount, unit: "MeV", source: guide)
    + entries(
      .shieldhit,
      [
        (["NORM-COUNT-POINT"], "particles at the scoring point"),
        (["COUNTER", "Particle counter"], "particles"),
        (["PET", "PET isotopes"], "positron emitters"),
      ], .amount, unit: "1", source: guide)
    + entries(
      .shieldhit, [(["TRACK-LENGTH", "TRACE"], "track length")], .amount, unit: "cm", source: converter)
    + entries(
      .shieldhit, [(["COUNT"], "count"), (["COUNT-POINT"], "count at the scoring point")], .amount,
      overTasks: .sum, isPerPrimary: false, unit: "1", source: converter)

  /// An average, which is not divided by the primaries.
  private static func ratios(
    _ names: [(names: [String], longName: String)], by denominator: Denominator?, unit: String
  ) -> [Quantity] {
    entries(
      .shieldhit, names, .ratio, overAxis: nil, overTasks: .ratio, isPerPrimary: false,
      denominator: denominator, unit: unit, source: guide)
  }

  private static let doseWeighted =
    ratios([(["DLET", "dose-averaged LET"], "dose-averaged LET")], by: .dose, unit: "keV/um")
    + ratios([(["DLETG"], "dose-averaged LET in the scoring medium")], by: .dose, unit: "keV/um")
    + ratios([(["MOCA-YD"], "dose-averaged lineal energy")], by: .dose, unit: "keV/um")
    + ratios([(["DAVGE"], "dose-averaged kinetic energy")], by: .dose, unit: "MeV")
    + ratios(
      [
        (["DBETA"], "dose-averaged β"), (["DQ-EFF", "dQeff"], "dose-averaged effective Q"),
        (["DOSE-AV-Q", "dQ"], "dose-averaged Q"), (["DOSE-AV-Z2BETA2", "dZ2Beta2"], "dose-averaged Z²/β²"),
        (["DZEFF2BETA2"], "dose-averaged Zeff²/β²"),
      ], by: .dose, unit: "1")

  private static let fluenceWeighted =
    ratios([(["TLET", "track-averaged LET"], "track-averaged LET")], by: .fluence, unit: "keV/um")
    + ratios([(["TLETG"], "track-averaged LET in the scoring medium")], by: .fluence, unit: "keV/um")
    + ratios([(["MOCA-YF"], "frequency-averaged lineal energy")], by: .fluence, unit: "keV/um")
    + ratios(
      [(["AVG-ENERGY", "TAVGE", "AvgEnergy", "Average kinetic energy"], "mean kinetic energy")], by: .fluence,
      unit: "MeV")
    + ratios(
      [
        (["AVG-BETA", "TBETA", "AvgBeta", "Average beta"], "mean β"),
        (["TQ-EFF", "tQeff"], "track-averaged effective Q"), (["TRACK-AV-Q", "tQ"], "track-averaged Q"),
        (["TRACK-AV-Z2BETA2", "tZ2Beta2"], "track-averaged Z²/β²"),
        (["TZEFF2BETA2"], "track-averaged Zeff²/β²"),
      ], by: .fluence, unit: "1")

  /// Averages whose denominators are not scored beside them.
  private static let averages =
    ratios(
      [
        (["Q", "beam quality Q"], "mean Q"), (["Q-EFF"], "mean effective Q"), (["Z"], "mean charge Z"),
        (["ZEFF"], "mean effective charge"), (["Z2BETA2"], "mean Z²/β²"),
        (["ZEFF2BETA2"], "mean Zeff²/β²"), (["A"], "mean mass number"), (["AMU"], "mean mass in u"),
        (["GEN"], "mean generation"), (["ID"], "mean particle number"),
      ], by: nil, unit: "1")
    + ratios([(["AMASS"], "mean mass")], by: nil, unit: "MeV")
    + ratios(
      [
        (["KINETIC-ENERGY", "Kinetic energy"], "mean kinetic energy"),
        (["ENERGY-NUC"], "mean kinetic energy per nucleon"),
        (["ENERGY-AMU"], "mean kinetic energy per mass unit"),
      ], by: nil, unit: "MeV")
    + ratios([(["ANGLE"], "mean angle")], by: nil, unit: "degree")
    + ratios([(["DEDX", "LET"], "mean stopping power")], by: nil, unit: "MeV/cm")
    + ratios([(["MASS-DEDX"], "mean mass stopping power")], by: nil, unit: "MeV cm^2 g^-1")

  private static let constants =
    entries(
      .shieldhit,
      [
        (["MATERIAL", "Material number"], "number of the material"),
        (["ZONE", "Zone#"], "number of the zone"),
        (["MEDIUM", "Medium#"], "number of the medium"),
      ], .label, overAxis: nil, overTasks: .identical, isPerPrimary: false, unit: "1", source: guide)
    + entries(
      .shieldhit, [(["RHO", "Density"], "density of matter")], .density, overTasks: .identical,
      isPerPrimary: false,
      unit: "g/cm^3", source: guide)

  private static let particles = Quantity(
    simulator: .shieldhit, names: ["MCPL"], longName: "particles", overBins: .label, overAxis: nil,
    overTasks: .concatenation, isPerPrimary: false, denominator: nil, serves: nil, unit: "1",
    isUnitMisstated: false, remark: nil, isSigned: false, source: guide)
}
