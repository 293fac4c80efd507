import EbbTestSupport
import Foundation
import Testing

@testable import EbbFiles

@Suite("Numbers laid aside") struct ScratchFileTests {
  @Test("come back bit by bit, in any order, and leave no name")
  func numbers() throws {
    let folder = try TemporaryFolder()
    let file = try #require(ScratchFile(in: folder.url.path))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
    let parts = [[1.5, -.zero, .infinity], [.leastNonzeroMagnitude, 3e300, -2]]
    #expect(file.write(parts[1], at: 3) && file.write(parts[0], at: 0))
    for (place, part) in [(3, parts[1]), (0, parts[0])] {
      #expect(file.read(3, at: place)?.map(\.bitPattern) == part.map(\.bitPattern))
    }
    // Beyond what was laid aside there is nothing.
    #expect(file.read(4, at: 3) == nil)
  }

  @Test("where nothing can be written there is none")
  func noFolder() throws {
    let folder = try TemporaryFolder()
    #expect(ScratchFile(in: folder.url.path + "/absent") == nil)
  }
}
