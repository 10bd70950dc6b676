"""The icons, in strokes on a 24 by 24 grid. Each stands beside a word, hidden from screen readers."""

ICONS: dict[str, str] = {
    "alert": '<path d="M12 3.8 21.2 20H2.8z"/><path d="M12 10v4.4M12 17.2v.1"/>',
    "calendar": (
        '<rect x="4" y="5.5" width="16" height="14.5" rx="2"/><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"/>'
    ),
    "check": '<path d="M5 12.5 10 17.5 19.5 7"/>',
    "check-circle": '<circle cx="12" cy="12" r="9"/><path d="M8 12.4 11 15.4 16.2 9.4"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.2l3.2 2"/>',
    "cross": '<path d="M6 6l12 12M18 6 6 18"/>',
    "door": '<path d="M6 20.500v-17h12v17M3.5 20.500h17M14.5 12v.1"/>',
    "out": '<path d="M14 4H6v16h8M10.500 12H21M17.500 8.500 21 12l-3.500 3.500"/>',
    "down": '<path d="M3 6h6v6h6v6h6"/>',
    "eye": (
        '<path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 '
        '2.500 12z"/>'
        '<circle cx="12" cy="12" r="2.800"/>'
    ),
    "flag": '<path d="M6 21V4M6 5h11l-2.4 3.5L17 12H6"/>',
    "half": '<circle cx="12" cy="12" r="9"/><path d="M12 3a9 9 0 0 0 0 18z" fill="currentColor"/>',
    "hold": '<path d="M4 9.5h16M4 14.5h16"/>',
    "left": '<path d="M15 5.5 8.5 12 15 18.5"/>',
    "list": '<path d="M9 6.500h11M9 12h11M9 17.500h11M4.5 6.500h.1M4.5 12h.1M4.5 17.500h.1"/>',
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "mail": '<rect x="3.5" y="6" width="17" height="12.5" rx="2"/><path d="M4 8l8 6 8-6"/>',
    "pause": '<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/>',
    "pencil": '<path d="M4 20l1-4.500L16.500 4 20 7.500 8.500 19z"/>',
    "people": (
        '<circle cx="9" cy="8.5" r="3.3"/>'
        '<path d="M3 19.5c.4-3.6 2.8-5.5 6-5.5s5.6 1.9 6 5.5"/>'
        '<path d="M15.5 5.600a3.1 3.1 0 0 1 0 5.900M17.5 14.600c2 .6 3.2 2.3 3.5 4.9"/>'
    ),
    "phone": (
        '<path d="M6.5 3.500h3l1.5 4.5-2.2 1.600a12 12 0 0 0 5.6 5.600L16 13l4.5 1.500v3c0 1.7-1.3 '
        '3-3 3C10 20.5 3.5 14 3.5 6.500c0-1.7 1.3-3 3-3z"/>'
    ),
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 8.500V4h10v4.500M7 17H4.500V9.500h15V17H17"/><path d="M7 14h10v6H7z"/>',
    "question": (
        '<circle cx="12" cy="12" r="9"/>'
        '<path d="M9.4 9.6a2.7 2.7 0 1 1 3.9 2.4c-.8.4-1.3 1-1.3 1.9"/>'
        '<path d="M12 17.1v.1"/>'
    ),
    "rest": (
        '<path d="M5 10h11v4.5A4.5 4.5 0 0 1 11.5 19h-2A4.5 4.5 0 0 1 5 14.5z"/>'
        '<path d="M16 11h1.6a2.2 2.2 0 0 1 0 4.4H16M8.5 6.8c0-1 1-1.3 1-2.3M12.3 6.8c0-1 1-1.3 '
        '1-2.3"/>'
    ),
    "right": '<path d="M9 5.5 15.5 12 9 18.5"/>',
    "save": '<path d="M12 4v11M7 10.500l5 5 5-5M5 20h14"/>',
    "start": '<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="2.5" fill="currentColor"/>',
    "stop": '<circle cx="12" cy="12" r="9"/><path d="M6 6l12 12"/>',
    "swap": '<path d="M4 8.500h14M14.5 5l3.5 3.5-3.5 3.500M20 15.500H6M9.5 12 6 15.5 9.5 19"/>',
    "talk": '<path d="M4 5h16v11h-8.5L7 20v-4H4z"/><path d="M8.5 9h7M8.5 12h4"/>',
    "today": (
        '<circle cx="12" cy="12" r="4"/>'
        '<path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.7 5.700l1.4 1.400M16.9 16.900l1.4 1.400M5.7 '
        '18.300l1.4-1.400M16.9 7.100l1.4-1.4"/>'
    ),
    "up": '<path d="M3 19h6v-6h6V7h6"/>',
    "wave": '<path d="M3 12c2-5 4-5 6 0s4 5 6 0 4-5 6 0"/>',
}
