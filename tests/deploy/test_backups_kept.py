"""Which backups stay when the nightly one removes old ones."""

from datetime import UTC, datetime, timedelta

from deploy import backup


def nights(count: int) -> list[datetime]:
    last = datetime(2026, 11, 26, 2, 30, tzinfo=UTC)
    return [last - timedelta(days=day) for day in range(count)]


def test_two_weeks_of_days_two_months_of_weeks_and_a_year_of_months_are_kept():
    stay = sorted(backup.to_keep(nights(800), (14, 8, 12)), reverse=True)

    assert stay[:14] == nights(14)
    assert [f"{moment:%d/%m}" for moment in stay[14:19]] == [
        "08/11",
        "01/11",
        "31/10",
        "25/10",
        "18/10",
    ]
    assert f"{stay[-1]:%d/%m/%Y}" == "31/12/2025"
    assert len(stay) == 14 + 5 + 11


def test_backups_that_stopped_long_ago_are_not_removed_by_age_alone():
    old = [moment - timedelta(days=4000) for moment in nights(3)]

    assert backup.to_keep(old, (14, 8, 12)) == set(old)


def test_the_newest_of_a_day_is_the_one_kept():
    day = datetime(2026, 11, 26, tzinfo=UTC)
    moments = [day + timedelta(hours=hour) for hour in range(5)]

    assert backup.to_keep(moments, (14, 8, 12)) == {moments[-1]}
