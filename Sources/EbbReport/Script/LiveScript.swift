internal import EbbPlot

/// The script of a report's page: it draws each picture anew from the data beside it, tells of the bin under the pointer,
/// goes through slices, zooms, and lays one page over another.
///
/// It asks for nothing from anywhere, and writes texts as texts alone. What stands here is in parts by concern: numbers,
/// scales, curves, maps, controls.
enum LiveScript {
  static let text =
    "\n\"use strict\";\n(() => {\n"
    + [colours, numbers, scales, curves, maps, picture, controls, start].joined()
    + "})();\n"

  /// The colours of maps, which are those of pictures on paper.
  private static let colours = """
    const STOPS = [\(ColourMap.viridis.codes.map { "\"\($0)\"" }.joined(separator: ", "))];
    const NAMED = [\(ColourMap.categoryCodes.map { "\"\($0)\"" }.joined(separator: ", "))];

    """

  /// Begins when the page is there; each picture when it comes near the screen.
  private static let start = #"""

    // On paper nothing is folded away.
    window.addEventListener("beforeprint", () => {
      for (const folded of document.querySelectorAll("details:not([open])")) {
        folded.open = true;
        window.addEventListener("afterprint", () => { folded.open = false; }, { once: true });
      }
    });

    const begin = () => {
      if (!("DecompressionStream" in window)) return;
      const figures = [...document.querySelectorAll("figure[data-live]")];
      figures.forEach((figure) => describe(figure));
      const show = (figure) => {
        open(figure).catch((error) => console.warn("this picture stays as it is:", error));
      };
      if (!("IntersectionObserver" in window)) { figures.forEach(show); return; }
      const watch = new IntersectionObserver((entries) => {
        for (const entry of entries) {
          if (!entry.isIntersecting) continue;
          watch.unobserve(entry.target);
          show(entry.target);
        }
      }, { rootMargin: "600px" });
      figures.forEach((figure) => watch.observe(figure));
    };
    begin();

    """#
}
