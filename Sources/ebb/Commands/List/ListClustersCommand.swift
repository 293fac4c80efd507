internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline
internal import EbbText

struct ListClustersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clusters", abstract: "Show the clusters that run simulations.")

  @OptionGroup var options: ListOptions

  func run() async throws {
    try await options.print { catalog, _ throws(Failure) in
      var listing = Listing([
        Listing.Column("id", heading: "ID"),
        Listing.Column("cluster", old: "cluster_name", heading: "CLUSTER"),
      ])
      for cluster in try await catalog.clusters() {
        listing.add([.integer(cluster.id.rawValue), .text(cluster.name)])
      }
      return listing
    }
  }
}
