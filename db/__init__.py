"""Tables and queries; knows nothing about bots."""
