internal import EbbModel
internal import Foundation

/// The content of the editor's project: the outputs that it asks for, and the way of the beam.
enum ProjectOutputs {
  private struct Project: Decodable {
    struct Manager: Decodable { var outputs: [Output]? }
    struct Output: Decodable { var name: String? }
    struct Beam: Decodable { var direction: [Double]? }
    var scoringManager: Manager?
    var beam: Beam?
  }

  /// The way of the beam.
  static func beam(_ project: String) -> BeamDirection? {
    let found = try? JSONDecoder().decode(Project.self, from: Data(project.utf8))
    return found?.beam?.direction.flatMap { BeamDirection(vector: $0) }
  }

  /// - Parameter project: JSON; of another form it has none.
  static func names(_ project: String) -> [String] {
    let found = try? JSONDecoder().decode(Project.self, from: Data(project.utf8))
    return found?.scoringManager?.outputs?.compactMap(\.name) ?? []
  }
}
