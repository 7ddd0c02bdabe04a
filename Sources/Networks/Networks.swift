/// Containers' networks as the kernel knows them: bridges, links, addresses and
/// routes by rtnetlink(7), translation and filtering by one nftables table of
/// Skiff's own, the names that containers find each other by.
///
/// It is called by the supervisor, which attaches a container at each of its
/// starts, and by the engine, which makes networks. It decides nothing: which
/// subnet a network has, and which address a container, stands in the values it
/// is given (`Bridge`, `Attachment`, `PortMapping`). It starts no program, reads
/// no database, and never touches a rule outside of its own table.
public enum Networks {}
