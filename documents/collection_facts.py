"""Collection (step 1): the letters that ask divisions and other agencies for their projects, from the record.

Source: MOI Regulation 2548 (no. 2, 2559) cl. 26 (1) and 27.
"""

from datetime import date

from sqlmodel import Session, col, select

from documents.announcement_text import AMENDED, REGULATION, ground_told
from documents.content import Ground, Office
from documents.letters import BLANK, Letter, LetterKind, Signatory
from documents.plan_facts import office_of
from documents.plan_lines import area_of, plan_title
from documents.signing import first_with, head_of_division, paper_signatory, planning_division, signatory_of
from models.kinds import ObligationRule, Role, SignedPaper, SourceKind
from models.obligations import Obligation
from models.plans import ProjectSource
from procedure.calendar import thai_date
from procedure.plans import PlanOnRecord, identity, require_collects, sources_of
from procedure.triggers import triggers_of
from procedure.words import WORDS

# How the head of an agency is called, by how the agency's name begins; general knowledge, the letter can be edited.
_HEADS = (
    ("องค์การบริหารส่วน", "นายก"),
    ("เทศบาล", "นายกเทศมนตรี"),
    ("จังหวัด", "ผู้ว่าราชการ"),
    ("อำเภอ", "นาย"),
    ("แขวงทางหลวง", "ผู้อำนวยการ"),
    ("โรงเรียน", "ผู้อำนวยการ"),
    ("โรงพยาบาล", "ผู้อำนวยการ"),
    ("วิทยาลัย", "ผู้อำนวยการ"),
    ("ศูนย์", "ผู้อำนวยการ"),
    ("สำนัก", "ผู้อำนวยการ"),
    ("การไฟฟ้า", "ผู้จัดการ"),
    ("การประปา", "ผู้จัดการ"),
)


def collection_letters(
    session: Session, on_record: PlanOnRecord, on: date, number: str = "", by: date | None = None
) -> list[Letter]:
    """Return a memo to each division and a letter to each agency that collection asks, in their order.

    They bear the day on which the source was asked, else ``on`` (Bangkok). Answers are asked for by the day chosen for
    the division, else ``by``, else room is left for one. Raises ``ProcedureError``: ``amends_by_act`` for an amendment,
    which asks nobody for projects; ``no_plan_analyst``.
    """
    require_collects(on_record)
    writer = _Writer(session, on_record, on, number, by)
    letters = []
    for source in sources_of(session, on_record):
        if source.kind is SourceKind.DIVISION:
            letters.append(writer.memo(source))
        elif source.kind is SourceKind.AGENCY_LETTER:
            letters.append(writer.outside(source))
    return letters


def head_of_agency(name: str) -> str:
    """Return whom a letter to an agency addresses: ``นายกองค์การบริหารส่วนจังหวัด…``."""
    for beginning, title in _HEADS:
        if name.startswith(beginning):
            return title + name.removeprefix("เทศบาล") if beginning == "เทศบาล" else title + name
    return f"หัวหน้า{name}"


