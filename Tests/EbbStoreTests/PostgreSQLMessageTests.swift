import Testing

@testable import EbbStore

@Suite("Messages of PostgreSQL's library") struct PostgreSQLMessageTests {
  @Test("a password is taken out of them, and a short one leaves words whole")
  func passwords() {
    func text(_ text: String, _ password: String) -> String {
      PostgreSQLMessage.text(text, without: password)
    }
    #expect(text("at postgres://u:secret@host, secretly", "secret") == "at postgres://u:***@host, ***ly")
    #expect(text("import p of port:p@host, p", "p") == "import *** of port:***@host, ***")
    #expect(text("pp p", "p") == "pp ***")
    #expect(text("p", "p") == "***")
    #expect(text("user=a1 password=a1", "a1") == "user=*** password=***")
    #expect(text("a1b a1", "a1") == "a1b ***")
    #expect(text("é.é", "é") == "***.***")
    #expect(text("user=a1\u{301} password=hush\u{301}", "hush") == "user=a1\u{301} password=***\u{301}")
    #expect(text("nothing of it", "xyz") == "nothing of it")
  }
}
