"""What the leads write: progress, problems and plan of each project and quarter."""

from grants.intake.answers import Narrative

Texts = tuple[str, str, str]


def narrative_of(project: str, quarter: int) -> Narrative:
    """The three texts of a return."""
    return Narrative(*TEXTS[project][quarter - 1])


TEXTS: dict[str, tuple[Texts, Texts, Texts, Texts]] = {
    "KNIFE": (
        (
            (
                "Friday and Saturday sessions started in April; 44 young people came at least three"
                " times, against a target of 40. Workshops ran in five schools."
            ),
            "One venue closed for repairs in May, so two sessions moved to the sports hall.",
            "Summer sessions four evenings a week and a youth summit in August.",
        ),
        (
            (
                "The summer programme was full and 91 young people have attended so far. The youth"
                " summit took place on 16 August together with the street lifestyle team."
            ),
            "We could not run the July weapon sweep; officers were needed elsewhere.",
            "Half-term tournament, two more schools and amnesty bins in November.",
        ),
        (
            (
                "133 young people to date. The virement let us add half-term coaches; amnesty bins"
                " took 61 knives in one week."
            ),
            "Demand in New Parks is more than one coach can manage.",
            "Keep the four evenings going and prepare the evaluation with the university.",
        ),
        (
            (
                "172 young people over the year, 12 more than the target. Three mentors from the"
                " group are now paid coaches."
            ),
            "One school withdrew its workshops because of exams.",
            (
                "Evaluation report to the delivery group in May; sessions go on with the new"
                " allocation."
            ),
        ),
    ),
    "CELEBRATE": (
        (
            (
                "St George's day and the first summer festival passed without injuries. 3,000"
                " leaflets went out in five languages."
            ),
            "Radio spots were entered twice in our first return; that is corrected.",
            "Caribbean Carnival, then the planning group for Diwali and bonfire night.",
        ),
        (
            (
                "Carnival stewards handled the crowd well. The safety advisory group agreed plans"
                " for Diwali."
            ),
            "The procession in Highfields grew at short notice, so we paid for more stewards.",
            "Diwali lights, bonfire night and New Year. This is our busiest quarter.",
        ),
        (
            (
                "Diwali drew about 40,000 people on the lights day. Firework injuries at the"
                " infirmary were the lowest for four years."
            ),
            "Barrier delivery was late on 5 November; the supplier has credited us in kind.",
            "A small spring programme and a debrief with the fire service.",
        ),
        (
            "Debrief held in January. The leaflet is now used by two other authorities.",
            "An April procession was booked by mistake against this year.",
            "Hand over to the events team.",
        ),
    ),
    "LANDLORD": (
        (
            (
                "52 complaints taken, 31 inspections, two prosecutions begun. Surveys in Westcotes"
                " found 14 houses with serious hazards."
            ),
            "Title searches take longer than we planned.",
            "Joint visits with the fire service and the gas safety engineer.",
        ),
        (
            "Joint visits to 19 houses. One banning order application was lodged.",
            "One landlord refused entry and a warrant was needed.",
            "Surveys in Aylestone and a drop-in for tenants.",
        ),
        (
            (
                "A gas leak in Westcotes made us bring surveys forward; budget was moved for them"
                " in December."
            ),
            "The move went over the free limit and consent came only in January.",
            "Follow up the notices served in November.",
        ),
        (
            "Four civil penalties issued over the year and 38 homes made safe.",
            "Two tenants left before their cases were heard.",
            "The post goes on from the council's own licensing income.",
        ),
    ),
    "NIGHT": (
        (
            (
                "Volunteer patrols went out on 24 nights and helped 310 people. The safe space tent"
                " stood on every bank holiday."
            ),
            "Radios were short on two Saturdays in May.",
            "Student arrivals in September need twice the usual cover.",
        ),
        (
            (
                "Arrivals fortnight passed quietly; 96 people used the safe space. All venues on"
                " the ring now share one radio channel."
            ),
            "One radio bill was wrong and has been credited and billed again.",
            "Christmas taxi marshals and the Best Bar None awards.",
        ),
        (
            "Patrols on 31 nights, 402 people helped. Taxi marshals at two ranks through December.",
            "We bought a thermal camera before asking whether the grant allows it.",
            "Quieter months; training for twelve new volunteers.",
        ),
        (
            (
                "Twelve volunteers trained. Violence in the city centre at night was 9 per cent"
                " lower than the year before."
            ),
            "March nurse hours were invoiced late.",
            "The patrol continues with business improvement district money.",
        ),
    ),
    "STREET": (
        (
            "The navigator started on 3 April. 27 people were met each week and 6 are now housed.",
            "The partner began before its agreement was signed; we will not do that again.",
            "Evening outreach and the diverted giving campaign.",
        ),
        (
            (
                "Eleven people housed so far. Encampments were cleaned with notice and with support"
                " offered."
            ),
            "This return is late because I was ill at the end of October.",
            "Severe weather plan and extra bed nights.",
        ),
        (
            (
                "Severe weather beds opened on nine nights and nobody was turned away. 18 people"
                " housed to date."
            ),
            "Beds are full by eight in the evening.",
            "Move-on flats with two housing associations.",
        ),
        (
            "Twenty-three people housed over the year, nineteen of them still in their homes.",
            "Some needs cannot be met without detoxification places.",
            "Bid written for next year; the partnership board has it.",
        ),
    ),
    "VEHICLE": (
        (
            "Tool marking at three sites, 412 vans marked. Posters went up in six car parks.",
            "One gross amount was typed wrongly; finance has noted it.",
            "Garage open days and bus panels in the autumn.",
        ),
        (
            "Thefts from vans fell by a fifth in the beats we worked in.",
            "One open day was rained off.",
            "Lock it, remove it campaign before Christmas.",
        ),
        (
            (
                "The campaign ran in 22 car parks. Staff training was agreed by variation 2 and"
                " starts in February."
            ),
            "We overlooked the new training head in our first version.",
            "Course for car park staff; work on keyless thefts.",
        ),
        (
            (
                "Eighteen car park staff trained. Keyless thefts rose in January, so we bought more"
                " panels."
            ),
            "The extra panels took us over our allocation.",
            "Share the panels' artwork with the county.",
        ),
    ),
    "PREVENT": (
        (
            (
                "Two dialogue evenings and a parents' session on safety online. Feedback forms from"
                " 63 people."
            ),
            "The booking form for Evington had no date in our list.",
            "Drama workshops in three colleges.",
        ),
        (
            (
                "Drama workshops reached 240 students. Front-line staff at two housing offices were"
                " trained."
            ),
            "Ramadan and exams left few dates in June and July.",
            "Faith forum in November.",
        ),
        (
            (
                "Faith forum held with eleven congregations. Two evenings were added while the post"
                " was vacant."
            ),
            "Budget was moved for them over the free limit; the funder has been told.",
            "New officer starts in January.",
        ),
        (
            "The new officer has met every school lead. Year's total 512 participants.",
            "Evaluation forms from one college are missing.",
            "Present the results to the steering group in May.",
        ),
    ),
    "DHR": (
        (
            (
                "Both panels are appointed and have met once. Terms of reference are agreed with"
                " families' advocates."
            ),
            "A panel member had to be replaced in June.",
            "Interviews, chronologies and second meetings.",
        ),
        (
            (
                "Chronologies are complete for both reviews. Interviews went ahead with"
                " interpreters where needed."
            ),
            "Three laptops were bought so that papers need not be printed.",
            "First drafts of both overview reports.",
        ),
        (
            "First drafts discussed by both panels in December. Advocates saw the texts.",
            "One agency's report came eight weeks late.",
            "Final drafts, action plans and the quality assurance panel.",
        ),
        (
            "Both reports went to the quality assurance panel in March with action plans.",
            "Publication waits for the panel's letter.",
            "Learning events once the letters are here.",
        ),
    ),
    "DSA-AWARE": (
        (
            (
                "Champions' sessions in four workplaces. The campaign design was tested with a"
                " survivors' forum."
            ),
            "One hall sent its invoice only when asked.",
            "Filming and the first bus panels.",
        ),
        (
            "The film was shot in July. Z-cards went to 140 hairdressers and surgeries.",
            "Filming took two days instead of one.",
            "Sixteen days of action in November and December.",
        ),
        (
            (
                "Sixteen days of action reached about 190,000 people online. Helpline calls rose by"
                " 17 per cent in December."
            ),
            "Posters ran out in the first week and were printed again.",
            "Film launch and sessions for employers.",
        ),
        (
            "Film shown at the cinema and in 31 workplaces. 22 employers have signed the charter.",
            "Two sessions were snowed off in March.",
            "Campaign materials stay with the delivery group.",
        ),
    ),
    "APV": (
        (
            "Checks are confirmed and the first parents' group began in May with nine families.",
            "A print bill was paid before the checks were confirmed.",
            "A second group after the summer holidays.",
        ),
        (
            "Seven of nine families finished the first group. The second group is full.",
            "Referrals from schools stop in August.",
            "One-to-one work with young people.",
        ),
        (
            "Sixteen families helped to date; eleven report fewer incidents.",
            "The practitioner's caseload is at its limit.",
            "Third group from January.",
        ),
        (
            "Twenty-three families over the year. Training material handed to early help.",
            "Two families moved away during the group.",
            "Early help takes the group on.",
        ),
    ),
    "REOFFEND": (
        (
            "Mentors met 19 men at the gate. The accommodation link worker placed 11.",
            "Payments to the service started in May when the agreement was signed.",
            "Peer mentor course in September.",
        ),
        (
            "Six peer mentors trained. 41 people met at the gate so far.",
            "The return is a day late; figures from the service came on 1 November.",
            "Christmas releases need extra mentor hours.",
        ),
        (
            (
                "Extra mentors covered 14 releases in Christmas week, none recalled in the first"
                " month."
            ),
            "Universal Credit delays put two tenancies at risk.",
            "First aid course for mentors and a learning day.",
        ),
        (
            (
                "83 people met at the gate over the year; 22 per cent reoffended within three"
                " months against 38 per cent before."
            ),
            "Course invoice had no number on our copy.",
            "The cohort goes on with the reducing re-offending board.",
        ),
    ),
    "CSE": (
        (
            (
                "Performances in eight schools, seen by 1,100 pupils. The masterclass on 29 June"
                " was full."
            ),
            "The masterclass invoice came in July.",
            "Hotel staff awareness and new schools in September.",
        ),
        (
            "Hotel awareness sessions at six hotels. Three schools booked for the autumn.",
            "One September invoice did not reach us in time for this return.",
            "Taxi licensing officers' course.",
        ),
        (
            "Course for licensing officers held in November; performances in seven schools.",
            "The September performance is claimed in this quarter.",
            "Question and answer sessions for parents.",
        ),
        (
            "2,900 pupils reached over the year. Parents' sessions drew 180 people.",
            "Two hotels changed owner and must be trained again.",
            "Materials handed to the exploitation hub.",
        ),
    ),
}
