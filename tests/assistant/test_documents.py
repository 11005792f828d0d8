"""The corpus that ships, checked against facts written down by hand from the published pages."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.slow

DOCUMENTS = Path(__file__).resolve().parent.parent.parent / "documents"
POLICY_GROUP = "gyeongbuk-technopark-policy-planning-group.md"
GWANGJU = "gwangju-technopark-industrial-policy-planning.md"
MASTER_PLAN = "gyeongsangbuk-do-2030-informatization-master-plan.pdf"
BASIC_PLAN = "motie-5th-basic-plan-industrial-complexes.md"
BUSAN = "busan-future-strategic-industries.html"
ALL = (POLICY_GROUP, GWANGJU, MASTER_PLAN, BASIC_PLAN, BUSAN)
KINDS = {"policy group", "master plan", "basic plan", "strategic industries"}
KEYS = {"title", "aliases", "organisation", "region", "kind", "published", "valid_from", "valid_until", "source"}
HEADQUARTERS = "Headquarters Building, 27, Sampung-ro, Gyeongsan-si, Gyeongsangbuk-do"
TEAMS = {
    "Regional Industrial Planning Team": ("#207", "+82-53-819-3024"),
    "Innovation Business Planning Team": ("#207", "+82-53-819-3038"),
    "Future Strategy Promotion Team": ("#305", "+82-53-819-3033"),
}

PHONE = re.compile(r"\+\d[\d-]{8,}\d|\b0\d{1,2}-\d{3,4}-\d{4}\b")

FACTS: dict[str, tuple[str, ...]] = {
    POLICY_GROUP: (
        "partner in making policy",
        "strategic industries of Gyeongbuk to high value-added industries",
        "new engines for growth",
        "Establishment of Strategy for Local Industries",
        "plans that promote local industries",
        "innovative growth in the region",
        "detailed plans for developing industry and for its strategy",
        "how local businesses perform",
        "benchmark excellent business practices",
        "Promotion of Balanced Regional Development",
        "representative industries develop in the national innovation and convergence complexes",
        "new base of regional growth by linking up the key regional bases",
        "Attract businesses to the cluster and support them",
        "global connections and commercialization",
        "Local Business Planning",
        "23 cities and boroughs of Gyeongsangbuk-do",
        "customized New Deal strategies for lower-level local governments",
        "cooperative networks of industry, academia, research and government",
        "Discovering New businesses that Will Drive Growth",
        "national projects that fit the 4th Industrial Revolution",
        "regional New Deal and discover new businesses",
        "projects of the central government and of local government",
        "Management and Analysis of Industrial Data",
        "smart business information platform",
        "trends in technology and policy for different industries",
        "data-based platform for science and industry",
        "value chain of different sectors",
        "Operation of Innovation Networks",
        "seven innovation networks",
        "Network of the 23 lower-level local governments",
        "Local research groups",
        "Comprehensive Technology Support Group for Materials and Parts",
        "Regional science culture networks",
        "Free Economic Zone Innovation Network",
        "Policy forum for the future automobile industry",
        "Working group for the future strategy of the aviation industry",
        "Audit Office",
        "Business Support Group",
        *(f"{team}: {room}, {HEADQUARTERS}; phone {phone}" for team, (room, phone) in TEAMS.items()),
    ),
    GWANGJU: (
        "mecca where future strategic industries advance and high technology companies succeed",
        "the plan that promotes the regional industries of the Gwangju region",
        "policy for promoting regional industry",
        "RIRM, the road map for regional industry development",
        "RTRM, the technology road map",
        "service and the R&D revitalization plans",
        "advantages over other regions",
        '"Comprehension promotion plan for new growth engine"',
        "customized new business for the region that is linked to Central Government policy",
        "radical changes in the industrial (technological) environment in Korea and overseas",
        "counter-strategy by identifying market and industrial trends for each strategic industry",
        "analyzing the competence of the region",
        "between the metropolitan city and the province",
        "detailed plan to promote joint business in the supra-metropolitan area",
        "mid- and long-term master plan",
        "four strategic industries (optical, information appliance, automobile and design industries)",
        "renewable energy industry",
        "convergence business and integrated business",
        "revitalize the regional economy and create employment",
        "synergic effects between regions and between industries",
        "growth potential of existing strategic industries",
        "optical electronic industry",
        "new growth driving business",
    ),
    MASTER_PLAN: (
        "2030 Informatization Master Plan for Gyeongsangbuk-do",
        "Informatization Master Plan for a Smart Gyeongsangbuk-do",
        "six core initiatives and 24 projects",
        "over five years",
        "designate 11 implementation systems, meaning bureaus and departments",
        '"B.E.S.T. Gyeongsangbuk-do": a province that keeps its people happy through intelligent administration',
        "final briefing on the Informatization Master Plan on January 13",
        "More than 50 guests",
        "informatization advisors and managers",
        "lasted two hours",
        "informatization strategy over the following five years",
        "meant to build a Public Cloud Center",
        "Discussion with the participants",
        "1. Implementation of a Big Data Ecosystem tailored to Gyeongsangbuk-do (dedicated Big Data Officer)",
        "2. Exclusive smart farm standardization for Gyeongsangbuk-do "
        "(Division of Agriculture and Stockbreeding Distribution Bureau)",
        "3. Development of an integrated Gyeongsangbuk-do culture and tourism mobile service "
        "(Culture, Tourism, and Sports Bureau)",
        "4. Development of an ICT-based tele-medicine treatment service (Welfare and Health Bureau)",
        "5. Establishment of Gyeongsangbuk-do's own communication network (Local Autonomy Administration Bureau)",
        "6. Hosting the Gyeongsangbuk-do Smart Challenge Competition (Local Autonomy Administration Bureau)",
        "promotes big data in the entire Gyeongsangbuk-do region",
        "smart greenhouses, orchards and livestock pens",
        "both the coastal regions and the inland regions",
        "socially marginalized groups",
        "elderly people who live alone",
        "blind spots",
        "reduce rental fees for network cables",
        "more and more CCTV cameras",
        "government funding for the Digital New Deal project of the central government",
        "core foundation of Industry 4.0",
        "expected to open by 2025",
        "takes up plans that the central government had announced",
        "Construction Information Strategy Plan (ISP) for the cloud system of Gyeongsangbuk-do has six steps: "
        "1. Build the cloud service platform of Gyeongsangbuk-do "
        "2. Convert and build the cloud system of Gyeongsangbuk-do "
        "3. Convert and build the city/county cloud service platforms "
        "4. Convert and build the funding/contributing institutions "
        "5. Build a system of cloud governance "
        "6. Build a cloud disaster recovery (DR) system",
        "Kang Seong-Jo, Vice Governor for Administrative Affairs",
        "age of ICT-based, intelligent information",
        "COVID-19 pandemic",
        "corporations, universities, the provincial government, and city and county governments",
        "people, information and technology",
    ),
    BASIC_PLAN: (
        "5th Basic Plan for Industrial Complex Activation (Draft)",
        "Basic Plan for Industrial Cluster Activation",
        "Ministry of Trade, Industry and Energy (MOTIE)",
        "Minister of Trade, Industry and Energy is Ahn Deok-geun",
        "statutory plan under Article 3 of the Industrial Cluster Act",
        "promoting industrial clustering, and making industrial clusters more competitive",
        "finalized at the end of that month, January 2025",
        "consulted specialized institutions",
        "experts in industrial locations and in regional industrial policy",
        "surveyed the opinions of relevant ministries and of local governments",
        "on the 21st (21 January 2025) at the Korea Technology Center",
        "final review of the 5th Basic Plan and discussed its contents in depth",
        "- Korea Industrial Complex Corporation",
        "- Korea Institute for Industrial Economics and Trade",
        "- Korea Research Institute for Human Settlements",
        "- Korea Technopark Promotion Association",
        "- Korea Industrial Complex Management Association",
        "- Global Leading Companies Association",
        "Professor Nam Ki-beom, Seoul City University",
        "Professor Jaesik Choi, KAIST",
        "Global competition to develop cutting-edge industries",
        "Rapid development of artificial intelligence technology",
        "Stronger international carbon standards",
        "Productivity in industrial complexes is stagnant",
        "non-metropolitan areas",
        "ecosystem of industry, academia and research lacks innovation capacity",
        "Local industrial complexes are aging",
        "lack infrastructure for work and for settlement",
        "Young people increasingly avoid",
        "future-oriented industrial cluster that leads cutting-edge industries",
        "1. Secure industrial sites in each region that center on cutting-edge and key industries",
        "2. Build a cluster ecosystem over an ultra-wide area that overcomes the limits of single regions",
        "3. Turn industrial complexes into spaces that are youth-friendly and central",
        "artificial intelligence (AX) and to carbon neutrality (GX)",
    ),
    BUSAN: (
        "new growth engine for a sustainable future",
        "IT, the offshore and shipbuilding industry, the bio industry, robots, and the green energy industry",
        "Enhance the global competitiveness of the IT sector Develop cloud/IoT industry",
        "Cloud data center model complex (Mieum District) and distribution base, to be constructed: 2014–2018",
        "BS Financial Group (2 buildings, KRW 190.2 billion): construction was to begin in August 2015",
        "designated: 2015, with Mieum as the platform and Seokdae–Centum as the service zone",
        "Cutting-edge IoT demonstration complex, to be built: 2015–2017",
        "IoT test bed, to be built: 2015",
        "attract ITU universities and establish an ITU Youth Center",
        "Specialization of offshore and shipbuilding industry, the growth engine of Busan "
        "Develop the shipbuilding and offshore plant industry",
        "Marine ICT convergence business belt, to be built: 2016–2020",
        "Promotion base for the IoT convergence industry",
        "Deep sea marine-engineering water tank",
        "Research base for advanced offshore plant technology",
        "Offshore plant equipment and materials R&D center",
        "Base for the advancement of shipbuilding equipment performance",
        "Offshore plant engineering cluster",
        "Shipbuilding and offshore plant global center",
        "Training of offshore plant experts",
        "Safety education for offshore plant engineers",
        "Busan New port hinterland complex on 660,000 square meters (660,000 ㎡) of land, to be established, "
        "with relevant enterprises to be attracted: 2014–2017",
        "Production and distribution of offshore plant equipment and materials",
        "Create jobs through Busan's own strategic projects Build an IT convergence industrial base",
        "Cutting-edge IT convergence industry cluster, to be established: 2011–2015",
        "ETRI (Electronics and Telecommunications Research Institute), to be attracted, "
        "with approval of the branch establishment: July 2015",
        "Develop the radiation medical and scientific industry",
        "New research reactor for export, to be established: 2010–2018",
        "to be completed: April 2015",
        "Base for radioactive isotope convergence research, to be built: 2015–2019",
        "Nuclear power facility demolition technology integrated research center, to be established: 2016–2019",
        "cancer research center and a globally leading clinical test center",
        "antiaging industry, to be built, with support for product development",
        "Develop footwear and textile industry",
        "highly-functional shoes and verify their quality",
        "world-class industry",
        "Marine convergence material: promote industrialization projects, so that Busan leads the global market",
        "Develop the robot industry and green energy industry",
        "Marine robot research resource center, to be built: 2011–2016",
        "such as task planning, to be established together with the local industry: 2015",
        "New renewable energy regional support project: 18 places",
        "Offshore wind power complex: 2013–2017",
        "Bio cogeneration plant, to be constructed: 2015–2017",
        "Dongnam region radiological & medicine sciences industrial complex",
        "Offshore wind farm",
        "World-level drill ships",
    ),
}


class MetaTags(HTMLParser):
    """Collects `policydesk:` meta elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the key and the content of one element."""
        values = dict(attrs)
        name = values.get("name") or ""
        if tag == "meta" and name.startswith("policydesk:"):
            self.found.append((name.removeprefix("policydesk:"), values.get("content") or ""))


def text_of(name: str) -> str:
    """The document's text as a reader of its format extracts it, with single spaces."""
    path = DOCUMENTS / name
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
        text = re.sub(r"([a-z])-\n([a-z])", r"\1\2", text)
        text = re.sub(r"Page \d of \d\n.*", "", text)
    elif path.suffix == ".html":
        from trafilatura import extract

        text = extract(path.read_text(encoding="utf-8"), include_comments=False) or ""
    else:
        text = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    return " ".join(text.split())


