"""Who should help whom: the best assignment, its proof, its prices, and who is left out.

Mentees and mentors are numbers here, costs are whole numbers: what they stand for is the
caller's. Rules are local and every wish is about one pair or one mentor's count, so the
question is a minimum-cost flow, and whole numbers in give whole pairs out. Wishes that couple
several pairs (at most so many changes, a county to one mentor) are no flow and have no place
here. Measured beside five solvers: docs/decisions/0022.
"""
