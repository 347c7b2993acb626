import CNcurses
import Dispatch
import Glibc
import Screen

/// The real terminal: the only file that imports ncurses. It blits canvases and reads keys, and
/// decides nothing; curses finds out which cells have changed.
///
/// curses never touches the device after the start. Its output goes through `TerminalOutput`,
/// which doesn't block, and the settings are `TTY`'s. Everything here runs on the main actor;
/// there is no thread and no blocking `getch`.
@MainActor
final class CursesTerminal: Terminal {
    private(set) var size: Size
    let events: AsyncStream<TerminalEvent>
    /// False in a locale that isn't UTF-8: use `Glyphs.ascii`.
    let isUnicode: Bool
    let tty: TTY
    let output: TerminalOutput
    private let window: UnsafeMutablePointer<WINDOW>
    /// Keys are read through a pad: on the window itself each read would draw.
    private let keys: UnsafeMutablePointer<WINDOW>
    private var decoder: KeyDecoder
    private let looks: [Style: (attributes: attr_t, pair: Int16)]
    let farewell: [UInt8]
    private let hasMouse: Bool
    /// Clears the line below the screen that stays, where there is no other screen to go back to.
    private let lastLine: [UInt8]
    let publish: AsyncStream<TerminalEvent>.Continuation
    /// On a slow line: the rows that were sent, which one comes next, and when the loop is called again.
    var sentRows: [[StyledRun]?] = []
    var nextRow = 0
    var calledBackAt = -Double.infinity
    var signals: TerminalSignals?
    var input: (any DispatchSourceRead)?
    var phase = Phase.running

    /// - Parameter budget: of a line whose speed is known; nil: as fast as the terminal takes it.
    init(wantsColor: Bool, wantsMouse: Bool, budget: LineBudget? = nil) throws(TTY.Failure) {
        // Only character types: numbers keep their decimal point. SSH brings names of locales
        // that this host may not have.
        if setlocale(LC_CTYPE, "") == nil { setlocale(LC_CTYPE, "C.UTF-8") }
        isUnicode = nl_langinfo(Int32(CODESET)).map { String(cString: $0) } == "UTF-8"
        tty = try TTY()
        (events, publish) = AsyncStream.makeStream()
        output = try TerminalOutput(
            tty: tty, budget: budget, drained: { [publish] in publish.yield(.drained) },
            gone: { [publish] in publish.yield(.hungUp) })

        // newterm wants a terminal to learn from. Once it has, its file becomes the one in memory.
        let file = dup(tty.descriptor)
        try Self.start(output: file, input: dup(tty.descriptor))
        dup2(output.descriptor, file)
        tty.takeOver()

        size = tty.size
        resizeterm(Int32(size.rows), Int32(size.columns))
        guard let window = newwin(0, 0, 0, 0), let keys = newpad(1, 1) else {
            endwin()
            tty.restoreSettings()
            throw TTY.Failure(description: "curses has no memory for a window")
        }
        keypad(keys, true)
        nodelay(keys, true)
        // Else the cursor goes to its place after each row.
        leaveok(window, budget != nil)
        self.window = window
        self.keys = keys
        hasMouse = wantsMouse && !Self.capabilities(["kmous"]).isEmpty
        decoder = KeyDecoder(names: Self.keyNames, hasMouse: hasMouse)
        looks = Self.makeLooks(colors: wantsColor ? budget?.mostColors ?? .max : 0)
        let isWithoutAlternate = Self.capabilities(["rmcup"]).isEmpty
        lastLine = isWithoutAlternate ? Self.capabilities(["cr", "el"]) : []
        farewell =
            (hasMouse ? MouseReporting.off : [])
            + Self.capabilities(["sgr0", "cnorm", "rmkx", "rmcup"]) + lastLine
        guardAgainstCrash()
        if hasMouse { send(MouseReporting.on) }
        listen()
    }

    /// curses on this terminal. A type that the terminfo of this host doesn't know (a young
    /// terminal, an old server) is taken for an xterm, which nearly all of them imitate.
    private static func start(output: Int32, input: Int32) throws(TTY.Failure) {
        let type = getenv("TERM").map { String(cString: $0) } ?? ""
        guard let out = fdopen(output, "w"), let source = fdopen(input, "r"), !type.isEmpty else {
            throw .unusable(type: type)
        }
        guard newterm(nil, out, source) ?? newterm("xterm-256color", out, source) != nil else {
            throw .noDatabase(type: type)
        }
        // "dumb" can't place the cursor.
        guard let place = tigetstr("cup"), Int(bitPattern: place) != -1 else {
            endwin()
            throw .unusable(type: type)
        }
        set_escdelay(25)
        cbreak()
        noecho()
        nonl()
        typeahead(-1)
        curs_set(0)
        // The decoder reads the mouse's reports: their beginning is no key.
        define_key(nil, KEY_MOUSE)
    }

    func erase() { werase(window) }

