internal import EbbModel

/// Lines of explanation, each after `#`: before a table what export it is of, before a page's rows what they are.
enum TableComments {
  static func export(_ outline: ExportOutline) -> [UInt8] {
    let jobs = outline.simulations.map(\.name).joined(separator: ", ")
    return lines(["ebb \(outline.creator), schema \(SchemaVersion.current), \(jobs)"])
  }

  static func page(_ member: TablePage) -> [UInt8] {
    let page = member.page
    var texts = ["\(member.simulation.title), \(member.estimator.title), page \(page.number)"]
    var quantity = page.label
    if let normalization = page.unit.normalization { quantity += ", \(normalization)" }
    texts.append(quantity)
    var origin = "\(page.rule.rawValue) of \(page.contributions) contributions"
    if let primaries = page.primaries { origin += ", \(primaries) primaries" }
    texts.append(origin)
    texts += page.operations
    texts += page.findings.map(\.text)
    if page.errors != nil {
      texts.append(
        "error: \(page.errorLabel)"
          + (page.degreesOfFreedom.map { ", \(plainNumber($0)) degrees of freedom" } ?? ""))
    }
    return lines(texts)
  }

  private static func lines(_ texts: [String]) -> [UInt8] {
    Array(texts.map { "# \($0.printable)\n" }.joined().utf8)
  }
}
