#!/usr/bin/env python3
"""Twenty readers at once, on this machine: starts the site (gunicorn, two workers, SQLite, the embedded engine) and reads it.

    scripts/load.py [--data DIR] [--minutes 5] [--readers 20] [--think 3] [--json FILE]

Fails (exit code 1) when a promise is broken: p95 within 500 ms for every kind of page and 800 ms for search, no error,
and no more than 15 % growth of the workers' memory after the first minute. What is read is what the site itself names:
its sitemap, and the links and filters of its results pages; a new kind of page is read from the day the site links it.
"""

import argparse
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("es", "en", "fr", "pt")
SEARCH = ("search", "filters")
FILES = "files"  # downloads: read seldom, and told without a limit
LIMITS_MS = {"search": 800, "page": 500}
GROWTH = 0.15
FEW = 20  # a kind asked for less often has no 95th percentile worth the name
# How often a kind is read, beside the others; a kind that is not here counts 1.
SHARES = {"home": 2, "search": 6, "filters": 4, "law": 5, "article": 6, FILES: 0.2}
QUERIES = {
    "es": ("residencia temporal", "refugiado", "plazo para apelar", "ley 25871", "multa trabajo extranjeros", "niños"),
    "en": (
        "detention of foreign nationals",
        "permanent resident",
        "refugee",
        "work permit",
        "appeal",
        "citizenship act",
    ),
    "fr": ("permis de travail", "réfugié", "droit d'appel", "mineur non accompagné", "amende", "résident permanent"),
    "pt": ("visto de trabalho", "refugiado", "direitos do estrangeiro", "prazo recurso", "residência", "multa"),
}
_LOC = re.compile(r"<loc>\s*([^<\s]+)\s*</loc>")


class Page(HTMLParser):
    """Links, and the filters that the page's forms offer as (name, value)."""

    def __init__(self, text: str):
        super().__init__()
        self.links: list[str] = []
        self.filters: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "a" and named.get("href"):
            self.links.append(str(named["href"]))
        elif tag == "input" and named.get("type") in ("checkbox", "radio") and named.get("name") and named.get("value"):
            self.filters.append((str(named["name"]), str(named["value"])))


def kind_of(address: str) -> str:
    """The kind of page behind an address, by its shape; "" for what is no page of the site in a language."""
    parts = urlsplit(address)
    words = [word for word in parts.path.split("/") if word]
    if not words or words[0] not in LANGUAGES:
        return ""
    if len(words) == 1:
        return "home"
    if "." in words[-1]:
        return FILES
    if words[1] == "search":
        asked = parse_qs(parts.query)
        return "filters" if set(asked) - {"q"} else "search"
    if words[1] == "laws" and len(words) > 3:
        return "law" if len(words) == 4 else "article"
    return words[1] if len(words) == 2 else f"{words[1]}/…"


@dataclass
class Addresses:
    """What there is to read, by kind."""

    by_kind: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, link: str) -> None:
        parts = urlsplit(link)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        if kind := kind_of(address):
            self.by_kind[kind].add(address)

    def choose(self, chance: random.Random, language: str) -> tuple[str, str]:
        """A kind by its share, and an address of it, in the reader's language where there is one."""
        kinds = sorted(self.by_kind)
        kind = chance.choices(kinds, [SHARES.get(name, 1) for name in kinds])[0]
        everything = sorted(self.by_kind[kind])
        own = [address for address in everything if address.startswith(f"/{language}/")]
        return kind, chance.choice(own or everything)


