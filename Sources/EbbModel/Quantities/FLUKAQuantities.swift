extension Quantity {
  private static let usrbin =
    "FLUKA manual, USRBIN (notes) and 5 Particle and material codes (generalised particles)"
  private static let converter = "FLUKA manual, USRBIN; pymchelper, readers/fluka.py (UsrbinScoring)"

  /// The quantities that FLUKA scores. All is per unit weight of the primaries.
  ///
  /// On a mesh USRBIN divides by the volume of the bins, whatever the quantity; by regions it does not. The converter
  /// has made MeV of GeV, and states energies without the volume.
  static let fluka: [Quantity] =
    entries(
      .fluka,
      [
        (["ENERGY"], "energy density"), (["EM-ENRGY"], "electromagnetic energy density"),
        (["UNB-ENER"], "unbiased energy density"), (["UNB-EMEN"], "unbiased electromagnetic energy density"),
        (["NIEL-DEP"], "non-ionizing energy loss"), (["RES-NIEL"], "restricted non-ionizing energy loss"),
      ], .density, unit: "MeV/cm^3", isUnitMisstated: true, source: converter)
    + entries(.fluka, [(["DOSE"], "dose")], .density, serves: .dose, unit: "MeV/g", source: usrbin)
    + entries(
      .fluka,
      [
        (["DOSE-EM"], "electromagnetic dose"), (["DOSEQLET"], "dose equivalent by Q(LET)"),
        (["DOSE-H2O"], "dose to water"),
      ], .density, unit: "MeV/g", source: usrbin)
    + entries(.fluka, [(["DOSE-EQ"], "dose equivalent")], .density, unit: "pSv", source: usrbin)
    + entries(
      .fluka,
      [
        (["HEHAD-EQ"], "high-energy hadron equivalent fluence"),
        (["THNEU-EQ"], "thermal neutron equivalent fluence"),
      ], .density, unit: "cm^-2", source: usrbin)
    + entries(
      .fluka, [(["SI1MEVNE"], "1 MeV neutron equivalent fluence in silicon")], .density, unit: "cm^-2",
      isUnitMisstated: true, remark: "times 1000", source: converter)
    + entries(
      .fluka,
      [
        (["FISSIONS"], "density of fissions"), (["HE-FISS"], "density of high-energy fissions"),
        (["LE-FISS"], "density of low-energy fissions"),
      ], .density, unit: "cm^-3", source: usrbin)
    + entries(
      .fluka, [(["NEU-BALA"], "density of the neutron balance")], .density, unit: "cm^-3", isSigned: true,
      source: usrbin)
    + entries(.fluka, [(["ACTIVITY"], "activity density")], .density, unit: "Bq/cm^3", source: usrbin)
    + entries(.fluka, [(["ACTOMASS"], "specific activity")], .density, unit: "Bq/g", source: usrbin)
    + entries(
      .fluka, [(["NET-CHRG"], "density of net charge")], .density, unit: "C/cm^3", isSigned: true,
      source: converter)
    + entries(
      .fluka,
      [(["DPA-SCO"], "displacements per atom"), (["DPA-NRES", "DPA-NRT"], "displacements per atom")],
      .density, unit: "g^-1", source: converter)
    + entries(
      .fluka,
      [
        (["X-MOMENT"], "density of momentum transfer along x"),
        (["Y-MOMENT"], "density of momentum transfer along y"),
        (["Z-MOMENT"], "density of momentum transfer along z"),
      ], .density, unit: "cm^-2", isSigned: true, source: converter)
    + entries(
      .fluka, [(["FLUENCE"], "fluence")], .density, serves: .fluence, unit: "cm^-2",
      source: "FLUKA manual, USRBIN, USRTRACK and USRBDX")
    + entries(
      .fluka, [(["CURRENT"], "current")], .density, unit: "cm^-2 GeV^-1 sr^-1",
      source: "FLUKA manual, USRBDX")
}
