"""Synthetic court exports, in the shape that analysts pull and with the dirt that exports have, and their answers.

Nobody in it exists: there are no names, the case reference numbers are a letter and six digits counted up from
Z900001, the dates of birth (the defendants') are drawn at random, and the courts are invented. The offence codes,
Acts and sections are real; the titles are our own words. The same rows and seed give the same bytes.

A row is one charge. One case in three has more than one, and the charges of a case share its date of birth, its
supervision and its risk level. Dates are day first (dd/mm/yyyy), and enough of them have a day above 12 to prove it.

Blank because there is nothing to say: the age of a victim where the offence has none, the firearm column where nobody
filled it in, both supervision dates where the status is not known, and some risk levels.

The dirt, each an exact share of the rows that it can fall on, at rows drawn by the seed:

- of all rows, 1 in 100 codes each: blank; with one slip of the keyboard; in lower case; with trailing spaces. A row has
  at most one of the four. A slip may happen to be another real code, as in life;
- of all rows, 1 in 200 offence dates each: a day that never was (31/02, 30/02, 31/04); after the hearing. 1 in 100 is
  blank. A row has at most one of the three;
- of rows whose offence has a victim, 3 in 10 ages are blank and 1 in 50 is "n/k". Of the ages left on offences against
  a child under 13, 1 in 25 is 13 to 15, against the code;
- of rows with a supervision, 1 in 200 ends before it starts and 1 in 20 has no end;
- of all rows, 1 in 200 risk levels is a word that is not a level.

Beside these an export can have near misses: pairs of rows that differ in one thing, of which one is what the rules ask
and the other just not. `NEAR_MISSES` has their kinds.
"""

from __future__ import annotations

import copy
import csv
import datetime as dt
import io
import json
import random
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfo import working_days
from sfo.errors import OptionsError

if TYPE_CHECKING:
    from sfo.policy import Policy

__all__ = ["COLUMNS", "KEY_COLUMNS", "MAX_ROWS", "NEAR_MISSES", "Generated", "generate", "make"]

MAX_ROWS = 1_000_000
"""The most rows of an export."""

# Who the victim is, as the youngest, the oldest and the commonest age; "-" is an offence whose victim has no age here.
AGES = {
    "any": (1, 90, 28), "adult": (18, 90, 30), "16+": (16, 85, 24), "13+": (13, 80, 20), "worker": (20, 64, 34),
    "13-15": (13, 15, 14), "13-17": (13, 17, 15), "under 13": (2, 12, 10), "under 16": (3, 15, 12),
    "under 1": (0, 0, 0),
}  # fmt: skip

