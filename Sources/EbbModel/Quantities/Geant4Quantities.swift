extension Quantity {
  private static let book = "Geant4 Book For Application Developers, Detector: Command-based scoring"

  /// The quantities that Geant4's command-based scorers score, by the commands `/score/quantity/…`. The web interface
  /// divides it by the primaries.
  ///
  /// Results carry the name that the user gave; their unit tells which of these it may be.
  static let geant4: [Quantity] =
    of([(["doseDeposit", "DoseGy"], "dose")], .density, serves: .dose, "Gy")
    + of([(["energyDeposit", "eDep"], "deposited energy")], .amount, "MeV")
    + of(
      [
        (["cellFlux"], "fluence"), (["passageCellFlux"], "fluence of passing tracks"),
        (["flatSurfaceFlux"], "fluence through a surface"), (["volumeFlux"], "flux into a volume"),
        (["flatSurfaceCurrent"], "current through a surface"),
        (["sphereSurfaceFlux"], "fluence through a sphere"),
        (["sphereSurfaceCurrent"], "current through a sphere"),
      ], .density, serves: .fluence, "cm^-2")
    + of(
      [(["trackLength"], "track length"), (["passageTrackLength"], "length of passing tracks")], .amount, "mm"
    )
    + of([(["cellCharge"], "charge")], .amount, "1", isSigned: true)
    + of(
      [
        (["nOfStep"], "number of steps"), (["nOfTrack"], "number of tracks"),
        (["nOfSecondary"], "number of secondaries"), (["nOfCollision"], "number of collisions"),
        (["population"], "number of tracks in the cell"),
        (["nOfTerminatedTrack"], "number of tracks that end"),
        (["trackCounter"], "number of tracks"), (["passageTrackCount"], "number of passing tracks"),
      ], .amount, "1")

  private static func of(
    _ names: [(names: [String], longName: String)], _ overBins: BinMeaning, serves: Denominator? = nil,
    _ unit: String, isSigned: Bool = false
  ) -> [Quantity] {
    entries(
      .geant4, names, overBins, overAxis: .share, serves: serves, unit: unit, isSigned: isSigned, source: book
    )
  }
}
