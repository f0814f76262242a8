using Engine.Kernels;

namespace Engine.Tests.Kernels.Deep;

/// <summary>A way to hold a trained matrix.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Make">From W(0), row-major, of m units, the inputs and a team.</param>
internal sealed record LayerForm(string Name, Func<NativeBuffer<float>, int, ActiveRows, WorkerTeam, ITrainedMatrix> Make)
{
    /// <summary>All of them; low-rank ones flush after every step, now and then, by the cost model, or by a dense product.</summary>
    public static LayerForm[] All { get; } =
    [
        new("dual", (w, m, h, team) => new DualForm(w, m, h, team)),
        new("scatter", (w, m, h, team) => new ScatterForm(w, m, h, team)),
        new("low-rank", (w, m, h, team) => new LowRankForm(w, m, h, team)),
        new("low-rank 1", (w, m, h, team) => new LowRankForm(w, m, h, team, rankThreshold: 1) { FoldsDensely = false }),
        new("low-rank 1 dense", (w, m, h, team) => new LowRankForm(w, m, h, team, rankThreshold: 1) { FoldsDensely = true }),
        new("low-rank 3n dense", (w, m, h, team) => new LowRankForm(w, m, h, team, rankThreshold: 3 * h.Count) { FoldsDensely = true }),
    ];

    public override string ToString() => Name;
}
