import Metrics
import Screen

extension Readings {
    private var server: Snapshot.Server { snapshot.server }

    var version: Figure { figure(server.version, .server) { $0 } }
    var role: Figure { figure(server.role, .replication) { $0.rawValue } }
    /// nil: there is none to speak of.
    var replicas: Figure? {
        guard let replicas = server.replicas, replicas > 0 else { return nil }
        return figure(replicas, .replication) { "\($0) replica\($0 == 1 ? "" : "s")" }
    }
    var uptime: Figure {
        figure(server.uptimeSeconds, .server) { Format.span(Double($0)).padded(after: 6) }
    }
    var operations: Figure { figure(server.opsPerSecond, .stats) { Format.rate($0) } }
    var processor: Figure { figure(server.cpuRatio, .cpu) { Format.percent($0) } }
    var clients: Figure { figure(server.connectedClients, .clients) { Format.count($0) } }
    var evicted: Figure { figure(server.evictedPerSecond, .stats) { Format.rate($0) + "/s" } }
    var expired: Figure { figure(server.expiredPerSecond, .stats) { Format.rate($0) + "/s" } }

    /// The server's own hit rate of the last minute.
    var serverRate: Figure {
        figure(server.windows.first { $0.seconds == 60 }?.hitRate, .stats) {
            Format.percent($0).padded(before: 5)
        }
    }

    /// `every 1 s`.
    var interval: String {
        let seconds = snapshot.intervalSeconds
        let places = seconds == seconds.rounded() ? 0 : 2
        return "every \(Format.decimal(seconds, places: places)) s"
    }

    /// What the line to the terminal carries, where the operator has named it: `2.00 KiB/s`.
    var lineSpeed: String? {
        state.setting.lineBytesPerSecond.map { Format.bytes(UInt64(max(0, $0))) + "/s" }
    }

    /// How far the events are behind.
    var lag: Figure {
        figure(snapshot.events.lagSeconds, .events) { Format.duration($0).padded(before: 6) }
    }
}
