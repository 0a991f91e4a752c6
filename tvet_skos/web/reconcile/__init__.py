"""The Reconciliation Service API 0.2, which OpenRefine speaks: names in a table to concepts.

:source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""
