import EbbTestSupport
import Foundation
import Testing

@Suite("ebb report") struct ReportTests {
  private static let sample = Reference.root.appending(path: "samples/pencil-beam.sqlite").path

  private func report(_ arguments: String..., environment: [String: String?] = [:]) throws -> String {
    let outcome = try Program.run(
      Ebb.path, ["report"] + arguments + ["-o", "-", "-q"],
      environment: ["SOURCE_DATE_EPOCH": "1750000000"].merging(environment) { $1 })
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  private func count(_ part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }

  @Test("has all parts, a picture of each page over axes, and single values in a table of each estimator")
  func parts() throws {
    let text = try report("20260112", "--db", Self.sample)
    for heading in ["Summary", "Audit", "Pages", "Statistics", "Tasks", "All pages", "Input", "Warnings"] {
      #expect(text.contains("<h3>\(heading)</h3>"), "\(heading)")
    }
    #expect(count("<figure data-live>", in: text) == 8)
    #expect(count("<div class=\"still\"><svg", in: text) == 8)
    #expect(
      text.contains("<h4>entrance</h4>\n<div class=\"wide\"><table>\n<tr><th>PAGE</th><th>QUANTITY</th>"))
    #expect(text.contains("<summary>beam.dat</summary>"))
    #expect(text.contains("<dt>Primaries</dt><dd>46,000</dd>"))
  }

  @Test("two that are named are held against each other, unless that is not wanted")
  func against() throws {
    let arguments = ["20260112", "20260113", "-e", "yz_profile", "-p", "0", "--db", Self.sample]
    func text(_ more: String...) throws -> String {
      let outcome = try Program.run(Ebb.path, ["report"] + arguments + more + ["-o", "-", "-q"])
      try #require(outcome.status == 0, "\(outcome.errors)")
      return outcome.output
    }
    let both = try text("--gamma", "2%/2mm")
    #expect(both.contains("<h2>B against A: "))
    #expect(both.contains("2 %, 2 mm, global, from 10 %"))
    #expect(both.contains("<h3>yz_profile, page 0: DOSE</h3>"))
    for caption in ["B less A", "Gamma index of every bin of A"] {
      #expect(both.contains("<figcaption>\(caption)"), "\(caption)")
    }
    #expect(both.contains("<th>CHI2/NDF</th>"))
    #expect(try !text("--no-compare").contains("B against A"))
  }

  @Test("tells how the results came about, and what is not known")
  func record() throws {
    let text = try report("20260112", "--db", Self.sample)
    #expect(text.contains("<h3>Record of the simulation</h3>"))
    #expect(text.contains("proton (JPART0 2) (beam.dat)"))
    #expect(text.contains("<dt>Techniques</dt><dd>not known</dd>"))
  }

  @Test("its end tells command, store, time, version and the input's digest, as exports do, and no password")
  func origin() throws {
    let text = try report("20260112", "--db", Self.sample)
    let end = try #require(text.components(separatedBy: "<footer>").last)
    #expect(end.contains("<dd>ebb report 20260112</dd>"))
    #expect(end.contains("pencil-beam.sqlite"))
    #expect(end.contains("2025-06-15T15:06:40"))
    let exported = try Ebb.run("export", "20260112", "-e", "peak", "-p", "0", "--db", Self.sample)
    struct Export: Decodable {
      struct Simulation: Decodable { var inputSha256: [String] }
      var simulations: [Simulation]
    }
    let digest = try Ebb.decode(Export.self, exported.output).simulations[0].inputSha256[0]
    #expect(end.contains("SHA-256 \(digest)"))
  }

