#!/bin/sh
# Sums the test reports of this build. "skipped" lists each skipped test with its reason; "total"
# names what failed, prints one closing line, and fails when nothing ran or something failed.
root=$(cd "$(dirname "$0")/.." && pwd -P)
exec python3 - "$root" "$1" <<'PY'
import glob, re, sys
import xml.etree.ElementTree as ET

root, what = sys.argv[1:3]
passed = failed = 0
failures = []
skipped = {}
for report in glob.glob(f"{root}/*/target/surefire-reports/TEST-*.xml"):
    for case in ET.parse(report).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
            failures.append(f"{case.get('classname').rsplit('.', 1)[-1]}.{case.get('name')}")
        elif (skip := case.find("skipped")) is not None:
            said = (skip.get("message") or skip.text or "").strip().split("\n")[0]
            reason = re.sub(r"^(\S*Exception: )?(Assumption failed: )?", "", said) or "no reason given"
            skipped.setdefault(reason, []).append(f"{case.get('classname').rsplit('.', 1)[-1]}.{case.get('name')}")
        else:
            passed += 1
for counts in glob.glob(f"{root}/.build/counts/*"):
    for line in open(counts, errors="replace"):
        if match := re.match(r"^[^a-z]*(pass|fail|skipped) (\d+)\s*$", line):
            kind, number = match[1], int(match[2])
            passed += number if kind == "pass" else 0
            failed += number if kind == "fail" else 0
            if kind == "skipped" and number:
                skipped.setdefault("web: see .build/counts", []).extend(["web test"] * number)
if what == "skipped":
    for reason, names in sorted(skipped.items()):
        print(f"  {len(names)} × {reason}   (such as {names[0]})")
    if not skipped:
        print("  nothing")
else:
    for name in failures:
        print(f"failed: {name}")
    print(f"{passed} passed, {failed} failed, {sum(map(len, skipped.values()))} skipped")
    sys.exit(1 if failed or not passed else 0)
PY
