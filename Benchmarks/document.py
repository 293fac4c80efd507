"""Writes docs/performance.md of what a run of the benchmarks has recorded. Called by script/bench document.

usage: document.py RECORD OUTPUT
"""
import json
import sys

# The names of figures, and how many digits they are told with.
HEADINGS = {
    "wall_s": ("clock s", 3), "cpu_s": ("processor s", 3), "cpu_s_of_4n": ("processor s of 4n", 3), "peak_mib": ("peak MiB", 0),
    "median": ("median", 2), "ns_per_value": ("ns a value", 2), "gb_per_s": ("GB/s", 2),
    "cpu_gb_per_s": ("GB/s of the processor", 2), "bytes": ("bytes", 0), "bytes_ratio": ("bytes, ratio", 2),
    "ratio": ("ratio", 2),
}

INTRODUCTION = """# How fast it is

Written by `script/bench document` of what `script/bench --record` measured on {time} with {ebb}.

Measured on {processor}, {cores} processors of it for this, {memory} GiB, Linux {kernel}, {swift}{without}. Where others share a machine single runs scatter by a tenth and more, so contenders take their turns one after the other within each round, and a ratio is the median of the rounds' ratios. Seconds are of whole processes, start to end, files in the system's cache; *processor* is user and system time together. Memory is the largest that the process held. What the rows are, and what the peers do, stands in `script/bench --help` and in `Benchmarks/`.

A ratio is to the first row of its table, or to the one that is named beside the unit. Of times and bytes more than 1 is slower or larger than that one, of MB/s and ns a value it is how many times as fast. Of "Work at n and 4n" it is the growth over that of straight lines: 1 where four times as much takes four times as long.
"""


def text(value, digits):
    return f"{value:,.{digits}f}" if isinstance(value, (int, float)) else str(value)


def table(title, rows):
    keys = [key for key in HEADINGS if any(key in row for row in rows)]
    units = {row.get("unit") for row in rows}
    references = {row.get("of") for row in rows}
    heading = dict(HEADINGS)
    if len(units) == 1 and None not in units:
        heading["median"] = (units.pop(), 2)
    if len(references) == 1 and None not in references:
        heading["ratio"] = (f"× {references.pop()}", 2)
    lines = [f"## {title}", "", "| | " + " | ".join(heading[key][0] for key in keys) + " |",
             "|---|" + "---:|" * len(keys)]
    for row in rows:
        figures = " | ".join(text(row.get(key, "–"), heading[key][1]) for key in keys)
        lines.append(f"| {row['name'].replace('|', '/')} | {figures} |")
    return "\n".join(lines)


def main():
    record, output = sys.argv[1:]
    with open(record) as file:
        run = json.load(file)
    machine = run["machine"]
    processor = machine["processor"]
    sets = f" ({', '.join(processor['sets'])})" if processor["sets"] else ""
    without = f", without {processor['without']}" if processor["without"] else ""
    parts = [INTRODUCTION.format(
        time=run["time"][:10], ebb=f"ebb {run['ebb']}", processor=processor["name"] + sets, cores=processor["cores"],
        memory=machine["memory_gib"], kernel=machine["kernel"], swift=machine["swift"], without=without)]
    tables = {}
    for row in run["rows"]:
        tables.setdefault(row["table"], []).append(row)
    parts += [table(title, rows) for title, rows in tables.items()]
    with open(output, "w") as file:
        file.write("\n\n".join(part.strip() for part in parts) + "\n")
    print(f"wrote {output}")


if __name__ == "__main__":
    main()
