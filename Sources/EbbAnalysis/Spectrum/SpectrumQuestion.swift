package import EbbModel

/// The question of `ebb analyze spectrum`.
package struct SpectrumQuestion: PageQuestion {
  package init() {}

  package func analysis(
    of page: ResultPage, _ replicates: Replicates?, beam: BeamDirection?
  ) throws(Unsuitable) -> any PageAnalysis {
    try SpectrumAnalysis(page)
  }
}
