"""A plot as SVG: one small chart for each column of each question, cost against work, both logarithmic."""
import html, math

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 300, 190, 56, 34, 14, 34


def svg(series):
    charts = [(what, unit, [(x, values[unit]) for x, values in points])
              for what, points in series.items() for unit in points[0][1]]
    rows = [[chart for chart in charts if chart[0] == what] for what in series]
    columns, body = max(map(len, rows)), []
    for y, group in enumerate(rows):
        for x, chart in enumerate(group):
            body.append(f'<g transform="translate({x * WIDTH},{y * HEIGHT})">{draw(*chart)}</g>')
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns * WIDTH} {len(rows) * HEIGHT}" '
            'font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#fff"/>'
            + "".join(body) + "</svg>\n")


def draw(what, unit, points):
    xs, ys = decades([p[0] for p in points]), decades([p[1] for p in points])
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM

    def place(x, y):
        return (LEFT + (right - LEFT) * share(x, xs), bottom - (bottom - TOP) * share(y, ys))

    parts = [f'<text x="{LEFT}" y="18" font-weight="bold">{html.escape(unit)}</text>']
    for tick in ticks(ys):
        y = place(xs[0], tick)[1]
        parts.append(f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#ddd"/>'
                     f'<text x="{LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{short(tick)}</text>')
    for tick in ticks(xs):
        x = place(tick, ys[0])[0]
        parts.append(f'<path d="M{x:.1f} {TOP}V{bottom}" stroke="#eee"/>'
                     f'<text x="{x:.1f}" y="{bottom + 14}" text-anchor="middle">{short(tick)}</text>')
    line = " ".join("{:.1f},{:.1f}".format(*place(*p)) for p in points)
    parts.append(f'<text x="{right}" y="{bottom + 28}" text-anchor="end" fill="#555">{html.escape(what)}</text>'
                 f'<polyline points="{line}" fill="none" stroke="#0a6fb5" stroke-width="2"/>')
    for point in points:
        x, y = place(*point)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#0a6fb5"><title>{point[0]:,.0f} {html.escape(what)}: '
                     f'{point[1]:.3g} {html.escape(unit)}</title></circle>')
    return "".join(parts)


def decades(values):
    """Whole powers of ten around the values, at least one decade."""
    low = math.floor(math.log10(max(min(values), 1e-6)))
    high = math.ceil(math.log10(max(max(values), 1e-6)))
    return 10.0 ** low, 10.0 ** max(high, low + 1)


def ticks(bounds):
    low, high = (round(math.log10(b)) for b in bounds)
    return [10.0 ** n for n in range(low, high + 1)]


def share(value, bounds):
    low, high = map(math.log10, bounds)
    return (math.log10(max(value, 1e-6)) - low) / (high - low)


def short(value):
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"
