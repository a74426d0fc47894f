"""From levels that were given to everything a run keeps: agreement, severities, adjusted levels. No database."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from accreditation.calibration.adjust import WITHIN, adjusted_levels, lowered_by
from accreditation.calibration.agree import agreements
from accreditation.calibration.fit import Estimates, Fit, difficulties, fitted, home_severities, severities
from accreditation.calibration.gather import Rated
from accreditation.calibration.ratings import Given, Ratings, circles_of, ratings_of

Row = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """`figures` is told on the page; `raters` and `cases` are the columns of RaterSeverity and CaseLevel but for the run."""

    figures: Row
    raters: Sequence[Row]
    cases: Sequence[Row]


def worked_out(rated: Sequence[Rated], weights: Mapping[tuple[uuid.UUID, str], int], thin_below: int) -> Found:
    """`weights` by scheme and criterion. A rater of fewer than `thin_below` cases is thin, and so is what they read."""
    if not rated:
        return Found({"cases": 0, "raters": 0, "ratings": 0}, [], [])
    ratings = ratings_of(
        [Given(row.application_id, row.rater_id, row.criterion, row.level, row.home_id) for row in rated]
    )
    fit, circles = fitted(ratings), circles_of(ratings)
    scheme_of = {row.application_id: row.scheme_id for row in rated}
    of_rating = np.array(
        [
            weights.get((scheme_of[ratings.cases[case]], ratings.criteria[criterion]), 1)
            for case, criterion in zip(ratings.case, ratings.criterion, strict=True)
        ],
        dtype=float,
    )
    cases_of = _cases_of(ratings)
    return Found(
        figures=_figures(rated, fit, circles),
        raters=_raters(fit, circles, cases_of),
        cases=_cases(fit, of_rating, cases_of < thin_below),
    )


def _cases_of(ratings: Ratings) -> Any:
    """How many cases each rater read."""
    readings = np.unique(ratings.rater * len(ratings.cases) + ratings.case)
    return np.bincount(readings // len(ratings.cases), minlength=len(ratings.raters))


def _agreements(ratings: Ratings) -> list[Row]:
    return [
        {"criterion": each.criterion, "cases": each.cases, "alpha": each.alpha, "low": each.low, "high": each.high}
        for each in agreements(ratings)
    ]


def _by_call(rated: Sequence[Rated], ratings: Ratings) -> Row:
    call_of = {row.application_id: str(row.call_id) for row in rated}
    calls = np.array([call_of[case] for case in ratings.cases])[ratings.case]
    return {str(call): _agreements(ratings.only(calls == call)) for call in np.unique(calls)}


def _figures(rated: Sequence[Rated], fit: Fit, circles: Any) -> Row:
    ratings, hard, homes = fit.ratings, difficulties(fit), home_severities(fit)
    return {
        "cases": len(ratings.cases),
        "raters": len(ratings.raters),
        "ratings": len(ratings),
        "settled": fit.settled,
        "spreads": fit.spreads._asdict(),
        "thresholds": [float(each) for each in fit.thresholds],
        "circles": [int(size) for size in np.bincount(circles)],
        "agreement": _agreements(ratings),
        "agreement_by_call": _by_call(rated, ratings),
        "criteria": [
            {"criterion": key, "value": float(value), "error": float(error)}
            for key, value, error in zip(ratings.criteria, hard.value, hard.error, strict=True)
        ],
        "homes": [
            {"id": str(home), "raters": int(raters), **told}
            for home, raters, told in zip(ratings.homes, _raters_at(ratings), _severity_told(fit, homes), strict=True)
        ],
    }


def _raters_at(ratings: Ratings) -> Any:
    return np.bincount(ratings.home_of[ratings.home_of >= 0], minlength=len(ratings.homes))


def _severity_told(fit: Fit, found: Estimates) -> list[Row]:
    """In logits and in levels, with the ends of the 95% interval."""
    ends = (found.value, found.value - WITHIN * found.error, found.value + WITHIN * found.error)
    columns = (found.value, found.error, *(lowered_by(fit, end) for end in ends))
    names = ("value", "error", "lowers", "lowers_least", "lowers_most")
    return [dict(zip(names, map(float, row), strict=True)) for row in zip(*columns, strict=True)]


def _raters(fit: Fit, circles: Any, cases_of: Any) -> list[Row]:
    ratings, told = fit.ratings, _severity_told(fit, severities(fit))
    given = np.bincount(ratings.rater, minlength=len(ratings.raters))
    return [
        {
            "rater_id": rater,
            "home_id": ratings.homes[ratings.home_of[place]] if ratings.home_of[place] >= 0 else None,
            **told[place],
            "cases": int(cases_of[place]),
            "ratings": int(given[place]),
            "circle": int(circles[place]),
        }
        for place, rater in enumerate(ratings.raters)
    ]


def _cases(fit: Fit, weights: Any, thin_raters: Any) -> list[Row]:
    ratings, found = fit.ratings, adjusted_levels(fit, weights)
    given = np.bincount(ratings.case, minlength=len(ratings.cases))
    thin = np.bincount(ratings.case, thin_raters[ratings.rater], minlength=len(ratings.cases)) > 0
    return [
        {
            "application_id": case,
            "raw": float(found.raw[place]),
            "adjusted": float(found.adjusted[place]),
            "low": float(found.low[place]),
            "high": float(found.high[place]),
            "ratings": int(given[place]),
            "is_thin": bool(thin[place]),
        }
        for place, case in enumerate(ratings.cases)
    ]
