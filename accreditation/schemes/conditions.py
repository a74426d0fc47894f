"""The conditions of a call: the table of rules by which each is judged, for /eligibility and for screening alike.

An entry of `Scheme.eligibility`: {key, names, rule?, least?, level?, titles?, proofs?, advice?}. `rule` is a key of RULES,
without it only the office can tell. `least` is a number, `level` one of CEFR, `titles` the name of a course by language;
`proofs` says what counts as proof, `advice` what somebody can do who does not meet the condition.
"""

from collections.abc import Collection, Mapping

from accreditation.schemes.rule_kinds import CountRule, DocumentsRule, LevelRule
from accreditation.schemes.rules import CEFR, Condition, Finding, Rule, Terms, Value
from accreditation.texts import DEFAULT_LOCALE, N_, N_plural, Text

LARGEST_NUMBER = 60
OFFICE = "office"
_WHOLE_YEARS = N_("Count whole years. Write 0 for less than one.")
RULES: Mapping[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule(
            "member",
            N_("Works in an administration of the region"),
            N_("Do you work in the customs administration of a Member of this region?"),
            wants=N_("A post in the customs administration of a Member of this region"),
        ),
        CountRule(
            "years",
            N_("Years in customs"),
            N_("How many full years have you worked in customs?"),
            hint=_WHOLE_YEARS,
            wants=N_plural("At least %(num)s full year in customs", "At least %(num)s full years in customs"),
            shows=N_plural("%(num)s full year in customs", "%(num)s full years in customs"),
            lacks=N_plural("%(num)s more year in customs", "%(num)s more years in customs"),
        ),
        CountRule(
            "subject_years",
            N_("Years of work in the subject"),
            N_("How many full years of work in this subject do you have: %(subject)s?"),
            hint=_WHOLE_YEARS,
            wants=N_plural(
                "At least %(num)s full year of work in the subject: %(subject)s",
                "At least %(num)s full years of work in the subject: %(subject)s",
            ),
            shows=N_plural("%(num)s full year of work in the subject", "%(num)s full years of work in the subject"),
            lacks=N_plural("%(num)s more year of work in the subject", "%(num)s more years of work in the subject"),
        ),
        CountRule(
            "trainings",
            N_("Trainings given"),
            N_("How many trainings have you given?"),
            hint=N_("Courses and workshops for officers or traders in which you taught or led."),
            wants=N_plural("At least %(num)s training given", "At least %(num)s trainings given"),
            shows=N_plural("%(num)s training given", "%(num)s trainings given"),
            lacks=N_plural("%(num)s more training given", "%(num)s more trainings given"),
        ),
        LevelRule(
            "level",
            N_("Level in the language of assessment"),
            N_("What is your level in this language: %(language)s?"),
            hint=N_("Take the lowest of your levels in listening, speaking, reading and writing."),
            wants=N_("Level %(asked)s or above in the language of assessment: %(language)s"),
        ),
        Rule(
            "course",
            N_("A course on CLiKC! was finished"),
            N_("Did you finish the course “%(title)s” on CLiKC!, and do you have its certificate?"),
            needs="titles",
            wants=N_("The course “%(title)s” on CLiKC!, with its certificate"),
        ),
        DocumentsRule(
            "documents",
            N_("Every needed document is there"),
            N_("Which of these documents can you hand in?"),
            wants=N_("Every document that the call needs"),
        ),
        Rule(
            OFFICE, N_("Something else, which only the office can check"), N_("Do you meet this condition: %(names)s?")
        ),
    )
}


def rule_of(condition: Condition) -> Rule:
    """The rule of an entry; what an older edition does not say, only the office can check."""
    return RULES[condition.get("rule", OFFICE)]


def findings_for(conditions: Collection[Condition], terms: Terms, known: Mapping[str, Value]) -> list[Finding]:
    """What the rules say of somebody; `known` is key of a condition -> what is known. The one place where they are judged."""
    return [rule_of(each).judge(each, terms, known.get(each["key"])) for each in conditions]


def condition_fault(condition: Condition) -> Text | None:
    """Why this entry cannot be judged, or None."""
    needs = rule_of(condition).needs
    if needs == "least" and not 1 <= (condition.get("least") or 0) <= LARGEST_NUMBER:
        return N_("Give a whole number from %(least)s to %(most)s.", least=1, most=LARGEST_NUMBER)
    if needs == "level" and condition.get("level") not in CEFR:
        return N_("Choose the level that is asked.")
    if needs == "titles" and not condition.get("titles", {}).get(DEFAULT_LOCALE, "").strip():
        return N_("Write the name of the course in Spanish at least.")
    return None
