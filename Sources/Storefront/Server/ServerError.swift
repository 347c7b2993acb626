import Glibc
import NIOCore

/// Why the server can't listen, or had to end: a sentence that says what to do.
struct ServerError: Error, Sendable, CustomStringConvertible {
    let description: String

    init(description: String) { self.description = description }

    init(_ error: any Error, address: ShopServer.Options.Address) {
        let place: String
        let option: String
        switch address {
        case .tcp(let host, let port):
            place = "\(host) port \(port)"
            option = "--port"
        case .unixSocket(let path):
            place = path
            option = "--unix-socket"
        }
        let code = (error as? IOError)?.errnoCode
        description =
            switch (error, code) {
            case (_, EADDRINUSE):
                "\(place) is in use by another program: end that one, or choose another with "
                    + "\(option)."
            case (_, EACCES), (_, EPERM):
                "\(place) may not be listened on by this user: choose another with \(option)."
            case (_, EADDRNOTAVAIL), (_, ENOENT):
                "\(place) does not exist on this machine: check \(option == "--port" ? "--host" : option)."
            case (is SocketAddressError, _):
                "\(place) is no address to listen on: check its spelling and length."
            default: "The server on \(place) had to end: \(error)."
            }
    }
}
