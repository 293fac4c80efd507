"""Keeps what the benchmarks print: one JSON a run, with the machine it was measured on. Called by script/bench --record.

usage: record.py LINES OUTPUT EBB
"""
import json
import os
import platform
import subprocess
import sys
import time


def row(table, name, **figures):
    """A row of a table, kept where `EBB_BENCH_RECORD` names a file, one line each.

    Units are in the figures' names: `wall_s`, `peak_mib`; `ratio` is what the table says of it.
    """
    path = os.environ.get("EBB_BENCH_RECORD")
    if path:
        rounded = {key: float(f"{value:.4g}") if isinstance(value, float) else value for key, value in figures.items()}
        with open(path, "a") as file:
            file.write(json.dumps({"table": table, "name": name, **rounded}, ensure_ascii=False) + "\n")


def first(command):
    """The first line that a command prints, or nothing."""
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()[0].strip()
    except (OSError, IndexError):
        return ""


def processor():
    """The processor's name, and those of its instruction sets that kernels are made for."""
    name, sets = platform.processor(), []
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo") as file:
            facts = dict(line.split("\t")[0:1] + [line.split(": ", 1)[-1].strip()] for line in file if ": " in line)
        name = facts.get("model name", name)
        flags = (facts.get("flags") or facts.get("Features") or "").split()
        sets = [flag for flag in ("avx2", "avx512f", "avx512ifma", "bmi2", "asimd") if flag in flags]
    return {"name": name, "sets": sets, "cores": len(os.sched_getaffinity(0)),
            "without": os.environ.get("EBB_DISABLE_CPU_FEATURES", "")}


def machine():
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {"processor": processor(), "memory_gib": round(pages * size / 2**30), "kernel": platform.release(),
            "python": platform.python_version(), "swift": first(["swift", "--version"])}


def main():
    lines, output, ebb = sys.argv[1:]
    with open(lines) as file:
        rows = [json.loads(line) for line in file]
    run = {"schema": 1, "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "ebb": first([ebb, "--version"]),
           "commit": first(["git", "rev-parse", "HEAD"]), "machine": machine(), "rows": rows}
    with open(output, "w") as file:
        json.dump(run, file, indent=1, ensure_ascii=False)
        file.write("\n")
    print(f"recorded {len(rows)} rows in {output}")


if __name__ == "__main__":
    main()
