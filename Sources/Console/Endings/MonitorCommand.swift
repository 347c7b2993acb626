package import ArgumentParser

/// A command that a monitoring system runs: 0 all is well, 1 warning, 2 critical, and 3 for all that keeps it
/// from judging, wrong use among it.
package protocol MonitorCommand: ParsableCommand {}
