namespace Engine.Indexing;

/// <summary>What a query or an update did: "sublinear" is tested by counting, not by timing.</summary>
/// <param name="NodesVisited">Nodes of a search structure whose bound or maximum was compared or written.</param>
/// <param name="InnerProducts">Canonical inner products of d terms computed for points that the structure could not decide.</param>
/// <param name="Screened">Pairs decided or passed on by a cheaper bound: an int8 product, a hash code.</param>
/// <param name="Rechecks">Pairs near a bound that needed the canonical product (also counted in <paramref name="InnerProducts"/>).</param>
/// <param name="Refreshes">Points stored anew: moved by an update, or carried along by a rebuilding.</param>
/// <param name="Bytes">Bytes of points, codes and nodes that were read or written.</param>
public readonly record struct IndexWork(
    long NodesVisited = 0, long InnerProducts = 0, long Screened = 0, long Rechecks = 0, long Refreshes = 0, long Bytes = 0)
{
    /// <summary>Both together.</summary>
    public static IndexWork operator +(IndexWork a, IndexWork b) => new(
        a.NodesVisited + b.NodesVisited, a.InnerProducts + b.InnerProducts, a.Screened + b.Screened,
        a.Rechecks + b.Rechecks, a.Refreshes + b.Refreshes, a.Bytes + b.Bytes);
}
