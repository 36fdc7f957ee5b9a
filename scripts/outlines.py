"""Makes data/indicators/outlines.json from Natural Earth's countries at 1:50 million (TopoJSON of world-atlas 2.0.2).

    python scripts/outlines.py countries-50m.json

Lambert's azimuthal equal-area projection about 8° N 84° W, so that areas compare; units of 1/4000 of the map's height, whole numbers.
Borders are simplified arc by arc, so that neighbours still meet. Left out: Hawaii, the Aleutians beyond 172° W, Easter Island
and islets of larger states.
"""

import csv
import json
import math
import sys
from pathlib import Path

import pycountry

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "data" / "indicators" / "outlines.json"
LATITUDE, LONGITUDE = math.radians(8), math.radians(-84)
HEIGHT = 4000
# Caribbean inset: west, south, east, north.
INSET = (-86.5, 9.4, -58.6, 27.6)
ISLANDS = "ATG BHS BRB CUB DMA DOM GRD HTI JAM KNA LCA TTO VCT".split()
# Grey beside the 35 states: what would otherwise be a hole or open sea.
CONTEXT = {"GRL": None, "PRI": None, "FLK": None, "CUW": None, "ABW": None, "FRA": (-63, 2, -51, 17)}

Point = tuple[float, float]


def project(longitude: float, latitude: float) -> Point:
    lam, phi = math.radians(longitude) - LONGITUDE, math.radians(latitude)
    cosine = math.sin(LATITUDE) * math.sin(phi) + math.cos(LATITUDE) * math.cos(phi) * math.cos(lam)
    k = math.sqrt(2 / (1 + cosine))
    x = k * math.cos(phi) * math.sin(lam)
    y = k * (math.cos(LATITUDE) * math.sin(phi) - math.sin(LATITUDE) * math.cos(phi) * math.cos(lam))
    return x, -y


def arcs(topology: dict) -> list[list[Point]]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        found.append(points)
    return found


def simplified(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)

    def away(point: Point) -> float:
        if not length:
            return math.hypot(point[0] - ax, point[1] - ay)
        return abs((bx - ax) * (ay - point[1]) - (ax - point[0]) * (by - ay)) / length

    far, place = max((away(point), place) for place, point in enumerate(points[1:-1], 1))
    if far <= tolerance:
        return [points[0], points[-1]]
    return simplified(points[: place + 1], tolerance)[:-1] + simplified(points[place:], tolerance)


def area(ring: list[Point]) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=False))) / 2


def centre(ring: list[Point]) -> Point:
    doubled = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=False))
    if not doubled:
        return ring[0]
    pairs = [(x1, y1, x2, y2, x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=False)]
    return (
        sum((x1 + x2) * one for x1, _, x2, _, one in pairs) / (3 * doubled),
        sum((y1 + y2) * one for _, y1, _, y2, one in pairs) / (3 * doubled),
    )


def joined(numbers: list[int], lines: list[list[Point]]) -> list[Point]:
    ring: list[Point] = []
    for number in numbers:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        ring += line[1:] if ring else line
    return ring


def rings(shape: dict) -> list[list[int]]:
    """Outer rings; lakes and enclaves are left out."""
    if shape["type"] == "Polygon":
        return [shape["arcs"][0]]
    return [polygon[0] for polygon in shape["arcs"]]


def wanted(iso3: str, ring: list[Point]) -> bool:
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    if box := CONTEXT.get(iso3):
        return box[0] <= west and east <= box[2] and box[1] <= south and north <= box[3]
    hawaii = iso3 == "USA" and east < -150 and north < 30
    easter = iso3 == "CHL" and east < -100
    return not (west < -172.5 or east > 0 or hawaii or easter)


def path(found: list[list[Point]]) -> str:
    """Relative steps in whole units."""
    parts = []
    for ring in found:
        points = [(round(x), round(y)) for x, y in ring]
        text, (px, py) = f"M{points[0][0]} {points[0][1]}l", points[0]
        steps = []
        for x, y in points[1:-1] if points[0] == points[-1] else points[1:]:
            if (x, y) != (px, py):
                steps.append(f"{x - px} {y - py}".replace(" -", "-"))
                px, py = x, y
        if len(steps) >= 2:
            parts.append(text + " ".join(steps).replace(" -", "-") + "z")
    return "".join(parts)


def main(source: Path) -> None:
    topology = json.loads(source.read_text())
    degrees = arcs(topology)
    shapes = {shape.get("id"): shape for shape in topology["objects"]["countries"]["geometries"]}
    members = [row["iso3"].upper() for row in csv.DictReader((ROOT / "data" / "members.csv").open(encoding="utf-8"))]
    kept: dict[str, list[list[int]]] = {}
    for iso3 in [*members, *CONTEXT]:
        shape = shapes[pycountry.countries.get(alpha_3=iso3).numeric]
        kept[iso3] = [ring for ring in rings(shape) if wanted(iso3, joined(ring, degrees))]
    used = {number if number >= 0 else ~number for found in kept.values() for ring in found for number in ring}
    plane = {number: [project(*point) for point in degrees[number]] for number in used}
    xs, ys = zip(*(point for line in plane.values() for point in line), strict=True)
    scale = HEIGHT / (max(ys) - min(ys))
    left, top = min(xs), min(ys)

    def units(x: float, y: float) -> Point:
        return (x - left) * scale, (y - top) * scale

    fine = {n if n >= 0 else ~n for iso3 in [*ISLANDS, "PRI", "FRA", "CUW", "ABW"] for ring in kept[iso3] for n in ring}
    lines: list[list[Point]] = [[] for _ in degrees]
    for number, line in plane.items():
        lines[number] = simplified([units(*point) for point in line], 0.6 if number in fine else 2.0)
    states, context = {}, {}
    for iso3, found in kept.items():
        made = sorted((joined(ring, lines) for ring in found), key=area, reverse=True)
        small = iso3 in ISLANDS or iso3 in CONTEXT
        made = made[:1] + [ring for ring in made[1:] if area(ring) >= (4 if small else 90)]
        if iso3 in CONTEXT:
            context[iso3] = path(made)
            continue
        x, y = centre(made[0])
        # "size": of the largest part, the side of a square of its area.
        states[iso3] = {"d": path(made), "at": [round(x), round(y)], "size": round(math.sqrt(area(made[0])), 1)}
    corners = [units(*project(x, y)) for x in (INSET[0], INSET[2]) for y in (INSET[1], INSET[3])]
    box = [
        min(x for x, _ in corners),
        min(y for _, y in corners),
        max(x for x, _ in corners),
        max(y for _, y in corners),
    ]
    whole = {
        "width": round((max(xs) - left) * scale), "height": HEIGHT,
        "inset": [round(box[0]), round(box[1]), round(box[2] - box[0]), round(box[3] - box[1])], "islands": ISLANDS,
        "states": dict(sorted(states.items())), "context": context,
    }  # fmt: skip
    OUT.write_text(json.dumps(whole, separators=(",", ":")) + "\n", encoding="utf-8")
    print(
        f"{OUT}: {OUT.stat().st_size} bytes, {len(states)} states, {whole['width']} by {HEIGHT}, inset {whole['inset']}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
