import RedisClient

extension RedisError {
    /// What stood in the way of an invalidation, and what to do about it.
    var advised: String {
        guard let refusal = serverError else { return description }
        let advice: String? =
            switch refusal.code {
            case "READONLY": "This Redis is a replica: connect to the primary."
            case "NOPERM": self.advice
            case "OOM": "Redis is out of memory: remove keys, or raise maxmemory."
            case "LOADING": "Redis reads its data from disk: try again when it is done."
            case "MOVED", "ASK":
                "This is a cluster, and the key lives on another node: connect to that one."
            case "CROSSSLOT":
                "This is a cluster, which takes no command for keys of several slots: purge them "
                    + "one by one with --purge-batch 1."
            case "MASTERDOWN", "NOREPLICAS", "CLUSTERDOWN", "MISCONF":
                "Redis takes no writes as it stands: repair that first."
            case "WRONGTYPE": "The counter is of another type: delete it, or set it to an integer."
            case "ERR" where refusal.isNotAnInteger:
                "The counter is not an integer: set it to one, or delete it."
            case "ERR" where refusal.isOverflow:
                "The counter is at its highest value: set it to a lower one."
            default: nil
            }
        let next = advice.map { " " + $0 } ?? ""
        return "\(attempted) was refused: \(refusal.words).\(next)"
    }
}
