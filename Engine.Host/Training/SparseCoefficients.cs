using Engine.Kernels;

namespace Engine;

/// <summary>C of W = W(0) + C X by neuron, CSR: all a trained network is, beside its seed and its training rows.</summary>
/// <param name="Offsets">m + 1 offsets.</param>
/// <param name="Ids">Samples, ascending within a neuron.</param>
/// <param name="Values">c_ri, none of them zero.</param>
internal sealed record SparseCoefficients(long[] Offsets, int[] Ids, float[] Values)
{
    /// <summary>Reads the coefficients of a run.</summary>
    public static SparseCoefficients From(CandidateBlocks blocks, int width)
    {
        var offsets = new long[width + 1];
        var ids = new List<int>();
        var values = new List<float>();
        foreach (CandidateShard shard in blocks.Shards)
        {
            for (int local = 0; local < shard.Count; local++)
            {
                shard.CopyCoefficients(local, ids, values);
                offsets[shard.FirstNeuron + local + 1] = ids.Count;
            }
        }

        return new SparseCoefficients(offsets, [.. ids], [.. values]);
    }
}
