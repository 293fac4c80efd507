import EbbTestSupport
import Testing

@testable import EbbPlot

@Suite("Pictures as they were") struct GoldenPictureTests {
  @Test(
    "a picture of each kind is what it was when somebody last looked at it", arguments: GoldenPicture.allCases
  )
  func kept(picture: GoldenPicture) throws {
    let text = try picture.text()
    #expect(try Snapshot.kept(text, named: picture.rawValue, of: "EbbPlotTests") == text)
    #expect(text.utf8.count < 40_000)
  }

  @Test("gnuplot draws each of them")
  func drawn() async throws {
    let scripts = try GoldenPicture.allCases.map { try GnuplotScript($0.figure(), $0.style, names: nil) }
    for (picture, drawn) in zip(GoldenPicture.allCases, try await Gnuplot.draw(scripts)) {
      #expect(try drawn.get().count > 1000, "\(picture)")
    }
  }
}