def metadata_of(name: str) -> dict[str, Any]:
    """The document's metadata from wherever its format keeps them."""
    path = DOCUMENTS / name
    if path.suffix == ".html":
        tags = MetaTags()
        tags.feed(path.read_text(encoding="utf-8"))
        found: dict[str, Any] = {key: value for key, value in tags.found if key != "aliases"}
        return {**found, "aliases": [value.split(" = ") for key, value in tags.found if key == "aliases"]}
    if path.suffix == ".pdf":
        return dict(yaml.safe_load(path.with_name(f"{name}.yaml").read_text(encoding="utf-8")))
    return dict(yaml.safe_load(path.read_text(encoding="utf-8").split("---\n", 2)[1]))


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {name: text_of(name) for name in ALL}


@pytest.mark.parametrize("name", ALL)
def test_every_fact_of_the_page_survives_extraction(name: str, texts: dict[str, str]) -> None:
    assert [fact for fact in FACTS[name] if fact not in texts[name]] == []


@pytest.mark.parametrize("name", ALL)
def test_metadata_has_the_required_keys_and_no_unknown_ones(name: str) -> None:
    metadata = metadata_of(name)
    assert {"title", "aliases", "organisation", "region", "kind", "source", "language"} <= metadata.keys()
    assert metadata.keys() <= KEYS | {"language"}
    assert metadata["kind"] in KINDS
    assert metadata["language"] == "en"