class _Writer:
    def __init__(self, session: Session, on_record: PlanOnRecord, on: date, number: str, by: date | None) -> None:
        organization_id = on_record.organization_id
        self.session, self.on_record, self.on, self.number, self.by = session, on_record, on, number, by
        self.organization = on_record.organization
        self.office: Office = office_of(session, on_record.organization)
        self.ours = self.office.digits.write  # what people typed never passes it
        self.plan = plan_title(on_record.plan.fiscal_year, on_record.title, self.office.digits)
        self.division, self.planner = planning_division(session, organization_id)
        self.executive = first_with(session, organization_id, Role.EXECUTIVE)
        self.clerk = first_with(session, organization_id, Role.CLERK)
        self.due = {
            row.subject_id: row.due_on
            for row in session.exec(
                select(Obligation).where(
                    Obligation.organization_id == organization_id,
                    Obligation.plan_id == on_record.plan_id,
                    Obligation.rule == ObligationRule.SUBMIT_PROJECTS,
                    col(Obligation.subject_kind) == "project_source",
                )
            )
        }

    def memo(self, source: ProjectSource) -> Letter:
        """Return the memo to one division, through the clerk."""
        on = source.asked_on or self.on
        head = head_of_division(self.session, self.on_record.organization_id, source.division_id)
        year, forms = self.ours(self.on_record.plan.fiscal_year), self.ours("แบบ ผด.๐๒ และแบบ ผด.๐๒/๑")
        return Letter(
            kind=LetterKind.MEMO,
            file_name=f"บันทึกข้อความ {source.title}",
            office=self.office,
            division=self.division or self.office.name,
            number=self.number,
            dated_on=on,
            subject=f"ขอให้จัดส่งข้อมูลโครงการ/กิจกรรม เพื่อจัดทำ{self.plan}",
            to=head.title if head else f"หัวหน้า{source.title}",
            through=self.clerk.title if self.clerk else "",
            attachments=[self.ours(f"{forms} จำนวน ๑ ชุด")],
            paragraphs=[
                self._reason(),
                f"เพื่อให้การจัดทำ{self.plan} เป็นไปด้วยความเรียบร้อยและทันกำหนด จึงขอให้{source.title}"
                f"จัดส่งข้อมูลโครงการ กิจกรรม และครุภัณฑ์ที่จะดำเนินการในปีงบประมาณ พ.ศ. {year} "
                f"โดยระบุชื่อ รายละเอียด งบประมาณ สถานที่ และเดือนที่ดำเนินการ ตาม{forms} ที่แนบ "
                f"ให้{self.division or self.planner.title} ภายในวันที่ {self._by(source)}",
                "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ",
            ],
            signatory=paper_signatory(self.session, self.organization, SignedPaper.MEMO, on, self.planner),
            endorsed_by=signatory_of(self.session, self.clerk, on) if self.clerk else None,
        )

    def outside(self, source: ProjectSource) -> Letter:
        """Return the letter to one agency, signed by the executive."""
        on = source.asked_on or self.on
        words, year = WORDS[self.office.kind], self.on_record.fiscal_year
        over = f"{year.number} (วันที่ {thai_date(year.first_day)} ถึงวันที่ {thai_date(year.last_day)})"
        signatory = paper_signatory(self.session, self.organization, SignedPaper.LETTER, on, self.executive)
        return Letter(
            kind=LetterKind.OUTSIDE,
            file_name=f"หนังสือภายนอก {source.title}",
            office=self.office,
            division=self.division,
            number=self.number,
            dated_on=on,
            subject="ขอความอนุเคราะห์ข้อมูลโครงการ",
            to=head_of_agency(source.title),
            attachments=[self.ours("แบบ ผด.๐๒ จำนวน ๑ ชุด")],
            paragraphs=[
                self._reason(),
                f"ในการนี้ {self.office.name} จึงขอความอนุเคราะห์ข้อมูลโครงการและกิจกรรมที่หน่วยงานของท่านจะดำเนินการในพื้นที่"
                f"ของ{words.self_reference} {area_of(self.office)} ในปีงบประมาณ พ.ศ. {self.ours(over)} "
                f"โดยระบุชื่อโครงการ รายละเอียด งบประมาณ สถานที่ และเดือนที่ดำเนินการ ตามแบบที่ส่งมาด้วย และส่งให้{self.office.name} "
                f"ภายในวันที่ {self._by(source)}",
                f"จึงเรียนมาเพื่อโปรดพิจารณาให้ความอนุเคราะห์ {self.office.name}หวังเป็นอย่างยิ่งว่าจะได้รับความร่วมมือด้วยดี "
                "และขอขอบคุณมา ณ โอกาสนี้",
            ],
            signatory=signatory if signatory.name or signatory.post else Signatory(name="", post=words.executive),
        )

    def _reason(self) -> str:
        office, year = self.office, self.ours(self.on_record.plan.fiscal_year)
        grounds = [
            Ground(kind=row.kind, on=row.occurred_on, document=row.document, approver=row.approver)
            for row in triggers_of(self.session, self.on_record)
        ]
        happened = " และ".join(ground_told(ground, office, year) for ground in grounds)
        # MOI Regulation 2548 (no. 2, 2559) cl. 26 (1) and 27
        by_law = self.ours(f"{REGULATION} {AMENDED} ข้อ ๒๖ (๑) และข้อ ๒๗")
        return (
            f"ด้วย{office.name} {happened or 'จะ'}{' และ' if happened else ''}ต้องจัดทำ{self.plan} "
            f"ตาม{by_law} ซึ่งกำหนดให้{office.support_committee}รวบรวมแผนงาน โครงการพัฒนาของ"
            f"{WORDS[office.kind].self_reference} หน่วยราชการส่วนกลาง ส่วนภูมิภาค รัฐวิสาหกิจ และหน่วยงานอื่น ๆ "
            "ที่ต้องการดำเนินการในพื้นที่ แล้วจัดทำร่างแผนการดำเนินงาน"
        )

    def _by(self, source: ProjectSource) -> str:
        by = self.due.get(identity(source.id)) or self.by
        return self.ours(thai_date(by)) if by else BLANK
