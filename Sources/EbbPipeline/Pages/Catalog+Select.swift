internal import EbbFiles
internal import EbbModel
internal import EbbText

extension Catalog {
  /// Leaves those groups in `plan` whose pages are selected. A selection that selects none is an error.
  ///
  /// Numbers need no reading. For names one contribution of each group is read, since only pages know what they
  /// are called; a page that cannot be read may be the one that is meant, and stays.
  func select(_ request: PageRequest, in plan: inout ExportPlan) async throws(Failure) {
    var unused = request.pages
    guard !unused.isEmpty else { return }
    let contents: [PageContent]? =
      unused.contains { $0.isName } ? try await self.contents(of: plan.groups, request, &plan.decoded) : nil
    var selected: [PageGroup] = []
    var names: [String] = []
    var seen: Set<String> = []
    let numbers = plan.groups.map(\.number)
    func selects(_ selection: PageSelection, _ index: Int) -> Bool {
      selection.matches(number: numbers[index])
        ?? contents?[index].isNamed(by: selection) ?? false
    }
    for (index, group) in plan.groups.enumerated() {
      let content = contents?[index] ?? .empty
      let matching = request.pages.filter { selects($0, index) }
      unused.removeAll { matching.contains($0) }
      if case .broken = content {
        unused = []
      } else if matching.isEmpty {
        if let name = content.name(group.number), seen.insert(name).inserted { names.append(name) }
        continue
      }
      selected.append(group)
    }
    if let selection = unused.first {
      throw .noPages(
        selection.description,
        has: contents == nil ? plan.pageNumbers.sorted().map(String.init) : names,
        selects: { part in numbers.indices.contains { selects(part, $0) } })
    }
    plan.groups = selected
  }
}

extension PageContent {
  fileprivate func isNamed(by selection: PageSelection) -> Bool {
    facts.map { selection.matches(quantity: $0.quantity, filter: $0.filter) } ?? false
  }

  /// "3 FLUENCE (Protons)".
  fileprivate func name(_ number: Int) -> String? {
    facts.map { "\(number) \($0.quantity)" + ($0.filter.map { " (\($0))" } ?? "") }
  }
}
