// Of the views that say why, and what to do.

extension PanelHelp {
    static let findings = PanelHelp(
        shows: """
            what stands out, at most ten, faults first, then advice by what it wins: what was \
            found, what was measured, how sure it is and what to do next. Enter goes to where it \
            can be seen. Below: what could not be judged so far, and why
            """,
        measured: """
            by rules over the figures of the other panels; 'cachetop explain' prints the same
            """,
        trust: """
            certain: it was counted; likely: there is hardly another reason; possible: other \
            reasons are not excluded. Earlier moments have no findings
            """)

    static let why = PanelHelp(
        shows: """
            one resource: its misses by cause, its hit rate at other times to live (a quarter to \
            eight times the policy's, and without an end until it is invalidated) with the mean \
            age of a copy, loads of the origin and memory at each, when copies expire, its hot \
            keys, stampedes, and copies that no one reads
            """,
        measured: """
            causes and TTLs from the events of up to 65,536 keys, followed one by one (of more a \
            sample); expiry by the last sweep
            """,
        trust: """
            shares and rates have their 95 % interval beside them. A TTL is judged once \
            look-ups were read for twice as long. docs/insight.md says how, and how far it errs
            """)
}
