import EbbModel
import EbbText
import Testing

@testable import EbbReport

@Suite("Pictures within a page") struct InlineSVGTests {
  private func inline(_ svg: String) -> String? { InlineSVG.text(of: Array(svg.utf8), label: "a \"b\"") }

  @Test("black becomes the page's ink, the background its paper, and other colours stay")
  func colours() throws {
    let text = try #require(
      inline(
        """
        <?xml version="1.0"?><svg width="340" height="244" viewBox="0 0 340 244" xmlns="http://www.w3.org/2000/svg">
        <rect x="0" y="0" width="340" height="244" fill="#ffffff"/>
        <g fill="none" color="black" stroke="currentColor"><path stroke='black' d='M1,2 L3,4'/></g>
        <g stroke='rgb(  0, 114, 178)'/></svg>
        """))
    #expect(text.hasPrefix("<svg width=\"340\" height=\"244\" viewBox=\"0 0 340 244\" role=\"img\""))
    #expect(text.contains("aria-label=\"a &quot;b&quot;\""))
    #expect(text.contains("<rect x=\"0\" y=\"0\" width=\"340\" height=\"244\" fill=\"none\"/>"))
    #expect(
      text.contains(
        "<g fill=\"none\" stroke=\"currentColor\"><path stroke=\"currentColor\" d=\"M1,2 L3,4\"/></g>"))
    #expect(text.contains("<g stroke=\"#0072b2\"/>"))
  }

  @Test("marks stand where they are referred to, without identifiers")
  func marks() throws {
    let text = try #require(
      inline(
        "<svg><defs><circle id='gpPt5' stroke='currentColor' r='1'/><use xlink:href='#gpPt5' id='gpPt6' fill='currentColor'/>"
          + "</defs><g><use xlink:href='#gpPt6' transform='translate(3,4) scale(2)' color='rgb(1,2,3)'/></g></svg>"
      ))
    #expect(
      text.contains(
        "<g><g transform=\"translate(3,4) scale(2)\" color=\"#010203\"><g fill=\"currentColor\">"
          + "<circle stroke=\"currentColor\" r=\"1\"/></g></g></g>"))
    #expect(!text.contains("id=") && !text.contains("use"))
  }

  @Test(
    "what could do more than draw is left out",
    arguments: [
      "<script>alert(1)</script>", "<style>*{color:red}</style>", "<foreignObject><p>x</p></foreignObject>",
      "<a xlink:href='javascript:alert(1)'><text>x</text></a>", "<g onload='alert(1)'/>",
      "<rect fill='url(#x)'/>", "<image xlink:href='http://example.org/x.png'/>",
      "<image xlink:href='data:image/svg+xml;base64,AAAA'/>", "<g style='fill:red'/>",
      "<path d='M0,0\"><script>'/>", "<animate attributeName='href'/>",
      "<use xlink:href='http://example.org/#a'/>",
      "<text>&lt;script&gt;</text>", "<text>\u{202E}abc\u{7}</text>", "<title></svg><script></title>",
    ])
  func hostile(_ content: String) throws {
    let text = try #require(inline("<svg>\(content)<g/></svg>"))
    for word in [
      "<script", "<style", "foreignObject", "javascript", "onload", "url(", "http", "svg+xml", "style=",
      "animate",
      "\u{202E}", "\u{7}",
    ] {
      #expect(!text.contains(word), "\(text)")
    }
  }

  @Test("what is cut off is no picture")
  func incomplete() {
    #expect(inline("<svg><g><path d='M0") == nil)
    #expect(inline("<svg><g>") == nil)
    #expect(inline("") == nil)
    #expect(inline("gnuplot failed") == nil)
  }
}
