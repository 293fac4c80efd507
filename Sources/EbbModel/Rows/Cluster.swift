/// A cluster that runs simulations: a row of the table `Cluster`.
package struct Cluster: Sendable, Equatable {
  package var id: ClusterID
  package var name: String

  package init(id: ClusterID, name: String) {
    self.id = id
    self.name = name
  }
}