# An Act, then a line an offence: code | title in our words | section as an export prints it | weight | victim.
# A code that ends in A or C is charged under the Acts on attempts and conspiracy, whatever its own Act.
OFFENCES = {
    "Theft Act 1968": """
        TH68010 | Shop theft | 1(1) | 2700 | -
        TH68010A | Attempted shop theft | | 40 | -
        TH68020 | Stealing, general | 1(1) | 520 | -
        TH68020C | Conspiracy to steal | | 12 | -
        TH68001 | Theft from a person | 1(1) | 90 | -
        TH68002 | Theft in a dwelling | 1(1) | 60 | -
        TH68003 | Theft from an employer | 1(1) | 60 | -
        TH68006 | Cycle theft | 1(1) | 110 | -
        TH68007 | Theft out of a vehicle | 1(1) | 200 | -
        TH68013 | Vehicle theft | 1(1) | 90 | -
        TH68013A | Attempted vehicle theft | | 14 | -
        TH68023 | Robbery offence | 8(1) | 230 | any
        TH68023A | Attempted robbery | | 70 | any
        TH68023B | Aiding a robbery | 8(1) | 6 | any
        TH68023C | Conspiracy to rob | | 28 | adult
        TH68134 | Robbery, firearm or imitation | 8(1) | 14 | adult
        TH68025 | Assault in order to rob | 8(2) | 26 | any
        TH68026 | Burglary of a home to steal | 9(1)(a) | 120 | -
        TH68026A | Attempted burglary of a home | | 60 | -
        TH68027 | Burglary of other premises to steal | 9(1)(a) | 110 | -
        TH68027A | Attempted burglary, other premises | | 36 | -
        TH68028 | Burglary of a home, GBH intended | 9(1)(a) | 8 | adult
        TH68029 | Burglary elsewhere, GBH intended | 9(1)(a) | 3 | adult
        TH68030 | Burglary of a home, rape intended | 9(1)(a) | 5 | 16+
        TH68031 | Burglary elsewhere, rape intended | 9(1)(a) | 2 | 16+
        TH68032 | Burglary of a home, damage intended | 9(1)(a) | 8 | -
        TH68035 | Burglary elsewhere, indictable only | 9(1)(a) | 6 | -
        TH68036 | Burglary of a home, theft | 9(1)(b) | 210 | -
        TH68037 | Burglary of other premises, theft | 9(1)(b) | 150 | -
        TH68038 | Burglary of a home, GBH inflicted | 9(1)(b) | 8 | adult
        TH68040 | Burglary of a home, GBH attempted | 9(1)(b) | 3 | adult
        TH68044 | Burglary of a home with violence | 9(1)(b) | 8 | adult
        TH68045 | Armed burglary of a home | 10(1) | 30 | adult
        TH68045A | Attempted armed burglary of a home | | 8 | adult
        TH68046 | Armed burglary of other premises | 10(1) | 10 | adult
        TH68050 | Taking a vehicle | 12(1) | 130 | -
        TH68054 | Carried in a taken vehicle | 12(1) | 50 | -
        TH68091 | Vehicle-taking, taker, death caused | 12A | 5 | any
        TH68163 | Vehicle-taking, driver, death caused | 12A | 4 | any
        TH68164 | Vehicle-taking, passenger, death | 12A | 2 | any
        TH68120 | Worse vehicle-taking, no factor said | 12A | 12 | -
        TH68141 | Vehicle-taking, driven dangerously | 12A | 40 | -
        TH68142 | Vehicle-taking, injury caused | 12A | 14 | any
        TH68144 | Vehicle-taking, property damaged | 12A | 20 | -
        TH68071 | Demand with menaces | 21(1) | 30 | adult
        TH68071A | Attempted demand with menaces | | 6 | adult
        TH68073 | Stolen goods, handling | 22(1) | 140 | -
        TH68081 | Equipped to burgle | 25(1) | 70 | -
    """,
    "common law": """
        COML025 | Murder, victim aged one or more | | 40 | any
        COML025A | Attempted murder | | 32 | any
        COML025C | Conspiracy to murder | | 12 | adult
        COML026 | Murder of a baby | | 3 | under 1
        COML022 | Unlawful killing | | 24 | any
        COML023 | Killing, responsibility diminished | | 6 | any
        COML020 | Kidnap | | 50 | any
        COML020A | Attempted kidnap | | 8 | any
        COML020C | Conspiracy to kidnap | | 8 | adult
        COML017 | Imprisoning a person unlawfully | | 50 | any
        COML017C | Conspiracy to imprison a person | | 4 | adult
        COML030 | Perverting justice | | 70 | -
        COML016 | Escape from custody | | 30 | -
        COML062 | Outraging decency | | 14 | -
        COML032 | Nuisance to the public | | 10 | -
        COML052 | Misconduct by an office holder | | 6 | -
    """,
    "Offences Against the Person Act 1861": """
        OF61003 | Soliciting a murder | 4 | 4 | adult
        OF61014 | Threat to kill | 16 | 110 | any
        OF61016 | Wounding, intending GBH | 18 | 90 | any
        OF61016A | Attempted wounding, intending GBH | | 24 | any
        OF61017 | GBH caused, intended | 18 | 110 | any
        OF61017A | Attempted GBH, intended | | 24 | any
        OF61018 | Wounding to resist arrest | 18 | 6 | worker
        OF61019 | GBH to resist arrest | 18 | 6 | worker
        OF61020 | Wounding, no intent (old code) | 20 | 24 | any
        OF61021 | GBH, no intent (old code) | 20 | 24 | any
        OF61131 | Wound or GBH, no intent | 20 | 210 | any
        OF61131B | Aiding a wound or GBH, no intent | 20 | 4 | any
        OF61022 | Trying to choke in order to offend | 21 | 8 | 16+
        OF61023 | Drugging in order to offend | 22 | 6 | 16+
        OF61025 | Poisoning that endangers life | 23 | 4 | any
        OF61059 | Throwing an explosive, intending harm | 29 | 3 | adult
        OF61073 | Throwing acid, intending harm | 29 | 10 | adult
        OF61089 | Furious driving, harm caused | 35 | 12 | any
        OF61095 | Assault to resist arrest | 38 | 40 | worker
        OF61102 | Assault causing actual bodily harm | 47 | 520 | any
        OF61102A | Attempted actual bodily harm | | 10 | any
    """,
    "Criminal Justice Act 1988": """
        CJ88001 | Assault, common | 39 | 700 | any
        CJ88116 | Battery offence | 39 | 820 | any
        CJ88144 | Blade in a public place | 139 | 300 | -
        CJ88152 | Blade at a school | 139A | 10 | -
        CJ88115 | Keeping indecent images of a child | 160 | 50 | under 16
    """,
    "Assaults on Emergency Workers (Offences) Act 2018": """
        CJ88159 | Emergency worker assaulted | 1 | 70 | worker
        CJ88160 | Emergency worker beaten | 1 | 130 | worker
    """,
    "Police Act 1996": """
        PL96001 | Constable assaulted on duty | 89(1) | 60 | worker
        PL96003 | Constable obstructed or resisted | 89(2) | 130 | -
    """,
    "Crime and Disorder Act 1998": """
        CD98003 | Wound or GBH, racially aggravated | 29 | 8 | adult
        CD98005 | Common assault, racially aggravated | 29(1)(c) | 50 | adult
        CD98028 | Wound or GBH, religiously aggravated | 29 | 2 | adult
        CD98009 | Harassing words, racially aggravated | 31(1)(b) | 70 | adult
    """,
    "Criminal Damage Act 1971": """
        CD71039 | Damage, lower value | 1(1) and 4 | 560 | -
        CD71038 | Damage, higher value | 1(1) and 4 | 60 | -
        CD71015 | Fire-raising | 1(1), 1(3) and 4 | 50 | -
        CD71015A | Attempted fire-raising | | 6 | -
        CD71003 | Arson, life endangered, either state | 1(2), 1(3) and 4 | 18 | any
        CD71049 | Arson, meaning to endanger life | 1(2), 1(3) and 4 | 14 | any
        CD71050 | Arson, reckless of life | 1(2), 1(3) and 4 | 28 | any
        CD71050A | Attempted arson, reckless of life | | 4 | any
        CD71041 | Damage, meaning to endanger life | 1(2) and 4 | 5 | any
        CD71042 | Damage, reckless of life | 1(2) and 4 | 8 | any
        CD71043 | Threatening damage | 2 | 60 | -
    """,
    "Public Order Act 1986": """
        PU86001 | Rioting | 1(1) | 8 | -
        PU86002 | Violent disorder, three or more | 2(1) | 36 | -
        PU86003 | Fighting in public, affray | 3(1) | 160 | -
        PU86004 | Threatening words or behaviour | 4(1) | 200 | -
        PU86116 | Intended harassment or distress | 4A | 210 | -
        PU86107 | Disorderly behaviour | 5 | 220 | -
    """,
    "Protection from Harassment Act 1997": """
        PH97004 | Harassing a person | 2 | 110 | any
        PH97009 | Harassing, violence feared | 4(1) | 50 | adult
        PH97006 | Stalking a person | 2A | 40 | adult
        PH97010 | Stalking, violence feared | 4A(1)(b)(i) | 24 | adult
        PH97011 | Stalking, serious distress | 4A(1)(b)(ii) | 40 | adult
        PH97003 | Restraining order broken | 5(5) | 170 | adult
    """,
    "Serious Crime Act 2015": """
        SC15004 | Controlling a partner or relative | 76 | 70 | 16+
        SC15005 | Strangulation on purpose | 75A(1)(a) | 150 | 16+
        SC15006 | Suffocation on purpose | 75A(1)(b) | 16 | 16+
        SC15001 | Organised crime group, taking part | 45 | 10 | -
    """,
    "Serious Crime Act 2007": """
        SC07005 | Encouraging murder on purpose | 44 | 2 | adult
        SC07004 | Encouraging an indictable offence | 44 | 4 | -
        SC07001 | Serious crime order broken | 25 | 4 | -
    """,
    "Prevention of Crime Act 1953": """
        PC53001 | Weapon in a public place | 1(1) | 200 | -
        PC53003 | Threatening with a weapon in public | 1A | 24 | adult
    """,
    "Firearms Act 1968": """
        FI68059 | Firearm, meaning to endanger life | 16 | 16 | adult
        FI68059C | Conspiracy, firearm, endanger life | | 6 | adult
        FI68061 | Shotgun, meaning to endanger life | 16 | 4 | adult
        FI68062 | Air weapon, meaning to endanger life | 16 | 2 | adult
        FI68320 | Firearm to put in fear of violence | 16A | 10 | adult
        FI68321 | Imitation gun to put in fear | 16A | 36 | adult
        FI68064 | Using a firearm to resist arrest | 17(1) | 3 | worker
        FI68065 | Using an imitation to resist arrest | 17(1) | 3 | worker
        FI68068 | Firearm while offending | 17(2) | 4 | adult
        FI68069 | Imitation gun while offending | 17(2) | 6 | adult
        FI68074 | Shotgun on arrest | 17(2) | 2 | -
        FI68076 | Firearm, meaning to offend | 18(1) | 5 | adult
        FI68076C | Conspiracy, firearm, to offend | | 2 | adult
        FI68077 | Imitation gun, meaning to offend | 18(1) | 10 | adult
    """,
    "Domestic Violence, Crime and Victims Act 2004": """
        DV04003 | Allowing a child or adult to die | 5(1) | 4 | any
        DV04004 | Allowing a child or adult to be hurt | 5(1) | 5 | any
    """,
    "Children and Young Persons Act 1933": """
        CY33001 | Child cruelty | 1 | 16 | under 16
        CY33004 | Child cruelty, other form | 1 | 8 | under 16
    """,
    "Road Traffic Act 1988": """
        RT88007 | Drink driving | 5(1)(a) | 800 | -
        RT88008 | Drunk in charge of a vehicle | 5(1)(b) | 40 | -
        RT88010 | No specimen given, driver | 7(6) | 110 | -
        RT88576 | Careless driving | 3 | 180 | -
        RT88026 | Driving dangerously | 2 | 150 | -
        RT88526 | Serious injury, dangerous driving | 1A | 16 | any
        RT88025 | Death by driving dangerously | 1 | 14 | any
        RA88046 | Death by driving dangerously, 2022 on | 1 | 10 | any
        RT88501 | Death, careless while over the limit | 3A | 3 | any
        RA88047 | Death, over the limit, 2022 on | 3A | 3 | any
        RT88564 | Death by driving carelessly | 2B | 12 | any
        RT88530 | Death by driving while disqualified | 3ZC | 3 | any
        RA88050 | Serious injury, careless driving | 2C | 12 | any
        RT88333 | Driving when disqualified | 103(1)(b) | 330 | -
        RT88191 | Uninsured | 143 | 620 | -
        RT88218 | Leaving the scene of a collision | 170(4) | 110 | -
    """,
    "Road Traffic Regulation Act 1984": """
        RR84706 | Speeding, 30 mph, manned check | 89(1) | 90 | -
        RR84707 | Speeding, 30 mph, camera | 89(1) | 160 | -
    """,
    "Misuse of Drugs Act 1971": """
        MD71530 | Cannabis, possessing | 5(2) | 520 | -
        MD71210 | Cocaine, possessing | 5(2) | 190 | -
        MD71211 | Heroin, possessing | 5(2) | 110 | -
        MD71214 | Crack, possessing | 5(2) | 120 | -
        MD71220 | Amphetamine, possessing | 5(2) | 30 | -
        MD71225 | Other class B drug, possessing | 5(2) | 36 | -
        MD71230 | Cocaine, to supply | 5(3) | 110 | -
        MD71231 | Heroin, to supply | 5(3) | 110 | -
        MD71234 | Crack, to supply | 5(3) | 120 | -
        MD71240 | Amphetamine, to supply | 5(3) | 10 | -
        MD71440 | Cannabis plants, growing | 6(2) | 70 | -
    """,
    "Sexual Offences Act 2003": """
        SX03001 | Rape, girl 13 to 15 | 1 | 20 | 13-15
        SX03001A | Attempted rape, girl 13 to 15 | | 4 | 13-15
        SX03002 | Rape, woman | 1 | 80 | 16+
        SX03002A | Attempted rape, woman | | 14 | 16+
        SX03002B | Aiding a rape, woman | 1 | 3 | 16+
        SX03003 | Rape, boy 13 to 15 | 1 | 4 | 13-15
        SX03004 | Rape, man | 1 | 10 | 16+
        SX03004A | Attempted rape, man | | 2 | 16+
        SX03005 | Penetrating assault, female | 2 | 26 | 13+
        SX03005A | Attempted penetrating assault, female | | 3 | 13+
        SX03006 | Penetrating assault, male | 2 | 5 | 13+
        SX03007 | Sexual touching, female | 3 | 130 | any
        SX03007A | Attempted sexual touching, female | | 5 | any
        SX03008 | Sexual touching, male | 3 | 20 | any
        SX03009 | Causing a sex act, no penetration, F | 4(1) and (5) | 8 | 13+
        SX03010 | Causing a sex act, no penetration, M | 4(1) and (5) | 3 | 13+
        SX03011 | Causing a sex act, penetration, F | 4(1) and (4) | 7 | 13+
        SX03012 | Causing a sex act, penetration, M | 4(1) and (4) | 2 | 13+
        SX03013 | Rape, girl below 13 | 5 | 16 | under 13
        SX03013A | Attempted rape, girl below 13 | | 3 | under 13
        SX03014 | Rape, boy below 13 | 5 | 5 | under 13
        SX03015 | Penetrating assault, girl below 13 | 6 | 12 | under 13
        SX03016 | Penetrating assault, boy below 13 | 6 | 3 | under 13
        SX03017 | Sexual touching, girl below 13 | 7 | 30 | under 13
        SX03017A | Attempted touching, girl below 13 | | 3 | under 13
        SX03018 | Sexual touching, boy below 13 | 7 | 8 | under 13
        SX03019 | Causing a sex act, girl below 13 | 8(1) and (3) | 12 | under 13
        SX03021 | Causing penetration, girl below 13 | 8(1) and (2) | 6 | under 13
        SX03023 | Adult, penetrative act, girl below 13 | 9(1) and (2) | 8 | under 13
        SX03024 | Adult, penetrative act, boy below 13 | 9(1) and (2) | 2 | under 13
        SX03025 | Adult, penetrative act, girl 13 to 15 | 9(1) and (2) | 28 | 13-15
        SX03025A | Attempt, adult, act, girl 13 to 15 | | 6 | 13-15
        SX03026 | Adult, penetrative act, boy 13 to 15 | 9(1) and (2) | 5 | 13-15
        SX03156 | Adult, touching act, girl below 13 | 9(1) | 8 | under 13
        SX03158 | Adult, touching act, girl 13 to 15 | 9(1) | 20 | 13-15
        SX03159 | Adult, touching act, boy 13 to 15 | 9(1) | 4 | 13-15
        SX03027 | Adult incites an act, girl below 13 | 10(1) and (2) | 6 | under 13
        SX03029 | Adult incites an act, girl 13 to 15 | 10(1) and (2) | 20 | 13-15
        SX03031 | Adult, act before a child below 13 | 11(1) | 4 | under 13
        SX03032 | Adult, act before a child 13 to 15 | 11(1) | 5 | 13-15
        SX03033 | Adult shows an act to one below 13 | 12(1) | 5 | under 13
        SX03034 | Adult shows an act to one 13 to 15 | 12(1) | 8 | 13-15
        SX03047 | Arranging a child sex offence | 14 | 30 | under 16
        SX03047A | Attempt at arranging such an offence | | 4 | under 16
        SX03048 | Adult meets a girl after grooming | 15 | 12 | under 16
        SX03050 | Trust abused, act with a girl | 16(1) | 2 | under 13
        SX03064 | Relative, penetrative, girl below 13 | 25(1) | 6 | under 13
        SX03068 | Relative, penetrative, girl 13 to 17 | 25(1) | 5 | 13-17
        SX03172 | Relative, touching, girl below 13 | 25(1) | 4 | under 13
        SX03078 | Act with a disordered woman, touching | 30(1) and (4) | 2 | 16+
        SX03080 | Act with a disordered woman, entry | 30(1) and (3) | 3 | 16+
        SX03094 | Carer's act with a patient, touching | 38(1) and (4) | 2 | 16+
        SX03112 | Child below 13 drawn into exploitation | 48 | 2 | under 13
        SX03119 | Controlling prostitutes for gain | 53 | 5 | adult
        SX03120 | Trafficking in for sex (before 2013) | 57 | 2 | 16+
        SX03123 | Drugging in order to have sex | 61 | 3 | 16+
        SX03124 | Offending in order to offend sexually | 62 | 3 | 16+
        SX03125 | Trespass, meaning to offend sexually | 63 | 4 | 16+
        SX03128 | Indecent exposure | 66 | 70 | -
        SX03129 | Watching a private act | 67(1) | 16 | 16+
        SX03204 | Sex offender, notice not given | 91(1)(a) | 130 | -
    """,
    "Sexual Offences Act 1956": """
        SX56001 | Rape, before May 2004 | 1(1) | 12 | 13+
        SX56005 | Intercourse, girl below 13 | 5 | 4 | under 13
        SX56006 | Intercourse, girl below 16 | 6(1) | 4 | 13-15
        SX56027 | Indecently assaulting a woman | 14(1) | 8 | 16+
        SX56025 | Indecently assaulting a girl below 14 | 14(1) | 12 | under 13
    """,
    "Indecency with Children Act 1960": """
        IC60006 | Indecency with a girl below 14 | 1(1) | 5 | under 13
    """,
    "Protection of Children Act 1978": """
        PK78008 | Making indecent images of a child | 1(1)(a) | 100 | under 16
        PK78003 | Sharing indecent images of a child | 1(1)(b) | 40 | under 16
    """,
    "Modern Slavery Act 2015": """
        MS15001 | Holding a person as a slave | 1(1)(a) | 5 | 16+
        MS15001C | Conspiracy to hold as a slave | | 2 | 16+
        MS15002 | Compelling a person to work | 1(1)(b) | 6 | 16+
        MS15003 | Trafficking a person | 2(1) | 14 | 13+
        MS15003C | Conspiracy to traffic a person | | 4 | 13+
        MS15006 | Kidnap in order to exploit | 4 | 2 | 16+
    """,
    "Terrorism Act 2000": """
        PT00026 | Belonging to a banned group | 11(1) | 3 | -
        PT00016 | Raising money for terror | 15(1) | 2 | -
        PT00031 | Directing a terror group | 56(1) | 1 | -
        PT00039 | Article for terror | 57(1) | 3 | -
        PT00065 | Record useful to terror | 58(1)(b) | 5 | -
    """,
    "Terrorism Act 2006": """
        TR06002 | Terror publication passed on | 2 | 4 | -
        TR06007 | Preparing acts of terror | 5 | 4 | -
    """,
    "Fraud Act 2006": """
        FA06001 | Fraud, lying | 1 and 2 | 240 | -
        FA06003 | Fraud, position abused | 1 and 4 | 20 | -
        FA06004 | Things for use in fraud | 6 | 30 | -
    """,
    "Criminal Attempts Act 1981": """
        CA81001 | Interfering with a vehicle | 9(1) | 60 | -
    """,
    "Criminal Law Act 1967": """
        CL67008 | Wasting the time of police | 5(2) | 20 | -
        CL67010 | Helping a murderer | 4(1) | 4 | -
    """,
    "Bail Act 1976": """
        BA76001 | Not surrendering to bail | 6(1) | 420 | -
    """,
    "Criminal Justice Act 1967": """
        CJ67002 | Drunken disorder in public | 91(1) | 150 | -
    """,
    "Criminal Justice Act 2003": """
        CJ03510 | Community order not kept | 179 | 420 | -
        CJ03506 | Suspended sentence terms not kept | 193 | 330 | -
    """,
    "Family Law Act 1996": """
        FL96001 | Non-molestation order not kept | 42A | 130 | adult
    """,
    "Sentencing Act 2020": """
        SE20012 | Sexual harm order not kept | 354(1) | 90 | -
    """,
    "Anti-social Behaviour, Crime and Policing Act 2014": """
        AS14001 | Behaviour order not kept | 30 | 60 | -
        AS14002 | Dispersal direction not kept | 39 | 30 | -
    """,
}
CARRIERS = {
    "A": "Contrary to section 1(1) of the Criminal Attempts Act 1981.",
    "C": "Contrary to section 1(1) of the Criminal Law Act 1977.",
}
# The codes whose conduct belongs to another time than the rest of the export: the first and last years of it.
LONG_AGO = {"SX56": (1985, 2003), "IC60": (1985, 2003), "SX03120": (2006, 2012)}
SINCE_2022 = {"SC15005", "SC15006", "RA88046", "RA88047", "RA88050"}

