import Metrics
import Testing

/// INFO as services answer it that are not quite a Redis.
struct InfoFieldTests {
    /// Valkey, serverless: one endpoint in front of a cluster, and no figures of the machine.
    static let serverless = """
        # Server
        redis_version:7.2.6
        server_name:valkey
        valkey_version:8.0.0
        redis_mode:standalone
        os:Amazon ElastiCache

        # Replication
        role:master
        connected_slaves:0

        # Stats
        keyspace_hits:1000
        keyspace_misses:250

        # Cluster
        cluster_enabled:1

        # Keyspace
        db0:keys=3,expires=3,avg_ttl=0

        """

    static let dragonflyReplica = """
        # Server
        redis_version:7.4.0
        dragonfly_version:df-v1.30.3
        redis_mode:standalone
        uptime_in_seconds:606

        # Clients
        connected_clients:6

        # Memory
        used_memory:727513840
        used_memory_rss:1321926656
        maxmemory:1599999180
        maxmemory_policy:eviction

        # Stats
        keyspace_hits:900
        keyspace_misses:100

        # Replication
        role:replica
        master_host:10.0.0.5
        master_link_status:up

        # Keyspace
        db0:keys=3,expires=3,avg_ttl=-1

        """

    private func snapshot(_ text: String) -> Snapshot {
        var history = History.standard
        history.observe(Sample(at: start, monotonicSeconds: 0, info: info(text)))
        return history.snapshot()
    }

    @Test func aServerlessServiceDoesNotTellItsMemory() {
        let snapshot = snapshot(Self.serverless)
        #expect(snapshot.server.version == "8.0.0" && snapshot.server.role == .primary)
        #expect(snapshot.server.mode == "cluster" && snapshot.isCluster)
        #expect(snapshot.server.hits == 1000 && snapshot.memory.usedBytes == nil)
        let why = "This server does not report its memory: INFO has no used_memory."
        #expect(snapshot.state(of: .memory) == .notTold(why: why))
        #expect(snapshot.state(of: .stats).isFresh && snapshot.state(of: .replication).isFresh)
    }

    @Test func aDragonflyReplicaIsAReplica() {
        let snapshot = snapshot(Self.dragonflyReplica)
        #expect(snapshot.server.role == .replica && !snapshot.isCluster)
        #expect(snapshot.memory.usedBytes == 727_513_840 && snapshot.memory.maxBytes != nil)
        #expect(snapshot.memory.fragmentationRatio == nil)
        guard case .notTold = snapshot.state(of: .cpu) else {
            Issue.record("\(snapshot.state(of: .cpu))")
            return
        }
    }

    @Test(
        arguments: [
            ("master", .primary), ("slave", .replica), ("replica", .replica),
            ("active-replica", .activeReplica), ("sentinel", nil), ("", nil), ("Master", nil),
        ] as [(String, ServerRole?)])
    func roles(_ word: String, _ role: ServerRole?) {
        #expect(info("role:\(word)\r\n").role == role)
    }

    @Test(
        arguments: [
            ("redis_mode:cluster", true), ("cluster_enabled:1", true),
            ("redis_mode:standalone\r\ncluster_enabled:1", true),
            ("redis_mode:standalone\r\ncluster_enabled:0", false), ("redis_version:7", nil),
        ] as [(String, Bool?)])
    func clusters(_ fields: String, _ isCluster: Bool?) {
        #expect(info(fields).isCluster == isCluster)
    }

    @Test(
        arguments: [
            ("9223372036854775807", UInt64(Int64.max)), ("0", 0), ("9223372036854775808", nil),
            ("18446744073709551615", nil), ("-1", nil), ("nan", nil), ("", nil), ("1.5", nil),
        ] as [(String, UInt64?)])
    func counts(_ text: String, _ count: UInt64?) {
        #expect(info("f:\(text)\r\n").count("f") == count)
        #expect(
            info("# Keyspace\r\ndb0:keys=\(text),expires=0\r\n").keys(inDatabase: 0) == count)
    }

    @Test(
        arguments: [
            ("1.13", 1.13), ("0", 0), ("1000000", 1_000_000), ("1000001", nil), ("-0.5", nil),
            ("-nan", nil), ("inf", nil), ("1e300", nil),
        ] as [(String, Double?)])
    func ratios(_ text: String, _ ratio: Double?) {
        let snapshot = snapshot("used_memory:1\r\nmem_fragmentation_ratio:\(text)\r\n")
        #expect(snapshot.memory.fragmentationRatio == ratio)
    }

    @Test(arguments: [("4120", 4120), ("-3", nil), ("1e12", nil)] as [(String, Double?)])
    func operations(_ text: String, _ rate: Double?) {
        #expect(snapshot("instantaneous_ops_per_sec:\(text)\r\n").server.opsPerSecond == rate)
    }

    @Test func aProcessorTimeThatLeapsIsNoRate() {
        var history = History.standard
        for (second, cpu) in [(0.0, "1"), (1, "9000000")] {
            history.observe(
                Sample(
                    at: moment(second), monotonicSeconds: second,
                    info: info("used_cpu_sys:0\r\nused_cpu_user:\(cpu)\r\n")))
        }
        #expect(history.snapshot(1).server.cpuRatio == nil)
    }

    @Test func theServersOwnClockIsNotShortened() {
        #expect(info("server_time_usec:1700000000123456\r\n").time == moment(0.123))
        #expect(info("server_time_usec:9223372036854775808\r\n").time == nil)
    }

    @Test(
        arguments: [
            ("cmdstat_pttl:calls=5,usec=1\r\ncmdstat_ttl:calls=7,usec=1\r\n", 12),
            ("cmdstat_object|freq:calls=3,usec=1\r\ncmdstat_object|idletime:calls=4\r\n", 7),
            ("cmdstat_object:calls=2,usec=1\r\ncmdstat_get:calls=900,usec=1\r\n", 2),
            ("cmdstat_get:calls=900,usec=1\r\n", 0), ("cmdstat_pttl:calls=-1\r\n", 0),
            ("cmdstat_pttl:usec=1\r\n", 0), ("# Commandstats\r\n", nil), ("", nil),
        ] as [(String, UInt64?)])
    func readerCalls(_ text: String, _ calls: UInt64?) {
        #expect(info(text).readerCalls == calls)
    }

    @Test func aSentinelNamesItsMasters() {
        let reply = info(
            """
            redis_version:7.0.15
            redis_mode:sentinel
            # Sentinel
            sentinel_masters:4
            master0:name=mymaster,status=ok,address=10.0.0.5:6379,slaves=1,sentinels=3
            master1:name=six,status=odown,address=fd00::1:6380,slaves=0,sentinels=3
            master2:name=odd,status=ok,address=a;rm -rf:6379,slaves=0,sentinels=1
            master3:name=noport,status=ok,address=10.0.0.7:0,slaves=0,sentinels=1

            """)
        #expect(reply.isSentinel && reply.role == nil)
        #expect(
            reply.sentinelMasters == [
                SentinelMaster(name: "mymaster", host: "10.0.0.5", port: 6379),
                SentinelMaster(name: "six", host: "fd00::1", port: 6380),
            ])
        #expect(!info("redis_mode:standalone").isSentinel)
        #expect(info("redis_mode:sentinel").sentinelMasters.isEmpty)
    }
}
