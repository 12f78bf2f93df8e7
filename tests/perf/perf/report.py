"""Tables for people."""


def table(title, header, rows):
    rows = [header, *rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
    print(f"\n{title}")
    for row in rows:
        first, *rest = (
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths))
        )
        print("  " + "  ".join([first, *rest]).rstrip(), flush=True)


def ratio(value):
    return "" if value is None else f"{value:.2f}"


def mb(kib):
    return f"{kib / 1024:.1f}"
