"""What must hold between the six lifecycles after every step, asked of the database in its own language."""

from sqlalchemy import Connection

LINKS = {
    "a candidate on mission has one mission under way": """
        SELECT number FROM application a WHERE state = 'on_mission' AND 1 <>
        (SELECT count(*) FROM mission m WHERE m.application_id = a.id AND m.state = 'under_way')""",
    "a mission under way has its candidate on mission": """
        SELECT a.number FROM mission m JOIN application a ON a.id = m.application_id
        WHERE m.state = 'under_way' AND a.state <> 'on_mission'""",
    "who is out of the process has no mission before them": """
        SELECT a.number FROM mission m JOIN application a ON a.id = m.application_id
        WHERE m.state IN ('planned', 'offered', 'released', 'under_way')
        AND a.state IN ('withdrawn', 'nomination_withdrawn', 'lapsed')""",
    "nobody has two missions before them": """
        SELECT application_id FROM mission WHERE state IN ('planned', 'offered', 'released', 'under_way')
        GROUP BY application_id HAVING count(*) > 1""",
    "a good end stands on a published decision": """
        SELECT number FROM application a WHERE state IN ('accredited', 'recognized') AND NOT EXISTS
        (SELECT 1 FROM decision d WHERE d.application_id = a.id AND d.released_at IS NOT NULL AND d.set_aside_at IS NULL
         AND d.outcome = CASE a.state WHEN 'accredited' THEN 'accredit' ELSE 'recognize' END)""",
    "a good end brought an accreditation": """
        SELECT number FROM application a WHERE state IN ('accredited', 'recognized') AND NOT EXISTS
        (SELECT 1 FROM accreditation c WHERE c.application_id = a.id)""",
    "an accreditation stands on a good end": """
        SELECT a.number FROM accreditation c JOIN application a ON a.id = c.application_id
        WHERE a.state NOT IN ('accredited', 'recognized')""",
    "nobody holds two accreditations of one scope": """
        SELECT person_id FROM accreditation WHERE state IN ('active', 'expiring', 'suspended', 'unavailable')
        GROUP BY person_id, category_id, subject_id, language HAVING count(*) > 1""",
    "who is accredited has one certificate, reserved or further": """
        SELECT id FROM accreditation c WHERE state IN ('active', 'expiring', 'suspended', 'unavailable') AND 1 <>
        (SELECT count(*) FROM certificate t WHERE t.accreditation_id = c.id
         AND t.state IN ('reserved', 'linted', 'signed', 'logged', 'issued'))""",
    "no certificate outlives its accreditation": """
        SELECT t.number FROM certificate t JOIN accreditation c ON c.id = t.accreditation_id
        WHERE c.state IN ('expired', 'withdrawn', 'ended') AND t.state IN ('reserved', 'linted', 'signed', 'logged', 'issued')""",
    "whoever is seated has a workshop": """
        SELECT number FROM application WHERE state IN ('invited', 'confirmed', 'in_workshop') AND workshop_id IS NULL""",
    "a seat is kept in an open workshop only": """
        SELECT a.number FROM application a JOIN workshop w ON w.id = a.workshop_id
        WHERE a.state IN ('invited', 'confirmed') AND w.state <> 'open'""",
    "who is inside a workshop finds it running or being marked": """
        SELECT a.number FROM application a JOIN workshop w ON w.id = a.workshop_id
        WHERE a.state = 'in_workshop' AND w.state NOT IN ('running', 'under_assessment')""",
    "no workshop holds more people than seats": """
        SELECT w.id FROM workshop w WHERE w.seats <
        (SELECT count(*) FROM application a WHERE a.workshop_id = w.id AND a.state IN ('invited', 'confirmed', 'in_workshop'))""",
    "an appeal that was upheld reopened its case": """
        SELECT p.id FROM appeal p WHERE p.kind = 'appeal' AND p.state IN ('upheld', 'partly_upheld') AND NOT EXISTS
        (SELECT 1 FROM state_change s WHERE s.subject_id = p.application_id AND s.transition LIKE 'reopen%' AND s.at >= p.state_since)""",
    "what was logged as issued is signed": """
        SELECT number FROM certificate WHERE state IN ('signed', 'logged', 'issued') AND storage_key IS NULL""",
}


def broken_links(connection: Connection) -> list[str]:
    """Each sentence that does not hold, with the rows that break it."""
    found = []
    for sentence, query in LINKS.items():
        found += [f"{sentence}: {row[0]}" for row in connection.exec_driver_sql(query)]
    return found
