"""Makes `court-export.csv`: a court export in the shape that analysts pull, with the dirt that exports have.

Nobody in it exists: there are no names, the case reference numbers are counted up, and the courts are invented.
The offence codes, Acts and sections are real. The same seed gives the same bytes.

Dates are day first. The dirt, each as a share of the rows:

- 1 in 100 codes is blank and 1 in 100 has one wrong character; 1 in 40 is in lower case or has trailing spaces;
- 1 in 3 ages of a victim is missing, and 1 in 100 is "n/k";
- 1 in 200 offence dates cannot be (31/02), 1 in 100 is blank, and 1 in 200 is after the hearing;
- 1 in 200 supervisions ends before it starts; 1 in 10 has no end; 1 in 200 risk levels is not a level.

Usage: python make_court_export.py [--rows N] [--seed N] [-o FILE]
"""

import argparse
import csv
import datetime as dt
import io
import random
from pathlib import Path

# code, a title in plain words, the Act and section as an export prints them, weight, youngest likely victim age
OFFENCES = [
    ("TH68010", "Shop theft", "Contrary to section 1(1) and 7 of the Theft Act 1968.", 900, None),
    ("TH68020", "Theft, other", "Contrary to section 1(1) and 7 of the Theft Act 1968.", 300, None),
    ("TH68007", "Theft from a motor vehicle", "Contrary to section 1(1) and 7 of the Theft Act 1968.", 200, None),
    ("TH68026", "Dwelling burglary to steal", "Contrary to section 9(1)(a) of the Theft Act 1968.", 140, None),
    ("TH68027", "Non-dwelling burglary to steal", "Contrary to section 9(1)(a) of the Theft Act 1968.", 90, None),
    ("TH68036", "Dwelling burglary and theft", "Contrary to section 9(1)(b) of the Theft Act 1968.", 160, None),
    ("TH68037", "Non-dwelling burglary and theft", "Contrary to section 9(1)(b) of the Theft Act 1968.", 110, None),
    ("TH68028", "Dwelling burglary, to inflict GBH", "Contrary to section 9(1)(a) of the Theft Act 1968.", 6, 18),
    ("TH68038", "Dwelling burglary, GBH inflicted", "Contrary to section 9(1)(b) of the Theft Act 1968.", 5, 18),
    ("TH68045", "Dwelling burglary with a weapon", "Contrary to section 10(1) of the Theft Act 1968.", 20, 18),
    ("TH68023", "Robbery", "Contrary to section 8(1) of the Theft Act 1968.", 150, 12),
    ("TH68023A", "Robbery, attempted", "Contrary to section 1(1) of the Criminal Attempts Act 1981.", 40, 12),
    ("TH68023C", "Robbery, conspiracy", "Contrary to section 1(1) of the Criminal Law Act 1977.", 15, 18),
    ("TH68025", "Assault to rob", "Contrary to section 8(2) of the Theft Act 1968.", 20, 14),
    ("TH68134", "Robbery, gun seen", "Contrary to section 8(1) of the Theft Act 1968.", 10, 18),
    ("TH68120", "Vehicle-taking, aggravated", "Contrary to section 12A of the Theft Act 1968.", 40, None),
    ("TH68163", "Vehicle-taking, a death", "Contrary to section 12A of the Theft Act 1968.", 4, 4),
    ("COML025", "Killing, victim one or over", "Contrary to common law.", 12, 1),
    ("COML025A", "Killing attempted", "Contrary to section 1(1) of the Criminal Attempts Act 1981.", 10, 1),
    ("COML025C", "Killing, conspiracy", "Contrary to section 1(1) of the Criminal Law Act 1977.", 4, 18),
    ("COML022", "Unlawful killing", "Contrary to common law.", 8, 1),
    ("COML020", "Taking a person by force", "Contrary to common law.", 20, 10),
    ("COML017", "Holding a person", "Contrary to common law.", 24, 10),
    ("COML030", "Perverting justice", "Contrary to common law.", 60, None),
    ("COML032", "Nuisance to the public", "Contrary to common law.", 10, None),
    ("OF61131", "Wounding without intent", "Contrary to section 20 of the Offences Against the Person Act 1861.", 160, 15),
    ("OF61102", "Actual bodily harm", "Contrary to section 47 of the Offences against the Person Act 1861.", 420, 8),
    ("OF61003", "Soliciting a killing", "Contrary to section 4 of the Offences against the Person Act 1861.", 2, 18),
    ("CJ88001", "Common assault", "Contrary to section 39 of the Criminal Justice Act 1988.", 700, 5),
    ("CJ88144", "Blade in public", "Contrary to section 139 of the Criminal Justice Act 1988.", 240, None),
    ("PC53001", "Weapon in public", "Contrary to section 1(1) of the Prevention of Crime Act 1953.", 140, None),
    ("CD71039", "Damage, lower value", "Contrary to sections 1(1) and 4 of the Criminal Damage Act 1971.", 420, None),
    ("CD71003", "Fire-raising, life at risk", "Contrary to sections 1(2), 1(3) and 4 of the Criminal Damage Act 1971.", 16, 10),
    ("CD71041", "Damage, life at risk", "Contrary to section 1(2) of the Criminal Damage Act 1971.", 6, 18),
    ("FI68062", "Air weapon to endanger life", "Contrary to section 16 of the Firearms Act 1968.", 6, 18),
    ("FI68074", "Shotgun and a scheduled offence", "Contrary to section 17(2) of the Firearms Act 1968.", 4, 18),
    ("RT88007", "Excess alcohol", "Contrary to section 5(1)(a) of the Road Traffic Act 1988.", 620, None),
    ("RT88026", "Dangerous driving", "Contrary to section 2 of the Road Traffic Act 1988.", 120, None),
    ("RT88025", "Death, dangerous driving", "Contrary to section 1 of the Road Traffic Act 1988.", 8, 4),
    ("RA88046", "Death, dangerous driving, new code", "Contrary to section 1 of the Road Traffic Act 1988.", 6, 4),
    ("RT88564", "Death, careless driving", "Contrary to section 2B of the Road Traffic Act 1988.", 8, 4),
    ("RT88333", "Disqualified driving", "Contrary to section 103(1)(b) of the Road Traffic Act 1988.", 240, None),
    ("RT88191", "No insurance", "Contrary to section 143 of the Road Traffic Act 1988.", 520, None),
    ("MD71530", "Cannabis, possession", "Contrary to section 5(2) of the Misuse of Drugs Act 1971.", 420, None),
    ("MD71214", "Class A, possession", "Contrary to section 5(2) of the Misuse of Drugs Act 1971.", 260, None),
    ("PU86003", "Affray", "Contrary to section 3(1) of the Public Order Act 1986.", 90, None),
    ("PH97010", "Stalking, fear of violence", "Contrary to section 4A(1)(a)(b)(i) and (5) of the Protection from Harassment Act 1997.", 60, 18),
    ("BA76001", "Failing to surrender", "Contrary to section 6(1) of the Bail Act 1976.", 380, None),
    ("SX03001", "Rape, girl 13 to 15", "Contrary to section 1(1) of the Sexual Offences Act 2003.", 10, 13),
    ("SX03002", "Rape, woman", "Contrary to section 1(1) of the Sexual Offences Act 2003.", 30, 16),
    ("SX03002A", "Rape, woman, attempted", "Contrary to section 1(1) of the Criminal Attempts Act 1981.", 8, 16),
    ("SX03005", "Penetration, female", "Contrary to section 2 of the Sexual Offences Act 2003.", 12, 13),
    ("SX03007", "Touching, female", "Contrary to section 3 of the Sexual Offences Act 2003.", 60, 13),
    ("SX03009", "Causing activity, none penetrative", "Contrary to section 4(1) and (5) of the Sexual Offences Act 2003.", 8, 13),
    ("SX03011", "Causing activity, penetrative", "Contrary to section 4(1) and (4) of the Sexual Offences Act 2003.", 6, 13),
    ("SX03013", "Rape, girl under 13", "Contrary to section 5 of the Sexual Offences Act 2003.", 8, 5),
    ("SX03017", "Touching, girl under 13", "Contrary to section 7 of the Sexual Offences Act 2003.", 12, 5),
    ("SX03023", "Activity, girl under 13", "Contrary to section 9 of the Sexual Offences Act 2003.", 6, 8),
    ("SX03025", "Activity, girl 13 to 15", "Contrary to section 9 of the Sexual Offences Act 2003.", 16, 13),
    ("SX03047", "Arranging a child offence", "Contrary to section 14 of the Sexual Offences Act 2003.", 14, 9),
    ("PT00001", "Terrorism", "Contrary to the Terrorism Act 2000.", 4, None),
    ("MS15003", "Trafficking", "Contrary to section 2(1) and 5(1) of the Modern Slavery Act 2015.", 6, 16),
]

