"""Words of plain English prose about policy: those that carry no matter, and those that stand for one another."""

from __future__ import annotations

# Words that join, point or comment in any paraphrase; that a passage does not hold them says nothing.
GLUE = (
    "accord according also altogether among amid around another appear as aspect available base basis because become "
    "being besides beyond both bring call called case cite cited come concern consist contain count cover currently "
    "deal denote describe described despite detail each either entire example explain expressed far find first follow "
    "following form forms found full furthermore further general get give given go group grouped have having here "
    "however include included includes including instance intend item itself just kind known latter lay lie lies like "
    "likewise list listed made main make mean meaning meant mention mentioned moreover name named namely near nearby "
    "neither next not note noted number of off one only other others out over own page part particular per piece "
    "place point present put rank reach read refer reference relate remain respectively same say see seen serve set "
    "several shown sort so some specific stand state stated such take task term text than then though through "
    "throughout thus together too total towards toward turn two under up upon use used various via view way well "
    "whole within word work works yet still document passage order regarding respect "
    "about above across after again against all almost along although always because before behind below beneath beside "
    "between but by down during else ever everything few fully had hardly hence if into its itself let maybe might much "
    "must nothing off often once onto ought perhaps quite rather really same shall since somewhat soon than that though "
    "till too under unless until upwards via was were what when whenever where whereas wherever whether which while who "
    "whole whom whose without would yet actual actually approximately certain clearly comprise comprises constitute "
    "corresponding draw drawn due entirely especially exactly explicitly fall falls featured forth fresh go happen help "
    "hold intended involve involved keep kept little lot mainly manner matter merely namely occur partly past plus "
    "possible previously primarily provide provided receive received regard remains responsible result role run runs "
    "seem share show showing simply situated span spanning spoken subject supposed take taken tell thereby thing "
    "thus time turn upon various while yield laid lay act applies status figure question questions "
    "except anything everything something noon enough goes went "
    "isn aren wasn weren doesn don didn hasn haven hadn couldn shouldn wouldn ll ve re compared "
    "every no nor more most less least very now all any many few much does did done doing has had were been"
)
# Each line is one group of words that may stand for each other in plain prose about policy.
SYNONYMS = """
begin start launch commence open opening kick initiate underway onset
end finish complete conclude close completion expire finalize
build construct erect construction establish establishment create set found develop development make
company companies firm business enterprise corporation
employee staff worker personnel
head lead run chair manage direct operate oversee conduct
charge responsible responsibility handle oversee task duty look lies under
pay cost fee charge expense price spend spending sum amount fund funding money finance budget financing
get receive obtain gain win attract secure bring draw
give provide offer supply grant deliver present
phone telephone call dial number reach contact tel ring
email mail
help support assist back backing aid promote foster nurture advance boost push forward encourage
aim goal objective target purpose want seek hope intend vision envision ambition meant mean design plan foreseen
plan draw prepare draft schedule slate set due
month monthly
year yearly annual annually
quarter quarterly
week weekly
allow permit may admit admitted approve
need require must necessary obligatory mandatory condition
part section phase stage step
kind type sort category
increase raise grow rise climb
reduce cut lower decrease lessen shrink trim
show reveal state say tell disclose indicate specify
leave open unclear uncertain unknown unsaid unexplained explain
find discover identify seek look detect
test trial pilot
national government state central
province provincial regional region local
city urban municipal
house home flat apartment housing
ship vessel boat
harbour harbor port
job employment work post
old aging ageing older elderly senior
young youth
people person individual resident inhabitant citizen
alone single own individual solitary
worldwide global world international
abroad overseas foreign
competitive competitiveness rivalry compete strengthen
quick fast rapid rapidly swift
first initial
last final
review check examine inspect inspection examination evaluate assess analyze research study survey
discuss debate talk discussion
opinion view feedback
shun avoid stay
modern cutting-edge advanced high-tech new fresh future tomorrow
field sector area industry
building hall premise
room office
situated located location stand house based
attend take participate participant join attendance
buy purchase acquire
sell sale
hand submit file application apply applicant applying
enterprise smes
road street
stop halt cease
delete erase remove
keep retain hold store
link connect connection tie network
idea concept
law legal legislation act statute statutory
rule regulation
size area land site surface
member belong
put position
choose select pick selection
answer reply respond response
happen take occur held hold
incident accident
fine penalty
interest rate
train course education teach training
teacher professor
doctor physician
lawyer attorney
patient
half 50
double twice
third
car automobile automotive vehicle
optic optical
farm farming agriculture agricultural
digital digitalisation informatization
computer computing
telemedicine tele-medicine
custom customized tailored tailor
demolish dismantle decommission demolition decommissioning
facility plant site
shoe footwear
revive revitalize revitalization
environment ecosystem ecological
radical drastic
change shift transition transform
limit restrict restriction boundary
exceed surpass top
capacity size
worth value
explain clear clarify
tax duty levy
hospital clinic
deadline
winner
chief head director
deputy vice
mend repair
pick choose
pupil student
wage salary pay
tenth
weekday workday working
free gratis charge
insure insurance cover
shut close
leak
income revenue
share percentage proportion part percent
rent rental let lease
quotation quote offer
postpone delay defer put later
cancel annul withdraw drop abandon
forfeit lose loss
consecutive row running successive
eligible qualify entitled admitted apply
submission submit application apply request
reject refuse decline turn
location site place spot
decision decide rule ruling
succeed success admitted accepted approved
roughly approximately around
obtain acquire earn
hire recruit employ
resident household tenant
cheap cheaper discount reduced
expensive costly
safe safety security
danger risk hazard
damage harm injury injure
repay refund return reimburse
deadline final latest close
penalty fine sanction
sign signature contract agreement agree
partner cooperation cooperate collaborate collaboration joint together
visit visitor tour
invite invitation guest
announce announcement publish publication notice
chair chairman chairperson preside
elderly senior old
ministry minister ministerial
vehicle bus truck
statistic figure data number
""".strip()
