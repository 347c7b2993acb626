import Metrics
import Screen

// `:export` and `:incident`.

extension State {
    mutating func export(_ request: ExportRequest) -> [Effect] {
        guard let list = ExportedList.named(request.list) else {
            let names = ExportedList.allCases.map(\.rawValue).joined(separator: ", ")
            let none = "There is no list '\(request.list)'; choose one of \(names)."
            say(ExportedList.meant(request.list).problem(else: none), .warning)
            return []
        }
        var resource = resource(of: list, request)
        if let word = resource {
            let meant = MeantName(word, among: shown.resources.map(\.name))
            guard let name = meant.name else {
                say(meant.problem(else: "The policy has no resource '\(word)'."), .warning)
                return []
            }
            resource = name
        }
        if resource != nil, !list.takesResource {
            say("The list \(list.rawValue) is of all resources; leave the name out.", .warning)
            return []
        }
        guard var file = exported(list, of: resource) else {
            say(
                "Say of which resource, as in :export \(list.rawValue) product.", .warning)
            return []
        }
        file.file = request.file
        return [.export(file)]
    }

    /// The named one; else the one that the file is named after, or the one on the screen.
    private func resource(of list: ExportedList, _ request: ExportRequest) -> String? {
        if let named = request.resource { return named }
        guard list.takesResource else { return nil }
        if let stem = request.stem, resource(stem) != nil { return stem }
        guard list.needsResource else { return nil }
        switch view {
        case .resource(let name), .keys(_, let name), .why(let name): return name
        case .dashboard, .key, .findings: return selectedResource
        }
    }

    /// nil: it ends those that were made.
    mutating func make(incident name: String?) -> [Effect] {
        guard !setting.incidents.isEmpty else {
            say("Incidents are made in the demo only: start 'cachetop demo'.", .warning)
            return []
        }
        let meant = MeantName(name ?? TypedCommand.off, among: incidentNames)
        guard meant.name != TypedCommand.off else {
            say("Ending the incidents.")
            return [.endIncidents]
        }
        guard let incident = setting.incidents.first(where: { $0.name == meant.name }) else {
            let names = setting.incidents.map(\.name).joined(separator: ", ")
            let none = "There is no incident '\(name ?? "")'; choose one of \(names)."
            say(meant.problem(else: none), .warning)
            return []
        }
        guard !setting.isReadOnly else {
            say("Read-only: an incident changes the demo's cache, so it is refused.", .warning)
            return []
        }
        say("Incident \(incident.name): \(incident.what).", .accent, seconds: 12)
        return [.makeIncident(incident.name)]
    }
}
