import NIOCore
import NIOPosix

/// Runs the steps of a task on an event loop: one that only waits for replies there and takes them in
/// needs no other thread to be woken for it.
package final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    /// On one of the process's loops; connections that are made from there are on the same one.
    package init() { loop = MultiThreadedEventLoopGroup.singleton.any() }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
