import Metrics

extension Snapshot {
    func marks(inMinuteOf report: ResourceReport) -> InvalidationMarks {
        var marks = InvalidationMarks()
        // Its last second is the last whole one of the server's clock.
        let end = takenAt.milliseconds / 1000 * 1000
        let last = report.minute.count - 1
        for record in invalidations
        where record.changedSomething && record.resources?.contains(report.name) == true {
            let age = end - record.at.milliseconds
            // What happened in this very second belongs to a bar that is not drawn yet.
            let index = age <= 0 ? last : last - Int(age / 1000)
            guard index >= 0, age > -60_000 else { continue }
            if record.via == .observed {
                marks.observed.insert(index)
            } else {
                marks.ordered.insert(index)
            }
        }
        return marks
    }
}
