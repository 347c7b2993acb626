/// What a monitor's command ends with.
package struct MonitorStatus: Error {
    package static let unknown: Int32 = 3
    package let code: Int32

    package init(code: Int32) { self.code = code }
}
