import EbbModel
import Testing

@Suite("ReductionStep")
struct ReductionStepTests {
  @Test("a text that says something is a step, which says what it was read from")
  func read() throws {
    #expect(try ReductionStep(at: "z=10.5") == .at(axis: "z", value: 10.5))
    #expect(try ReductionStep(at: "Energy=-1e3") == .at(axis: "energy", value: -1000))
    #expect(try ReductionStep(range: "z=5:15") == .range(axis: "z", low: 5, high: 15))
    #expect(try ReductionStep(range: "z=-5:") == .range(axis: "z", low: -5, high: .infinity))
    #expect(try ReductionStep(range: "z=:-5") == .range(axis: "z", low: -.infinity, high: -5))
    #expect(try ReductionStep(sum: "Y") == .sum(axis: "y"))
    #expect(try ReductionStep(rebin: "z=4") == .rebin(axis: "z", bins: 4))
    #expect(try ReductionStep(rebin: "z=0.5cm") == .rebinToWidth(axis: "z", width: 0.5, unit: "cm"))
    #expect(
      try ReductionStep(rebin: "angle=1e1 deg") == .rebinToWidth(axis: "angle", width: 10, unit: "degree"))
    #expect(try ReductionStep(rebin: "energy=2MeV").description == "--rebin energy=2.0MeV")
    #expect(try ReductionStep(range: "z=-5:").description == "--range z=-5.0:")
    #expect(try ReductionStep(at: "z=10.5").description == "--at z=10.5")
  }

  @Test("places may be given in any unit, of a range once for both ends")
  func units() throws {
    #expect(try ReductionStep(at: "z=7mm") == .at(axis: "z", value: 7, unit: "mm"))
    #expect(try ReductionStep(at: "energy=1e-3 GeV") == .at(axis: "energy", value: 1e-3, unit: "GeV"))
    #expect(try ReductionStep(range: "z=5:15mm") == .range(axis: "z", low: 5, high: 15, unit: "mm"))
    #expect(try ReductionStep(range: "z=5mm:1.5cm") == .range(axis: "z", low: 5, high: 15, unit: "mm"))
    #expect(try ReductionStep(range: "z=5mm:") == .range(axis: "z", low: 5, high: .infinity, unit: "mm"))
    #expect(try ReductionStep(at: "z=7mm").description == "--at z=7.0mm")
    #expect(try ReductionStep(range: "z=5mm:").description == "--range z=5.0mm:")
  }

  @Test("what cannot be a step is refused with the reason")
  func reasons() {
    func at(_ text: String) -> ReductionStep.Fault? { fault { _ = try ReductionStep(at: text) } }
    func range(_ text: String) -> ReductionStep.Fault? { fault { _ = try ReductionStep(range: text) } }
    func rebin(_ text: String) -> ReductionStep.Fault? { fault { _ = try ReductionStep(rebin: text) } }
    #expect(at("z") == .noValue && at("z=") == .noValue && at("=5") == .noAxis)
    #expect(at("z=five") == .notANumber("five") && at("z=5furlongs") == .unknownUnit("furlongs"))
    #expect(range("z=15:5") == .reversed(low: "15", high: "5") && range("z=5") == .noRange("5"))
    #expect(range("z=:") == .noEnds && range("z=1cm:2MeV") == .differingUnits("cm", "MeV"))
    #expect(range("z=2cm:5mm") == .reversed(low: "2cm", high: "5mm"))
    #expect(rebin("z=0") == .notAboveZero("0") && rebin("z=1.5") == .notWhole("1.5"))
    #expect(fault { _ = try ReductionStep(sum: "z=3") } == .takesNoValue("z"))
  }

  private func fault(_ body: () throws -> Void) -> ReductionStep.Fault? {
    do {
      try body()
      return nil
    } catch {
      return error as? ReductionStep.Fault
    }
  }

  @Test(
    "what says nothing is none",
    arguments: [
      "", "z", "z=", "=5", "z=a", "z=5:a", "z=:", "z=15:5", "z=nan", "z=0", "z=-1", "z=0cm", "z=cm", "z=1.5",
    ])
  func refused(text: String) {
    if !["z=0", "z=-1", "z=1.5", "z=0cm"].contains(text) { #expect((try? ReductionStep(at: text)) == nil) }
    #expect((try? ReductionStep(range: text)) == nil)
    #expect((try? ReductionStep(rebin: text)) == nil)
    if text != "z" { #expect((try? ReductionStep(sum: text)) == nil) }
  }
}

@Suite("Meaning over bins")
struct BinMeaningTests {
  @Test(
    "real pages, by rule, name and unit",
    arguments: [
      ("COUNT", "", "1", .amount), ("Energy", "MeV/primary", nil, .amount), ("ENERGY", "MeV", nil, .amount),
      ("Particle counter", "/primary", nil, .amount), ("MyScorer", "", nil, nil),
      ("DOSE", "MeV/g", "2", .density), ("DOSE", "MeV/g/prim", "2", .density),
      ("FLUENCE", "/cm^2/MeV/deg/prim", "2", .density), ("Fluence", "cm^-2/primary", nil, .density),
      ("MyScorer", "Gy", nil, .density), ("MyScorer", "/mm2", nil, .density), ("MyScorer", "MeV", nil, nil),
      ("MyScorer", "MeV/cm", "2", nil), ("MyScorer", "MeV", "3", .ratio), ("MyScorer", "MeV", "1", .amount),
      ("AVG-ENERGY", "MeV", "3", .ratio), ("Average kinetic energy", "MeV/nucleon", nil, .ratio),
      ("Average beta", "(dimensionless)", nil, .ratio), ("DLET", "MeV/cm", "3", .ratio),
      ("RHO", "g/cm^3", "0", .density), ("Density", "g/cm^3", nil, .density),
      ("MATERIAL", "", "0", .label), ("ZONE", "", "0", .label), ("Zone#", "(dimensionless)", nil, .label),
      ("Medium#", "(dimensionless)", nil, .label),
    ] as [(String, String, String?, BinMeaning?)])
  func real(quantity: String, unit: String, rule: String?, content: BinMeaning?) {
    let metadata = rule.map { [Metadata.Entry(name: "page_normalized", value: $0)] } ?? []
    let page = StoredPage(
      quantity: quantity, unit: unit, metadata: Metadata(metadata), axes: [], values: [1], isFinite: true,
      simulator: .shieldhit)
    #expect(page.meaning.overBins == content)
  }
}

@Suite("Scaling to primaries")
struct ScalingTests {
  private func page(_ quantity: String, _ unit: String, _ rule: AggregationRule) -> ResultPage {
    let unit = Unit(source: unit)
    let normalized = rule == .sum ? "1" : rule == .identical ? "0" : rule == .ratio ? "3" : "None"
    let metadata = Metadata([Metadata.Entry(name: "page_normalized", value: normalized)])
    return ResultPage(
      number: 0, quantity: quantity, unit: unit, filter: nil, metadata: metadata, axes: [],
      values: [2, .nan, 0], errors: [0.5, .nan, 0], errorKind: .stderr, isPhaseSpace: false, rule: rule,
      contributions: 2, primaries: 10,
      meaning: PageMeaning(
        quantity: quantity, unit: unit, metadata: metadata, axes: [], simulator: .shieldhit))
  }

  @Test(
    "what is per primary is of so many, dose in Gy",
    arguments: [
      ("DOSE", "MeV/g/prim", "Gy", 1.602176634e-10), ("DOSE", "MeV/g", "Gy", 1.602176634e-10),
      ("FLUENCE", "/cm^2", "cm^-2", 1), ("FLUENCE", "/cm^2/MeV/prim", "cm^-2 MeV^-1", 1),
      ("FLUENCE", "/cm^2;MeV", "cm^-2 MeV^-1", 1), ("Energy", "MeV/primary", "MeV", 1),
      ("Particle counter", "/primary", "1", 1),
    ])
  func scaled(quantity: String, source: String, unit: String, factor: Double) {
    let scaled = page(quantity, source, .mean).scaled(toPrimaries: 1e9)
    #expect(scaled.unit == Unit(text: unit, normalization: "of 1000000000 primaries", source: source))
    #expect(scaled.values[0] == 2 * (1e9 * factor))
    #expect(scaled.errors?[0] == 0.5 * (1e9 * factor))
    #expect(scaled.values[1].isNaN && scaled.values[2] == 0)
    #expect(
      scaled.operations == [
        "--primaries 1000000000" + (unit == "Gy" ? ", MeV/g to Gy by 1.602176634e-10" : "")
      ])
  }

  @Test(
    "what is not stays as it is",
    arguments: [
      ("DLET", "MeV/cm", .mean), ("AVG-ENERGY", "MeV", .mean),
      ("Average kinetic energy", "MeV/nucleon", .mean),
      ("RHO", "g/cm^3", .identical), ("MATERIAL", "", .identical), ("COUNT", "", .sum),
      ("FluenceBP", "Gy", .mean),
      ("FluenceBP", "/mm2", .mean),
    ] as [(String, String, AggregationRule)])
  func left(quantity: String, unit: String, rule: AggregationRule) {
    let left = page(quantity, unit, rule)
    let scaled = left.scaled(toPrimaries: 7)
    #expect(scaled.values[0] == 2 && scaled.operations == [] && scaled.unit == left.unit)
  }

  @Test("an integral over an axis takes its unit away, once")
  func integrated() {
    let unit = Unit(source: "/cm^2/MeV/deg/prim")
    #expect(unit.integrated(over: "MeV")?.text == "cm^-2 degree^-1")
    #expect(unit.integrated(over: "MeV")?.integrated(over: "degree")?.text == "cm^-2")
    #expect(unit.integrated(over: "MeV")?.integrated(over: "MeV") == nil)
    #expect(unit.integrated(over: "cm") == nil)
    #expect(Unit(source: "MeV/g").integrated(over: "g")?.text == "MeV")
    #expect(Unit(source: "/MeV").integrated(over: "MeV")?.text == "1")
    #expect(Unit(source: "").integrated(over: "MeV") == nil)
  }
}