def test_only_the_page_of_the_ministry_has_a_date_and_none_has_a_validity() -> None:
    dated = {name: metadata_of(name).get("published") for name in ALL}
    assert {name: day for name, day in dated.items() if day} == {BASIC_PLAN: date(2025, 1, 22)}
    assert not any(metadata_of(name).keys() & {"valid_from", "valid_until"} for name in ALL)


@pytest.mark.parametrize("name", ALL)
def test_each_alias_group_is_a_list_of_two_or_more_different_names_with_a_korean_one(name: str) -> None:
    groups = metadata_of(name)["aliases"]
    assert [g for g in groups if len(g) < 2 or len(set(g)) != len(g) or not all(isinstance(n, str) for n in g)] == []
    assert [group for group in groups if not re.search("[가-힣]", " ".join(group))] == []


@pytest.mark.parametrize("name", ALL)
def test_the_first_name_of_each_alias_group_stands_in_the_text(name: str, texts: dict[str, str]) -> None:
    lowered = texts[name].lower()
    assert [group[0] for group in metadata_of(name)["aliases"] if group[0].lower() not in lowered] == []


def test_each_phone_occurs_once_and_only_at_its_own_team(texts: dict[str, str]) -> None:
    phones = {phone for _, phone in TEAMS.values()}
    found = [(name, phone) for name in ALL for phone in PHONE.findall(texts[name])]
    assert sorted(found) == sorted((POLICY_GROUP, phone) for phone in phones)
    lines = (DOCUMENTS / POLICY_GROUP).read_text(encoding="utf-8").splitlines()
    for team, (room, phone) in TEAMS.items():
        assert [line for line in lines if phone in line] == [f"- {team}: {room}, {HEADQUARTERS}; phone {phone}"]


