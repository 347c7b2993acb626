/// The shop's own people: changes the catalogue now and then, and has the cache follow.
struct CatalogueEditor: Sendable {
    let catalogue: GeneratedCatalogue
    let invalidator: CatalogueInvalidator
    let perMinute: Double
    let statistics: LoadStatistics
    let stop: StopSignal

    /// Until stopped. The second removals that are due after that are made at its end, when the last
    /// load is over anyway.
    func run(_ shoppers: Shoppers) async {
        guard perMinute > 0 else { return }
        var shoppers = shoppers
        var again: [(due: ContinuousClock.Instant, change: CatalogueChange)] = []
        var next = ContinuousClock.now + .seconds(shoppers.gap(rate: perMinute / 60))
        while !stop.isStopped {
            let due = min(next, again.first?.due ?? next)
            await stop.sleep(for: due - .now)
            let now = ContinuousClock.now
            while let first = again.first, first.due <= now {
                again.removeFirst()
                try? await invalidator.removeAgain([first.change])
            }
            guard now >= next, !stop.isStopped else { continue }
            next = now + .seconds(shoppers.gap(rate: perMinute / 60))
            let change = self.change(&shoppers)
            catalogue.change(change)
            statistics.countChange()
            // Redis away: its copies are gone or expire, and the shop bypasses it meanwhile.
            try? await invalidator.apply([change])
            again.append((now + CatalogueInvalidator.secondRemoval, change))
        }
        try? await invalidator.removeAgain(again.map(\.change))
    }

    /// Mostly a new price or stock of something that sells.
    private func change(_ shoppers: inout Shoppers) -> CatalogueChange {
        switch shoppers.gap(rate: 1) {
        case ..<0.05: .inserted(id: String(catalogue.count + 1))
        default: .updated(id: shoppers.productID())
        }
    }
}
