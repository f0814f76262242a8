namespace Engine.Kernels;

/// <summary>What a pass took to find out who fires, counted; "pays only for the neurons that fire" is checked on these numbers.</summary>
/// <param name="DueNeurons">Neurons that were looked at one by one.</param>
/// <param name="NodesVisited">Nodes of search trees compared or written.</param>
/// <param name="InnerProducts">Inner products of d terms computed to decide who fires.</param>
/// <param name="Screened">Pairs decided or passed on by a cheaper bound.</param>
/// <param name="Rechecks">Pairs near a bound that needed the inner product as well.</param>
/// <param name="Bytes">Bytes of lists, points and nodes read or written, each once.</param>
/// <param name="ForwardProducts">Inner products of d terms computed for the outputs; 0 where scores are updated instead.</param>
/// <param name="BackwardProducts">Samples of d components added to weights; 0 where coefficients are moved instead.</param>
internal readonly record struct PassWork(
    long DueNeurons = 0, long NodesVisited = 0, long InnerProducts = 0, long Screened = 0, long Rechecks = 0, long Bytes = 0,
    long ForwardProducts = 0, long BackwardProducts = 0)
{
    /// <summary>Both together.</summary>
    public static PassWork operator +(PassWork a, PassWork b) => new(
        a.DueNeurons + b.DueNeurons, a.NodesVisited + b.NodesVisited, a.InnerProducts + b.InnerProducts,
        a.Screened + b.Screened, a.Rechecks + b.Rechecks, a.Bytes + b.Bytes,
        a.ForwardProducts + b.ForwardProducts, a.BackwardProducts + b.BackwardProducts);
}
