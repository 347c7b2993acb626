import RedisClient

extension RedisError {
    static func cancelled(_ endpoint: RedisEndpoint) -> RedisError {
        RedisError(
            .cancelled, endpoint: endpoint.description, attempted: "The wait",
            message: "it was cancelled")
    }
}