def test_the_noise_of_the_html_page_is_not_part_of_its_text(texts: dict[str, str]) -> None:
    page = (DOCUMENTS / BUSAN).read_text(encoding="utf-8")
    for noise in ("cookies", "Shortcut to Body", "Investment guide", "Living and Working", "newsletter"):
        assert noise in page
        assert noise not in texts[BUSAN]
    assert "http" not in page.replace("http-equiv", "")


def test_the_pdf_has_a4_pages_each_with_a_running_header_a_page_number_and_bookmarks() -> None:
    from pypdf import PdfReader

    reader = PdfReader(DOCUMENTS / MASTER_PLAN)
    total = len(reader.pages)
    assert total >= 2
    for number, page in enumerate(reader.pages, start=1):
        lines = page.extract_text().splitlines()
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842)
        assert lines[0] == "Gyeongsangbuk-do - 2030 Informatization Master Plan for Gyeongsangbuk-do"
        assert lines[-1] == f"Page {number} of {total}"
    assert reader.outline


@pytest.mark.slow
def test_building_again_gives_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(DOCUMENTS / "build.py"), str(tmp_path)], check=True, timeout=60)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made.keys() == {MASTER_PLAN, f"{MASTER_PLAN}.yaml", BUSAN}
    assert [name for name, content in made.items() if content != (DOCUMENTS / name).read_bytes()] == []


def test_the_readme_names_every_document() -> None:
    readme = (DOCUMENTS / "README.md").read_text(encoding="utf-8")
    assert [name for name in ALL if f"`{name}`" not in readme] == []
