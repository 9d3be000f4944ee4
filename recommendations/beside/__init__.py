"""What people keep beside a frozen report: each kind in a folder, all of them listed in additions.py.

A report is never changed by it, and its checksum does not cover it.
"""
