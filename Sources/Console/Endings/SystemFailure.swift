import Glibc

/// Why a call of the system failed, in the words of the C library.
package struct SystemFailure: Error, Hashable {
    package let code: Int32

    package init(_ code: Int32 = errno) { self.code = code }

    package var words: String { String(cString: strerror(code)) }
}
