import EbbText
import Testing

@Suite("Notices") struct NoticeTests {
  @Test(
    "name the job that they are of, once, and a part of a word is no name",
    arguments: [
      ("page 0: 3 values are not finite.", "res: page 0: 3 values are not finite."),
      ("its results are left out.", "res: its results are left out."),
      ("estimator 'a' is missing from res.", "estimator 'a' is missing from res."),
      ("'res' has no data.", "'res' has no data."), ("res: as it is.", "res: as it is."),
      ("2res, res2 and press", "res: 2res, res2 and press"),
    ])
  func naming(text: String, named: String) {
    #expect([Notice(.warning, text)].naming("res") == [Notice(.warning, named)])
    #expect([Notice(.detail, text)].naming("res").naming("res").map(\.text) == [named])
  }
}
