import Metrics
import Screen

// `:export` and `:incident`.

extension State {
    mutating func export(_ request: ExportRequest) -> [Effect] {
        guard let list = ExportedList(rawValue: request.list) else {
            let names = ExportedList.allCases.map(\.rawValue).joined(separator: ", ")
            say("There is no list '\(request.list)'; choose one of \(names).", .warning)
            return []
        }
        let resource = resource(of: list, request)
        if let resource, self.resource(resource) == nil {
            say("The policy has no resource '\(resource)'.", .warning)
            return []
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
        case .resource(let name), .keys(_, let name): return name
        case .dashboard, .key: return selectedResource
        }
    }

    /// nil: it ends those that go on.
    mutating func make(incident name: String?) -> [Effect] {
        guard !setting.incidents.isEmpty else {
            say("Incidents are made in the demo only: start 'cachetop demo'.", .warning)
            return []
        }
        guard let name else {
            say("Ending the incidents that go on.")
            return [.endIncidents]
        }
        guard let incident = setting.incidents.first(where: { $0.name == name }) else {
            let names = setting.incidents.map(\.name).joined(separator: ", ")
            say("There is no incident '\(name)'; choose one of \(names).", .warning)
            return []
        }
        guard !setting.isReadOnly else {
            say("Read-only: an incident changes the demo's cache, so it is refused.", .warning)
            return []
        }
        say("Incident \(name): \(incident.what).", .accent, seconds: 12)
        return [.makeIncident(name)]
    }
}
