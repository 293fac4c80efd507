extension Quantity {
  private static let volume = "TOPAS documentation, Scoring: Volume Scorers"
  private static let surface = "TOPAS documentation, Scoring: Surface Scorers"

  /// The quantities that TOPAS scores: the column Mean, which is per history.
  ///
  /// Bins of incident track energy and of time hold their own share of the scorer (TOPAS documentation, Scoring:
  /// Binning by Energy, Binning by Time).
  static let topas: [Quantity] =
    of(
      [
        (["DoseToMedium"], "dose to the medium"), (["DoseToWater"], "dose to water"),
        (["DoseToMaterial"], "dose to a material"),
        (["TsDoseToVoxel", "DirtyDose"], "dose"),
      ], .density, serves: .dose, "Gy", volume)
    + of([(["AmbientDoseEquivalent"], "ambient dose equivalent")], .density, "Sv", volume)
    + of([(["Fluence"], "fluence")], .density, serves: .fluence, "mm^-2", volume)
    + of([(["EnergyFluence"], "energy fluence")], .density, "MeV/mm^2", volume)
    + of([(["EnergyDeposit"], "deposited energy")], .amount, "MeV", volume)
    + of(
      [
        (["StepCount"], "number of steps"), (["OriginCount"], "number of tracks that begin"),
        (["TrackCount"], "number of tracks"), (["OpticalPhotonCount"], "number of optical photons"),
      ], .amount, "1", volume)
    + of(
      [(["Charge"], "charge"), (["EffectiveCharge"], "effective charge")], .amount, "1", volume,
      isSigned: true)
    + of([(["SurfaceTrackCount"], "tracks through a surface")], .amount, "1", surface)
    + of([(["SurfaceCurrent"], "current through a surface")], .density, "mm^-2", surface)
    + entries(
      .topas, [(["ProtonLET"], "LET of protons")], .ratio, overAxis: nil, overTasks: .ratio,
      isPerPrimary: false, unit: "MeV mm^-1 g^-1 cm^3",
      source: "TOPAS documentation, Scoring: Volume Scorers, ProtonLET Scorer")

  private static func of(
    _ names: [(names: [String], longName: String)], _ overBins: BinMeaning, serves: Denominator? = nil,
    _ unit: String, _ source: String, isSigned: Bool = false
  ) -> [Quantity] {
    entries(
      .topas, names, overBins, overAxis: .share, serves: serves, unit: unit, isSigned: isSigned,
      source: source)
  }
}
