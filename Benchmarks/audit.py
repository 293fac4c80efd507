"""How often `ebb check` finds something in stores without fault: sample stores of many seeds, made by `ebb-samples
--clean`, checked as whole processes. No finding above a note is the goal; notes are counted by their check.

  python3 Benchmarks/audit.py --ebb .build/release/ebb --samples .build/release/ebb-samples --stores 1000
"""
import argparse
import collections
import concurrent.futures
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("--ebb", required=True)
arguments.add_argument("--samples", required=True)
arguments.add_argument("--stores", type=int, default=1000)
arguments.add_argument("--first", type=int, default=1, help="the first seed, to go on where another run ended")
arguments.add_argument("--tasks", type=int, default=12)
options = arguments.parse_args()


def found(seed):
    """What is found in all jobs of one store that have results."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "store.sqlite")
        subprocess.run([options.samples, "--sqlite", path, "--clean", "--seed", str(seed), "--tasks", str(options.tasks)],
                       check=True, stdout=subprocess.DEVNULL)
        with sqlite3.connect(path) as store:
            jobs = [row[0] for row in store.execute("SELECT job_id FROM Simulation WHERE job_state = 'COMPLETED'")]
        answer = subprocess.run([options.ebb, "check", "--json", "--db", path, *jobs], capture_output=True, text=True)
        if answer.returncode not in (0, 1):
            sys.exit(f"seed {seed}: {answer.stderr}")
        return seed, json.loads(answer.stdout)


above, notes = [], collections.Counter()
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    for seed, findings in pool.map(found, range(options.first, options.first + options.stores)):
        for finding in findings:
            if finding["severity"] == "note":
                notes[finding["check"]] += 1
            else:
                above.append((seed, finding["severity"], finding["check"], finding["message"]))
                if len(above) <= 20:
                    print("  seed {}: {} {}: {}".format(*above[-1]), flush=True)
        if (seed - options.first + 1) % 100 == 0:
            print(f"  {seed - options.first + 1} stores, {len(above)} findings above a note", file=sys.stderr, flush=True)
print(f"{options.stores} stores without fault: {len(above)} findings above a note; notes: {dict(notes) or 'none'}")
sys.exit(1 if above else 0)
