BEGIN TRANSACTION;
CREATE TABLE agency (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	CONSTRAINT pk_agency PRIMARY KEY (id), 
	CONSTRAINT fk_agency_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_agency_organization_id_name UNIQUE (organization_id, name)
);
INSERT INTO "agency" VALUES('2026-11-23 01:47:26.628538',1,1,'องค์การบริหารส่วนจังหวัดตัวอย่าง');
INSERT INTO "agency" VALUES('2026-11-23 01:47:26.628673',2,1,'แขวงทางหลวงชนบทตัวอย่าง');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE announcement (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	edition_id INTEGER NOT NULL, 
	announced_on DATE NOT NULL, 
	signatory_id INTEGER NOT NULL, 
	signatory_name VARCHAR NOT NULL, 
	acting_for VARCHAR, 
	CONSTRAINT pk_announcement PRIMARY KEY (id), 
	CONSTRAINT fk_announcement_edition_id_edition FOREIGN KEY(edition_id) REFERENCES edition (id), 
	CONSTRAINT fk_announcement_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_announcement_signatory_id_officer FOREIGN KEY(signatory_id) REFERENCES officer (id), 
	CONSTRAINT uq_announcement_edition_id UNIQUE (edition_id)
);
INSERT INTO "announcement" VALUES('2026-11-23 01:47:27.777917',1,1,1,'2025-10-17',3,'ผู้ดำรงตำแหน่งนายกเทศมนตรีตำบลตัวอย่าง',NULL);
CREATE TABLE approach (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	strategy_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	CONSTRAINT pk_approach PRIMARY KEY (id), 
	CONSTRAINT fk_approach_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_approach_strategy_id_strategy FOREIGN KEY(strategy_id) REFERENCES strategy (id), 
	CONSTRAINT uq_approach_strategy_id_name UNIQUE (strategy_id, name), 
	CONSTRAINT uq_approach_strategy_id_number UNIQUE (strategy_id, number)
);
INSERT INTO "approach" VALUES('2026-11-23 01:47:27.489982',1,1,1,1,'แนวทางก่อสร้างและบำรุงรักษา');
CREATE TABLE assignment (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	officer_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	from_on DATE NOT NULL, 
	until_on DATE, 
	acting BOOLEAN NOT NULL, 
	authority VARCHAR NOT NULL, 
	CONSTRAINT pk_assignment PRIMARY KEY (id), 
	CONSTRAINT ck_assignment_until_after_from CHECK (until_on IS NULL OR until_on >= from_on), 
	CONSTRAINT fk_assignment_officer_id_officer FOREIGN KEY(officer_id) REFERENCES officer (id), 
	CONSTRAINT fk_assignment_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_assignment_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_assignment_officer_id_person_id_from_on UNIQUE (officer_id, person_id, from_on)
);
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.646249',1,1,1,1,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.652490',2,1,2,2,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.654778',3,1,3,3,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.656582',4,1,4,4,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.658296',5,1,5,5,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.660009',6,1,6,6,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.661619',7,1,7,7,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.663338',8,1,8,8,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.665020',9,1,9,9,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.666802',10,1,10,10,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.668453',11,1,11,11,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.670122',12,1,12,12,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.676544',13,1,13,13,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.680190',14,1,14,14,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.681980',15,1,15,15,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.687152',16,1,16,16,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.688986',17,1,17,17,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.699052',18,1,18,18,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.701194',19,1,19,19,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.707483',20,1,20,20,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.709314',21,1,21,21,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.715624',22,1,22,22,'2025-01-01',NULL,0,'');
INSERT INTO "assignment" VALUES('2026-11-23 01:47:26.717499',23,1,23,23,'2025-01-01',NULL,0,'');
CREATE TABLE audit_entry (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	act VARCHAR(60) NOT NULL, 
	via VARCHAR(40) NOT NULL, 
	officer_id INTEGER, 
	person_id INTEGER, 
	as_of DATETIME NOT NULL, 
	body VARCHAR NOT NULL, 
	previous_hash VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit_entry PRIMARY KEY (id), 
	CONSTRAINT fk_audit_entry_officer_id_officer FOREIGN KEY(officer_id) REFERENCES officer (id), 
	CONSTRAINT fk_audit_entry_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_audit_entry_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_audit_entry_organization_id_seq UNIQUE (organization_id, seq), 
	CONSTRAINT ck_audit_entry_via CHECK (via IN ('portal', 'command_line', 'prefect', 'system'))
);
INSERT INTO "audit_entry" VALUES('2026-11-23 01:47:27.266114',1,1,1,'establish_organization','command_line',NULL,NULL,'2025-09-26 01:00:00.000000','{"act":"establish_organization","as_administrator":false,"as_of":"2025-09-26T01:00:00+00:00","facts":{"agencies":["องค์การบริหารส่วนจังหวัดตัวอย่าง","แขวงทางหลวงชนบทตัวอย่าง"],"code":"sample-municipality","district":"อำเภอตัวอย่าง","divisions":["สำนักปลัดเทศบาล","กองคลัง","กองช่าง","กองการศึกษา","กองสาธารณสุขและสิ่งแวดล้อม","กองสวัสดิการสังคม","กองยุทธศาสตร์และงบประมาณ"],"in_office_from":"2025-01-01","kind":"subdistrict_municipality","name":"เทศบาลตำบลตัวอย่าง","posts":[{"agency":null,"division":null,"roles":["administrator"],"title":"ผู้ดูแลระบบ"},{"agency":null,"division":"กองยุทธศาสตร์และงบประมาณ","roles":["plan_analyst"],"title":"นักวิเคราะห์นโยบายและแผนชำนาญการ"},{"agency":null,"division":null,"roles":["executive"],"title":"นายกเทศมนตรีตำบลตัวอย่าง"},{"agency":null,"division":null,"roles":["clerk"],"title":"ปลัดเทศบาลตำบลตัวอย่าง"},{"agency":null,"division":null,"roles":["auditor"],"title":"ผู้ตรวจสอบภายใน"},{"agency":null,"division":"สำนักปลัดเทศบาล","roles":["division_head"],"title":"หัวหน้าสำนักปลัดเทศบาล"},{"agency":null,"division":"สำนักปลัดเทศบาล","roles":["officer"],"title":"ผู้รายงานความก้าวหน้า สำนักปลัดเทศบาล"},{"agency":null,"division":"กองคลัง","roles":["division_head"],"title":"ผู้อำนวยการกองคลัง"},{"agency":null,"division":"กองคลัง","roles":["officer"],"title":"ผู้รายงานความก้าวหน้า กองคลัง"},{"agency":null,"division":"กองช่าง","roles":["division_head"],"title":"ผู้อำนวยการกองช่าง"},{"agency":null,"division":"กองช่าง","roles":["officer"],"title":"ผู้รายงานความก้าวหน้า กองช่าง"},{"agency":null,"division":"กองการศึกษา","roles":["division_head"],"title":"ผู้อำนวยการกองการศึกษา"},{"agency":null,"division":"กองการศึกษา","roles":["officer"],"title":"ผู้รายงานความก้าวหน้า กองการศึกษา"},{"agency":null,"division":"กองสาธารณสุขและสิ่งแวดล้อม","roles":["division_head"],"title":"ผู้อำนวยการกองสาธารณสุขและสิ่งแวดล้อม"},{"agency":null,"division":"กองสาธารณสุขและสิ่งแวดล้อม","roles":["officer"],"title":"ผู้รายงานความก้าวหน้า กองสาธารณสุขและสิ่งแวดล้อม"},{"agency":null,"division":"กองสวัสดิการสังคม","roles":["division_head"],"title":"ผู้อำนวยการกองสวัสดิการสังคม"},{"agency":null,"division":"กองสวัสดิการสังคม","roles":["officer"],"title":"ผู้รายงานความก้าวหน้า กองสวัสดิการสังคม"},{"agency":null,"division":"กองยุทธศาสตร์และงบประมาณ","roles":["division_head"],"title":"ผู้อำนวยการกองยุทธศาสตร์และงบประมาณ"},{"agency":null,"division":"กองยุทธศาสตร์และงบประมาณ","roles":["officer"],"title":"ผู้รายงานความก้าวหน้า กองยุทธศาสตร์และงบประมาณ"},{"agency":"องค์การบริหารส่วนจังหวัดตัวอย่าง","division":null,"roles":["officer"],"title":"ผู้ประสานงาน องค์การบริหารส่วนจังหวัดตัวอย่าง"},{"agency":"องค์การบริหารส่วนจังหวัดตัวอย่าง","division":null,"roles":["agency_contact"],"title":"ผู้แทน องค์การบริหารส่วนจังหวัดตัวอย่าง"},{"agency":"แขวงทางหลวงชนบทตัวอย่าง","division":null,"roles":["officer"],"title":"ผู้ประสานงาน แขวงทางหลวงชนบทตัวอย่าง"},{"agency":"แขวงทางหลวงชนบทตัวอย่าง","division":null,"roles":["agency_contact"],"title":"ผู้แทน แขวงทางหลวงชนบทตัวอย่าง"}],"province":"จังหวัดตัวอย่าง","settings":{"link_days":14,"lock_after_days":15,"quarter_due":[{"day":15,"month":1},{"day":20,"month":4},{"day":15,"month":7},{"day":15,"month":10}],"retry_hours":24,"send_at":"08:30:00"}},"officer_id":null,"organization_id":1,"person_id":null,"seq":1,"via":"command_line"}','0000000000000000000000000000000000000000000000000000000000000000','7b7a1f19f838773b7c5a5d63646690e3e532948669be6f103ce02004b2188cc7');
INSERT INTO "audit_entry" VALUES('2026-11-23 01:47:27.406837',2,1,2,'open_plan','command_line',2,2,'2025-09-26 03:00:00.000000','{"act":"open_plan","as_administrator":false,"as_of":"2025-09-26T03:00:00+00:00","facts":{"budget_promulgated_on":"2025-09-26","document":"","fiscal_year":2569,"uses_approaches":true},"officer_id":2,"organization_id":1,"person_id":2,"seq":2,"via":"command_line"}','7b7a1f19f838773b7c5a5d63646690e3e532948669be6f103ce02004b2188cc7','c5b5e079a7ba5b9e45facd5e8ea2a197c1df9c1d69fe73141d7d63e7f8a84475');
INSERT INTO "audit_entry" VALUES('2026-11-23 01:47:27.522988',3,1,3,'import_projects','command_line',2,2,'2025-10-03 03:00:00.000000','{"act":"import_projects","as_administrator":false,"as_of":"2025-10-03T03:00:00+00:00","facts":{"equipment":1,"file_name":"plan.xlsx","file_sha256":"0000000000000000000000000000000000000000000000000000000000000000","fiscal_year":2569,"projects":3},"officer_id":2,"organization_id":1,"person_id":2,"seq":3,"via":"command_line"}','c5b5e079a7ba5b9e45facd5e8ea2a197c1df9c1d69fe73141d7d63e7f8a84475','4798d9faf00bb109832f5b24d3cbf993d27367ef83cbf77b3e30b2aaddf8b76b');
INSERT INTO "audit_entry" VALUES('2026-11-23 01:47:27.554717',4,1,4,'extend_completion','command_line',3,3,'2025-10-06 03:00:00.000000','{"act":"extend_completion","as_administrator":false,"as_of":"2025-10-06T03:00:00+00:00","facts":{"dated_on":"2025-10-06","days":15,"fiscal_year":2569,"number":"","paper":"order"},"officer_id":3,"organization_id":1,"person_id":3,"seq":4,"via":"command_line"}','4798d9faf00bb109832f5b24d3cbf993d27367ef83cbf77b3e30b2aaddf8b76b','8297f9c5a31a501cdfc2b8dae404d9c87b2a223b614dd519bc8b03b5bee1fad5');
INSERT INTO "audit_entry" VALUES('2026-11-23 01:47:27.592688',5,1,5,'compile_draft','command_line',2,2,'2025-10-07 03:00:00.000000','{"act":"compile_draft","as_administrator":false,"as_of":"2025-10-07T03:00:00+00:00","facts":{"compiled_on":null,"draft_number":1,"fiscal_year":2569},"officer_id":2,"organization_id":1,"person_id":2,"seq":5,"via":"command_line"}','8297f9c5a31a501cdfc2b8dae404d9c87b2a223b614dd519bc8b03b5bee1fad5','9fdb548bee684d27512e277901f0ec8f7d39d7a380ed1b04ab656d9c883b544a');
INSERT INTO "audit_entry" VALUES('2026-11-23 01:47:27.614531',6,1,6,'submit_draft','command_line',2,2,'2025-10-08 03:00:00.000000','{"act":"submit_draft","as_administrator":false,"as_of":"2025-10-08T03:00:00+00:00","facts":{"draft_number":1,"fiscal_year":2569,"submitted_on":"2025-10-08"},"officer_id":2,"organization_id":1,"person_id":2,"seq":6,"via":"command_line"}','9fdb548bee684d27512e277901f0ec8f7d39d7a380ed1b04ab656d9c883b544a','d34af9527df78f2842da07369f0fac511ee392840c3afe03dcef68e56245d41e');
INSERT INTO "audit_entry" VALUES('2026-11-23 01:47:27.654660',7,1,7,'record_resolution','command_line',2,2,'2025-10-10 03:00:00.000000','{"act":"record_resolution","as_administrator":false,"as_of":"2025-10-10T03:00:00+00:00","facts":{"considered_on":"2025-10-10","fiscal_year":2569,"number":"1/2568","outcome":"return","project_remarks":[],"remarks":"แก้ไข"},"officer_id":2,"organization_id":1,"person_id":2,"seq":7,"via":"command_line"}','d34af9527df78f2842da07369f0fac511ee392840c3afe03dcef68e56245d41e','0380090fb950b24085ce80443bd6cc272e4634d942427a6ff954bfeeacf0d8df');
INSERT INTO "audit_entry" VALUES('2026-11-23 01:47:27.681664',8,1,8,'compile_draft','command_line',2,2,'2025-10-11 03:00:00.000000','{"act":"compile_draft","as_administrator":false,"as_of":"2025-10-11T03:00:00+00:00","facts":{"compiled_on":null,"draft_number":2,"fiscal_year":2569},"officer_id":2,"organization_id":1,"person_id":2,"seq":8,"via":"command_line"}','0380090fb950b24085ce80443bd6cc272e4634d942427a6ff954bfeeacf0d8df','ed29e0231b954ec9ec0b6bbe89343ab9c574d2aee1c5890d49ad5456b7befd07');
INSERT INTO "audit_entry" VALUES('2026-11-23 01:47:27.706213',9,1,9,'submit_draft','command_line',2,2,'2025-10-12 03:00:00.000000','{"act":"submit_draft","as_administrator":false,"as_of":"2025-10-12T03:00:00+00:00","facts":{"draft_number":2,"fiscal_year":2569,"submitted_on":"2025-10-12"},"officer_id":2,"organization_id":1,"person_id":2,"seq":9,"via":"command_line"}','ed29e0231b954ec9ec0b6bbe89343ab9c574d2aee1c5890d49ad5456b7befd07','4dfab60d0ca7487b6b444c65e6d1877ce08a1d947de30c8ec7199e57180af3f0');
INSERT INTO "audit_entry" VALUES('2026-11-23 01:47:27.736237',10,1,10,'record_resolution','command_line',2,2,'2025-10-13 03:00:00.000000','{"act":"record_resolution","as_administrator":false,"as_of":"2025-10-13T03:00:00+00:00","facts":{"considered_on":"2025-10-13","fiscal_year":2569,"number":"1/2568","outcome":"approve","project_remarks":[],"remarks":""},"officer_id":2,"organization_id":1,"person_id":2,"seq":10,"via":"command_line"}','4dfab60d0ca7487b6b444c65e6d1877ce08a1d947de30c8ec7199e57180af3f0','981b245c80ba8f8036ff5bdbc6ac62ca59703728b463d22820f3d08e11e929c0');
INSERT INTO "audit_entry" VALUES('2026-11-23 01:47:27.802770',11,1,11,'announce_plan','command_line',3,3,'2025-10-17 03:00:00.000000','{"act":"announce_plan","as_administrator":false,"as_of":"2025-10-17T03:00:00+00:00","facts":{"acting_for":null,"announced_on":"2025-10-17","fiscal_year":2569,"resolution_id":2,"signatory":"นายกเทศมนตรีตำบลตัวอย่าง"},"officer_id":3,"organization_id":1,"person_id":3,"seq":11,"via":"command_line"}','981b245c80ba8f8036ff5bdbc6ac62ca59703728b463d22820f3d08e11e929c0','fa222434c4c6faa5dcd8df57ef5e601a5fb3391990375b2d78fbe6ff6e992a9c');
INSERT INTO "audit_entry" VALUES('2026-11-23 01:47:27.909500',12,1,12,'post_plan','command_line',2,2,'2025-10-24 03:00:00.000000','{"act":"post_plan","as_administrator":false,"as_of":"2025-10-24T03:00:00+00:00","facts":{"evidence":"","fiscal_year":2569,"place":"website","posted_on":"2025-10-24"},"officer_id":2,"organization_id":1,"person_id":2,"seq":12,"via":"command_line"}','fa222434c4c6faa5dcd8df57ef5e601a5fb3391990375b2d78fbe6ff6e992a9c','0cab761bd595aa94707fd40e3356c5ddb72b2369dd3cb2ab2fd344dc6df97be5');
INSERT INTO "audit_entry" VALUES('2026-11-23 01:47:27.955365',13,1,13,'open_quarter','system',NULL,NULL,'2025-12-31 17:10:00.000000','{"act":"open_quarter","as_administrator":false,"as_of":"2025-12-31T17:10:00+00:00","facts":{"fiscal_year":2569,"quarter":1},"officer_id":null,"organization_id":1,"person_id":null,"seq":13,"via":"system"}','0cab761bd595aa94707fd40e3356c5ddb72b2369dd3cb2ab2fd344dc6df97be5','c5402d62352236db0e78d7b324d265a7af605458fd1514ad366d34bea0a2d676');
INSERT INTO "audit_entry" VALUES('2026-11-23 01:47:28.015783',14,1,14,'submit_reports','portal',11,11,'2026-01-14 16:30:00.000000','{"act":"submit_reports","as_administrator":false,"as_of":"2026-01-14T16:30:00+00:00","facts":{"fiscal_year":2569,"kind":"nothing","officer_id":11,"quarter":1,"reports":[],"revision":1},"officer_id":11,"organization_id":1,"person_id":11,"seq":14,"via":"portal"}','c5402d62352236db0e78d7b324d265a7af605458fd1514ad366d34bea0a2d676','f2e447741815aafc5d2c2571a19d62be5081cb3be7075895ddeec87eafee22c0');
CREATE TABLE audit_head (
	recorded_at DATETIME NOT NULL, 
	organization_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit_head PRIMARY KEY (organization_id), 
	CONSTRAINT ck_audit_head_seq_not_negative CHECK (seq >= 0), 
	CONSTRAINT fk_audit_head_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
INSERT INTO "audit_head" VALUES('2026-11-23 01:47:27.264512',1,14,'f2e447741815aafc5d2c2571a19d62be5081cb3be7075895ddeec87eafee22c0');
CREATE TABLE committee (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	title VARCHAR NOT NULL, 
	CONSTRAINT pk_committee PRIMARY KEY (id), 
	CONSTRAINT fk_committee_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_committee_organization_id_kind UNIQUE (organization_id, kind), 
	CONSTRAINT ck_committee_kind CHECK (kind IN ('support', 'development', 'evaluation'))
);
INSERT INTO "committee" VALUES('2026-11-23 01:47:26.628805',1,1,'support','คณะกรรมการสนับสนุนการจัดทำแผนพัฒนาเทศบาล');
INSERT INTO "committee" VALUES('2026-11-23 01:47:26.628979',2,1,'development','คณะกรรมการพัฒนาเทศบาล');
INSERT INTO "committee" VALUES('2026-11-23 01:47:26.629106',3,1,'evaluation','คณะกรรมการติดตามและประเมินผลแผนพัฒนาท้องถิ่น');
CREATE TABLE division (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	CONSTRAINT pk_division PRIMARY KEY (id), 
	CONSTRAINT fk_division_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_division_organization_id_name UNIQUE (organization_id, name)
);
INSERT INTO "division" VALUES('2026-11-23 01:47:26.627479',1,1,1,'สำนักปลัดเทศบาล');
INSERT INTO "division" VALUES('2026-11-23 01:47:26.627712',2,1,2,'กองคลัง');
INSERT INTO "division" VALUES('2026-11-23 01:47:26.627833',3,1,3,'กองช่าง');
INSERT INTO "division" VALUES('2026-11-23 01:47:26.628067',4,1,4,'กองการศึกษา');
INSERT INTO "division" VALUES('2026-11-23 01:47:26.628224',5,1,5,'กองสาธารณสุขและสิ่งแวดล้อม');
INSERT INTO "division" VALUES('2026-11-23 01:47:26.628330',6,1,6,'กองสวัสดิการสังคม');
INSERT INTO "division" VALUES('2026-11-23 01:47:26.628422',7,1,7,'กองยุทธศาสตร์และงบประมาณ');
CREATE TABLE due_day_change (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	obligation_id INTEGER NOT NULL, 
	from_due_on DATE NOT NULL, 
	to_due_on DATE NOT NULL, 
	days INTEGER NOT NULL, 
	paper VARCHAR(40) NOT NULL, 
	number VARCHAR NOT NULL, 
	dated_on DATE NOT NULL, 
	withdrew_late BOOLEAN NOT NULL, 
	as_of DATETIME NOT NULL, 
	CONSTRAINT pk_due_day_change PRIMARY KEY (id), 
	CONSTRAINT ck_due_day_change_forward CHECK (days > 0), 
	CONSTRAINT fk_due_day_change_obligation_id_obligation FOREIGN KEY(obligation_id) REFERENCES obligation (id), 
	CONSTRAINT fk_due_day_change_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT ck_due_day_change_paper CHECK (paper IN ('announcement', 'order', 'memo'))
);
INSERT INTO "due_day_change" VALUES('2026-11-23 01:47:27.550026',1,1,1,'2025-10-26','2025-11-10',15,'order','','2025-10-06',1,'2025-10-06 03:00:00.000000');
CREATE TABLE edition (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	plan_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	number INTEGER NOT NULL, 
	opened_on DATE NOT NULL, 
	uses_approaches BOOLEAN NOT NULL, 
	draft_number INTEGER NOT NULL, 
	compiled_on DATE, 
	submitted_on DATE, 
	approved_on DATE, 
	announced_on DATE, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_edition PRIMARY KEY (id), 
	CONSTRAINT ck_edition_announced_after_approved CHECK (announced_on IS NULL OR announced_on >= approved_on), 
	CONSTRAINT ck_edition_approved_before_announced CHECK (announced_on IS NULL OR approved_on IS NOT NULL), 
	CONSTRAINT ck_edition_approved_after_submitted CHECK (approved_on IS NULL OR approved_on >= submitted_on), 
	CONSTRAINT ck_edition_submitted_before_approved CHECK (approved_on IS NULL OR submitted_on IS NOT NULL), 
	CONSTRAINT ck_edition_compiled_before_submitted CHECK (submitted_on IS NULL OR compiled_on IS NOT NULL), 
	CONSTRAINT fk_edition_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_edition_plan_id_operation_plan FOREIGN KEY(plan_id) REFERENCES operation_plan (id), 
	CONSTRAINT uq_edition_plan_id_kind_number UNIQUE (plan_id, kind, number), 
	CONSTRAINT ck_edition_kind CHECK (kind IN ('base', 'addition', 'amendment'))
);
INSERT INTO "edition" VALUES('2026-11-23 01:47:27.368417',1,1,1,'base',0,'2025-09-26',1,2,'2025-10-11','2025-10-12','2025-10-13','2025-10-17',8);
CREATE TABLE entry_division (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	entry_id INTEGER NOT NULL, 
	division_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_entry_division PRIMARY KEY (id), 
	CONSTRAINT fk_entry_division_division_id_division FOREIGN KEY(division_id) REFERENCES division (id), 
	CONSTRAINT fk_entry_division_entry_id_project_entry FOREIGN KEY(entry_id) REFERENCES project_entry (id), 
	CONSTRAINT fk_entry_division_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_entry_division_entry_id_division_id UNIQUE (entry_id, division_id), 
	CONSTRAINT uq_entry_division_entry_id_position UNIQUE (entry_id, position)
);
INSERT INTO "entry_division" VALUES('2026-11-23 01:47:27.502675',1,1,1,3,0);
INSERT INTO "entry_division" VALUES('2026-11-23 01:47:27.511380',2,1,2,2,0);
CREATE TABLE equipment_item (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	edition_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	category VARCHAR(40) NOT NULL, 
	name VARCHAR NOT NULL, 
	detail VARCHAR NOT NULL, 
	place VARCHAR NOT NULL, 
	months INTEGER NOT NULL, 
	division_id INTEGER NOT NULL, 
	CONSTRAINT pk_equipment_item PRIMARY KEY (id), 
	CONSTRAINT ck_equipment_item_twelve_months CHECK (months BETWEEN 0 AND 4095), 
	CONSTRAINT fk_equipment_item_division_id_division FOREIGN KEY(division_id) REFERENCES division (id), 
	CONSTRAINT fk_equipment_item_edition_id_edition FOREIGN KEY(edition_id) REFERENCES edition (id), 
	CONSTRAINT fk_equipment_item_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_equipment_item_edition_id_number UNIQUE (edition_id, number), 
	CONSTRAINT ck_equipment_item_category CHECK (category IN ('office', 'education', 'vehicles', 'agriculture', 'construction', 'household', 'electrical_and_radio', 'advertising', 'science_or_medicine', 'factory', 'sport', 'survey', 'computer', 'other'))
);
INSERT INTO "equipment_item" VALUES('2026-11-23 01:47:27.513087',1,1,1,1,'computer','เครื่องคอมพิวเตอร์','','',1,2);
CREATE TABLE event (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	kind VARCHAR(60) NOT NULL, 
	subject_kind VARCHAR(40) NOT NULL, 
	subject_id INTEGER NOT NULL, 
	payload JSON NOT NULL, 
	as_of DATETIME NOT NULL, 
	CONSTRAINT pk_event PRIMARY KEY (id), 
	CONSTRAINT fk_event_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id)
);
INSERT INTO "event" VALUES('2026-11-23 01:47:27.407179',1,1,'plan_opened','edition',1,'{}','2025-09-26 03:00:00.000000');
INSERT INTO "event" VALUES('2026-11-23 01:47:27.523115',2,1,'projects_imported','edition',1,'{"digest": "910786d95fce10c6cd5b4a7f8d7a4c2a3e9dcc9354f60661d11679aefc213901"}','2025-10-03 03:00:00.000000');
INSERT INTO "event" VALUES('2026-11-23 01:47:27.554960',3,1,'completion_extended','obligation',1,'{"from_due_on": "2025-10-26", "due_on": "2025-11-10"}','2025-10-06 03:00:00.000000');
INSERT INTO "event" VALUES('2026-11-23 01:47:27.592972',4,1,'draft_compiled','edition',1,'{"draft_number": 1, "compiled_on": "2025-10-07"}','2025-10-07 03:00:00.000000');
INSERT INTO "event" VALUES('2026-11-23 01:47:27.614897',5,1,'draft_submitted','edition',1,'{"submitted_on": "2025-10-08"}','2025-10-08 03:00:00.000000');
INSERT INTO "event" VALUES('2026-11-23 01:47:27.654976',6,1,'draft_returned','resolution',1,'{"draft_number": 1, "fiscal_year": 2569}','2025-10-10 03:00:00.000000');
INSERT INTO "event" VALUES('2026-11-23 01:47:27.681873',7,1,'draft_compiled','edition',1,'{"draft_number": 2, "compiled_on": "2025-10-11"}','2025-10-11 03:00:00.000000');
INSERT INTO "event" VALUES('2026-11-23 01:47:27.710652',8,1,'draft_submitted','edition',1,'{"submitted_on": "2025-10-12"}','2025-10-12 03:00:00.000000');
INSERT INTO "event" VALUES('2026-11-23 01:47:27.736415',9,1,'draft_approved','resolution',2,'{"draft_number": 2, "fiscal_year": 2569}','2025-10-13 03:00:00.000000');
INSERT INTO "event" VALUES('2026-11-23 01:47:27.802968',10,1,'plan_announced','announcement',1,'{"announced_on": "2025-10-17"}','2025-10-17 03:00:00.000000');
INSERT INTO "event" VALUES('2026-11-23 01:47:27.909734',11,1,'plan_posted','posting',1,'{"place": "website"}','2025-10-24 03:00:00.000000');
INSERT INTO "event" VALUES('2026-11-23 01:47:27.955577',12,1,'quarter_opened','quarter_round',1,'{}','2025-12-31 17:10:00.000000');
INSERT INTO "event" VALUES('2026-11-23 01:47:28.016041',13,1,'reports_submitted','submission',1,'{"late": false}','2026-01-14 16:30:00.000000');
CREATE TABLE funding_line (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	entry_id INTEGER, 
	equipment_id INTEGER, 
	source VARCHAR(40) NOT NULL, 
	fiscal_year INTEGER NOT NULL, 
	amount_satang INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	CONSTRAINT pk_funding_line PRIMARY KEY (id), 
	CONSTRAINT ck_funding_line_no_source_no_money CHECK (source <> 'none' OR amount_satang = 0), 
	CONSTRAINT ck_funding_line_one_subject CHECK ((entry_id IS NULL) <> (equipment_id IS NULL)), 
	CONSTRAINT ck_funding_line_amount_not_negative CHECK (amount_satang >= 0), 
	CONSTRAINT fk_funding_line_entry_id_project_entry FOREIGN KEY(entry_id) REFERENCES project_entry (id), 
	CONSTRAINT fk_funding_line_equipment_id_equipment_item FOREIGN KEY(equipment_id) REFERENCES equipment_item (id), 
	CONSTRAINT fk_funding_line_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT ck_funding_line_source CHECK (source IN ('annual_budget', 'supplementary_budget', 'accumulated_funds', 'earmarked_subsidy', 'other_organization_subsidy', 'non_budget', 'loan', 'none'))
);
INSERT INTO "funding_line" VALUES('2026-11-23 01:47:27.502871',1,1,1,NULL,'annual_budget',2569,10000000,'');
INSERT INTO "funding_line" VALUES('2026-11-23 01:47:27.511510',2,1,2,NULL,'annual_budget',2569,10000000,'');
INSERT INTO "funding_line" VALUES('2026-11-23 01:47:27.512963',3,1,3,NULL,'annual_budget',2569,10000000,'');
INSERT INTO "funding_line" VALUES('2026-11-23 01:47:27.519072',4,1,NULL,1,'annual_budget',2569,4800000,'');
CREATE TABLE holiday (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	on_day DATE NOT NULL, 
	region VARCHAR(40) NOT NULL, 
	name_th VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	standing VARCHAR(40) NOT NULL, 
	authority VARCHAR NOT NULL, 
	CONSTRAINT pk_holiday PRIMARY KEY (id), 
	CONSTRAINT uq_holiday_on_day_region UNIQUE (on_day, region), 
	CONSTRAINT ck_holiday_standing CHECK (standing IN ('forecast', 'confirmed'))
);
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.026266',227,'2025-01-01','','วันขึ้นปีใหม่','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.026345',228,'2025-02-12','','วันมาฆบูชา','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.030674',229,'2025-04-06','','วันพระบาทสมเด็จพระพุทธยอดฟ้าจุฬาโลกมหาราช และวันที่ระลึกมหาจักรีบรมราชวงศ์','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.030877',230,'2025-04-07','','ชดเชยวันพระบาทสมเด็จพระพุทธยอดฟ้าจุฬาโลกมหาราช และวันที่ระลึกมหาจักรีบรมราชวงศ์','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.030989',231,'2025-04-13','','วันสงกรานต์','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.031094',232,'2025-04-14','','วันสงกรานต์','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.031213',233,'2025-04-15','','วันสงกรานต์','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.031324',234,'2025-04-16','','ชดเชยวันสงกรานต์','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.031445',235,'2025-05-04','','วันฉัตรมงคล','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.031548',236,'2025-05-05','','ชดเชยวันฉัตรมงคล','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.031648',237,'2025-05-09','','วันพืชมงคล','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.031764',238,'2025-05-11','','วันวิสาขบูชา','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.031884',239,'2025-05-12','','ชดเชยวันวิสาขบูชา','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.031998',240,'2025-06-02','','วันหยุดพิเศษ (เพิ่มเติม)','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.032113',241,'2025-06-03','','วันเฉลิมพระชนมพรรษาสมเด็จพระนางเจ้าสุทิดา พัชรสุธาพิมลลักษณ พระบรมราชินี','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.032231',242,'2025-07-10','','วันอาสาฬหบูชา','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.032345',243,'2025-07-11','','วันเข้าพรรษา','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.032453',244,'2025-07-28','','วันเฉลิมพระชนมพรรษาพระบาทสมเด็จพระปรเมนทรรามาธิบดีศรีสินทรมหาวชิราลงกรณ พระวชิรเกล้าเจ้าอยู่หัว','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.032562',245,'2025-08-11','','วันหยุดพิเศษ (เพิ่มเติม)','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.032685',246,'2025-08-12','','วันเฉลิมพระชนมพรรษาสมเด็จพระบรมราชชนนีพันปีหลวง; วันแม่แห่งชาติ','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.032800',247,'2025-10-13','','วันนวมินทรมหาราช','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.032917',248,'2025-10-23','','วันปิยมหาราช','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.033034',249,'2025-12-05','','วันคล้ายวันเฉลิมพระชนมพรรษาพระบาทสมเด็จพระบรมชนกาธิเบศร มหาภูมิพลอดุลยเดชมหาราช บรมนาถบพิตร; วันชาติ; วันพ่อแห่งชาติ','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.033147',250,'2025-12-10','','วันรัฐธรรมนูญ','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.033264',251,'2025-12-31','','วันสิ้นปี','holidays package','confirmed','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.033382',252,'2026-01-01','','วันขึ้นปีใหม่','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.033495',253,'2026-01-02','','วันหยุดพิเศษ (เพิ่มเติม)','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.033610',254,'2026-03-03','','วันมาฆบูชา','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.033723',255,'2026-04-06','','วันพระบาทสมเด็จพระพุทธยอดฟ้าจุฬาโลกมหาราช และวันที่ระลึกมหาจักรีบรมราชวงศ์','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.033839',256,'2026-04-13','','วันสงกรานต์','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.033952',257,'2026-04-14','','วันสงกรานต์','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.038640',258,'2026-04-15','','วันสงกรานต์','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.038933',259,'2026-05-04','','วันฉัตรมงคล','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.039078',260,'2026-05-13','','วันพืชมงคล','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.039184',261,'2026-05-31','','วันวิสาขบูชา','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.039281',262,'2026-06-01','','ชดเชยวันวิสาขบูชา','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.039377',263,'2026-06-03','','วันเฉลิมพระชนมพรรษาสมเด็จพระนางเจ้าสุทิดา พัชรสุธาพิมลลักษณ พระบรมราชินี','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.039478',264,'2026-07-28','','วันเฉลิมพระชนมพรรษาพระบาทสมเด็จพระปรเมนทรรามาธิบดีศรีสินทรมหาวชิราลงกรณ พระวชิรเกล้าเจ้าอยู่หัว','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.039571',265,'2026-07-29','','วันอาสาฬหบูชา','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.039665',266,'2026-07-30','','วันเข้าพรรษา','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.039755',267,'2026-08-12','','วันเฉลิมพระชนมพรรษาสมเด็จพระบรมราชชนนีพันปีหลวง; วันแม่แห่งชาติ','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.039851',268,'2026-10-13','','วันนวมินทรมหาราช','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.039950',269,'2026-10-23','','วันปิยมหาราช','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.040046',270,'2026-12-05','','วันคล้ายวันเฉลิมพระชนมพรรษาพระบาทสมเด็จพระบรมชนกาธิเบศร มหาภูมิพลอดุลยเดชมหาราช บรมนาถบพิตร; วันชาติ; วันพ่อแห่งชาติ','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.040141',271,'2026-12-07','','ชดเชยวันคล้ายวันเฉลิมพระชนมพรรษาพระบาทสมเด็จพระบรมชนกาธิเบศร มหาภูมิพลอดุลยเดชมหาราช บรมนาถบพิตร; ชดเชยวันชาติ; ชดเชยวันพ่อแห่งชาติ','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.040233',272,'2026-12-10','','วันรัฐธรรมนูญ','holidays package','forecast','');
INSERT INTO "holiday" VALUES('2026-11-23 01:47:27.040329',273,'2026-12-31','','วันสิ้นปี','holidays package','forecast','');
CREATE TABLE installation (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	rehearsal BOOLEAN NOT NULL, 
	rehearsal_on DATE, 
	CONSTRAINT pk_installation PRIMARY KEY (id), 
	CONSTRAINT ck_installation_one_row CHECK (id = 1)
);
INSERT INTO "installation" VALUES('2026-11-23 01:47:26.615016',1,1,'2025-09-26');
CREATE TABLE message (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	channel VARCHAR(20) NOT NULL, 
	digest BOOLEAN NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	message_id VARCHAR(120) NOT NULL, 
	send_at DATETIME NOT NULL, 
	give_up_at DATETIME NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	attempts INTEGER NOT NULL, 
	claimed_at DATETIME, 
	sent_at DATETIME, 
	subject VARCHAR NOT NULL, 
	target VARCHAR(200) NOT NULL, 
	reason VARCHAR NOT NULL, 
	CONSTRAINT pk_message PRIMARY KEY (id), 
	CONSTRAINT fk_message_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_message_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_message_message_id UNIQUE (message_id), 
	CONSTRAINT ck_message_kind CHECK (kind IN ('request', 'opening', 'reminder', 'returned', 'escalation', 'sign_in', 'alarm')), 
	CONSTRAINT ck_message_state CHECK (state IN ('planned', 'claimed', 'sent', 'failed', 'given_up', 'withdrawn'))
);
CREATE TABLE notice (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	obligation_id INTEGER, 
	event_id INTEGER, 
	officer_id INTEGER NOT NULL, 
	person_id INTEGER, 
	rung VARCHAR(20) NOT NULL, 
	due_version INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	message_ref INTEGER, 
	state VARCHAR(40) NOT NULL, 
	reason VARCHAR NOT NULL, 
	CONSTRAINT pk_notice PRIMARY KEY (id), 
	CONSTRAINT ck_notice_one_cause CHECK ((obligation_id IS NULL) <> (event_id IS NULL)), 
	CONSTRAINT fk_notice_event_id_event FOREIGN KEY(event_id) REFERENCES event (id), 
	CONSTRAINT fk_notice_message_ref_message FOREIGN KEY(message_ref) REFERENCES message (id), 
	CONSTRAINT fk_notice_obligation_id_obligation FOREIGN KEY(obligation_id) REFERENCES obligation (id), 
	CONSTRAINT fk_notice_officer_id_officer FOREIGN KEY(officer_id) REFERENCES officer (id), 
	CONSTRAINT fk_notice_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_notice_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT ck_notice_kind CHECK (kind IN ('request', 'opening', 'reminder', 'returned', 'escalation', 'sign_in', 'alarm')), 
	CONSTRAINT ck_notice_state CHECK (state IN ('planned', 'sent', 'not_sent'))
);
INSERT INTO "notice" VALUES('2026-11-23 01:47:27.870599',1,1,NULL,1,7,7,'request',1,'request',NULL,'not_sent','superseded');
INSERT INTO "notice" VALUES('2026-11-23 01:47:27.870865',2,1,NULL,1,9,9,'request',1,'request',NULL,'not_sent','superseded');
INSERT INTO "notice" VALUES('2026-11-23 01:47:27.870986',3,1,NULL,1,11,11,'request',1,'request',NULL,'not_sent','superseded');
INSERT INTO "notice" VALUES('2026-11-23 01:47:27.871092',4,1,NULL,1,13,13,'request',1,'request',NULL,'not_sent','superseded');
INSERT INTO "notice" VALUES('2026-11-23 01:47:27.871199',5,1,NULL,1,15,15,'request',1,'request',NULL,'not_sent','superseded');
INSERT INTO "notice" VALUES('2026-11-23 01:47:27.871307',6,1,NULL,1,17,17,'request',1,'request',NULL,'not_sent','superseded');
INSERT INTO "notice" VALUES('2026-11-23 01:47:27.871577',7,1,NULL,1,19,19,'request',1,'request',NULL,'not_sent','superseded');
INSERT INTO "notice" VALUES('2026-11-23 01:47:27.871703',8,1,NULL,1,21,21,'request',1,'request',NULL,'not_sent','superseded');
INSERT INTO "notice" VALUES('2026-11-23 01:47:27.871808',9,1,NULL,1,23,23,'request',1,'request',NULL,'not_sent','superseded');
INSERT INTO "notice" VALUES('2026-11-23 01:47:27.871915',10,1,NULL,6,2,2,'returned',1,'returned',NULL,'not_sent','superseded');
CREATE TABLE obligation (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	rule VARCHAR(40) NOT NULL, 
	plan_id INTEGER NOT NULL, 
	subject_kind VARCHAR(40) NOT NULL, 
	subject_id INTEGER NOT NULL, 
	officer_id INTEGER NOT NULL, 
	started_on DATE NOT NULL, 
	opens_on DATE NOT NULL, 
	due_on DATE NOT NULL, 
	lock_on DATE, 
	due_version INTEGER NOT NULL, 
	in_rates BOOLEAN NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	ended_on DATE, 
	late BOOLEAN NOT NULL, extended_late_on DATE, 
	CONSTRAINT pk_obligation PRIMARY KEY (id), 
	CONSTRAINT ck_obligation_ended_or_open CHECK ((state = 'open') = (ended_on IS NULL)), 
	CONSTRAINT fk_obligation_officer_id_officer FOREIGN KEY(officer_id) REFERENCES officer (id), 
	CONSTRAINT fk_obligation_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_obligation_plan_id_operation_plan FOREIGN KEY(plan_id) REFERENCES operation_plan (id), 
	CONSTRAINT uq_obligation_organization_id_rule_subject_kind_subject_id_officer_id UNIQUE (organization_id, rule, subject_kind, subject_id, officer_id), 
	CONSTRAINT ck_obligation_rule CHECK (rule IN ('complete_plan', 'post_announcement', 'keep_posted', 'report_quarter')), 
	CONSTRAINT ck_obligation_state CHECK (state IN ('open', 'met', 'missed', 'withdrawn'))
);
INSERT INTO "obligation" VALUES('2026-11-23 01:47:27.375552',1,1,'complete_plan',1,'trigger',1,2,'2025-09-26','2025-09-26','2025-11-10',NULL,2,1,'met','2025-10-17',0,NULL);
INSERT INTO "obligation" VALUES('2026-11-23 01:47:27.796852',2,1,'post_announcement',1,'announcement',1,2,'2025-10-17','2025-10-17','2025-11-01',NULL,1,1,'met','2025-10-24',0,NULL);
INSERT INTO "obligation" VALUES('2026-11-23 01:47:27.908778',3,1,'keep_posted',1,'posting',1,2,'2025-10-24','2025-10-24','2025-11-23',NULL,1,1,'open',NULL,0,NULL);
INSERT INTO "obligation" VALUES('2026-11-23 01:47:27.950036',4,1,'report_quarter',1,'quarter_round',1,9,'2025-12-31','2026-01-01','2026-01-15','2026-01-30',1,1,'open',NULL,0,NULL);
INSERT INTO "obligation" VALUES('2026-11-23 01:47:27.950381',5,1,'report_quarter',1,'quarter_round',1,11,'2025-12-31','2026-01-01','2026-01-15','2026-01-30',1,1,'met','2026-01-14',0,NULL);
INSERT INTO "obligation" VALUES('2026-11-23 01:47:27.954930',6,1,'report_quarter',1,'quarter_round',1,20,'2025-12-31','2026-01-01','2026-01-15','2026-01-30',1,0,'open',NULL,0,NULL);
CREATE TABLE officer (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	division_id INTEGER, 
	agency_id INTEGER, 
	CONSTRAINT pk_officer PRIMARY KEY (id), 
	CONSTRAINT fk_officer_agency_id_agency FOREIGN KEY(agency_id) REFERENCES agency (id), 
	CONSTRAINT fk_officer_division_id_division FOREIGN KEY(division_id) REFERENCES division (id), 
	CONSTRAINT fk_officer_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_officer_organization_id_title UNIQUE (organization_id, title)
);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.641295',1,1,'ผู้ดูแลระบบ',NULL,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.646910',2,1,'นักวิเคราะห์นโยบายและแผนชำนาญการ',7,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.652861',3,1,'นายกเทศมนตรีตำบลตัวอย่าง',NULL,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.655088',4,1,'ปลัดเทศบาลตำบลตัวอย่าง',NULL,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.656904',5,1,'ผู้ตรวจสอบภายใน',NULL,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.658693',6,1,'หัวหน้าสำนักปลัดเทศบาล',1,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.660289',7,1,'ผู้รายงานความก้าวหน้า สำนักปลัดเทศบาล',1,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.661883',8,1,'ผู้อำนวยการกองคลัง',2,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.663616',9,1,'ผู้รายงานความก้าวหน้า กองคลัง',2,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.665298',10,1,'ผู้อำนวยการกองช่าง',3,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.667083',11,1,'ผู้รายงานความก้าวหน้า กองช่าง',3,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.668735',12,1,'ผู้อำนวยการกองการศึกษา',4,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.674533',13,1,'ผู้รายงานความก้าวหน้า กองการศึกษา',4,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.676904',14,1,'ผู้อำนวยการกองสาธารณสุขและสิ่งแวดล้อม',5,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.680495',15,1,'ผู้รายงานความก้าวหน้า กองสาธารณสุขและสิ่งแวดล้อม',5,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.682264',16,1,'ผู้อำนวยการกองสวัสดิการสังคม',6,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.687510',17,1,'ผู้รายงานความก้าวหน้า กองสวัสดิการสังคม',6,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.689266',18,1,'ผู้อำนวยการกองยุทธศาสตร์และงบประมาณ',7,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.699453',19,1,'ผู้รายงานความก้าวหน้า กองยุทธศาสตร์และงบประมาณ',7,NULL);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.701491',20,1,'ผู้ประสานงาน องค์การบริหารส่วนจังหวัดตัวอย่าง',NULL,1);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.707822',21,1,'ผู้แทน องค์การบริหารส่วนจังหวัดตัวอย่าง',NULL,1);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.709662',22,1,'ผู้ประสานงาน แขวงทางหลวงชนบทตัวอย่าง',NULL,2);
INSERT INTO "officer" VALUES('2026-11-23 01:47:26.715969',23,1,'ผู้แทน แขวงทางหลวงชนบทตัวอย่าง',NULL,2);
CREATE TABLE operation_plan (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	fiscal_year INTEGER NOT NULL, 
	CONSTRAINT pk_operation_plan PRIMARY KEY (id), 
	CONSTRAINT fk_operation_plan_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_operation_plan_organization_id_fiscal_year UNIQUE (organization_id, fiscal_year)
);
INSERT INTO "operation_plan" VALUES('2026-11-23 01:47:27.362061',1,1,2569);
CREATE TABLE organization (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	code VARCHAR(40) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	name VARCHAR NOT NULL, 
	district VARCHAR NOT NULL, 
	province VARCHAR NOT NULL, 
	settings JSON NOT NULL, 
	CONSTRAINT pk_organization PRIMARY KEY (id), 
	CONSTRAINT uq_organization_code UNIQUE (code), 
	CONSTRAINT ck_organization_kind CHECK (kind IN ('pao', 'city', 'town', 'subdistrict_municipality', 'sao'))
);
INSERT INTO "organization" VALUES('2026-11-23 01:47:26.624931',1,'sample-municipality','subdistrict_municipality','เทศบาลตำบลตัวอย่าง','อำเภอตัวอย่าง','จังหวัดตัวอย่าง','{"quarter_due": [{"month": 1, "day": 15}, {"month": 4, "day": 20}, {"month": 7, "day": 15}, {"month": 10, "day": 15}], "lock_after_days": 15, "send_at": "08:30:00", "retry_hours": 24, "link_days": 14}');
CREATE TABLE person (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	email VARCHAR, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT fk_person_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_person_organization_id_email UNIQUE (organization_id, email)
);
INSERT INTO "person" VALUES('2026-11-23 01:47:26.641522',1,1,'ผู้ดำรงตำแหน่งผู้ดูแลระบบ','admin@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.647043',2,1,'ผู้ดำรงตำแหน่งนักวิเคราะห์นโยบายและแผนชำนาญการ','plan.analyst@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.652982',3,1,'ผู้ดำรงตำแหน่งนายกเทศมนตรีตำบลตัวอย่าง','executive@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.655201',4,1,'ผู้ดำรงตำแหน่งปลัดเทศบาลตำบลตัวอย่าง','clerk@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.657023',5,1,'ผู้ดำรงตำแหน่งผู้ตรวจสอบภายใน','auditor@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.658800',6,1,'ผู้ดำรงตำแหน่งหัวหน้าสำนักปลัดเทศบาล','palad.head@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.660402',7,1,'ผู้ดำรงตำแหน่งผู้รายงานความก้าวหน้า สำนักปลัดเทศบาล','palad.officer@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.661992',8,1,'ผู้ดำรงตำแหน่งผู้อำนวยการกองคลัง','finance.head@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.663723',9,1,'ผู้ดำรงตำแหน่งผู้รายงานความก้าวหน้า กองคลัง','finance.officer@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.665404',10,1,'ผู้ดำรงตำแหน่งผู้อำนวยการกองช่าง','works.head@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.667191',11,1,'ผู้ดำรงตำแหน่งผู้รายงานความก้าวหน้า กองช่าง','works.officer@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.668840',12,1,'ผู้ดำรงตำแหน่งผู้อำนวยการกองการศึกษา','education.head@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.674806',13,1,'ผู้ดำรงตำแหน่งผู้รายงานความก้าวหน้า กองการศึกษา','education.officer@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.677016',14,1,'ผู้ดำรงตำแหน่งผู้อำนวยการกองสาธารณสุขและสิ่งแวดล้อม','health.head@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.680595',15,1,'ผู้ดำรงตำแหน่งผู้รายงานความก้าวหน้า กองสาธารณสุขและสิ่งแวดล้อม','health.officer@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.682364',16,1,'ผู้ดำรงตำแหน่งผู้อำนวยการกองสวัสดิการสังคม','welfare.head@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.687627',17,1,'ผู้ดำรงตำแหน่งผู้รายงานความก้าวหน้า กองสวัสดิการสังคม','welfare.officer@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.689371',18,1,'ผู้ดำรงตำแหน่งผู้อำนวยการกองยุทธศาสตร์และงบประมาณ','strategy.head@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.699567',19,1,'ผู้ดำรงตำแหน่งผู้รายงานความก้าวหน้า กองยุทธศาสตร์และงบประมาณ','strategy.officer@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.701602',20,1,'ผู้ดำรงตำแหน่งผู้ประสานงาน องค์การบริหารส่วนจังหวัดตัวอย่าง','pao.liaison@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.707943',21,1,'ผู้ดำรงตำแหน่งผู้แทน องค์การบริหารส่วนจังหวัดตัวอย่าง','pao.contact@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.709764',22,1,'ผู้ดำรงตำแหน่งผู้ประสานงาน แขวงทางหลวงชนบทตัวอย่าง','roads.liaison@municipality.example.go.th');
INSERT INTO "person" VALUES('2026-11-23 01:47:26.716084',23,1,'ผู้ดำรงตำแหน่งผู้แทน แขวงทางหลวงชนบทตัวอย่าง','roads.contact@municipality.example.go.th');
CREATE TABLE portal_session (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_portal_session PRIMARY KEY (id), 
	CONSTRAINT fk_portal_session_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_portal_session_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_portal_session_token_hash UNIQUE (token_hash)
);
CREATE TABLE posting (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	announcement_id INTEGER NOT NULL, 
	place VARCHAR(40) NOT NULL, 
	posted_on DATE NOT NULL, 
	evidence VARCHAR NOT NULL, 
	taken_down_on DATE, 
	CONSTRAINT pk_posting PRIMARY KEY (id), 
	CONSTRAINT ck_posting_down_after_up CHECK (taken_down_on IS NULL OR taken_down_on > posted_on), 
	CONSTRAINT fk_posting_announcement_id_announcement FOREIGN KEY(announcement_id) REFERENCES announcement (id), 
	CONSTRAINT fk_posting_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_posting_announcement_id_place UNIQUE (announcement_id, place), 
	CONSTRAINT ck_posting_place CHECK (place IN ('office_board', 'website', 'community_board'))
);
INSERT INTO "posting" VALUES('2026-11-23 01:47:27.900103',1,1,1,'website','2025-10-24','',NULL);
CREATE TABLE progress_report (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	submission_id INTEGER NOT NULL, 
	project_id INTEGER NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	percent INTEGER, 
	disbursed_satang INTEGER NOT NULL, 
	result VARCHAR NOT NULL, 
	obstacle VARCHAR NOT NULL, 
	CONSTRAINT pk_progress_report PRIMARY KEY (id), 
	CONSTRAINT ck_progress_report_completed_is_100 CHECK (status <> 'completed' OR percent IS NULL OR percent = 100), 
	CONSTRAINT ck_progress_report_disbursed_not_negative CHECK (disbursed_satang >= 0), 
	CONSTRAINT ck_progress_report_percent_in_range CHECK (percent IS NULL OR percent BETWEEN 0 AND 100), 
	CONSTRAINT fk_progress_report_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_progress_report_project_id_project FOREIGN KEY(project_id) REFERENCES project (id), 
	CONSTRAINT fk_progress_report_submission_id_submission FOREIGN KEY(submission_id) REFERENCES submission (id), 
	CONSTRAINT uq_progress_report_submission_id_project_id UNIQUE (submission_id, project_id), 
	CONSTRAINT ck_progress_report_status CHECK (status IN ('not_started', 'in_progress', 'completed', 'cancelled'))
);
INSERT INTO "progress_report" VALUES('2026-11-23 01:47:28.007320',1,1,1,1,'not_started',NULL,0,'','');
CREATE TABLE project (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	plan_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	agency_id INTEGER, 
	CONSTRAINT pk_project PRIMARY KEY (id), 
	CONSTRAINT fk_project_agency_id_agency FOREIGN KEY(agency_id) REFERENCES agency (id), 
	CONSTRAINT fk_project_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_project_plan_id_operation_plan FOREIGN KEY(plan_id) REFERENCES operation_plan (id), 
	CONSTRAINT uq_project_plan_id_number UNIQUE (plan_id, number)
);
INSERT INTO "project" VALUES('2026-11-23 01:47:27.495527',1,1,1,1,NULL);
INSERT INTO "project" VALUES('2026-11-23 01:47:27.503043',2,1,1,2,NULL);
INSERT INTO "project" VALUES('2026-11-23 01:47:27.511642',3,1,1,3,1);
CREATE TABLE project_entry (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	edition_id INTEGER NOT NULL, 
	project_id INTEGER NOT NULL, 
	action VARCHAR(40) NOT NULL, 
	merged_into_id INTEGER, 
	strategy_id INTEGER NOT NULL, 
	approach_id INTEGER, 
	programme VARCHAR(40) NOT NULL, 
	name VARCHAR NOT NULL, 
	detail VARCHAR NOT NULL, 
	place VARCHAR NOT NULL, 
	months INTEGER NOT NULL, 
	officer_id INTEGER, 
	source_id INTEGER, 
	learnt_from VARCHAR NOT NULL, 
	plan_reference VARCHAR NOT NULL, 
	budget_reference VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_project_entry PRIMARY KEY (id), 
	CONSTRAINT ck_project_entry_twelve_months CHECK (months BETWEEN 0 AND 4095), 
	CONSTRAINT fk_project_entry_approach_id_approach FOREIGN KEY(approach_id) REFERENCES approach (id), 
	CONSTRAINT fk_project_entry_edition_id_edition FOREIGN KEY(edition_id) REFERENCES edition (id), 
	CONSTRAINT fk_project_entry_merged_into_id_project FOREIGN KEY(merged_into_id) REFERENCES project (id), 
	CONSTRAINT fk_project_entry_officer_id_officer FOREIGN KEY(officer_id) REFERENCES officer (id), 
	CONSTRAINT fk_project_entry_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_project_entry_project_id_project FOREIGN KEY(project_id) REFERENCES project (id), 
	CONSTRAINT fk_project_entry_source_id_project_source FOREIGN KEY(source_id) REFERENCES project_source (id), 
	CONSTRAINT fk_project_entry_strategy_id_strategy FOREIGN KEY(strategy_id) REFERENCES strategy (id), 
	CONSTRAINT uq_project_entry_edition_id_project_id UNIQUE (edition_id, project_id), 
	CONSTRAINT ck_project_entry_action CHECK (action IN ('add', 'change', 'cancel', 'merge')), 
	CONSTRAINT ck_project_entry_programme CHECK (programme IN ('general_administration', 'internal_peace', 'education', 'public_health', 'social_welfare', 'housing_and_community', 'community_strength', 'religion_culture_recreation', 'industry_and_civil_works', 'agriculture', 'commerce', 'central_fund'))
);
INSERT INTO "project_entry" VALUES('2026-11-23 01:47:27.496609',1,1,1,1,'add',NULL,1,1,'industry_and_civil_works','โครงการหนึ่ง','รายละเอียด','หมู่ที่ ๑',6,11,3,'','หน้า ๑','หน้า ๒',1);
INSERT INTO "project_entry" VALUES('2026-11-23 01:47:27.506187',2,1,1,2,'add',NULL,1,1,'commerce','โครงการสอง','รายละเอียด','หมู่ที่ ๑',6,9,2,'','หน้า ๑','หน้า ๒',1);
INSERT INTO "project_entry" VALUES('2026-11-23 01:47:27.512369',3,1,1,3,'add',NULL,1,1,'industry_and_civil_works','โครงการของ อบจ.','รายละเอียด','หมู่ที่ ๑',6,20,8,'หนังสือ อบจ.ตัวอย่าง ที่ ๑/๒๕๖๘','หน้า ๑','หน้า ๒',1);
CREATE TABLE project_source (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	edition_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	title VARCHAR NOT NULL, 
	division_id INTEGER, 
	agency_id INTEGER, 
	asked_on DATE, 
	answered_on DATE, 
	looked_through_on DATE, 
	reference VARCHAR NOT NULL, 
	CONSTRAINT pk_project_source PRIMARY KEY (id), 
	CONSTRAINT ck_project_source_agency_named CHECK (kind <> 'agency_letter' OR agency_id IS NOT NULL), 
	CONSTRAINT ck_project_source_division_named CHECK (kind <> 'division' OR division_id IS NOT NULL), 
	CONSTRAINT fk_project_source_agency_id_agency FOREIGN KEY(agency_id) REFERENCES agency (id), 
	CONSTRAINT fk_project_source_division_id_division FOREIGN KEY(division_id) REFERENCES division (id), 
	CONSTRAINT fk_project_source_edition_id_edition FOREIGN KEY(edition_id) REFERENCES edition (id), 
	CONSTRAINT fk_project_source_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_project_source_edition_id_kind_title UNIQUE (edition_id, kind, title), 
	CONSTRAINT ck_project_source_kind CHECK (kind IN ('division', 'agency_letter', 'provincial_plan', 'district_plan'))
);
INSERT INTO "project_source" VALUES('2026-11-23 01:47:27.391728',1,1,1,'division','สำนักปลัดเทศบาล',1,NULL,'2025-09-26',NULL,NULL,'');
INSERT INTO "project_source" VALUES('2026-11-23 01:47:27.392070',2,1,1,'division','กองคลัง',2,NULL,'2025-09-26','2025-10-03',NULL,'');
INSERT INTO "project_source" VALUES('2026-11-23 01:47:27.392226',3,1,1,'division','กองช่าง',3,NULL,'2025-09-26','2025-10-03',NULL,'');
INSERT INTO "project_source" VALUES('2026-11-23 01:47:27.392359',4,1,1,'division','กองการศึกษา',4,NULL,'2025-09-26',NULL,NULL,'');
INSERT INTO "project_source" VALUES('2026-11-23 01:47:27.392503',5,1,1,'division','กองสาธารณสุขและสิ่งแวดล้อม',5,NULL,'2025-09-26',NULL,NULL,'');
INSERT INTO "project_source" VALUES('2026-11-23 01:47:27.392632',6,1,1,'division','กองสวัสดิการสังคม',6,NULL,'2025-09-26',NULL,NULL,'');
INSERT INTO "project_source" VALUES('2026-11-23 01:47:27.392755',7,1,1,'division','กองยุทธศาสตร์และงบประมาณ',7,NULL,'2025-09-26',NULL,NULL,'');
INSERT INTO "project_source" VALUES('2026-11-23 01:47:27.392882',8,1,1,'agency_letter','องค์การบริหารส่วนจังหวัดตัวอย่าง',NULL,1,'2025-09-26','2025-10-03',NULL,'');
INSERT INTO "project_source" VALUES('2026-11-23 01:47:27.393004',9,1,1,'agency_letter','แขวงทางหลวงชนบทตัวอย่าง',NULL,2,'2025-09-26',NULL,NULL,'');
INSERT INTO "project_source" VALUES('2026-11-23 01:47:27.393137',10,1,1,'provincial_plan','แผนพัฒนาจังหวัด',NULL,NULL,NULL,NULL,NULL,'');
INSERT INTO "project_source" VALUES('2026-11-23 01:47:27.393272',11,1,1,'district_plan','แผนพัฒนาอำเภอ',NULL,NULL,NULL,NULL,NULL,'');
CREATE TABLE quarter_round (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	plan_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	opens_on DATE NOT NULL, 
	due_on DATE NOT NULL, 
	lock_on DATE NOT NULL, 
	opened_on DATE NOT NULL, 
	closed_on DATE, 
	CONSTRAINT pk_quarter_round PRIMARY KEY (id), 
	CONSTRAINT ck_quarter_round_closed_after_lock CHECK (closed_on IS NULL OR closed_on > lock_on), 
	CONSTRAINT ck_quarter_round_four_quarters CHECK (number BETWEEN 1 AND 4), 
	CONSTRAINT ck_quarter_round_days_in_order CHECK (opens_on <= due_on AND due_on <= lock_on), 
	CONSTRAINT fk_quarter_round_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_quarter_round_plan_id_operation_plan FOREIGN KEY(plan_id) REFERENCES operation_plan (id), 
	CONSTRAINT uq_quarter_round_plan_id_number UNIQUE (plan_id, number)
);
INSERT INTO "quarter_round" VALUES('2026-11-23 01:47:27.933665',1,1,1,1,'2026-01-01','2026-01-15','2026-01-30','2026-01-01',NULL);
CREATE TABLE resolution (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	edition_id INTEGER NOT NULL, 
	committee_id INTEGER NOT NULL, 
	draft_number INTEGER NOT NULL, 
	submitted_on DATE NOT NULL, 
	considered_on DATE NOT NULL, 
	number VARCHAR NOT NULL, 
	outcome VARCHAR(40) NOT NULL, 
	remarks VARCHAR NOT NULL, 
	CONSTRAINT pk_resolution PRIMARY KEY (id), 
	CONSTRAINT ck_resolution_considered_after_submitted CHECK (considered_on >= submitted_on), 
	CONSTRAINT fk_resolution_committee_id_committee FOREIGN KEY(committee_id) REFERENCES committee (id), 
	CONSTRAINT fk_resolution_edition_id_edition FOREIGN KEY(edition_id) REFERENCES edition (id), 
	CONSTRAINT fk_resolution_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_resolution_edition_id_draft_number UNIQUE (edition_id, draft_number), 
	CONSTRAINT ck_resolution_outcome CHECK (outcome IN ('approve', 'return'))
);
INSERT INTO "resolution" VALUES('2026-11-23 01:47:27.647434',1,1,1,2,1,'2025-10-08','2025-10-10','1/2568','return','แก้ไข');
INSERT INTO "resolution" VALUES('2026-11-23 01:47:27.730258',2,1,1,2,2,'2025-10-12','2025-10-13','1/2568','approve','');
CREATE TABLE resolution_remark (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	resolution_id INTEGER NOT NULL, 
	project_id INTEGER NOT NULL, 
	remark VARCHAR NOT NULL, 
	CONSTRAINT pk_resolution_remark PRIMARY KEY (id), 
	CONSTRAINT fk_resolution_remark_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_resolution_remark_project_id_project FOREIGN KEY(project_id) REFERENCES project (id), 
	CONSTRAINT fk_resolution_remark_resolution_id_resolution FOREIGN KEY(resolution_id) REFERENCES resolution (id), 
	CONSTRAINT uq_resolution_remark_resolution_id_project_id UNIQUE (resolution_id, project_id)
);
CREATE TABLE role_grant (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	officer_id INTEGER NOT NULL, 
	role VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_role_grant PRIMARY KEY (id), 
	CONSTRAINT fk_role_grant_officer_id_officer FOREIGN KEY(officer_id) REFERENCES officer (id), 
	CONSTRAINT fk_role_grant_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_role_grant_officer_id_role UNIQUE (officer_id, role), 
	CONSTRAINT ck_role_grant_role CHECK (role IN ('administrator', 'plan_analyst', 'officer', 'division_head', 'finance_officer', 'clerk', 'executive', 'auditor', 'agency_contact'))
);
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.646711',1,1,1,'administrator');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.652719',2,1,2,'plan_analyst');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.654969',3,1,3,'executive');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.656778',4,1,4,'clerk');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.658558',5,1,5,'auditor');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.660168',6,1,6,'division_head');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.661768',7,1,7,'officer');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.663494',8,1,8,'division_head');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.665183',9,1,9,'officer');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.666965',10,1,10,'division_head');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.668615',11,1,11,'officer');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.670286',12,1,12,'division_head');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.676769',13,1,13,'officer');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.680378',14,1,14,'division_head');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.682143',15,1,15,'officer');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.687373',16,1,16,'division_head');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.689150',17,1,17,'officer');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.699307',18,1,18,'division_head');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.701367',19,1,19,'officer');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.707700',20,1,20,'officer');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.709541',21,1,21,'agency_contact');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.715838',22,1,22,'officer');
INSERT INTO "role_grant" VALUES('2026-11-23 01:47:26.717668',23,1,23,'agency_contact');
CREATE TABLE sign_in_link (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	message_ref INTEGER, 
	token_hash VARCHAR(64) NOT NULL, 
	target VARCHAR(200) NOT NULL, 
	expires_at DATETIME NOT NULL, 
	consumed_at DATETIME, 
	CONSTRAINT pk_sign_in_link PRIMARY KEY (id), 
	CONSTRAINT fk_sign_in_link_message_ref_message FOREIGN KEY(message_ref) REFERENCES message (id), 
	CONSTRAINT fk_sign_in_link_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_sign_in_link_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_sign_in_link_token_hash UNIQUE (token_hash)
);
CREATE TABLE stored_file (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	purpose VARCHAR(40) NOT NULL, 
	subject_kind VARCHAR(40) NOT NULL, 
	subject_id INTEGER NOT NULL, 
	facts_digest VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	media_type VARCHAR(100) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_stored_file PRIMARY KEY (id), 
	CONSTRAINT fk_stored_file_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_stored_file_organization_id_purpose_subject_kind_subject_id_facts_digest UNIQUE (organization_id, purpose, subject_kind, subject_id, facts_digest)
);
INSERT INTO "stored_file" VALUES('2026-11-23 01:47:27.522691',1,1,'imported_workbook','edition',1,'0000000000000000000000000000000000000000000000000000000000000000','plan.xlsx','application/vnd.openxmlformats-officedocument.spreadsheetml.sheet','0000000000000000000000000000000000000000000000000000000000000000',X'776F726B626F6F6B');
CREATE TABLE strategy (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	plan_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	CONSTRAINT pk_strategy PRIMARY KEY (id), 
	CONSTRAINT fk_strategy_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_strategy_plan_id_operation_plan FOREIGN KEY(plan_id) REFERENCES operation_plan (id), 
	CONSTRAINT uq_strategy_plan_id_name UNIQUE (plan_id, name), 
	CONSTRAINT uq_strategy_plan_id_number UNIQUE (plan_id, number)
);
INSERT INTO "strategy" VALUES('2026-11-23 01:47:27.488680',1,1,1,1,'ยุทธศาสตร์ด้านโครงสร้างพื้นฐาน');
CREATE TABLE submission (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	round_id INTEGER NOT NULL, 
	officer_id INTEGER NOT NULL, 
	edition_id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	submitted_at DATETIME NOT NULL, 
	signed_by_id INTEGER, 
	CONSTRAINT pk_submission PRIMARY KEY (id), 
	CONSTRAINT fk_submission_edition_id_edition FOREIGN KEY(edition_id) REFERENCES edition (id), 
	CONSTRAINT fk_submission_officer_id_officer FOREIGN KEY(officer_id) REFERENCES officer (id), 
	CONSTRAINT fk_submission_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_submission_round_id_quarter_round FOREIGN KEY(round_id) REFERENCES quarter_round (id), 
	CONSTRAINT fk_submission_signed_by_id_person FOREIGN KEY(signed_by_id) REFERENCES person (id), 
	CONSTRAINT uq_submission_round_id_officer_id_revision UNIQUE (round_id, officer_id, revision), 
	CONSTRAINT ck_submission_kind CHECK (kind IN ('report', 'nothing'))
);
INSERT INTO "submission" VALUES('2026-11-23 01:47:28.004771',1,1,1,11,1,1,'nothing','2026-01-14 16:30:00.000000',11);
CREATE TABLE "trigger" (
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	plan_id INTEGER NOT NULL, 
	edition_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	occurred_on DATE NOT NULL, 
	document VARCHAR NOT NULL, 
	CONSTRAINT pk_trigger PRIMARY KEY (id), 
	CONSTRAINT fk_trigger_edition_id_edition FOREIGN KEY(edition_id) REFERENCES edition (id), 
	CONSTRAINT fk_trigger_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_trigger_plan_id_operation_plan FOREIGN KEY(plan_id) REFERENCES operation_plan (id), 
	CONSTRAINT uq_trigger_edition_id_kind_occurred_on UNIQUE (edition_id, kind, occurred_on), 
	CONSTRAINT ck_trigger_kind CHECK (kind IN ('annual_budget', 'supplementary_budget', 'accumulated_funds', 'other_agency'))
);
INSERT INTO "trigger" VALUES('2026-11-23 01:47:27.371968',1,1,1,1,'annual_budget','2025-09-26','');
CREATE INDEX ix_event_kind_subject_kind_subject_id ON event (kind, subject_kind, subject_id);
CREATE INDEX ix_event_organization_id ON event (organization_id);
CREATE INDEX ix_stored_file_organization_id ON stored_file (organization_id);
CREATE INDEX ix_edition_organization_id ON edition (organization_id);
CREATE INDEX ix_message_organization_id ON message (organization_id);
CREATE INDEX ix_message_state_send_at ON message (state, send_at);
CREATE UNIQUE INDEX uq_message_digest ON message (person_id, day, channel) WHERE digest;
CREATE INDEX ix_officer_agency_id ON officer (agency_id);
CREATE INDEX ix_officer_division_id ON officer (division_id);
CREATE INDEX ix_portal_session_organization_id ON portal_session (organization_id);
CREATE INDEX ix_project_organization_id ON project (organization_id);
CREATE INDEX ix_quarter_round_organization_id ON quarter_round (organization_id);
CREATE INDEX ix_strategy_organization_id ON strategy (organization_id);
CREATE INDEX ix_announcement_organization_id ON announcement (organization_id);
CREATE INDEX ix_approach_organization_id ON approach (organization_id);
CREATE INDEX ix_assignment_organization_id ON assignment (organization_id);
CREATE INDEX ix_assignment_person_id ON assignment (person_id);
CREATE INDEX ix_equipment_item_organization_id ON equipment_item (organization_id);
CREATE INDEX ix_obligation_officer_id_state ON obligation (officer_id, state);
CREATE INDEX ix_obligation_organization_id ON obligation (organization_id);
CREATE INDEX ix_obligation_plan_id ON obligation (plan_id);
CREATE INDEX ix_obligation_state_due_on ON obligation (state, due_on);
CREATE INDEX ix_project_source_organization_id ON project_source (organization_id);
CREATE INDEX ix_resolution_organization_id ON resolution (organization_id);
CREATE INDEX ix_role_grant_organization_id_role ON role_grant (organization_id, role);
CREATE INDEX ix_sign_in_link_organization_id ON sign_in_link (organization_id);
CREATE INDEX ix_submission_organization_id ON submission (organization_id);
CREATE INDEX ix_trigger_organization_id ON "trigger" (organization_id);
CREATE INDEX ix_notice_message_ref ON notice (message_ref);
CREATE INDEX ix_notice_organization_id ON notice (organization_id);
CREATE UNIQUE INDEX uq_notice_event ON notice (event_id, person_id, rung) WHERE event_id IS NOT NULL;
CREATE UNIQUE INDEX uq_notice_obligation ON notice (obligation_id, person_id, rung, due_version) WHERE obligation_id IS NOT NULL;
CREATE INDEX ix_progress_report_organization_id ON progress_report (organization_id);
CREATE INDEX ix_progress_report_project_id ON progress_report (project_id);
CREATE INDEX ix_project_entry_officer_id_edition_id ON project_entry (officer_id, edition_id);
CREATE INDEX ix_project_entry_organization_id ON project_entry (organization_id);
CREATE INDEX ix_project_entry_project_id ON project_entry (project_id);
CREATE INDEX ix_resolution_remark_organization_id ON resolution_remark (organization_id);
CREATE INDEX ix_entry_division_division_id ON entry_division (division_id);
CREATE INDEX ix_entry_division_organization_id ON entry_division (organization_id);
CREATE INDEX ix_funding_line_entry_id ON funding_line (entry_id);
CREATE INDEX ix_funding_line_equipment_id ON funding_line (equipment_id);
CREATE INDEX ix_funding_line_organization_id ON funding_line (organization_id);
CREATE INDEX ix_due_day_change_obligation_id ON due_day_change (obligation_id);
CREATE INDEX ix_due_day_change_organization_id ON due_day_change (organization_id);
CREATE TRIGGER project_entry_frozen_insert BEFORE INSERT ON project_entry WHEN (SELECT announced_on FROM edition WHERE id = NEW.edition_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'announced edition is frozen: project_entry'); END;
CREATE TRIGGER project_entry_frozen_update BEFORE UPDATE ON project_entry WHEN (SELECT announced_on FROM edition WHERE id = OLD.edition_id) IS NOT NULL OR (SELECT announced_on FROM edition WHERE id = NEW.edition_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'announced edition is frozen: project_entry'); END;
CREATE TRIGGER project_entry_frozen_delete BEFORE DELETE ON project_entry WHEN (SELECT announced_on FROM edition WHERE id = OLD.edition_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'announced edition is frozen: project_entry'); END;
CREATE TRIGGER equipment_item_frozen_insert BEFORE INSERT ON equipment_item WHEN (SELECT announced_on FROM edition WHERE id = NEW.edition_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'announced edition is frozen: equipment_item'); END;
CREATE TRIGGER equipment_item_frozen_update BEFORE UPDATE ON equipment_item WHEN (SELECT announced_on FROM edition WHERE id = OLD.edition_id) IS NOT NULL OR (SELECT announced_on FROM edition WHERE id = NEW.edition_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'announced edition is frozen: equipment_item'); END;
CREATE TRIGGER equipment_item_frozen_delete BEFORE DELETE ON equipment_item WHEN (SELECT announced_on FROM edition WHERE id = OLD.edition_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'announced edition is frozen: equipment_item'); END;
CREATE TRIGGER entry_division_frozen_insert BEFORE INSERT ON entry_division WHEN (SELECT announced_on FROM edition WHERE id = (SELECT edition_id FROM project_entry WHERE id = NEW.entry_id)) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'announced edition is frozen: entry_division'); END;
CREATE TRIGGER entry_division_frozen_update BEFORE UPDATE ON entry_division WHEN (SELECT announced_on FROM edition WHERE id = (SELECT edition_id FROM project_entry WHERE id = OLD.entry_id)) IS NOT NULL OR (SELECT announced_on FROM edition WHERE id = (SELECT edition_id FROM project_entry WHERE id = NEW.entry_id)) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'announced edition is frozen: entry_division'); END;
CREATE TRIGGER entry_division_frozen_delete BEFORE DELETE ON entry_division WHEN (SELECT announced_on FROM edition WHERE id = (SELECT edition_id FROM project_entry WHERE id = OLD.entry_id)) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'announced edition is frozen: entry_division'); END;
CREATE TRIGGER funding_line_frozen_insert BEFORE INSERT ON funding_line WHEN (SELECT announced_on FROM edition WHERE id = COALESCE((SELECT edition_id FROM project_entry WHERE id = NEW.entry_id), (SELECT edition_id FROM equipment_item WHERE id = NEW.equipment_id))) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'announced edition is frozen: funding_line'); END;
CREATE TRIGGER funding_line_frozen_update BEFORE UPDATE ON funding_line WHEN (SELECT announced_on FROM edition WHERE id = COALESCE((SELECT edition_id FROM project_entry WHERE id = OLD.entry_id), (SELECT edition_id FROM equipment_item WHERE id = OLD.equipment_id))) IS NOT NULL OR (SELECT announced_on FROM edition WHERE id = COALESCE((SELECT edition_id FROM project_entry WHERE id = NEW.entry_id), (SELECT edition_id FROM equipment_item WHERE id = NEW.equipment_id))) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'announced edition is frozen: funding_line'); END;
CREATE TRIGGER funding_line_frozen_delete BEFORE DELETE ON funding_line WHEN (SELECT announced_on FROM edition WHERE id = COALESCE((SELECT edition_id FROM project_entry WHERE id = OLD.entry_id), (SELECT edition_id FROM equipment_item WHERE id = OLD.equipment_id))) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'announced edition is frozen: funding_line'); END;
CREATE TRIGGER audit_entry_kept_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'append-only: audit_entry'); END;
CREATE TRIGGER audit_entry_kept_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'append-only: audit_entry'); END;
CREATE TRIGGER submission_kept_update BEFORE UPDATE ON submission BEGIN SELECT RAISE(ABORT, 'append-only: submission'); END;
CREATE TRIGGER submission_kept_delete BEFORE DELETE ON submission BEGIN SELECT RAISE(ABORT, 'append-only: submission'); END;
CREATE TRIGGER progress_report_kept_update BEFORE UPDATE ON progress_report BEGIN SELECT RAISE(ABORT, 'append-only: progress_report'); END;
CREATE TRIGGER progress_report_kept_delete BEFORE DELETE ON progress_report BEGIN SELECT RAISE(ABORT, 'append-only: progress_report'); END;
CREATE TRIGGER resolution_kept_update BEFORE UPDATE ON resolution BEGIN SELECT RAISE(ABORT, 'append-only: resolution'); END;
CREATE TRIGGER resolution_kept_delete BEFORE DELETE ON resolution BEGIN SELECT RAISE(ABORT, 'append-only: resolution'); END;
CREATE TRIGGER resolution_remark_kept_update BEFORE UPDATE ON resolution_remark BEGIN SELECT RAISE(ABORT, 'append-only: resolution_remark'); END;
CREATE TRIGGER resolution_remark_kept_delete BEFORE DELETE ON resolution_remark BEGIN SELECT RAISE(ABORT, 'append-only: resolution_remark'); END;
CREATE TRIGGER announcement_kept_update BEFORE UPDATE ON announcement BEGIN SELECT RAISE(ABORT, 'append-only: announcement'); END;
CREATE TRIGGER announcement_kept_delete BEFORE DELETE ON announcement BEGIN SELECT RAISE(ABORT, 'append-only: announcement'); END;
CREATE TRIGGER stored_file_kept_update BEFORE UPDATE ON stored_file BEGIN SELECT RAISE(ABORT, 'append-only: stored_file'); END;
CREATE TRIGGER stored_file_kept_delete BEFORE DELETE ON stored_file BEGIN SELECT RAISE(ABORT, 'append-only: stored_file'); END;
CREATE TRIGGER event_kept_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append-only: event'); END;
CREATE TRIGGER event_kept_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'append-only: event'); END;
CREATE TRIGGER due_day_change_kept_update BEFORE UPDATE ON due_day_change BEGIN SELECT RAISE(ABORT, 'append-only: due_day_change'); END;
CREATE TRIGGER due_day_change_kept_delete BEFORE DELETE ON due_day_change BEGIN SELECT RAISE(ABORT, 'append-only: due_day_change'); END;
COMMIT;