class Site:
    """The started site, and a plain client for it."""

    def __init__(self, data: Path, workers: int):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        environment = {
            **os.environ, "DATA_DIR": str(data.resolve()), "DATABASE_URL": "", "ELASTICSEARCH_URL": "",
            "DJANGO_SETTINGS_MODULE": "kb.settings.dev",
        }  # fmt: skip
        command = [
            sys.executable,
            str(ROOT / "manage.py"),
            "serve",
            "--port",
            str(self.port),
            "--workers",
            str(workers),
        ]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
        deadline = time.monotonic() + 60
        while True:
            try:
                if self.get("/live")[0] == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise SystemExit("The site did not start: the reason stands above.")
            time.sleep(0.2)

    def get(self, address: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", quote(address, safe="/?&=%#+:,;@!$'()*~-._"), headers={"Accept": "text/html"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """Process numbers of gunicorn's workers: children of a child of `serve` (the worker of the index has none)."""
        return [grandchild for child in children(self.process.pid) for grandchild in children(child)]

    def memory(self) -> dict[str, float]:
        """Megabytes of all web workers: resident, and of that their own (without files that they map)."""
        sums: Counter[str] = Counter()
        for pid in self.workers():
            status = Path(f"/proc/{pid}/status").read_text()
            for name, label in (("VmRSS", "resident"), ("RssAnon", "own")):
                sums[label] += int(re.search(rf"{name}:\s+(\d+)", status)[1])  # type: ignore[index]
        return {label: round(kb / 1024, 1) for label, kb in sums.items()}

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def collect(site: Site) -> Addresses:
    """The sitemap, and what home and results pages link and offer as filters."""
    found = Addresses()
    waiting, seen = ["/sitemap.xml"], set[str]()
    while waiting:
        status, text = site.get(path := waiting.pop())
        seen.add(path)
        for named in _LOC.findall(text) if status == 200 else []:
            path = urlsplit(named).path
            if path.endswith(".xml"):
                waiting += [path] if path not in seen else []
            else:
                found.add(named)
    for language, queries in QUERIES.items():
        for address in (f"/{language}/", *(f"/{language}/search/?{urlencode({'q': words})}" for words in queries)):
            found.add(address)
            page = Page(site.get(address)[1])
            for link in page.links:
                if link.startswith(f"/{language}/") and "/feed/" not in link:
                    found.add(link)
            for name, value in page.filters[:12]:
                joint = "&" if "?" in address else "search/?"
                found.add(f"{address}{joint}{urlencode({name: value})}")
    return found


class Load:
    """The readers, what they measured, and the memory of the workers meanwhile."""

    def __init__(self, site: Site, addresses: Addresses, think: float):
        self.site, self.addresses, self.think = site, addresses, think
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self.over = threading.Event()
        self.lock = threading.Lock()

    def read(self, number: int) -> None:
        """One reader: a page, some thought, the next page."""
        chance, language = random.Random(number), LANGUAGES[number % len(LANGUAGES)]  # noqa: S311 - the same each time
        self.over.wait(chance.uniform(0, self.think))
        while not self.over.is_set():
            kind, address = self.addresses.choose(chance, language)
            begun, error = time.perf_counter(), ""
            try:
                status, _text = self.site.get(address)
                # All readers have one address here: a limit on downloads for each address is no error.
                error = f"{status} {address}" if status >= 400 and (status, kind) != (429, FILES) else ""
            except (OSError, http.client.HTTPException) as failure:
                error = f"{type(failure).__name__} {address}"
            took = 1000 * (time.perf_counter() - begun)
            with self.lock:
                self.times[kind].append(took)
                if error:
                    self.errors[error] += 1
            self.over.wait(min(chance.expovariate(1 / self.think), 4 * self.think) if self.think else 0)

    def run(self, readers: int, seconds: float) -> list[tuple[float, dict[str, float]]]:
        """Seconds since the start, with the memory then: at the start, each minute and at the end."""
        threads = [threading.Thread(target=self.read, args=(number,), daemon=True) for number in range(readers)]
        begun, told = time.monotonic(), [(0.0, self.site.memory())]
        for thread in threads:
            thread.start()
        step = min(60.0, seconds / 5)
        for mark in [step * turn for turn in range(1, int(seconds / step) + 1)]:
            time.sleep(max(0.0, begun + mark - time.monotonic()))
            told.append((mark, self.site.memory()))
            count = sum(map(len, self.times.values()))
            print(
                f"  {mark:5.0f} s  {count:6,} pages  {sum(self.errors.values())} errors  {shown(told[-1][1])}",
                flush=True,
            )
        self.over.set()
        for thread in threads:
            thread.join(35)
        return told


def shown(memory: dict[str, float]) -> str:
    return f"workers {memory.get('resident', 0):,.0f} MB resident, {memory.get('own', 0):,.0f} MB of their own"


def percentile(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)


def figures(times: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    """By kind, then of all searches and all other pages."""
    rows = {kind: list(times[kind]) for kind in sorted(times)}
    rows["= search"] = [took for kind in SEARCH for took in times.get(kind, [])]
    rows["= pages"] = [took for kind in times if kind not in (*SEARCH, FILES) for took in times[kind]]
    return {
        kind: {
            "count": len(own), "p50": percentile(own, 0.5), "p95": percentile(own, 0.95), "max": round(max(own), 1),
        }
        for kind, own in rows.items() if own
    }  # fmt: skip


def broken(table: dict[str, dict[str, float]], errors: int, memory: list[tuple[float, dict[str, float]]]) -> list[str]:
    """Promises that were not kept."""
    found = [f"{errors} errors"] if errors else []
    for kind, row in table.items():
        if kind == FILES:
            continue
        limit = LIMITS_MS["search" if kind in (*SEARCH, "= search") else "page"]
        if row["p95"] > limit and (row["count"] >= FEW or kind.startswith("=")):
            found.append(f"{kind}: p95 is {row['p95']:.0f} ms, above {limit} ms")
    after_first, last = memory[1][1], memory[-1][1]
    for label in ("resident", "own"):
        growth = last[label] / after_first[label] - 1 if after_first.get(label) else 0.0
        if growth > GROWTH:
            found.append(f"{label} memory grew by {growth:.0%} after the first minute")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    default = os.environ.get("DATA_DIR") or str(ROOT / "var")
    parser.add_argument("--data", type=Path, default=Path(default), help="a filled data directory (default: DATA_DIR)")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--think", type=float, default=3.0, help="mean seconds between a reader's pages")
    parser.add_argument("--workers", type=int, default=2, help="web processes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there too")
    options = parser.parse_args()
    site = Site(options.data, options.workers)
    try:
        addresses = collect(site)
        counts = {kind: len(found) for kind, found in sorted(addresses.by_kind.items())}
        print("Addresses: " + ", ".join(f"{count:,} {kind}" for kind, count in counts.items()))
        if not counts.get("article"):
            raise SystemExit("The site has no law to read: fill the data directory first (make run LAWS=...).")
        print(f"{options.readers} readers, {options.minutes:g} minutes, {options.think:g} s of thought:", flush=True)
        load = Load(site, addresses, options.think)
        memory = load.run(options.readers, 60 * options.minutes)
    finally:
        site.stop()
    return report(load, memory, options.json)


def report(load: Load, memory: list[tuple[float, dict[str, float]]], to: Path | None) -> int:
    table = figures(load.times)
    print(f"\n{'kind':18}{'count':>7}{'p50':>9}{'p95':>9}{'max':>9}  ms")
    for kind, row in table.items():
        print(f"{kind:18}{row['count']:7,.0f}{row['p50']:9.0f}{row['p95']:9.0f}{row['max']:9.0f}")
    print(f"\nmemory: {shown(memory[0][1])} at the start")
    for mark, now in memory[1:]:
        print(f"        {shown(now)} after {mark:.0f} s")
    for error, count in load.errors.most_common(10):
        print(f"error: {count} × {error}")
    faults = broken(table, sum(load.errors.values()), memory)
    if to:
        kept = {"figures": table, "errors": dict(load.errors), "memory": memory, "broken": faults}
        to.write_text(json.dumps(kept, indent=1))
    print("\n" + ("BROKEN: " + "; ".join(faults) if faults else "Every promise was kept."))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
