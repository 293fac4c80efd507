extension ExportPlan {
  /// Groups of two plans of one store as one plan, in an order that takes from both: so that pages of two results come
  /// side by side, and one reading of the store gives them.
  /// - Parameter order: the groups, by the number of their plan and their place in it.
  package static func interleaved(
    _ plans: [ExportPlan], in order: [(plan: Int, group: Int)]
  ) -> ExportPlan {
    var all = ExportPlan()
    var starts: [Int] = []
    for plan in plans {
      starts.append(all.simulations.count)
      all.simulations += plan.simulations
      all.stored += plan.stored
      all.sharedSeeds += plan.sharedSeeds
      all.meshes.merge(plan.meshes) { first, _ in first }
      all.pageNumbers.formUnion(plan.pageNumbers)
      all.warnings += plan.warnings
      all.decoded.keep(plan.decoded)
    }
    all.groups = order.map { place in
      var group = plans[place.plan].groups[place.group]
      group.simulation += starts[place.plan]
      return group
    }
    return all
  }
}
