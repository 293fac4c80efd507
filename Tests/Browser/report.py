"""Checks a report in a browser against the export of the same simulation.

  report.py REPORT.html EXPORT.json [FOLDER]

In FOLDER pictures of what was seen are left, for people. Prints what was checked; exits with 1 where something is wrong.
"""
import json, os, re, subprocess, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browser import PROGRAM, Browser

report, export = sys.argv[1:3]
folder = sys.argv[3] if len(sys.argv) > 3 else None
with open(export, encoding="utf-8") as file:
    simulation = json.load(file)["simulations"][0]
pages = {}
for estimator in simulation["estimators"]:
    for page in estimator["pages"]:
        name = page["name"] + (f" ({page['filter']})" if "filter" in page else "")
        pages[f"{estimator['name']}, page {page['page_number']}: {name}"] = page
checks = 0


def expect(isso, *words):
    global checks
    checks += 1
    if not isso:
        sys.exit("report.py: " + " ".join(map(str, words)))


def flat(values):
    return [number for value in values for number in (flat(value) if isinstance(value, list) else [value])]


def numbers(text):
    return [float(number) for number in re.findall(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?", text.replace("\u2212", "-"))]


def compare(label, text):
    """Holds what a picture says of a bin against the export's value of that bin."""
    page = pages[label]
    place, told = text.split(": ", 1)
    index = 0
    for axis, part in zip(page["axes"], place.split(", ")):
        name, value = part.split(" = ")
        expect(name == axis["name"], text, "is not over", axis["name"])
        number = numbers(value)[0]
        nearest = min(range(len(axis["values"])), key=lambda i: abs(axis["values"][i] - number))
        expect(abs(axis["values"][nearest] - number) <= 6e-5 + 0.006 * abs(number) * (abs(number) < 1e-4), text, "is no bin")
        index = index * len(axis["values"]) + nearest
    value, error = flat(page["values"])[index], flat(page["errors"])[index]
    shown = told.split(" \u00b1 ")
    found = numbers(shown[0])[0]
    last = re.search(r"\.(\d+)", shown[0])
    exponent = re.search(r"e([-+]?\d+)", shown[0].replace("\u2212", "-"))
    unit = 10.0 ** (-(len(last.group(1)) if last else 0) + (int(exponent.group(1)) if exponent else 0))
    if value is None:
        expect(told.startswith("NaN"), text, "where the export has none")
        return index
    expect(abs(found - value) <= 0.51 * unit + 2e-7 * abs(value), text, "is not", value)
    if len(shown) > 1 and error:
        expect(abs(numbers(shown[1])[0] - error) <= 0.06 * error, text, "is not", value, "+-", error)
    return index


def of(label):
    return f"[...document.querySelectorAll('figure')].find((f) => f.querySelector('figcaption').textContent === {json.dumps(label)})"


def show(browser, label):
    browser.run(f"{of(label)}.scrollIntoView({{block: 'center'}})")
    browser.wait(f"{of(label)}.classList.contains('is-live')")
    browser.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def box(browser, label, selector="canvas"):
    return browser.run(
        f"(() => {{ const b = {of(label)}.querySelector({json.dumps(selector)}).getBoundingClientRect();"
        " return [b.left, b.top, b.width, b.height]; })()")


def hovered(browser, label, across, up):
    left, top, width, height = box(browser, label)
    browser.mouse("mouseMoved", left + across * width, top + up * height)
    return browser.run(f"{of(label)}.querySelector('output').firstChild.textContent")


def dots(browser, label):
    return browser.run(f"{of(label)}.querySelector('canvas').toDataURL()")


curve, volume, map_ = (
    next(label for label, page in pages.items() if page["dimensions"] == count) for count in (1, 3, 2))

if PROGRAM is None:
    sys.exit("report.py: there is no Chromium")
with Browser() as browser:
    for width in (390, 1280):
        for dark in (False, True):
            name = f"{width}, {'dark' if dark else 'light'}"
            browser.open(report, width=width, dark=dark, scale=2 if width == 390 else 1)
            expect(browser.run("document.documentElement.scrollWidth <= innerWidth"), name, "is wider than the screen")
            expect(browser.run("document.querySelectorAll('h3').length") > 4, name, "has no sections")
            show(browser, curve)
            # Mouse over a curve, a map, and a volume.
            for across in (0.3, 0.5, 0.82):
                compare(curve, hovered(browser, curve, across, 0.4))
            show(browser, map_)
            bins = {compare(map_, hovered(browser, map_, across, 0.2)) for across in (0.4, 0.5, 0.7)}
            expect(len(bins) == 3, "the pointer is always in the same bin")
            # The slider goes through the slices: the same place of the picture is another bin, with its own value.
            show(browser, volume)
            seen = set()
            before = dots(browser, volume)
            slider = f"{of(volume)}.querySelector('input[type=range]')"
            count = int(browser.run(f"{slider}.max")) + 1
            for slice_ in (0, count // 2, count - 1):
                browser.run(f"{slider}.value = '{slice_}', {slider}.dispatchEvent(new Event('input'))")
                browser.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
                seen.add(compare(volume, hovered(browser, volume, 0.5, 0.25)))
            expect(len(seen) == 3, "the slider changes nothing", seen)
            expect(dots(browser, volume) != before, "the picture of a slice stays")
            # By keys: the slider, and from bin to bin.
            browser.run(f"{slider}.focus()")
            browser.key("ArrowLeft")
            expect(browser.run(f"Number({slider}.value)") == count - 2, "keys do not move the slider")
            show(browser, curve)
            hovered(browser, curve, 0.5, 0.4)
            browser.run(f"{of(curve)}.querySelector('canvas').focus()")
            first = compare(curve, browser.run(f"{of(curve)}.querySelector('output').firstChild.textContent"))
            for _ in range(3):
                browser.key("ArrowRight")
            text = browser.run(f"{of(curve)}.querySelector('output').firstChild.textContent")
            expect(compare(curve, text) == first + 3, "arrow keys do not go from bin to bin")
            # Zoom by dragging, and back by a double click; by the wheel.
            whole = dots(browser, curve)
            left, top, wide, high = box(browser, curve)
            browser.mouse("mousePressed", left + 0.4 * wide, top + 0.3 * high, button="left", clickCount=1)
            browser.mouse("mouseMoved", left + 0.6 * wide, top + 0.3 * high, button="left", buttons=1)
            browser.mouse("mouseReleased", left + 0.6 * wide, top + 0.3 * high, button="left", clickCount=1)
            browser.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            expect(dots(browser, curve) != whole, "dragging does not zoom")
            for clicks in (1, 2):
                for kind in ("mousePressed", "mouseReleased"):
                    browser.mouse(kind, left + 0.5 * wide, top + 0.3 * high, button="left", clickCount=clicks)
            browser.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            expect(dots(browser, curve) == whole, "a double click does not show all")
            browser.mouse("mouseWheel", left + 0.5 * wide, top + 0.3 * high, deltaX=0, deltaY=-100)
            browser.wait(f"{of(curve)}.querySelector('canvas').toDataURL() !== {json.dumps(whole)}", 5)
            browser.run(f"{of(curve)}.querySelector('button[title=\"Show all\"]').click()")
            # Logarithmic, and one page over another.
            browser.run(f"{of(curve)}.querySelector('button[title=\"Logarithmic values\"]').click()")
            browser.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            expect(dots(browser, curve) != whole, "the logarithmic scale is the linear one")
            browser.run(f"{of(curve)}.querySelector('button[title=\"Logarithmic values\"]').click()")
            choice = f"{of(curve)}.querySelector('select')"
            other = browser.run(f"{choice}.options[1].text")
            browser.run(f"{choice}.value = '1', {choice}.dispatchEvent(new Event('change'))")
            browser.wait(f"{of(curve)}.querySelector('output').children.length === 2", 10)
            texts = browser.run(f"[...{of(curve)}.querySelector('output').children].map((line) => line.textContent)")
            place = texts[0].split(": ")[0]
            expect(texts[1].startswith(other + ": "), texts)
            compare(curve, texts[0])
            compare(other, place + ": " + texts[1][len(other) + 2:])
            for label in (map_, volume):
                show(browser, label)
            expect(browser.complaints() == [], name, browser.complaints())
            if folder:
                browser.run("scrollTo(0, 0)")
                browser.picture(f"{folder}/{width}-{'dark' if dark else 'light'}.png", whole=True)
    # A finger reads too.
    browser.open(report, width=390)
    show(browser, curve)
    left, top, wide, high = box(browser, curve)
    browser.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": left + wide / 2, "y": top + high / 3}])
    browser.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    compare(curve, browser.run(f"{of(curve)}.querySelector('output').firstChild.textContent"))
    # A script that is not the page's own does not run.
    browser.run("(() => { const s = document.createElement('script'); s.textContent = 'window.ran = true';"
                " document.body.append(s); document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = true\">'); })()")
    browser.run("new Promise((done) => setTimeout(done, 200))")
    expect(browser.run("window.ran === undefined"), "the page runs scripts that are not its own")
    # On paper: pictures and numbers, no controls.
    paper = os.path.join(folder or os.path.dirname(os.path.abspath(report)), "report.pdf")
    browser.pdf(paper)
    words = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    for word in ("Audit", "Statistics", "Tasks", "Command", "TMAX0", simulation["job_id"][:20]):
        expect(word in words, "paper has no", word)
    for word in ("Zoom in", "Point at a bin", "Beside"):
        expect(word not in words, "paper has", word)
    expect(re.search(r"\bz \(cm\)", words), "paper has no pictures")
    # Without scripts: all is there, and nothing that does nothing.
    browser.open(report, scripts=False)
    browser.ask("Emulation.setScriptExecutionDisabled", value=False)
    expect(browser.run("document.querySelectorAll('.still svg').length") >= 4, "without scripts there are no pictures")
    expect(browser.run("document.querySelectorAll('button, select, input').length") == 0, "there are controls without scripts")
    if folder:
        browser.picture(f"{folder}/without-scripts.png", whole=True)
print(f"{checks} checks")
