"""One row of the table: ours beside a reference, round by round."""
import statistics


class Row:
    def __init__(self, name, unit, ours, reference, theirs, goal=None):
        """goal: '>= 0.5' or '<= 2', of the ratio; without a reference, of ours."""
        self.name, self.unit, self.ours, self.reference, self.theirs, self.goal = \
            name, unit, ours, reference, theirs, goal

    @property
    def ratios(self):
        return [a / b for a, b in zip(self.ours, self.theirs) if b]

    def json(self):
        def spread(values):
            return {"median": round(statistics.median(values), 4), "low": round(min(values), 4),
                    "high": round(max(values), 4)} if values else None
        ratio = spread(self.ratios)
        return {"name": self.name, "unit": self.unit, "rounds": len(self.ours), "ours": spread(self.ours),
                "reference": self.reference, "theirs": spread(self.theirs), "ratio": ratio, "goal": self.goal,
                "met": met(self.goal, ratio if self.reference else spread(self.ours))}


def met(goal, value):
    if goal is None or value is None:
        return None
    sign, number = goal.split()
    return value["median"] >= float(number) if sign == ">=" else value["median"] <= float(number)


def figure(value):
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def table(rows):
    lines = [("what", "unit", "ours", "reference", "its", "ratio", "spread", "goal", "")]
    for row in rows:
        ratio, theirs = row["ratio"], row["theirs"]
        lines.append((row["name"], row["unit"], figure(row["ours"]["median"]), row["reference"] or "-",
                      figure(theirs and theirs["median"]), figure(ratio and ratio["median"]),
                      f"{figure(ratio['low'])} to {figure(ratio['high'])}" if ratio else
                      f"{figure(row['ours']['low'])} to {figure(row['ours']['high'])}",
                      row["goal"] or "-", {True: "met", False: "MISSED", None: ""}[row["met"]]))
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    right = (2, 4, 5)
    return "\n".join("  ".join(cell.rjust(w) if i in right else cell.ljust(w)
                               for i, (cell, w) in enumerate(zip(line, widths))).rstrip() for line in lines)
