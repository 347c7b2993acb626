import Metrics
import Testing

/// What redis 7.0.15 answers, shortened by fields that nobody reads.
let info70 = """
    # Server
    redis_version:7.0.15
    redis_mode:standalone
    run_id:d38672e7f12c8616d59baffe24d04e3d239363b2
    server_time_usec:1700000000123440
    uptime_in_seconds:1047600

    # Clients
    connected_clients:12

    # Memory
    used_memory:966584
    used_memory_rss:12152832
    used_memory_peak:966600
    used_memory_peak_perc:100.25%
    maxmemory:0
    maxmemory_policy:allkeys-lru
    mem_fragmentation_ratio:13.48

    # Stats
    instantaneous_ops_per_sec:2104
    expired_keys:4
    evicted_keys:0
    keyspace_hits:100
    keyspace_misses:20

    # Replication
    role:master
    connected_slaves:2

    # CPU
    used_cpu_sys:0.25
    used_cpu_user:1.5

    # Modules

    # Keyspace
    db0:keys=2,expires=1,avg_ttl=59950
    db3:keys=7,expires=0,avg_ttl=0

    """

func info(_ text: String) -> InfoReply { InfoReply(bytes(text)) }

struct InfoReplyTests {
    @Test(arguments: ["\n", "\r\n"])
    func aWholeReplyIsRead(_ newline: String) {
        let reply = info(
            info70.split(separator: "\n", omittingEmptySubsequences: false)
                .joined(separator: newline))
        #expect(reply.version == "7.0.15" && reply.mode == "standalone")
        #expect(reply.role == .primary && reply.count("connected_slaves") == 2)
        #expect(reply.runID == "d38672e7f12c8616d59baffe24d04e3d239363b2")
        #expect(reply.time == Timestamp(milliseconds: 1_700_000_000_123))
        #expect(reply.cpuSeconds == 1.75)
        #expect(reply.count("keyspace_hits") == 100)
        #expect(reply.number("mem_fragmentation_ratio") == 13.48)
        #expect(reply[field: "maxmemory_policy"] == "allkeys-lru")
        #expect(reply.keys(inDatabase: 0) == 2 && reply.keys(inDatabase: 3) == 7)
        #expect(reply.keys(inDatabase: 1) == 0)  // the section leaves out what is empty
        #expect(!reply.isEmpty)
    }

    @Test func aReducedReplyLeavesTheRestUnknown() {
        let reply = info("redis_version:6.2.6\r\nrole:slave\r\nused_cpu_sys:1\r\n")
        #expect(reply.role == .replica && reply.version == "6.2.6")
        #expect(reply.time == nil && reply.cpuSeconds == nil && reply.runID == nil)
        #expect(reply.count("used_memory") == nil && reply.number("used_memory") == nil)
        #expect(reply.keys(inDatabase: 0) == nil)  // without the section nothing is known
        #expect(info("# Keyspace\r\n").keys(inDatabase: 0) == 0)
    }

    @Test(arguments: ["", "\n\n", "\r\n", "no colon at all", "# only: a comment"])
    func aReplyWithoutFieldsIsEmpty(_ text: String) {
        #expect(info(text).isEmpty && info(text).role == nil)
    }

    @Test func aValueThatIsNoTextSpoilsNoOther() {
        let reply = InfoReply(bytes("a:1\r\nb:") + [0xFF, 0xC3] + bytes("\r\nused_memory:5\r\n"))
        #expect(reply.count("a") == 1 && reply.count("used_memory") == 5)
        #expect(reply[field: "b"] != nil && reply.count("b") == nil)
    }

    @Test(arguments: ["-1", "1.5", "", "x", "18446744073709551616", " 1"])
    func whatIsNoCountIsUnknown(_ value: String) {
        #expect(info("used_memory:\(value)").count("used_memory") == nil)
    }

    @Test(arguments: ["nan", "-nan", "inf", "1e999", "", "x"])
    func whatIsNoFiniteNumberIsUnknown(_ value: String) {
        #expect(info("mem_fragmentation_ratio:\(value)").number("mem_fragmentation_ratio") == nil)
    }

    @Test func aValueMayHoldColons() {
        #expect(info("slave0:ip=::1,port=1\n")[field: "slave0"] == "ip=::1,port=1")
        #expect(info("role:sentinel").role == nil)
        #expect(info("db0:expires=1").keys(inDatabase: 0) == nil)
    }

    @Test func valkeyTellsItsOwnVersion() {
        let reply = info("redis_version:7.2.4\nvalkey_version:8.0.1\nserver_mode:cluster\n")
        #expect(reply.version == "8.0.1" && reply.mode == "cluster")
    }
}