COURTS = [
    ("Northtown Magistrates' Court", 16), ("Moor Magistrates' Court", 24), ("Vale Magistrates' Court", 26),
    ("Eastbrook Crown Court", 17), ("Southmoor Crown Court", 17),
]  # fmt: skip
STATUSES = [
    ("Community order", 44), ("Suspended sentence order", 18), ("Licence", 24), ("Post-sentence supervision", 8),
    ("Not known", 6),
]  # fmt: skip
RISKS = [("Low", 24), ("Medium", 42), ("High", 20), ("Very High", 4), ("Not assessed", 4), ("", 6)]
NOT_A_RISK = ["Significant", "Amber", "To be confirmed"]
COLUMNS = [
    "offence_code", "offence_title", "offence_act", "court_name", "hearing_day", "offence_date", "crn", "date_of_birth",
    "victim_age", "firearm", "probation_status", "supervision_start", "supervision_end", "risk_level",
]  # fmt: skip
Row = dict[str, str]


def table() -> list[tuple[str, str, str, int, str]]:
    """Code, title, Act as printed, weight and victim of every offence."""
    rows = []
    for act, lines in OFFENCES.items():
        for line in lines.strip().splitlines():
            code, title, section, weight, victim = (cell.strip() for cell in line.split("|"))
            if code[7:] in CARRIERS:
                printed = CARRIERS[code[7:]]
            elif act == "common law":
                printed = "Contrary to common law."
            else:
                sections = "sections" if " and " in section and "and (" not in section else "section"
                printed = f"Contrary to {sections} {section} of the {act}."
            rows.append((code, title, printed, int(weight), victim))
    return rows


