"""Five schemes of other bureaus, said whole: made small, with figures that can be worked out on
paper. After public reports of Xuanzhou (2024), Shenzhen, Fujian, a two-year plan (2023-2025) and
Zunyi (2018).
"""

from __future__ import annotations

from typing import Final

HEAD: Final = """
programme: {{title: {{zh: 方案, en: scheme}}, region: "9901", source: s}}
sources: {{s: {{zh: 公开报道, en: public report}}}}
part_sources: {{cycles: s, terms: s, regions: s, forms: s, layers: s, kindergartens: s,
  pairings: s, exemptions: s}}
cycles: [{{code: c, title: {{zh: 周期, en: cycle}}, start: {start}, end: {end}, state: active}}]
terms:
  - {{code: 2023-autumn, school_year: 2023-2024, season: autumn, start: 2023-09-01,
     end: 2024-01-20}}
  - {{code: 2024-spring, school_year: 2023-2024, season: spring, start: 2024-02-20,
     end: 2024-07-10}}
forms:
  - {{code: guidance, zh: 指导, en: guidance, direction: to_mentee}}
  - {{code: contact, zh: 专人联系, en: contact, direction: online}}
  - {{code: shadowing, zh: 跟岗, en: shadowing, direction: to_mentor}}
  - {{code: teach_week, zh: 顶岗上课, en: teaching for a week, direction: to_mentee}}
  - {{code: training, zh: 培训, en: training, direction: joint}}
regions:
  - {{code: "9901", name: 甲市}}
  - {{code: "990101", name: 乙县}}
  - {{code: "990101100", name: 丙镇}}
  - {{code: "990101100201", name: 丁村}}
kindergartens:
  - {{name: 市一园, tier: city, exemplar: city, region: "9901"}}
  - {{name: 县一园, tier: county, exemplar: county, region: "990101"}}
  - {{name: 县二园, tier: county, exemplar: county, region: "990101"}}
  - {{name: 县三园, tier: county, region: "990101"}}
  - {{name: 民办园, tier: county, ownership: private, region: "990101"}}
  - {{name: 镇中心园, tier: township, exemplar: township, region: "990101100"}}
  - {{name: 村一园, tier: village, region: "990101100201"}}
  - {{name: 村二园, tier: village, region: "990101100201"}}
  - {{name: 村三园, tier: village, region: "990101100201"}}
exemptions: []
rule_packs: []
"""

PACK: Final = """
pack: own
active: true
title: {{zh: 方案, en: scheme}}
source: {{document: s, title: {{zh: 通知, en: notice}}}}
layers: [{layer}]
rules:
"""

XUANZHOU: Final = (
    """
layers:
  - {layer: county-township, min: 2, max: 4, within: county, mentees: [township, county/private]}
pairings:
  - {cycle: c, mentor: 县一园, mentees: [镇中心园, 民办园]}
""",
    "county-township",
    """
  - {code: contact, title: {zh: 每月联系, en: monthly contact}, kind: quota, owed_by: mentee,
     source: {section: 联系}, need: 1, measure: visits, forms: [contact],
     roles: [contact_person], period: month}
""",
)
"""One district kindergarten helps private and township ones together, under one capacity; the
contact person calls, not anybody."""

SHENZHEN: Final = (
    """
layers: [{layer: city-county, max: 1}]
pairings:
  - {cycle: c, mentor: 市一园, mentees: [县一园]}
""",
    "city-county",
    """
  - {code: heads, title: {zh: 园长或副园长, en: head or deputy}, kind: quota, owed_by: mentor,
     source: {section: 一}, need: 2, measure: visits, roles: [head, deputy],
     direction: to_mentee, period: term}
  - {code: teaching, title: {zh: 教学主任, en: teaching director}, kind: quota, owed_by: mentor,
     source: {section: 一}, need: 3, measure: visits, roles: [teaching_director],
     direction: to_mentee, period: term}
  - {code: safety, title: {zh: 安全主任, en: safety director}, kind: quota, owed_by: mentor,
     source: {section: 一}, need: 3, measure: visits, roles: [safety_director],
     direction: to_mentee, period: term}
  - {code: moral, title: {zh: 德育主任, en: director of moral education}, kind: quota,
     owed_by: mentor, source: {section: 一}, need: 3, measure: visits, roles: [moral_director],
     direction: to_mentee, period: term}
  - {code: seconded, title: {zh: 双方各派一名干部挂职, en: both second one}, kind: milestone,
     owed_by: both, source: {section: 五}, need: 2, measure: milestones, fact: secondment,
     period: term}
  - {code: appraised, title: {zh: 挂职鉴定, en: appraisals}, kind: milestone, owed_by: both,
     source: {section: 五}, need: 2, measure: milestones, fact: secondment_appraisal,
     period: term}
""",
)
"""Roles: one trip with two roles is one visit, and counts for both rules."""

