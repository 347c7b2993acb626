import Metrics
import Testing

@Suite struct ClusterModeTests {
    @Test(
        arguments: [
            ("redis_mode:cluster\n", true), ("cluster_enabled:1\n", true),
            ("redis_mode:standalone\ncluster_enabled:1\n", true),
            ("redis_mode:standalone\n", false),
            ("cluster_enabled:0\n", false), ("redis_mode:standalone\ncluster_enabled:0\n", false),
            ("redis_version:7.0.15\n", nil),
        ] as [(String, Bool?)])
    func itIsToldByEitherField(info: String, isCluster: Bool?) {
        #expect(InfoReply(bytes(info)).isCluster == isCluster)
    }
}