def day_first(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def pick(choices: list[tuple[str, int]], rng: random.Random) -> str:
    return rng.choices([word for word, _ in choices], [weight for _, weight in choices])[0]


def days(low: int, high: int, rng: random.Random) -> dt.timedelta:
    return dt.timedelta(days=rng.randint(low, high))


def one_slip(code: str, rng: random.Random) -> str:
    """The code with one character wrong, one missing, or two neighbours swapped."""
    kind = rng.choice(["wrong", "missing", "swapped"])
    if kind == "missing":
        at = rng.randrange(len(code))
        return code[:at] + code[at + 1 :]
    if kind == "swapped":
        at = rng.choice([at for at in range(len(code) - 1) if code[at] != code[at + 1]])
        return code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    at = rng.randrange(len(code))
    return code[:at] + rng.choice([c for c in "0123456789BILOSZ" if c != code[at]]) + code[at + 1 :]


def offence_day(code: str, start: dt.date, length: int, rng: random.Random) -> dt.date:
    """When it happened: mostly during the supervision, some before it, some soon after its end, some long after."""
    for prefix, (first, last) in LONG_AGO.items():
        if code.startswith(prefix):
            return dt.date(first, 1, 1) + dt.timedelta(days=rng.randrange(365 * (last - first + 1)))
    part = rng.random()
    if part < 0.12:
        day = start - days(1, 90, rng)
    elif part < 0.82:
        day = start + days(0, length, rng)
    elif part < 0.92:
        day = start + dt.timedelta(days=length) + days(1, 45, rng)
    else:
        day = start + dt.timedelta(days=length) + days(46, 300, rng)
    if code in SINCE_2022:
        day = max(day, dt.date(2022, 7, 1) + days(0, 300, rng))
    return day


def firearm(code: str, rng: random.Random) -> str:
    if code.startswith("FI68") or code == "TH68134":
        return rng.choices(["Y", "N", ""], [70, 2, 28])[0]
    if code.startswith(("TH68023", "TH68025")):
        return rng.choices(["Y", "N", ""], [8, 57, 35])[0]
    return rng.choices(["N", ""], [15, 85])[0]


def clean_rows(rows: int, rng: random.Random) -> list[Row]:
    """The export before anything went wrong with it, case by case."""
    offences = table()
    weights = [weight for _, _, _, weight, _ in offences]
    made: list[Row] = []
    case = 900_000
    while len(made) < rows:
        case += 1
        charges = rng.choices(offences, weights, k=rng.choices([1, 2, 3, 4], [66, 20, 9, 5])[0])[: rows - len(made)]
        status = pick(STATUSES, rng)
        start = dt.date(2020, 10, 1) + days(0, 760, rng)
        length = rng.choice([182, 365, 365, 365, 547, 730])
        end = "Ongoing" if rng.random() < 0.4 else day_first(start + dt.timedelta(days=length))
        born = dt.date(1955, 1, 1) + dt.timedelta(days=round(rng.triangular(0, 16800, 12500)))
        if any(code.startswith(tuple(LONG_AGO)) for code, *_ in charges):
            born = dt.date(1940, 1, 1) + days(0, 9000, rng)
        shared = {
            "court_name": pick(COURTS, rng),
            "crn": f"Z{case}",
            "date_of_birth": day_first(born),
            "probation_status": status,
            "supervision_start": "" if status == "Not known" else day_first(start),
            "supervision_end": "" if status == "Not known" else end,
            "risk_level": pick(RISKS, rng),
        }
        for code, title, act, _, victim in charges:
            happened = offence_day(code, start, length, rng)
            age = "" if victim == "-" else str(round(rng.triangular(*AGES[victim])))
            made.append({
                "offence_code": code, "offence_title": title, "offence_act": act,
                "hearing_day": day_first(max(happened, start) + days(1, 120, rng)), "offence_date": day_first(happened),
                "victim_age": age, "firearm": firearm(code, rng), "victim": victim, **shared,
            })  # fmt: skip
    return made


def some(rows: list[Row], rng: random.Random, *shares: float) -> list[list[Row]]:
    """Groups of the rows, drawn at random, none in two groups: one of each share."""
    counts = [round(len(rows) * share) for share in shares]
    drawn = rng.sample(rows, sum(counts))
    groups = []
    for count in counts:
        groups.append(drawn[:count])
        drawn = drawn[count:]
    return groups


def day_of(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").date()


def make_dirty(rows: list[Row], rng: random.Random) -> None:
    """What the head of this file says goes wrong, and nothing else."""
    blank, slipped, lower, trailing = some(rows, rng, 0.01, 0.01, 0.01, 0.01)
    for row in blank:
        row["offence_code"] = ""
    for row in slipped:
        row["offence_code"] = one_slip(row["offence_code"], rng)
    for row in lower:
        row["offence_code"] = row["offence_code"].lower()
    for row in trailing:
        row["offence_code"] += rng.choice([" ", "  "])

    never, after, blank = some(rows, rng, 0.005, 0.005, 0.01)
    for row in never:
        row["offence_date"] = rng.choice(["31/02/", "30/02/", "31/04/"]) + row["offence_date"][6:]
    for row in after:
        row["offence_date"] = day_first(day_of(row["hearing_day"]) + days(1, 40, rng))
    for row in blank:
        row["offence_date"] = ""

    with_victim = [row for row in rows if row["victim"] != "-"]
    blank, not_known = some(with_victim, rng, 0.3, 0.02)
    for row in blank:
        row["victim_age"] = ""
    for row in not_known:
        row["victim_age"] = "n/k"
    children = [row for row in with_victim if row["victim"] == "under 13" and row["victim_age"].isdigit()]
    for row in some(children, rng, 0.04)[0]:
        row["victim_age"] = str(rng.randint(13, 15))

    supervised = [row for row in rows if row["supervision_start"]]
    early, blank = some(supervised, rng, 0.005, 0.05)
    for row in early:
        row["supervision_end"] = day_first(day_of(row["supervision_start"]) - days(1, 60, rng))
    for row in blank:
        row["supervision_end"] = ""

    for row in some(rows, rng, 0.005)[0]:
        row["risk_level"] = rng.choice(NOT_A_RISK)


def make(rows: int, seed: int) -> str:
    """The export as text, with LF line ends."""
    rng = random.Random(seed)
    made = clean_rows(rows, rng)
    make_dirty(made, rng)
    return _csv(COLUMNS, made)


KEY_COLUMNS = (
    "row",
    "crn",
    "near_miss",
    "changed",
    "meant_outcome",
    "meant_entry",
    "outcome",
    "entry",
    "missing",
    "review_required",
)
"""The columns of an answer key: what the row was meant to be before anything went wrong with it, and what the policy
says of it as it stands. `changed` has the columns in which something went wrong, parted by semicolons."""

# What each kind of pair is, and a code for it that is listed, without the offence's Act where the code alone shall say.
NEAR_MISSES: dict[str, str] = {
    "firearm": "a robbery with a firearm, and one without",
    "age": "an offence that is automatic if the victim is under 13, with a victim of 12, and of 13",
    "suffix": "a listed code with the suffix of an attempt, and with a letter that no form has",
    "slip": "a listed code, and one slip of the keyboard away a code that nobody knows",
    "window": "an offence on the last day of the supervision window, and one on the day after",
}
"""The kinds of near misses, by the name that the key gives them."""


def _near_row(case: int, code: str, rng: random.Random, **cells: str) -> Row:
    """A row in which nothing else is amiss: a person on licence, of high risk."""
    start = dt.date(2021, 1, 4) + days(0, 200, rng)
    happened = start + days(20, 200, rng)
    row = {
        "offence_code": code, "offence_title": "", "offence_act": "", "court_name": pick(COURTS, rng),
        "hearing_day": day_first(happened + dt.timedelta(days=400)), "offence_date": day_first(happened),
        "crn": f"Y{900_000 + case}", "date_of_birth": day_first(dt.date(1980, 1, 1) + days(0, 4000, rng)),
        "victim_age": "", "firearm": "", "probation_status": "Licence", "supervision_start": day_first(start),
        "supervision_end": "Ongoing", "risk_level": "High",
    }  # fmt: skip
    return {**row, **cells}


def _near_pair(kind: str, case: int, rng: random.Random, policy: Policy) -> tuple[Row, Row]:
    """A row that is what the rules ask, and one that is just not."""

    def pair(code: str, other: str | None = None, here: Row | None = None, there: Row | None = None) -> tuple[Row, Row]:
        row = _near_row(case, code, rng, **(here or {}))
        return row, {**row, "offence_code": other or code, **(there or {})}

    if kind == "firearm":
        return pair(rng.choice(["TH68023", "TH68023A", "TH68025"]), None, {"firearm": "Y"}, {"firearm": "N"})
    if kind == "age":
        return pair(rng.choice(["SX03047", "SX03187", "SX03236"]), None, {"victim_age": "12"}, {"victim_age": "13"})
    if kind == "suffix":
        base = rng.choice(["COML025", "CD71050", "TH68134", "SX03002"])
        return pair(f"{base}A", f"{base}{rng.choice('DFGX')}")
    if kind == "slip":
        code = rng.choice(["COML025", "CD71050", "SX03013", "TH68134"])
        slipped = one_slip(code, rng)
        # Where nothing was understood there is nothing to cite.
        while policy.assess({"offence": {"code": slipped}}).citation:
            slipped = one_slip(code, rng)
        return pair(code, slipped)
    row, _ = pair(rng.choice(["COML025", "SX03013"]))
    end = day_of(row["supervision_start"]) + days(60, 120, rng)
    last = working_days.add(end, policy.to_dict()["criteria"]["window_working_days"])
    row = {**row, "supervision_end": day_first(end), "offence_date": day_first(last)}
    return row, {**row, "offence_date": day_first(last + dt.timedelta(days=1))}


def _csv(columns: Sequence[str], rows: Iterable[Row] | Iterable[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _decided(policy: Policy, text: str) -> list[Any]:
    """What the policy says of each row of an export."""
    from sfo.export import Export

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.csv"
        file.write_text(text, encoding="utf-8", newline="")
        return [row.decision for row in Export(policy, file, dates=["day-first"]).rows()]


@dataclass(frozen=True)
class Generated:
    """A synthetic export and its answer key. Nobody in it exists."""

    rows: tuple[Row, ...]
    """The rows, each a dict of the columns in :data:`COLUMNS`."""
    key: tuple[dict[str, Any], ...]
    """The answers, each a dict of the columns in :data:`KEY_COLUMNS`."""

    def to_csv(self) -> str:
        """The export as CSV, with LF line ends."""
        return _csv(COLUMNS, self.rows)

    def to_json(self) -> str:
        """The export as a list in JSON, a row on a line."""
        lines = (json.dumps(row, ensure_ascii=False) for row in self.rows)
        return "[\n" + ",\n".join(lines) + "\n]\n"

    def to_parquet(self, path: Path | str) -> None:
        """Writes the export as Parquet, every column a text; needs pyarrow."""
        try:
            import pyarrow  # type: ignore[import-untyped, unused-ignore]
            import pyarrow.parquet  # type: ignore[import-untyped, unused-ignore]
        except ImportError:
            raise OptionsError("to write Parquet, install pyarrow", "needs_pyarrow") from None
        columns = {name: [row[name] for row in self.rows] for name in COLUMNS}
        pyarrow.parquet.write_table(pyarrow.table(columns), str(path))

    def key_csv(self) -> str:
        """The answer key as CSV."""
        return _csv(KEY_COLUMNS, self.key)


def generate(rows: int = 1000, seed: int = 0, *, near_misses: float = 0.1, policy: Policy | None = None) -> Generated:
    """Makes an export of so many rows, of which this share are near misses, with its answer key.

    The same rows, seed, share and policy give the same export. The last answers of the key are the policy's own, of the
    rows as they stand; the ones before them, of the rows as they were meant.

    Raises :class:`sfo.OptionsError` where a number is out of range.

    >>> made = generate(rows=100, seed=1)
    >>> len(made.rows), made.key[-1]["near_miss"]
    (100, 'window')
    """
    from sfo.policy import Policy

    if not 1 <= rows <= MAX_ROWS or not 0 <= near_misses <= 1:
        message = f"an export has 1 to {MAX_ROWS:,} rows, and a share of near misses from 0 to 1"
        raise OptionsError(message, "option_range")
    rules = Policy.builtin() if policy is None else policy
    rng = random.Random(seed)
    kinds = list(NEAR_MISSES)
    pairs = int(rows * near_misses) // 2
    meant = clean_rows(rows - 2 * pairs, rng) if rows > 2 * pairs else []
    made = copy.deepcopy(meant)
    make_dirty(made, rng)
    names = [""] * len(made)
    for at in range(pairs):
        kind = kinds[at % len(kinds)]
        both = _near_pair(kind, at + 1, rng, rules)
        made.extend(both)
        meant.extend(both)
        names.extend([kind, kind])
    shown = [{column: row[column] for column in COLUMNS} for row in made]
    key = []
    decided = zip(_decided(rules, _csv(COLUMNS, meant)), _decided(rules, _csv(COLUMNS, shown)), strict=True)
    for at, (before, now) in enumerate(decided):
        key.append({
            "row": at + 1, "crn": shown[at]["crn"], "near_miss": names[at],
            "changed": ";".join(column for column in COLUMNS if shown[at][column] != meant[at][column]),
            "meant_outcome": before.outcome, "meant_entry": "" if before.entry is None else before.entry,
            "outcome": now.outcome, "entry": "" if now.entry is None else now.entry,
            "missing": ";".join(now.missing), "review_required": now.review.required,
        })  # fmt: skip
    return Generated(tuple(shown), tuple(key))