    /// A row, over what stood there.
    func put(_ runs: [StyledRun], row: Int) {
        wmove(window, Int32(row), 0)
        wattr_set(window, 0, 0, nil)
        wclrtoeol(window)
        for run in runs where run.x < size.columns {
            let look = looks[run.style] ?? (0, 0)
            wattr_set(window, look.attributes, look.pair, nil)
            let text = Self.wideText(run, room: size.columns - run.x)
            mvwaddnwstr(window, Int32(row), Int32(run.x), text, Int32(text.count))
        }
    }

    /// curses writes what is other than before.
    func update() {
        wnoutrefresh(window)
        doupdate()
    }

    /// What the terminal shows is not known: the next frame begins with clearing it.
    func redraw() {
        clearok(window, true)
        forgetRows()
    }

    func flushTypeAhead() {
        tcflush(tty.descriptor, TCIFLUSH)
        flushinp()
    }

    /// The size of the terminal is another one, or what it shows is not known any more.
    func adoptSize() {
        size = tty.size
        resizeterm(Int32(size.rows), Int32(size.columns))
        wresize(window, Int32(size.rows), Int32(size.columns))
        // Terminals reflow what they show; curses' idea of it is no longer true.
        redraw()
        publish.yield(.resized)
    }

    /// The terminal is ours again, whoever had it meanwhile.
    func takeOver() {
        tty.takeOver()
        guardAgainstCrash()
        curs_set(0)
        redraw()
        if hasMouse { send(MouseReporting.on) }
    }

    /// False when the terminal didn't take its farewell in time and had to be forced.
    @discardableResult
    func leave() -> Bool {
        TerminalRescue.disarm()
        endwin()
        output.append((hasMouse ? MouseReporting.off : []) + lastLine)
        let isDone = output.finish(within: 300)
        if !isDone {
            output.discard()
            tty.forceBack(with: farewell)
        }
        tty.restoreSettings()
        return isDone
    }

    func readKeys() {
        guard phase == .running else { return }
        // Bytes and curses' own codes; wget_wch loses characters that arrive in two parts.
        var codes: [Int32] = []
        while codes.count < 1024 {
            let code = wgetch(keys)
            guard code != ERR else { break }
            codes.append(code)
        }
        for input in decoder.inputs(codes) { publish.yield(TerminalEvent(input)) }
        // The cancel handler says when.
        if codes.isEmpty, tty.isGone { input?.cancel() }
    }

    /// What curses is to put; a character whose width the C library knows otherwise becomes
    /// question marks, because all behind it would shift.
    private static func wideText(_ run: StyledRun, room: Int) -> [wchar_t] {
        var text: [wchar_t] = []
        var column = 0
        for (index, cell) in run.cells.enumerated() where !cell.text.isEmpty {
            let next = index + 1 < run.cells.count ? run.cells[index + 1] : nil
            let columns = next?.text.isEmpty == true ? 2 : 1
            guard column + columns <= room else { break }
            column += columns
            let scalars = cell.text.unicodeScalars.map { wchar_t(bitPattern: $0.value) }
            let known = scalars.reduce(0) { $0 + Int(cachetop_columns($1)) }
            text += known == columns ? scalars : Array(repeating: 0x3F, count: columns)
        }
        return text
    }

    private static func makeLooks(
        colors: Int
    ) -> [Style: (attributes: attr_t, pair: Int16)] {
        if colors > 0, start_color() == OK { use_default_colors() }
        let palette = Palette(colors: colors > 0 ? min(colors, Int(cachetop_colors())) : 0)
        var looks: [Style: (attributes: attr_t, pair: Int16)] = [:]
        for (number, style) in zip(Int16(1)..., Style.allCases) {
            let look = palette.appearance(of: style)
            var attributes: attr_t = 0
            if look.isBold { attributes |= cachetop_bold() }
            if look.isDim { attributes |= cachetop_dim() }
            if look.isReversed { attributes |= cachetop_reverse() }
            if look.isUnderlined { attributes |= cachetop_underline() }
            let hasColor = look.foreground >= 0 || look.background >= 0
            if hasColor { init_pair(number, look.foreground, look.background) }
            looks[style] = (attributes, hasColor ? number : 0)
        }
        return looks
    }

    /// terminfo's strings in a row, without their padding `$<…>`.
    private static func capabilities(_ names: [String]) -> [UInt8] {
        names.flatMap { name -> [UInt8] in
            guard let text = tigetstr(name), Int(bitPattern: text) != -1 else { return [] }
            return Array(String(cString: text).replacing(/\$<[^>]*>/, with: "").utf8)
        }
    }

    private static let keyNames: [Int32: KeyPress] = {
        var names: [Int32: KeyPress] = [
            KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right,
            KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_HOME: .home, KEY_END: .end,
            KEY_ENTER: .enter, KEY_BACKSPACE: .backspace, KEY_DC: .delete, KEY_BTAB: .backTab,
        ]
        for number in 1...12 {
            names[cachetop_function_key(Int32(number))] = .function(number)
        }
        return names
    }()
}