FUJIAN: Final = (
    """
layers: [{layer: county-township, within: county, most_mentors: 2}]
pairings:
  - {cycle: c, mentor: 县一园, mentees: [镇中心园]}
  - {cycle: c, mentor: 县二园, mentees: [镇中心园]}
circles: [{cycle: c, name: 东片, head: 县一园, expert: 李某（省专家）,
  members: [县二园, 镇中心园]}]
""",
    "county-township",
    """
  - {code: expert, title: {zh: 省专家每学期视导, en: experts}, kind: quota, owed_by: bureau,
     source: {section: 二}, need: 1, max: 2, measure: visits, visitor: true, per: mentee,
     period: term}
  - {code: guidance, title: {zh: 每学期指导, en: guidance}, kind: quota, owed_by: mentor,
     source: {section: 二}, need: 1, measure: visits, forms: [guidance], period: term}
  - {code: circle-training, title: {zh: 片区培训, en: training of the circle}, kind: quota,
     owed_by: mentor, source: {section: 三}, need: 2, measure: visits, forms: [training],
     per: circle, period: term}
  - {code: all-take-part, title: {zh: 示范园全部参与, en: all exemplars take part}, kind: quota,
     owed_by: county, source: {section: 一}, measure: kindergartens, per: county, period: term,
     share: {of: exemplars, percent: 100}}
""",
)
"""Circles, two mentors of one mentee, experts of the province (one visit, at most two), and a
share of the roster: all exemplars take part."""

TWO_YEARS: Final = (
    """
layers: [{layer: city-county}]
pairings:
  - {cycle: c, mentor: 市一园, mentees: [县一园]}
""",
    "city-county",
    """
  - {code: trainings, title: {zh: 每年两次培训, en: trainings}, kind: quota, owed_by: mentor,
     source: {section: 一}, need: 2, measure: visits, forms: [training], period: calendar_year}
  - {code: year-trainings, title: {zh: 每周年两次培训, en: trainings of a year of the cycle},
     kind: quota, owed_by: mentor, source: {section: 一}, need: 2, measure: visits,
     forms: [training], period: cycle_year}
  - {code: teacher-shadows, title: {zh: 至少一名教师跟岗, en: a teacher shadows}, kind: quota,
     owed_by: mentee, source: {section: 二}, need: 1, measure: distinct_people,
     forms: [shadowing], roles: [teacher], direction: to_mentor, period: term}
  - {code: head-comes, title: {zh: 受帮扶园园长来园, en: the head comes}, kind: quota,
     owed_by: mentee, source: {section: 二}, need: 1, measure: visits, roles: [head],
     direction: to_mentor, period: term}
""",
)
"""Trainings by calendar year, or by years of the cycle; a teacher shadows and the mentee's head
visits each term.
"""

ZUNYI: Final = (
    """
layers: [{layer: township-village, min: 2, max: 3, within: township}]
pairings:
  - {cycle: c, mentor: 镇中心园, mentees: [村一园, 村二园, 村三园]}
""",
    "township-village",
    """
  - {code: swap, title: {zh: 十月互派教师一周, en: teachers swapped for a week}, kind: quota,
     owed_by: both, source: {section: 四}, need: 5, measure: days, each_way: true,
     forms: [teach_week, shadowing], period: term, season: autumn, months: [10]}
""",
)
"""Teachers swapped for a week each way in October."""

ALL: Final = {
    "xuanzhou": XUANZHOU,
    "shenzhen": SHENZHEN,
    "fujian": FUJIAN,
    "two-years": TWO_YEARS,
    "zunyi": ZUNYI,
}
