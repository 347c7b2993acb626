import HTTPTypes
import Hummingbird

/// One line a request, for `--log-requests`: `GET /api/product/42 200 HIT 0.41 ms`.
enum RequestLog {
    static func line(_ request: Request, _ response: Response, took: Duration) -> String {
        let cache = HTTPField.Name("X-Cache").flatMap { response.headers[$0] } ?? "-"
        let milliseconds = took / .milliseconds(1)
        let time = (milliseconds * 100).rounded() / 100
        let target = printable(request.head.path ?? "-")
        return "\(request.method.rawValue) \(target) \(response.status.code) \(cache) \(time) ms"
    }

    /// What a client sends must not move the terminal's cursor: only visible ASCII stays.
    private static func printable(_ text: String) -> String {
        String(
            decoding: text.utf8.prefix(512).map {
                (33...126).contains($0) ? $0 : UInt8(ascii: "?")
            },
            as: UTF8.self)
    }
}