  @Test("a job that FAILED has a page with its state, tasks, logs and audit")
  func failed() throws {
    let folder = try TemporaryFolder()
    let outcome = try Ebb.run("report", "20260116", "-o", folder.path("r.html"), "--db", Self.sample)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("has no results"))
    let text = try String(contentsOfFile: folder.path("r.html"), encoding: .utf8)
    for part in [
      "<dd>FAILED</dd>", "<h3>Audit</h3>\n<ul class=\"findings\">", "<h3>Tasks</h3>",
      "<h3>Logs</h3>\n<details>",
      "There are no results.",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    let logs = try Ebb.run("logs", "20260116", "--db", Self.sample)
    let line = try #require(
      logs.output.split(separator: "\n").first { $0.contains(" ") && !$0.contains("==>") })
    #expect(text.contains(line.prefix(20)))
  }

  @Test("several simulations are one file with an index, or a folder with a file each and an index")
  func several() throws {
    let text = try report("20260112", "20260113", "20260116", "--db", Self.sample, "-e", "peak")
    #expect(count("<article id=", in: text) == 3)
    for number in 1...3 {
      #expect(text.contains("<a href=\"#a\(number)\">"))
      #expect(text.contains("<article id=\"a\(number)\">"))
    }
    let index = try #require(
      text.components(separatedBy: "<nav").dropFirst().first?.components(separatedBy: "</nav>")[0])
    #expect(index.contains("<td>FAILED</td>") && index.contains("shieldhit"))
    let folder = try TemporaryFolder()
    let outcome = try Ebb.run("report", "--all", "-o", folder.path("all") + "/", "--db", Self.sample)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("all")).sorted()
    #expect(files.count == 6 && files.last == "index.html", "\(files)")
    let links = try String(contentsOfFile: folder.path("all/index.html"), encoding: .utf8)
    for file in files.dropLast() { #expect(links.contains("<a href=\"./\(file)\">")) }
    let again = try Ebb.run("report", "20260112", "-o", folder.path("all") + "/", "--db", Self.sample)
    #expect(again.status == 73)
    let combined = try Ebb.run("report", "20260114", "20260115", "--combine", "--db", Self.sample)
    #expect(combined.status == 64)
  }

  @Test("needs nothing besides itself, and browsers are told to run and load nothing else")
  func selfContained() throws {
    let text = try report("20260112", "--db", Self.sample)
    #expect(!text.contains("<link"))
    for attribute in ["src=\"", "href=\"", "url("] {
      for part in text.components(separatedBy: attribute).dropFirst() {
        #expect(part.hasPrefix("data:"), "\(attribute)\(part.prefix(40))")
      }
    }
    #expect(!text.contains(" style=\"") && !text.contains(" id=\"gp"))
    let policy = try #require(
      text.components(separatedBy: "Content-Security-Policy\" content=\"").last?.components(
        separatedBy: "\"")[0])
    #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
    for part in ["style-src 'sha256-", "img-src data:;", "base-uri 'none'", "form-action 'none'"] {
      #expect(policy.contains(part))
    }
    #expect(!policy.contains("unsafe"))
  }

  @Test("the hashes are those of what stands between the tags", .enabled(if: Python.isPresent))
  func hashes() throws {
    let folder = try TemporaryFolder()
    try report("20260112", "--db", Self.sample).write(
      toFile: folder.path("r.html"), atomically: true, encoding: .utf8)
    let program = """
      import base64, hashlib, re, sys
      text = open(sys.argv[1], encoding="utf-8").read()
      policy = re.search(r'Policy" content="([^"]*)"', text).group(1)
      for tag in ("script", "style"):
          found = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.S)
          assert len(found) == 1, (tag, len(found))
          hash = base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()
          assert f"{tag}-src 'sha256-{hash}'" in policy, (tag, hash, policy)
      """
    let outcome = try Program.run(Python.path, ["-c", program, folder.path("r.html")])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test("texts of the store stay texts, and tags are closed", .enabled(if: Python.isPresent))
  func hostile() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: Self.sample, toPath: folder.path("store.sqlite"))
    let words =
      "</script><script>alert(1)</script><img src=x onerror=alert(2)> & \"it's\" javascript:alert(3) "
      + "]]>--><!--\u{202E}\u{2066}\u{7}\u{1B}[31m\u{2028}`${1}`"
    let program = """
      import gzip, json, sqlite3, sys
      words = sys.argv[2]
      store = sqlite3.connect(sys.argv[1])
      columns = lambda table: [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
      store.execute("UPDATE Simulation SET title = ? WHERE job_id LIKE '20260112%' OR job_id LIKE '20260116%'", [words])
      for table in ("Estimator", "Page", "Input", "Logfiles"):
          names = columns(table)
          for name in ("name", "file_name", "page_name"):
              if name not in names: continue
              for key, old in store.execute(f"SELECT id, {name} FROM {table}").fetchall():
                  number = (old or "")[-5:] if (old or "")[-5:-4] == "_" else ""
                  store.execute(f"UPDATE {table} SET {name} = ? WHERE id = ?", [(old or "")[:6] + words + number, key])
          for name in names:
              for key, data in store.execute(f"SELECT id, {name} FROM {table}").fetchall():
                  if not isinstance(data, bytes) or data[:2] != b"\\x1f\\x8b": continue
                  value = json.loads(gzip.decompress(data))
                  def worse(value, key=""):
                      if isinstance(value, dict):
                          if table in ("Input", "Logfiles"):
                              return {k + (words if "." in k else ""): worse(v, k) for k, v in value.items()}
                          return {k: worse(v, k) for k, v in value.items()}
                      if isinstance(value, str) and (table in ("Input", "Logfiles") or key in ("name", "unit")):
                          return value + words
                      return value
                  store.execute(f"UPDATE {table} SET {name} = ? WHERE id = ?", [gzip.compress(json.dumps(worse(value)).encode()), key])
      store.commit()
      """
    let changed = try Program.run(Python.path, ["-c", program, folder.path("store.sqlite"), words])
    try #require(changed.status == 0, "\(changed.errors)")
    let text = try report("20260112", "20260116", "--db", folder.path("store.sqlite"))
    try text.write(toFile: folder.path("report.html"), atomically: true, encoding: .utf8)
    #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    let check = """
      import html.parser, json, re, sys
      text = open(sys.argv[1], encoding="utf-8").read()
      for mark in "\\u202e\\u2066\\u2028\\x07\\x1b": assert mark not in text, repr(mark)
      kinds, open_, data = [], [], []
      class Parser(html.parser.HTMLParser):
          def handle_starttag(self, tag, attributes):
              names = dict(attributes)
              assert tag in ("html head meta title style body header h1 h2 h3 h4 nav div table tr th td a main article "
                  "section dl dt dd ul li b i br p figure figcaption svg g path rect circle polygon polyline line text tspan "
                  "image script details summary pre footer small").split(), tag
              for name, value in attributes:
                  assert not name.startswith("on") and name != "style", (tag, name)
                  if name in ("href", "src", "xlink:href"):
                      assert value.startswith(("#a", "data:image/png;base64,")), value
              if tag == "script": kinds.append(names.get("type"))
              if tag not in ("meta", "br", "img"): open_.append(tag)
          def handle_startendtag(self, tag, attributes):
              assert tag not in ("script", "a"), tag
          def handle_endtag(self, tag):
              assert open_.pop() == tag, tag
          def handle_data(self, words):
              if open_ and open_[-1] == "script": data.append((kinds[-1], words))
      Parser().feed(text)
      assert not open_, open_
      assert kinds.count(None) == 1 and set(kinds) <= {None, "application/json", "text/plain"}, set(kinds)
      hostile = 0
      for kind, words in data:
          if kind == "application/json":
              assert re.fullmatch(r"[ -%(-;=?-_a-~]*", words), words
              hostile += "<script>" in json.loads(words)["label"]
          if kind == "text/plain": assert re.fullmatch(r"[A-Za-z0-9+/=\\n]*", words)
      assert hostile > 3, hostile
      """
    let parsed = try Program.run(Python.path, ["-c", check, folder.path("report.html")])
    #expect(parsed.status == 0, "\(parsed.errors)")
  }

  @Test("data of live pictures take no more bytes than they may, which is said")
  func limits() throws {
    let text = try report("20260112", "--db", Self.sample, "--live-limit", "8000")
    #expect(count("<figure data-live>", in: text) < 8 && count("<figure data-live>", in: text) > 2)
    #expect(text.contains("Not live: its data take more than 8 kB (--live-limit)."))
    let none = try report("20260112", "--db", Self.sample, "--live-limit", "0")
    #expect(count("<figure data-live>", in: none) == 0)
    #expect(!none.contains("Not live"))
    #expect(count("<div class=\"still\"><svg", in: none) == 8)
  }

  @Test("without gnuplot there are numbers and live pictures, which is said")
  func withoutPictures() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      Ebb.path, ["report", "20260112", "-o", "-", "--db", Self.sample], environment: ["PATH": folder.path("")]
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("gnuplot"))
    #expect(!outcome.output.contains("<svg"))
    #expect(outcome.output.contains("15.35 cm"))
    #expect(count("<figure data-live>", in: outcome.output) == 8)
  }

  @Test("the same store gives the same bytes, whatever the threads")
  func sameBytes() throws {
    let one = try report("20260112", "20260113", "--db", Self.sample, "--threads", "1")
    let isSame = try report("20260112", "20260113", "--db", Self.sample, "--threads", "4") == one
    #expect(isSame)
  }

  @Test("a file that exists stays, and nothing is left beside it")
  func existing() throws {
    let folder = try TemporaryFolder()
    try Data("mine".utf8).write(to: URL(filePath: folder.path("r.html")))
    let outcome = try Ebb.run("report", "20260112", "-o", folder.path("r.html"), "--db", Self.sample)
    #expect(outcome.status == 73)
    #expect(try String(contentsOfFile: folder.path("r.html"), encoding: .utf8) == "mine")
    let replaced = try Ebb.run(
      "report", "20260112", "-o", folder.path("r.html"), "--force", "--db", Self.sample)
    #expect(replaced.status == 0)
    let broken = try Ebb.run(
      "report", "20260112", "-e", "nothing", "-o", folder.path("x.html"), "--db", Self.sample)
    #expect(broken.status == 66)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")) == ["r.html"])
  }
}
