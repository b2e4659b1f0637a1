"""What this node can do, as it tells its partners: rooms add lines, exchange publishes them."""

from schakel.kernel.registry import Registry

# name of the capability -> its version, for example "hit-no-hit" -> "1"
capabilities: Registry[str] = Registry("capability")
