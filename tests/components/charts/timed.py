"""What the tests of charts over time share: a day to stand on, and the bars of a figure as days."""

from datetime import date, timedelta

TODAY = date(2026, 6, 30)
DAY = 24 * 3600 * 1000
HOSTILE = "<b>$x$</b> `y` ${alert(1)} %{y}"
ESCAPED = "&lt;b&gt;$x$&lt;/b&gt; `y` ${alert(1)} %{y}"


def day_of(text):
    return date.fromisoformat(text)


def spans(figure):
    """First and last day of each bar by the name of its trace."""
    return {
        trace.name: [
            (first, (day_of(first) + timedelta(milliseconds=length - DAY)).isoformat())
            for first, length in zip(trace.base, trace.x, strict=True)
        ]
        for trace in figure.data
        if trace.type == "bar"
    }


def marks(figure):
    """The days of the marks of each name, without those of the lines that they stand on."""
    return {
        trace.name: list(trace.x)
        for trace in figure.data
        if trace.type == "scatter" and trace.mode == "markers"
    }