COURTS = ["Northtown Magistrates' Court", "Eastbrook Crown Court", "Westmarsh Magistrates' Court", "Southmoor Crown Court"]
STATUSES = ["Community order", "Suspended sentence order", "Licence", "Post-sentence supervision", "Not known"]
RISKS = [("Low", 30), ("Medium", 40), ("High", 18), ("Very high", 4), ("Not assessed", 4), ("", 4)]
COLUMNS = [
    "offence_code", "offence_title", "offence_act", "court_name", "hearing_day", "offence_date", "crn", "date_of_birth",
    "victim_age", "firearm", "probation_status", "supervision_start", "supervision_end", "risk_level",
]  # fmt: skip
FIRST_DAY = dt.date(2021, 1, 4)


def day_first(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def one_slip(code: str, rng: random.Random) -> str:
    """The code with one character that is not its own."""
    at = rng.randrange(len(code))
    return code[:at] + rng.choice([c for c in "0123456789ABHLOQ" if c != code[at]]) + code[at + 1 :]


def row(number: int, rng: random.Random) -> list[str]:
    code, title, act, _, youngest = rng.choices(OFFENCES, [offence[3] for offence in OFFENCES])[0]
    start = FIRST_DAY + dt.timedelta(days=rng.randrange(1200))
    end = start + dt.timedelta(days=rng.randrange(180, 900))
    offence = start + dt.timedelta(days=rng.randrange(-60, 960))
    hearing = offence + dt.timedelta(days=rng.randrange(1, 90))
    born = dt.date(1960, 1, 1) + dt.timedelta(days=rng.randrange(16000))

    dirt = rng.random()
    if dirt < 0.01:
        code = ""
    elif dirt < 0.02:
        code = one_slip(code, rng)
    elif dirt < 0.045:
        code = rng.choice([code.lower(), code + " ", code + "  "])

    age = ""
    if youngest is not None and rng.random() > 1 / 3:
        age = "n/k" if rng.random() < 0.01 else str(min(90, youngest + int(rng.expovariate(1 / 14))))
    firearm = rng.choices(["Y", "N", ""], [1, 6, 3])[0] if code.strip().upper().startswith("TH6802") else ""

    offence_day = day_first(offence)
    dirt = rng.random()
    if dirt < 0.005:
        offence_day = f"31/02/{offence.year}"
    elif dirt < 0.015:
        offence_day = ""
    elif dirt < 0.02:
        hearing = offence - dt.timedelta(days=rng.randrange(1, 30))

    end_day = "Ongoing" if rng.random() < 0.4 else day_first(end)
    dirt = rng.random()
    if dirt < 0.005:
        end_day = day_first(start - dt.timedelta(days=rng.randrange(1, 60)))
    elif dirt < 0.105:
        end_day = ""
    risk = "To be confirmed" if rng.random() < 0.005 else rng.choices([r for r, _ in RISKS], [w for _, w in RISKS])[0]

    return [
        code, title, act, rng.choice(COURTS), day_first(hearing), offence_day, f"X{number:06}", day_first(born),
        age, firearm, rng.choice(STATUSES), day_first(start), end_day, risk,
    ]  # fmt: skip


def make(rows: int, seed: int) -> str:
    """The export as text, with LF line ends."""
    rng = random.Random(seed)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(row(number, rng) for number in range(1, rows + 1))
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the example court export; nobody in it exists.")
    parser.add_argument("--rows", type=int, default=20480)
    parser.add_argument("--seed", type=int, default=2020)
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).with_name("court-export.csv"))
    args = parser.parse_args()
    args.output.write_text(make(args.rows, args.seed), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
